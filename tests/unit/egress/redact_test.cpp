#include <parlance/egress/redact.hpp>
#include <parlance/foundation/text.hpp>

#include <gtest/gtest.h>

#include <string>

namespace parlance::tests {
namespace {

using egress::redacted;

TEST(redact, given_keys_and_tokens_when_redacted_then_they_are_gone)
{
    EXPECT_EQ(redacted("Incorrect API key provided: sk-ab12*****34."),
              "Incorrect API key provided: ***");
    EXPECT_EQ(redacted("token eyJhbGciOi.eyJzdWIi.c2ln expired"), "token *** expired");
    EXPECT_EQ(redacted("sig=AbC123dEf456GhI789jKl0 used"), "sig=*** used");
    EXPECT_EQ(redacted("it was short-key!", "short-key"), "it was ***!");
    EXPECT_EQ(redacted("a b a", "a"), "*** b ***");
}

TEST(redact, given_plain_words_when_redacted_then_they_stay)
{
    const std::string words =
        "api.openai.com:443: The model gpt-4o-mini-2024 does not exist. Gr\xC3\xBC\xC3\x9F"
        "e, internationalisation.example.org";

    EXPECT_EQ(redacted(words), words);
}

TEST(redact, given_control_characters_and_broken_text_when_redacted_then_one_clean_line)
{
    EXPECT_EQ(redacted("a\r\nb\tc\x7f"), "a  b c ");
    EXPECT_EQ(redacted("bad \xC3("), "bad ?(");
}

TEST(redact, given_more_than_may_be_quoted_when_redacted_then_cut_at_a_character)
{
    std::string words;
    while (words.size() <= egress::upstream_words_bytes_max) words += "\xC3\xBC ";

    const std::string said = redacted(words);

    EXPECT_LE(said.size(), egress::upstream_words_bytes_max + 3);
    EXPECT_TRUE(said.ends_with("..."));
    EXPECT_TRUE(is_utf8(said));
    EXPECT_EQ(redacted(std::string(egress::upstream_words_bytes_max, 'a')).size(),
              egress::upstream_words_bytes_max);
    EXPECT_TRUE(redacted(std::string(1'000'000, 'a')).ends_with("..."));
}

}  // namespace
}  // namespace parlance::tests
