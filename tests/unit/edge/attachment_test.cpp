#include <parlance/edge/attachment.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace parlance::edge {
namespace {

using namespace std::string_view_literals;

TEST(attachment, given_a_name_when_sent_then_it_is_percent_encoded)
{
    const auto headers = attachment_headers("Größe 100% \"a\";b'(1).pdf");

    ASSERT_EQ(headers.size(), 2U);
    EXPECT_EQ(headers[0].name, "content-disposition");
    EXPECT_EQ(headers[0].value,
              "attachment; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20100%25%20%22a%22%3Bb%27%281%29.pdf");
    EXPECT_EQ(headers[1].value, "sandbox; default-src 'none'");
}

TEST(attachment, given_path_parts_and_control_characters_when_sent_then_they_are_not_in_it)
{
    const auto headers = attachment_headers("../a\\b\r\nSet-Cookie: x\0\x7F.html"sv);

    EXPECT_EQ(headers[0].value, "attachment; filename*=UTF-8''.._a_b__Set-Cookie%3A%20x__.html");
}

TEST(attachment, given_media_types_when_sent_then_nothing_that_runs)
{
    EXPECT_EQ(safe_media_type("application/pdf"), "application/pdf");
    EXPECT_EQ(safe_media_type("text/markdown"), "text/markdown");
    EXPECT_EQ(safe_media_type("text/x-python"), "text/plain");
    for (const char* active : {"text/html", "image/svg+xml", "application/xml", "text/xml",
                               "text/javascript", "text/css", "application/xhtml+xml", ""}) {
        EXPECT_EQ(safe_media_type(active), "application/octet-stream") << active;
    }
}

}  // namespace
}  // namespace parlance::edge
