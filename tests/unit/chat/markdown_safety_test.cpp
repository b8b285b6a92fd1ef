#include <parlance/chat/markdown_safety.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>
#include <vector>

namespace parlance::chat {
namespace {

struct sample {
    std::string_view written;
    std::string_view safe;
};

TEST(markdown_safety, given_what_people_write_when_made_safe_then_it_stays_as_it_is)
{
    for (const std::string_view text : {
             "**Two** years [1][2], *at least*; ~~three~~ 5 < 6 and a <3.",
             "- one\n- two\n  - inner\n1. first\n2. second\n- [ ] to do\n- [x] done",
             "| a | b |\n| --- | ---: |\n| `x` | -5 |\n| `p || q` | 2 |",
             "# Head\n\n> quoted\n\n---\n\nline  \nbreak",
             "```cpp\nif (a < b) std::vector<int> v; // ![x](y) <script>\n```\nafter",
             "~~~\n<b>\n~~~",
             "- item\n  ```sh\n  cat <file>\n\n  echo `x`\n  ```\n- next",
             "   ```\n   <b>\n   ```",
             "see `<script>` and ``a ` <b>`` here",
             "[site](https://example.org/a_(b) 't') [mail](MAILTO:a@b.c)",
             "[ref]: https://example.org",
             R"(a \* b \` c \\ d)",
             "https://example.org and x@example.org",
             "Grüße, 你好, שלום\xE2\x80\x8F, مرحبا",
             "tab\there",
             "",
         }) {
        EXPECT_EQ(without_markup(text), text);
    }
}

TEST(markdown_safety, given_markup_when_made_safe_then_it_is_text)
{
    for (const sample& one : {
             sample{"<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"},
             sample{"a <img src=x onerror=y>", "a &lt;img src=x onerror=y>"},
             sample{"<!-- x --> <?php ?> <![CDATA[x]]>",
                    R"(&lt;!-- x --> &lt;?php ?> &lt;\![CDATA[x]]>)"},
             sample{R"(\<b> \\<b>)", R"(&lt;b> \\&lt;b>)"},
             sample{"<https://example.org>", "&lt;https://example.org>"},
             sample{"![words](http://a/b.png)", "Picture: [words](http://a/b.png)"},
             sample{"![](http://a/b.png)", "Picture: [picture](http://a/b.png)"},
             sample{"Wow![1] !![a][b]", R"(Wow\![1] !\![a][b])"},
             sample{"[x](javascript:alert(1))", R"([x]\(javascript:alert(1)))"},
             sample{"[x](\n  JavaScript:alert(1))", "[x]\\(\n  JavaScript:alert(1))"},
             sample{"[x](&#106;avascript:y)", R"([x]\(&#106;avascript:y))"},
             sample{"[x](data:text/html,y)", R"([x]\(data:text/html,y))"},
             sample{"[x](<https://a b>)", R"([x]\(&lt;https://a b>))"},
             sample{"[x]: javascript:y", R"([x]\: javascript:y)"},
             sample{"as [1]: the tent", R"(as [1]\: the tent)"},
             sample{"half ` <b>", R"(half \` &lt;b>)"},
             sample{"a `\n<b> ` c", "a \\`\n&lt;b> \\` c"},
             sample{"| ` | <b> | ` |", R"(| \` | &lt;b> | \` |)"},
             sample{"| ` | ` <i> `<b>` |", R"(| \` | ` <i> `&lt;b>\` |)"},
             sample{"- ```\n  <b>\n  ```", "- \\`\\`\\`\n  &lt;b>\n  ```\n  ```"},
             sample{"> ```\n> <b>", "> \\`\\`\\`\n> &lt;b>"},
             sample{"p\n    ```\n<b>", "p\n    \\`\\`\\`\n&lt;b>"},
             sample{"~~~~ ` x", R"(\~\~\~\~ \` x)"},
             sample{"a\rb\r\nc\x1B[2Jd\x7F.", "a\nb\nc[2Jd."},
             sample{"z\xC2\x9Bq", "zq"},
         }) {
        EXPECT_EQ(without_markup(one.written), one.safe) << one.written;
    }
}

TEST(markdown_safety, given_characters_that_turn_text_around_then_they_are_gone)
{
    const auto character = [](char second, char third) {
        return std::string{'\xE2', second, third};
    };
    for (char last = '\xAA'; last <= '\xAE'; ++last) {  // U+202A to U+202E
        EXPECT_EQ(without_markup("<" + character('\x80', last) + "script>"), "&lt;script>");
    }
    for (char last = '\xA6'; last <= '\xA9'; ++last) {  // U+2066 to U+2069
        EXPECT_EQ(without_markup("x" + character('\x81', last) + "y"), "xy");
    }
}

TEST(markdown_safety, given_code_that_was_cut_off_then_it_is_closed)
{
    EXPECT_EQ(without_markup("x\n```html\n<script>"), "x\n```html\n<script>\n```");
    EXPECT_EQ(without_markup("- x\n  ~~~~\n  <b>\n"), "- x\n  ~~~~\n  <b>\n\n  ~~~~");
}

TEST(markdown_safety, given_code_that_a_list_may_end_then_it_is_text)
{
    // In a list the second line of code is outside of it, and so is the tag.
    EXPECT_EQ(without_markup("- x\n  ```\n  a\n<script>\n  ```\n"),
              "- x\n  \\`\\`\\`\n  a\n&lt;script>\n  ```\n\n  ```");
    // One space more and it does not close what it seems to close.
    EXPECT_EQ(without_markup("```\na\n    ```\n<b>\n"), "\\`\\`\\`\na\n    \\`\\`\\`\n&lt;b>\n");
}

TEST(markdown_safety, given_many_fences_that_are_none_then_it_takes_no_longer_for_each)
{
    std::string text;
    for (int line = 0; line < 100'000; ++line) text += " ```x\n";
    text += "end";

    const auto before = std::chrono::steady_clock::now();
    const std::string safe = without_markup(text);
    const auto took = std::chrono::steady_clock::now() - before;

    EXPECT_EQ(safe.find("```"), std::string::npos);
    EXPECT_LT(took, std::chrono::seconds(5));  // each with each would be minutes
}

/// What a reader that takes no code for code would see as markup.
bool has_live_markup(std::string_view text)
{
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
        const bool is_tag = text[at] == '<' &&
                            std::string_view("s/!?").find(text[at + 1]) != std::string_view::npos;
        if (is_tag) return true;
    }
    return false;
}

bool has_foreign_link(std::string_view text)
{
    for (auto at = text.find("](js:"); at != std::string_view::npos;
         at = text.find("](js:", at + 1)) {
        std::size_t backslashes = 0;
        while (backslashes < at && text[at - backslashes - 1] == '\\') ++backslashes;
        if (backslashes % 2 == 0) return true;
    }
    return false;
}

TEST(markdown_safety, given_pieces_in_any_order_without_code_then_nothing_is_markup)
{
    const std::vector<std::string> pieces{"<s",  "<",  "/s>", "![", "](", "[", "]:", "\\", "!",
                                          "js:", "\n", " ",   "- ", "> ", "|", "x",  "\r", "    "};
    std::mt19937 random(20'261'201);  // NOLINT(*-msc51-cpp): the same every time
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (int count = 0; count < 12; ++count) text += pieces[random() % pieces.size()];

        const std::string safe = without_markup(text);

        EXPECT_FALSE(has_live_markup(safe)) << text;
        EXPECT_FALSE(has_foreign_link(safe)) << text;
        EXPECT_EQ(without_markup(safe), safe) << text;
    }
}

}  // namespace
}  // namespace parlance::chat
