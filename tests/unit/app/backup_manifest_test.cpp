#include <parlance/app/backup/backup_limits.hpp>
#include <parlance/app/backup/manifest.hpp>
#include <parlance/local_folder/content_hash.hpp>

#include <gtest/gtest.h>

#include <fakes/seeded_random.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace parlance::app {
namespace {

manifest example()
{
    manifest made;
    made.made_by = "1.2.3";
    made.made_at = "2026-01-31T08:05:09.125Z";
    made.store = store_kind::postgresql;
    made.schema_steps = 4;
    made.server_version = 150'004;
    made.has_samples = true;
    made.database = {123'456, std::string(64, 'd')};
    made.blobs = {{7, std::string(64, '1')}, {0, std::string(64, 'a')}};
    made.missing = {std::string(64, '2'), std::string(64, '3')};
    return made;
}

/// The text with another part in it, and a hash that fits.
std::string resealed(std::string text, std::string_view part, std::string_view other)
{
    constexpr std::string_view seal_without_hash = ",\"manifest_sha256\":\"\"}\n";
    constexpr std::size_t seal_bytes = 64 + seal_without_hash.size();
    text.resize(text.size() - seal_bytes);
    const std::size_t found = text.find(part);
    EXPECT_NE(found, std::string::npos) << part;
    text.replace(found, part.size(), other);
    const std::string sum = local_folder::content_hash_of(text + '}');
    return text + R"(,"manifest_sha256":")" + sum + "\"}\n";
}

TEST(backup_manifest, given_a_manifest_when_written_and_read_then_it_is_the_same)
{
    const manifest made = example();

    const auto read = read_manifest(manifest_text(made));

    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(manifest_text(*read), manifest_text(made));
    EXPECT_EQ(read->store, store_kind::postgresql);
    EXPECT_EQ(read->database.size_bytes, 123'456U);
    ASSERT_EQ(read->blobs.size(), 2U);
    EXPECT_EQ(read->blobs[1].hash, std::string(64, 'a'));
    EXPECT_EQ(read->missing, made.missing);
}

TEST(backup_manifest, given_any_bit_that_is_flipped_when_read_then_it_is_refused)
{
    const std::string text = manifest_text(example());
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            std::string damaged = text;
            damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ (1U << bit));

            EXPECT_FALSE(read_manifest(damaged)) << "byte " << at << ", bit " << bit;
        }
    }
}

TEST(backup_manifest, given_any_part_of_it_when_read_then_it_is_refused)
{
    const std::string text = manifest_text(example());
    for (std::size_t size = 0; size < text.size(); ++size) {
        EXPECT_FALSE(read_manifest(std::string_view(text).substr(0, size))) << size;
    }
    EXPECT_FALSE(read_manifest(text + "\n"));
    EXPECT_FALSE(read_manifest(text + text));
}

TEST(backup_manifest, given_fields_that_are_not_as_they_must_be_when_read_then_it_is_refused)
{
    const std::string text = manifest_text(example());
    const std::string hash(64, '1');
    struct change {
        std::string part;
        std::string other;
    };
    const std::array<change, 15> changes{{
        {R"("format":"parlance-backup")", R"("format":"another")"},
        {R"("version":1)", R"("version":0)"},
        {R"("version":1)", R"("version":"1")"},
        {R"("made_by":"1.2.3")",
         R"("made_by":")" + std::string(manifest_text_bytes_max + 1, 'x') + "\""},
        {R"("store":"postgresql")", R"("store":"mysql")"},
        {R"("schema_steps":4)", R"("schema_steps":-4)"},
        {R"("schema_steps":4)", R"("schema_steps":4.5)"},
        {R"("schema_steps":4)", R"("schema_steps":)" + std::to_string(backup_file_bytes_max + 1)},
        {R"("has_samples":true)", R"("has_samples":1)"},
        {R"("has_samples":true)", R"("has_samples":true,"more":1)"},
        {R"("has_samples":true,)", ""},
        {hash, std::string(64, 'b')},          // no longer in order
        {hash, std::string(64, 'a')},          // twice
        {hash, "../" + std::string(61, '1')},  // no part of a path
        {std::string(64, '2'), std::string(64, '3')},
    }};
    for (const change& made : changes) {
        const auto read = read_manifest(resealed(text, made.part, made.other));

        ASSERT_FALSE(read) << made.other;
        EXPECT_EQ(read.error().kind, fault::invalid_request);
    }
    EXPECT_TRUE(read_manifest(resealed(text, "1.2.3", "1.2.4"))) << "the seal itself is right";
}

TEST(backup_manifest, given_one_of_a_newer_program_when_read_then_the_sentence_says_so)
{
    const std::string text = manifest_text(example());

    const auto read = read_manifest(resealed(text, R"("version":1)", R"("version":2)"));

    ASSERT_FALSE(read);
    EXPECT_NE(read.error().detail.find("newer parlance"), std::string::npos);
}

TEST(backup_manifest, given_more_than_the_largest_when_read_then_it_is_refused)
{
    const auto read = read_manifest(std::string(manifest_bytes_max + 1, ' '));

    ASSERT_FALSE(read);
    EXPECT_NE(read.error().detail.find("too large"), std::string::npos);
}

TEST(backup_manifest, given_one_original_more_than_a_backup_may_hold_when_read_then_it_is_refused)
{
    manifest made = example();
    made.missing.clear();
    made.blobs.clear();
    std::string list;
    for (std::size_t count = 0; count <= backup_originals_max; ++count) {
        list += count == 0 ? "0" : ",0";
    }

    const auto read = read_manifest(
        resealed(manifest_text(made), R"("missing":[])", R"("missing":[)" + list + "]"));

    EXPECT_FALSE(read);
}

TEST(backup_manifest, given_random_bytes_with_a_right_seal_when_read_then_it_ends)
{
    fakes::seeded_random random(20'260'131);
    const std::string text = manifest_text(example());
    for (int round = 0; round < 2'000; ++round) {
        std::array<std::uint8_t, 4> bytes{};
        random.fill(bytes);
        const std::size_t at = (bytes[0] * 256U + bytes[1]) % 600;
        const std::string part = text.substr(at, bytes[2] % 8U + 1U);

        const auto read =
            read_manifest(resealed(text, part, std::string(1, static_cast<char>(bytes[3]))));

        EXPECT_TRUE(!read || read->blobs.size() <= 2U);
    }
}

}  // namespace
}  // namespace parlance::app
