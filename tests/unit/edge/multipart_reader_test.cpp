#include <parlance/edge/multipart_reader.hpp>

#include <gtest/gtest.h>

#include <string>

namespace parlance::edge {
namespace {

constexpr std::size_t file_bytes_max = 64;
const std::string type = "multipart/form-data; boundary=b1";

std::string part(const std::string& disposition, const std::string& content)
{
    return "--b1\r\nContent-Disposition: form-data; " + disposition +
           "\r\nContent-Type: text/plain\r\n\r\n" + content + "\r\n";
}

std::string file_part(const std::string& content)
{
    return part(R"(name="file"; filename="a.txt")", content);
}

outcome<uploaded_file> read(const std::string& body, std::size_t split)
{
    auto reader = multipart_reader::for_type(type, file_bytes_max);
    if (!reader) return reader.error();
    auto first = reader->feed(std::string_view(body).substr(0, split));
    if (!first) return first.error();
    auto second = reader->feed(std::string_view(body).substr(split));
    if (!second) return second.error();
    return reader->finish();
}

outcome<uploaded_file> read(const std::string& body)
{
    return read(body, body.size());
}

std::string name_of(const std::string& parameters)
{
    auto file = read(part("name=\"file\"; " + parameters, "x") + "--b1--\r\n");
    return file ? file->file_name : "refused: " + file.error().detail;
}

}  // namespace

TEST(multipart_reader, given_one_file_when_split_at_every_byte_then_it_is_the_same)
{
    const std::string content = "line\r\n--b\r\n--b0\r\n\r\n-- b1 \r\r\n-";
    const std::string body = file_part(content) + "--b1--\r\nan epilogue";
    for (std::size_t split = 0; split <= body.size(); ++split) {
        const auto file = read(body, split);
        ASSERT_TRUE(file) << split << ": " << file.error().detail;
        EXPECT_EQ(file->bytes, content) << split;
        EXPECT_EQ(file->file_name, "a.txt") << split;
    }
}

TEST(multipart_reader, given_a_body_cut_anywhere_when_finished_then_it_is_refused)
{
    const std::string body = file_part("content") + "--b1--";
    for (std::size_t bytes = 0; bytes < body.size(); ++bytes) {
        EXPECT_FALSE(read(body.substr(0, bytes))) << bytes;
    }
    EXPECT_TRUE(read(body));
}

TEST(multipart_reader, given_an_empty_file_when_read_then_it_is_empty)
{
    const auto file = read(file_part("") + "--b1--\r\n");

    ASSERT_TRUE(file);
    EXPECT_EQ(file->bytes, "");
}

TEST(multipart_reader, given_one_byte_past_the_limit_when_read_then_413)
{
    EXPECT_TRUE(read(file_part(std::string(file_bytes_max, 'x')) + "--b1--"));

    const auto file = read(file_part(std::string(file_bytes_max + 1, 'x')) + "--b1--");

    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().status, 413);
}

TEST(multipart_reader, given_endless_part_headers_when_fed_then_they_are_refused)
{
    auto reader = multipart_reader::for_type(type, file_bytes_max);
    ASSERT_TRUE(reader->feed("--b1\r\n"));

    const auto fed =
        reader->feed("X: " + std::string(multipart_reader::part_header_bytes_max + 1, 'x'));

    EXPECT_FALSE(fed);
}

TEST(multipart_reader, given_file_names_when_read_then_quotes_and_encodings_are_undone)
{
    EXPECT_EQ(name_of(R"(filename="naïve.txt")"), "naïve.txt");
    EXPECT_EQ(name_of(R"(filename=plain.txt)"), "plain.txt");
    EXPECT_EQ(name_of(R"(filename="a%22b\"c.txt")"), "a\"b\"c.txt");
    EXPECT_EQ(name_of(R"(filename="100%25.txt")"), "100%25.txt");
    EXPECT_EQ(name_of(R"(filename="old.txt"; filename*=UTF-8''na%C3%AFve%20x.txt)"), "naïve x.txt");
    EXPECT_TRUE(name_of(R"(filename*=latin1''a)").starts_with("refused"));
    EXPECT_TRUE(name_of(R"(filename*=UTF-8''%ff)").starts_with("refused"));
    EXPECT_TRUE(name_of("filename=\"\xff\"").starts_with("refused"));
}

TEST(multipart_reader, given_other_parts_when_read_then_they_are_refused)
{
    EXPECT_FALSE(read("--b1--"));
    EXPECT_FALSE(read(file_part("a") + file_part("b") + "--b1--"));
    EXPECT_FALSE(read(part(R"(name="library")", "a") + file_part("b") + "--b1--"));
    EXPECT_FALSE(read(part(R"(name="file")", "a") + "--b1--"));
    EXPECT_FALSE(read(part(R"(filename="x")", "a") + "--b1--"));
    EXPECT_FALSE(read("--b1\r\nX: y\r\n\r\na\r\n--b1--"));
    EXPECT_FALSE(read("--b1\r\n\r\na\r\n--b1--"));
    EXPECT_FALSE(read("preamble\r\n" + file_part("a") + "--b1--"));
    EXPECT_FALSE(read("--b1 \r\nContent-Disposition: form-data\r\n\r\n\r\n--b1--"));
}

TEST(multipart_reader, given_a_content_type_without_a_usable_boundary_when_made_then_it_is_refused)
{
    EXPECT_FALSE(multipart_reader::for_type("multipart/form-data", 1));
    EXPECT_FALSE(multipart_reader::for_type("multipart/form-data; boundary=\"\"", 1));
    EXPECT_FALSE(
        multipart_reader::for_type("multipart/form-data; boundary=" + std::string(71, 'b'), 1));
    EXPECT_TRUE(
        multipart_reader::for_type("multipart/form-data; boundary=" + std::string(70, 'b'), 1));
    EXPECT_FALSE(multipart_reader::for_type("multipart/form-data; boundary=\"a \"", 1));
}

}  // namespace parlance::edge
