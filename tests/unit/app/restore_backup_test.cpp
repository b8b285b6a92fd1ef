#include <parlance/app/backup/kept_database.hpp>
#include <parlance/app/backup/restore_backup.hpp>
#include <parlance/app/backup/write_backup.hpp>
#include <parlance/local_folder/blob_place.hpp>
#include <parlance/local_folder/content_hash.hpp>
#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/migrations.hpp>

#include <gtest/gtest.h>

#include <fakes/temporary_directory.hpp>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

namespace parlance::app {
namespace {

namespace fs = std::filesystem;

/// Nobody looks, until they have seen enough.
class quiet_watch : public backup_watch {
public:
    void show(const backup_step& now) override { on_step(now); }
    void say(const std::string& sentence) override { said += sentence; }
    [[nodiscard]] bool goes_on() const override { return !is_ended; }

    std::function<void(const backup_step&)> on_step = [](const backup_step&) {};
    bool is_ended = false;
    std::string said;
};

void write(const fs::path& file, const std::string& bytes)
{
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
}

std::string content_of(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Three documents with their originals in a data directory, and a place beside it.
class restoring : public testing::Test {
protected:
    void SetUp() override
    {
        fs::create_directory(data);
        sqlite::connection on((data / "parlance.db").string(), sqlite::access_mode::read_write);
        on.execute("PRAGMA journal_mode = WAL");
        ASSERT_TRUE(sqlite::migrate(on, sqlite::known_migrations()));
        for (const std::string bytes : {"one", "two", "three"}) {
            const std::string hash = local_folder::content_hash_of(bytes);
            write(local_folder::file_for(data / "blobs", hash), bytes);
            sqlite::query(on,
                          "INSERT INTO documents (principal, id, file_name, title, media_type, "
                          "size_bytes, content_hash, state, created_at) VALUES (randomblob(16), "
                          "randomblob(16), ?, '', 'text/plain', 5, ?, 'ready', 0)",
                          bytes + ".txt", hash)
                .run();
        }
    }
    result<written_backup> back_up()
    {
        return write_backup({copy, data, "2026-01-31T08:05:09.125Z"}, *of(data), watched);
    }
    result<finished_restore> restore_to(const fs::path& place)
    {
        return restore_backup({copy, place, existing_data::refuse, "2026-02-01T00:00:00.000Z"},
                              *of(place), watched);
    }
    static std::unique_ptr<kept_database> of(const fs::path& folder)
    {
        server_settings settled;
        settled.data = folder;
        return make_kept_sqlite(settled);
    }
    /// Changes the manifest of the backup, and seals it again.
    void change_manifest(const std::function<void(manifest&)>& change) const
    {
        auto holds = read_manifest(content_of(copy / manifest_name));
        ASSERT_TRUE(holds);
        change(*holds);
        write(copy / manifest_name, manifest_text(*holds));
    }

    fakes::temporary_directory directory;
    fs::path data = directory.path() / "data";
    fs::path copy = directory.path() / "copy";
    fs::path target = directory.path() / "target";
    quiet_watch watched;
};

TEST_F(restoring, given_a_manifest_that_leaves_an_original_out_when_restored_then_it_is_refused)
{
    ASSERT_TRUE(back_up());
    change_manifest([](manifest& holds) { holds.blobs.pop_back(); });

    const auto restored = restore_to(target);

    ASSERT_FALSE(restored);
    EXPECT_NE(restored.error().detail.find("does not list the original"), std::string::npos);
    EXPECT_FALSE(fs::exists(target));
}

TEST_F(restoring, given_a_backup_of_a_newer_program_when_restored_then_it_is_refused)
{
    ASSERT_TRUE(back_up());
    {
        sqlite::connection on((copy / "parlance.db").string(), sqlite::access_mode::read_write);
        on.execute("INSERT INTO schema_migrations VALUES (99, 'of_tomorrow', 'x', 0)");
    }
    change_manifest([this](manifest& holds) {
        holds.database = *local_folder::read_facts(copy / "parlance.db", [] { return true; });
    });

    const auto restored = restore_to(target);

    ASSERT_FALSE(restored);
    EXPECT_NE(restored.error().detail.find("newer parlance"), std::string::npos)
        << restored.error().detail;
    EXPECT_FALSE(fs::exists(target));
}

TEST_F(restoring, given_a_manifest_of_files_that_no_disk_holds_when_restored_then_it_is_refused)
{
    ASSERT_TRUE(back_up());
    change_manifest([](manifest& holds) { holds.blobs.front().size_bytes = 1ULL << 50U; });

    const auto restored = restore_to(target);

    ASSERT_FALSE(restored);
    EXPECT_NE(restored.error().detail.find("storage full"), std::string::npos);
    EXPECT_FALSE(fs::exists(target));
}

TEST_F(restoring, given_a_file_that_changes_after_the_check_when_restored_then_nothing_is_left)
{
    ASSERT_TRUE(back_up());
    watched.on_step = [this](const backup_step& now) {
        if (now.doing.find("Restoring originals") == std::string_view::npos) return;
        write(local_folder::file_for(copy / "blobs", std::string(now.what)), "rotten");
    };

    const auto restored = restore_to(target);

    ASSERT_FALSE(restored);
    EXPECT_NE(restored.error().detail.find("has changed"), std::string::npos);
    EXPECT_FALSE(fs::exists(target));
}

TEST_F(restoring, given_somebody_who_ends_it_at_any_step_when_restored_then_nothing_is_left)
{
    ASSERT_TRUE(back_up());
    for (int last = 0; last < 7; ++last) {
        int steps = 0;
        watched.is_ended = false;
        watched.on_step = [&](const backup_step&) { watched.is_ended = steps++ >= last; };

        const auto restored = restore_to(target);

        ASSERT_FALSE(restored) << last;
        EXPECT_EQ(restored.error().kind, fault::cancelled);
        EXPECT_FALSE(fs::exists(target)) << last;
    }
}

TEST_F(restoring, given_somebody_who_ends_it_at_any_step_when_backed_up_then_nothing_is_left)
{
    for (const bool is_there : {false, true}) {
        if (is_there) fs::create_directory(copy);
        for (int last = 0; last < 4; ++last) {
            int steps = 0;
            watched.is_ended = false;
            watched.on_step = [&](const backup_step&) { watched.is_ended = steps++ >= last; };

            const auto written = back_up();

            ASSERT_FALSE(written) << last;
            EXPECT_EQ(fs::exists(copy), is_there);
            EXPECT_TRUE(!is_there || fs::is_empty(copy));
        }
    }
}

TEST_F(restoring, given_a_folder_of_originals_elsewhere_when_backed_up_into_it_then_it_is_refused)
{
    const fs::path elsewhere = directory.path() / "elsewhere";
    fs::rename(data / "blobs", elsewhere);
    fs::create_directory_symlink(elsewhere, data / "blobs");
    copy = elsewhere / "copy";

    const auto written = back_up();

    ASSERT_FALSE(written);
    EXPECT_NE(written.error().detail.find("lies in the data folder"), std::string::npos);
}

}  // namespace
}  // namespace parlance::app
