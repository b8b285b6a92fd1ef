#include <parlance/sqlite/sqlite_database.hpp>
#include <parlance/sqlite/sqlite_document_store.hpp>
#include <parlance/sqlite/store_identity.hpp>

#include <gtest/gtest.h>

#include <fakes/manual_clock.hpp>
#include <fakes/run.hpp>
#include <fakes/seeded_random.hpp>
#include <fakes/temporary_directory.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

namespace parlance::sqlite {
namespace {

class store_look_test : public testing::Test {
protected:
    store_look_test() { std::filesystem::create_directory(data); }
    std::set<std::string> names()
    {
        std::set<std::string> all;
        for (const auto& entry : std::filesystem::directory_iterator(data)) {
            all.insert(entry.path().filename().string());
        }
        return all;
    }
    knowledge::store_id identify(sqlite_database& in)
    {
        sqlite_document_store documents(in);
        return fakes::run(documents.identify({}, knowledge::store_id::make(now, random))).value();
    }

    fakes::manual_clock now;
    fakes::seeded_random random{3};
    fakes::temporary_directory directory;
    // What means something in an address of SQLite.
    std::filesystem::path data = directory.path() / "100% of what?#1";
    runtime::blocking_pool pool{3, 64};
};

TEST_F(store_look_test, given_no_database_when_looked_at_then_nothing_and_nothing_is_made)
{
    const auto seen = look_at_store(data);

    ASSERT_TRUE(seen) << seen.error().detail;
    EXPECT_FALSE(seen->self);
    EXPECT_EQ(seen->held, knowledge::holdings::nothing);
    EXPECT_TRUE(names().empty());
}

TEST_F(store_look_test, given_a_closed_database_when_looked_at_then_its_id_and_nothing_is_made)
{
    auto opened = sqlite_database::open(data, pool).value();
    const auto self = identify(*opened);
    opened.reset();
    const auto before = names();

    const auto seen = look_at_store(data);

    ASSERT_TRUE(seen) << seen.error().detail;
    EXPECT_EQ(seen->self, self);
    EXPECT_EQ(names(), before);
}

TEST_F(store_look_test, given_a_database_in_use_when_looked_at_then_what_was_written_last)
{
    const auto opened = sqlite_database::open(data, pool).value();
    const auto unknown = look_at_store(data);
    const auto self = identify(*opened);

    const auto seen = look_at_store(data);

    EXPECT_FALSE(unknown->self);
    ASSERT_TRUE(seen) << seen.error().detail;
    EXPECT_EQ(seen->self, self);
}

TEST_F(store_look_test, given_something_else_when_looked_at_then_refused)
{
    std::ofstream(data / "parlance.db")
        << "This is no database, and long enough to be seen as none.";

    const auto refused = look_at_store(data);

    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("cannot look at the database"), std::string::npos);
}

}  // namespace
}  // namespace parlance::sqlite
