#include <parlance/extract/archive.hpp>
#include <parlance/extract/extract_limits.hpp>

#include "hostile_table.hpp"
#include "office_files.hpp"

#include <gtest/gtest.h>

namespace parlance::extract {
namespace {

TEST(archive, given_an_entry_when_read_then_its_bytes)
{
    const std::string bytes = zipped({{"a.txt", "packed"}, {"b.txt", "stored", false}});
    auto file = archive::open(bytes);
    ASSERT_TRUE(file);
    std::string read;

    EXPECT_TRUE(file->read("A.TXT", [&read](std::string_view piece) {
        read += piece;
        return true;
    }));
    EXPECT_TRUE(file->read("b.txt", [&read](std::string_view piece) {
        read += piece;
        return true;
    }));

    EXPECT_EQ(read, "packedstored");
    EXPECT_FALSE(file->has("c.txt"));
}

TEST(archive, given_many_parts_when_they_unpack_past_the_limit_in_total_then_refused)
{
    constexpr std::size_t part_bytes = limits::archive_ratio_free_bytes;
    const std::string bytes = zipped({{"a", std::string(part_bytes, 'x')}});
    auto file = archive::open(bytes);
    ASSERT_TRUE(file);
    const auto all = [](std::string_view /*piece*/) { return true; };

    for (std::size_t read = 0; read < limits::archive_unpacked_bytes_max; read += part_bytes) {
        ASSERT_TRUE(file->read("a", all));
    }
    const auto one_more = file->read("a", all);

    ASSERT_FALSE(one_more);
    EXPECT_EQ(one_more.error().detail, "The file unpacks to more than can be read.");
}

}  // namespace
}  // namespace parlance::extract
