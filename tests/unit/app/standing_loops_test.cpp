// Every loop that should run for as long as the server does falls, is counted, and runs again.
#include <parlance/app/standing_loops.hpp>

#include <parlance/app/stores.hpp>
#include <parlance/runtime/blocking_pool.hpp>
#include <parlance/runtime/supervisor.hpp>
#include <parlance/runtime/system_clock.hpp>

#include <fakes/eventually.hpp>
#include <fakes/fixed_passage_index.hpp>
#include <fakes/in_memory_blob_store.hpp>
#include <fakes/in_memory_conversation_store.hpp>
#include <fakes/in_memory_document_store.hpp>
#include <fakes/in_memory_passage_index.hpp>
#include <fakes/inline_work.hpp>
#include <fakes/recorded_log.hpp>
#include <fakes/run.hpp>
#include <fakes/seeded_random.hpp>
#include <fakes/temporary_directory.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <stdexcept>
#include <string>
#include <vector>

namespace parlance::app {
namespace {

constexpr std::chrono::milliseconds a_moment{2};
constexpr loop_health::condition up = loop_health::condition::running;

/// Every loop asks for the time: a bug in any of them is played by it.
class broken_clock : public clock {
public:
    [[nodiscard]] steady_time steady() const override
    {
        if (is_broken) throw std::runtime_error("a bug");
        return real_.steady();
    }
    [[nodiscard]] wall_time wall() const override
    {
        if (is_broken) throw std::runtime_error("a bug");
        return real_.wall();
    }

    std::atomic<bool> is_broken{false};

private:
    runtime::system_clock real_;
};

class no_extractor : public knowledge::extractor {
public:
    task<result<knowledge::extracted_text>> extract(call_scope, std::string, std::string) override
    {
        co_return fail(fault::internal, "nothing is read here");
    }
};

struct fake_stores : stores {
    chat::conversation_store& conversations() override { return chats; }
    chat::history_store& histories() override { return chats; }
    chat::replica_store& replicas() override { return chats; }
    chat::replica_messenger& messenger() override { return alone; }
    knowledge::document_store& documents() override { return files; }
    knowledge::ingestion_queue& queue() override { return files; }
    knowledge::passage_index& passages() override { return index; }
    [[nodiscard]] bool are_shared() const override { return false; }
    task<result<>> get_ready() override
    {
        static_cast<void>(now.steady());
        co_return result<>();
    }
    result<> announce(const std::string&) override { return {}; }
    void stop_listening() override {}

    broken_clock now;
    fakes::plain_words analyzer;
    fakes::in_memory_conversation_store chats{analyzer};
    fakes::in_memory_document_store files;
    fakes::in_memory_passage_index index{files};
    chat::alone_messenger alone;
};

class standing_loops_test : public testing::Test {
protected:
    standing_loops_test()
    {
        ingestions.emplace_back(knowledge::ingestion::parts{
            kept.files, blobs, reader, kept.analyzer, kept.now, random, log, aside});
        kept.now.is_broken = true;
    }
    void TearDown() override
    {
        kept.now.is_broken = false;
        stop();
        tasks.end_pauses();
        EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
        threads.finish();
        pool.finish();
    }
    void stop()
    {
        first.stop();
        watch.stop();
        lease.stop();
        link.stop();
        turns.stop_looking();
        progress.stop();
        keeper.stop();
        for (knowledge::ingestion& reading : ingestions) reading.stop();
        erasure.stop();
    }
    [[nodiscard]] loop_health::report report(const std::string& name) const
    {
        for (const loop_health::report& loop : tasks.loops().all()) {
            if (loop.name == name) return loop;
        }
        return {"no loop is called " + name, loop_health::condition::ended};
    }

    fakes::temporary_directory directory;
    fakes::recorded_log log;
    fakes::seeded_random random{1};
    runtime::io_threads threads{2};
    runtime::supervisor tasks{threads, log, {a_moment, 2 * a_moment, a_moment}};
    runtime::blocking_pool pool{1, 8};
    fake_stores kept;
    fakes::in_memory_blob_store blobs;
    fakes::inline_work aside;
    no_extractor reader;
    notice_board notices;
    storage_health storage;
    storage_watch watch{
        {storage, notices, log, kept.now, pool, directory.path(), "It means this.", {}}};
    knowledge::originals_binding binding{{kept.files, blobs, kept.now, random, notices, log}};
    knowledge::erasure erasure{{kept.files, blobs, binding, kept.now, log}};
    knowledge::retriever retriever{kept.index, kept.analyzer, aside};
    language::model_catalogue models;
    chat::replica_lease lease{{kept.chats, kept.now, log},
                              *chat::replica_id::parse("0190f4a0-0000-7000-8000-00000000000a")};
    chat::progress_writer progress{{kept.chats, kept.alone, kept.now, log}};
    chat::conversation_feed feed;
    chat::history_keeper keeper{kept.chats, kept.now, log};
    chat::turn_service turns{{kept.chats, retriever, models, progress, feed, keeper, tasks,
                              kept.now, random, log, lease, kept.alone}};
    chat::replica_link link{
        {lease, kept.alone, turns, feed, kept.chats, kept.chats, tasks, kept.now}};
    settling first{{kept, lease, blobs, binding, watch, kept.now, log, true}};
    std::deque<knowledge::ingestion> ingestions;
    standing_loops loops{lease, link, turns, progress, keeper, watch, first, ingestions, erasure};
};

TEST_F(standing_loops_test, given_a_bug_in_each_loop_when_it_is_over_then_all_run_again)
{
    const std::vector<std::string> names{"lease",   "pulse",   "link",      "progress", "bound",
                                         "history", "storage", "ingestion", "erasure"};
    threads.start();
    loops.start_among_others(tasks);
    loops.start(tasks);
    loops.start_erasing(tasks);

    for (const std::string& name : names) {
        EXPECT_TRUE(fakes::eventually([&] {
            storage.doubt();  // without one nothing is looked at
            return report(name).falls >= 2;
        })) << name;
    }
    EXPECT_TRUE(fakes::eventually([&] { return tasks.loops().fallen().has_value(); }));

    kept.now.is_broken = false;

    for (const std::string& name : names) {
        EXPECT_TRUE(fakes::eventually([&] { return report(name).is_now == up; })) << name;
    }
    EXPECT_TRUE(fakes::eventually([&] { return !tasks.loops().fallen(); }));
    EXPECT_EQ(report("stops").is_now, up);  // it asks for the time only while a turn runs
}

TEST_F(standing_loops_test, given_a_start_that_throws_then_it_ends_and_says_so)
{
    threads.start();
    result<> settled;
    std::atomic<bool> is_over = false;
    tasks.start("settle", [](settling& one, result<>& into, std::atomic<bool>& over) -> task<> {
        into = co_await one.run();
        over = true;
    }(first, settled, is_over));

    first.wait_until_tried();

    ASSERT_TRUE(fakes::eventually([&] { return is_over.load(); }));
    ASSERT_FALSE(settled);
    EXPECT_EQ(settled.error().kind, fault::internal);
    EXPECT_EQ(settled.error().detail, "settling ended in an exception: std::runtime_error");
}

}  // namespace
}  // namespace parlance::app
