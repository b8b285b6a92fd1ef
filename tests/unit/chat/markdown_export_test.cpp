#include <parlance/chat/markdown_export.hpp>

#include <parlance/knowledge/file_name.hpp>

#include <gtest/gtest.h>

namespace parlance::chat {
namespace {

uuid_bytes bytes(std::uint8_t number)
{
    uuid_bytes made{};
    made[0] = number;
    return made;
}

turn_record turn(std::string question, std::string answer, turn_state state)
{
    return {.id = turn_id(bytes(1)),
            .conversation = conversation_id(bytes(2)),
            .parent = std::nullopt,
            .state = state,
            .question = std::move(question),
            .model = "m",
            .answer = std::move(answer),
            .events = {},
            .failed_with = std::nullopt,
            .created_at = {},
            .finished_at = std::nullopt};
}

shown_citation cited(std::int64_t number, std::string title, std::optional<std::int64_t> page,
                     std::string section)
{
    knowledge::passage passage{.id = knowledge::passage_id(bytes(3)),
                               .document = knowledge::document_id(bytes(4)),
                               .ordinal = 0,
                               .page = page,
                               .section = std::move(section),
                               .text = "t"};
    knowledge::found_passage source{std::move(passage), "file.pdf", std::move(title),
                                    "application/pdf"};
    return {citation{number, source.is.id, 0, 1}, std::move(source), "t"};
}

opened_conversation holding(std::vector<turn_record> turns)
{
    return {{conversation_id(bytes(2)), "About *this*", {}, {}, false}, std::move(turns), false};
}

std::string as_markdown(const opened_conversation& conversation,
                        const std::vector<std::vector<shown_citation>>& cited)
{
    std::string text = markdown_title(conversation.summary);
    for (std::size_t at = 0; at < conversation.turns.size(); ++at) {
        text += markdown_of(conversation.turns[at], cited[at]);
    }
    return text;
}

TEST(markdown_export, given_answers_when_exported_then_questions_are_headings_and_sources_a_list)
{
    const auto conversation =
        holding({turn("How *long*?", "**Two** years [1][2].", turn_state::completed),
                 turn("And then?", "Nothing.", turn_state::completed)});

    EXPECT_EQ(
        as_markdown(conversation, {{cited(2, "Hand_book", 4, "Leave › Days"), cited(1, "", {}, ""),
                                    cited(2, "Hand_book", 4, "Leave › Days")},
                                   {}}),
        "# About \\*this\\*\n\n"
        "## How \\*long\\*?\n\n"
        "**Two** years [1][2].\n\n"
        "Sources:\n\n"
        "- [1] file.pdf\n"
        "- [2] Hand\\_book (file.pdf), page 4, section Leave › Days\n\n"
        "## And then?\n\n"
        "Nothing.\n");
}

TEST(markdown_export, given_a_slide_when_exported_then_it_is_called_slide)
{
    shown_citation slide = cited(1, "Town tour", 3, "");
    slide.source->file_name = "tour.pptx";
    slide.source->media_type = std::string(knowledge::media_type_of("tour.pptx"));

    const std::string text =
        as_markdown(holding({turn("q", "a [1]", turn_state::completed)}), {{std::move(slide)}});

    EXPECT_NE(text.find("- [1] Town tour (tour.pptx), slide 3\n"), std::string::npos) << text;
}

TEST(markdown_export, given_what_is_no_whole_answer_when_exported_then_it_says_so)
{
    for (const auto& [state, word] :
         {std::pair(turn_state::stopped, "stopped"), std::pair(turn_state::failed, "failed"),
          std::pair(turn_state::interrupted, "interrupted"),
          std::pair(turn_state::running, "still being written")}) {
        const std::string text = as_markdown(holding({turn("q", "half", state)}), {{}});

        EXPECT_NE(text.find("\n\nhalf\n\n*This answer"), std::string::npos) << text;
        EXPECT_NE(text.find(word), std::string::npos) << text;
    }
}

TEST(markdown_export, given_a_source_that_is_gone_when_exported_then_only_its_number)
{
    shown_citation gone = cited(1, "Title", {}, "");
    gone.source.reset();

    const std::string text =
        as_markdown(holding({turn("q", "a [1]", turn_state::completed)}), {{gone}});

    EXPECT_NE(text.find("- [1] no longer available\n"), std::string::npos);
    EXPECT_EQ(text.find("Title"), std::string::npos);
}

TEST(markdown_export, given_a_question_of_several_lines_when_exported_then_it_is_quoted)
{
    const std::string text =
        as_markdown(holding({turn("first\r\n# second", "", turn_state::completed)}), {{}});

    EXPECT_EQ(text, "# About \\*this\\*\n\n## Question\n\n> first\n> # second\n");
}

}  // namespace
}  // namespace parlance::chat
