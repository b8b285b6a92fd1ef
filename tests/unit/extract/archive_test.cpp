#include <parlance/extract/archive.hpp>
#include <parlance/extract/extract_limits.hpp>

#include "hostile_table.hpp"
#include "office_files.hpp"

#include <gtest/gtest.h>

#include <random>

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

/// One byte more than any ratio is allowed for; this share of it is noise, which does not shrink.
std::string repetitive_part(std::size_t bytes_of_noise)
{
    std::minstd_rand random(7);
    std::string part(limits::archive_ratio_free_bytes + 1, 'x');
    for (std::size_t at = 0; at < bytes_of_noise; ++at)
        part[at] = static_cast<char>(random() >> 8U);
    return part;
}

TEST(archive, given_a_part_that_unpacks_past_archive_ratio_max_then_refused)
{
    constexpr std::size_t at_the_ratio =
        limits::archive_ratio_free_bytes / limits::archive_ratio_max;
    const auto all = [](std::string_view /*piece*/) { return true; };
    const auto read = [&](std::size_t bytes_of_noise) {
        const std::string bytes = zipped({{"a", repetitive_part(bytes_of_noise)}});
        return archive::open(bytes)->read("a", all);
    };

    const auto under_it = read(at_the_ratio);
    const auto past_it = read(at_the_ratio / 2);

    EXPECT_TRUE(under_it);
    ASSERT_FALSE(past_it);
    EXPECT_EQ(past_it.error().detail, "The file unpacks to more than can be read.");
}

}  // namespace
}  // namespace parlance::extract
