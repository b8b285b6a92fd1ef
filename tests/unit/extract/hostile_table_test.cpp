#include "hostile_table.hpp"
#include "worker_run.hpp"

#include <parlance/foundation/text.hpp>

#include <gtest/gtest.h>
#include <fakes/places.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

namespace parlance::extract {
namespace {

std::vector<hostile_file> all_of_them()
{
    std::vector<hostile_file> all;
    for (auto* some : {hostile_names_and_kinds, hostile_archives, hostile_office_files,
                       hostile_pdfs, hostile_texts, hostile_yields}) {
        for (hostile_file& one : some()) all.push_back(std::move(one));
    }
    return all;
}

/// The worker, as the server runs it, within a time that a sanitizer build on a busy machine keeps.
void expect_outcome(const hostile_file& file)
{
    constexpr std::chrono::seconds most{60};
    SCOPED_TRACE(file.name + ": " + file.what);
    const worker_end end = run_worker(file.name, file.bytes());
    EXPECT_LT(end.took, most);
    if (!file.gets.empty()) {
        EXPECT_EQ(end.exit_code, 2) << texts_in(end.reply).substr(0, 300);
        EXPECT_EQ(end.message, file.gets);
        EXPECT_TRUE(end.reply.empty());
        return;
    }
    EXPECT_EQ(end.exit_code, 0) << end.message.substr(0, 2'000);
    const std::string texts = texts_in(end.reply);
    EXPECT_NE(texts.find(file.holds), std::string::npos) << texts.substr(0, 300);
    EXPECT_TRUE(is_utf8(texts));
    EXPECT_EQ(texts.find("secret"), std::string::npos);
    EXPECT_EQ(texts.find("root:"), std::string::npos);
}

TEST(hostile_table, given_names_and_kinds_when_read_then_what_the_table_says)
{
    for (const hostile_file& file : hostile_names_and_kinds()) expect_outcome(file);
}

TEST(hostile_table, given_archives_when_read_then_what_the_table_says)
{
    for (const hostile_file& file : hostile_archives()) expect_outcome(file);
}

TEST(hostile_table, given_office_files_when_read_then_what_the_table_says)
{
    for (const hostile_file& file : hostile_office_files()) expect_outcome(file);
}

TEST(hostile_table, given_pdfs_when_read_then_what_the_table_says)
{
    for (const hostile_file& file : hostile_pdfs()) expect_outcome(file);
}

TEST(hostile_table, given_texts_when_read_then_what_the_table_says)
{
    for (const hostile_file& file : hostile_texts()) expect_outcome(file);
}

TEST(hostile_table, given_texts_that_repeat_themselves_when_read_then_what_the_table_says)
{
    for (const hostile_file& file : hostile_yields()) expect_outcome(file);
}

/// A name as it can stand in a table: cut, and control characters shown.
std::string shown_name(const std::string& name)
{
    constexpr std::size_t name_bytes_max = 40;
    std::string shown;
    for (const char letter : name.substr(0, name_bytes_max)) {
        const bool is_control = static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F;
        shown += is_control ? '?' : letter;
    }
    return name.size() > name_bytes_max ? shown + "…" : shown;
}

std::string reference()
{
    const std::vector<hostile_file> all = all_of_them();
    std::string text = "# Hostile and odd files\n\nWhat becomes of " + std::to_string(all.size()) +
                       " files that are uploaded by mistake or on purpose. Each is made and tried "
                       "by the tests, in the worker as the server runs it, and this page is "
                       "generated from them: `UPDATE_REFERENCE=1 ./dev test unit -k "
                       "hostile_table`.\n\n| file | what is odd about it | what it gets |\n"
                       "| --- | --- | --- |\n";
    for (const hostile_file& file : all) {
        text += "| `" + shown_name(file.name) + "` | " + file.what + " | " +
                (file.gets.empty() ? "It is read." : file.gets) + " |\n";
    }
    return text;
}

TEST(hostile_table, given_the_files_of_these_tests_then_the_reference_lists_them)
{
    const std::string path = fakes::source_folder() + "/docs/reference/hostile-files.md";
    const std::string wanted = reference();

    if (std::getenv("UPDATE_REFERENCE") != nullptr) std::ofstream(path) << wanted;
    std::ifstream in(path);
    const std::string written{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};

    EXPECT_EQ(written, wanted);
    EXPECT_GE(all_of_them().size(), 60U);
}

TEST(hostile_table, given_the_reasons_when_shown_then_each_is_a_plain_sentence)
{
    for (const hostile_file& file : all_of_them()) {
        if (file.gets.empty()) continue;
        EXPECT_TRUE(file.gets.ends_with('.')) << file.gets;
        EXPECT_LE(file.gets.size(), 200U) << file.gets;
        EXPECT_EQ(file.gets.find('!'), std::string::npos) << file.gets;
    }
}

}  // namespace
}  // namespace parlance::extract
