#include <parlance/app/commands/evaluation_questions.hpp>

#include <gtest/gtest.h>

namespace parlance::app {
namespace {

TEST(evaluation_questions, given_good_lines_when_read_then_questions_with_places)
{
    const auto read = read_questions(
        "{\"id\":\"q1\",\"question\":\"How?\",\"relevant\":[{\"file\":\"docs/a.pdf\",\"page\":3},"
        "{\"file\":\"b.md\",\"section\":\"Care\"}],\"answer\":\"so\"}\n\n"
        "{\"question\":\"Why?\",\"relevant\":[]}");

    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), 2U);
    EXPECT_EQ(read->at(0).relevant.at(0).file, "a.pdf");
    EXPECT_EQ(read->at(0).relevant.at(0).page, 3);
    EXPECT_EQ(read->at(0).relevant.at(1).section, "Care");
    EXPECT_EQ(read->at(1).id, "line 3");
    EXPECT_TRUE(read->at(1).relevant.empty());
}

TEST(evaluation_questions, given_bad_lines_when_read_then_each_is_named_by_its_number)
{
    const auto read = read_questions(
        "{\"id\":\"a\",\"question\":\"x\",\"relevant\":[]}\n"
        "{broken\n"
        "{\"id\":\"b\",\"question\":\" \",\"relevant\":[]}\n"
        "{\"id\":\"c\",\"question\":\"x\"}\n"
        "{\"id\":\"d\",\"question\":\"x\",\"relevant\":[{\"page\":1}]}\n"
        "{\"id\":\"e\",\"question\":\"x\",\"relevant\":[{\"file\":\"f\",\"page\":0}]}\n"
        "{\"id\":\"a\",\"question\":\"x\",\"relevant\":[]}\n"
        "\xFF\n");

    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, fault::invalid_request);
    for (const char* line :
         {"line 2:", "line 3:", "line 4:", "line 5:", "line 6:", "line 7:", "line 8:"}) {
        EXPECT_NE(read.error().detail.find(line), std::string::npos) << line;
    }
    EXPECT_EQ(read.error().detail.find("line 1:"), std::string::npos);
}

TEST(evaluation_questions, given_no_question_when_read_then_refused)
{
    EXPECT_FALSE(read_questions(""));
    EXPECT_FALSE(read_questions(" \n\n"));
}

}  // namespace
}  // namespace parlance::app
