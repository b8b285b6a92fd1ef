#include <parlance/knowledge/ingestion.hpp>

#include "stopping_log.hpp"

#include <parlance/knowledge/library.hpp>
#include <parlance/text_analysis/stemming_text_analyzer.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <fakes/in_memory_blob_store.hpp>
#include <fakes/in_memory_document_store.hpp>
#include <fakes/manual_clock.hpp>
#include <fakes/run.hpp>
#include <fakes/seeded_random.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace parlance::knowledge {
namespace {

/// Answers by the name of the file.
class scripted_extractor : public extractor {
public:
    std::function<void()> on_call;
    std::vector<std::string> seen;

    task<result<extracted_text>> extract(call_scope scope, std::string file_name,
                                         std::string bytes) override
    {
        seen.push_back(file_name);
        if (on_call) on_call();
        if (scope.stop.stop_requested()) co_return fail(fault::cancelled, "stopped");
        if (file_name == "throws.txt") throw std::runtime_error("a bug");
        if (file_name == "late.txt") co_return fail(fault::deadline_exceeded, "60 s");
        if (file_name == "refused.txt") {
            co_return fail(fault::upstream_rejected, "The file is not text.");
        }
        extracted_text text;
        if (file_name != "blank.txt") {
            extracted_block block;
            block.headings = {"Boots"};
            block.text = std::move(bytes);
            text.title = "Care guide";
            text.blocks.push_back(std::move(block));
        }
        co_return text;
    }
};

class ingestion_test : public testing::Test {
protected:
    document add(std::string name, std::string bytes)
    {
        offered_file file{std::move(name), std::move(bytes), document_origin::added};
        return fakes::run(shelf.add(call_scope{}, who, std::move(file))).value();
    }
    document find(const document& which)
    {
        return fakes::run(documents.find(call_scope{}, who, which.id)).value();
    }
    /// Runs the loop until so many documents have ended one way or the other.
    void run_until_ended(std::size_t documents_ended)
    {
        log.stop_after(documents_ended, [this] { queue.stop(); });
        fakes::run(queue.run());
    }

    fakes::in_memory_document_store documents;
    fakes::in_memory_blob_store blobs;
    scripted_extractor reader;
    text_analysis::stemming_text_analyzer analyzer;
    fakes::manual_clock now;
    fakes::seeded_random random{7};
    stopping_log log;
    access::principal who = access::local_principal();
    ingestion queue{{documents, blobs, reader, analyzer, now, random, log}};
    library shelf{{documents, blobs, now, random, [this] { queue.wake(); }}};
};

TEST_F(ingestion_test, given_a_readable_file_when_run_then_ready_with_its_terms)
{
    const auto added = add("boot-care.txt", "Waxing boots.");

    run_until_ended(1);

    const document read = find(added);
    EXPECT_EQ(read.state, document_state::ready);
    EXPECT_EQ(read.title, "Care guide");
    EXPECT_EQ(read.passage_count, 1);
    const auto readable = documents.readable_by(who.id);
    ASSERT_EQ(readable.size(), 1U);
    const indexed_passage& passage = readable[0].passages.at(0);
    EXPECT_EQ(passage.is.section, "Boots");
    EXPECT_EQ(passage.is.text, "Waxing boots.");
    EXPECT_EQ(passage.text_terms, "wax boot");
    EXPECT_EQ(passage.section_terms, "boot");
    EXPECT_EQ(passage.title_terms, "care guid boot");
}

TEST_F(ingestion_test, given_files_that_cannot_be_read_when_run_then_each_has_a_reason)
{
    const std::vector<std::pair<std::string, std::string>> expected{
        {"throws.txt", "The file could not be read just now. Add it again."},
        {"late.txt", "The file could not be read within its limits."},
        {"refused.txt", "The file is not text."},
        {"blank.txt", "There is no text in this file."}};
    std::vector<document> added;
    for (const auto& [name, reason] : expected) added.push_back(add(name, "x"));
    const document good = add("good.txt", "Good.");

    run_until_ended(expected.size() + 1);

    for (std::size_t at = 0; at < added.size(); ++at) {
        EXPECT_EQ(find(added[at]).state, document_state::failed) << expected[at].first;
        EXPECT_EQ(find(added[at]).reason, expected[at].second);
    }
    EXPECT_EQ(find(good).state, document_state::ready);
}

TEST_F(ingestion_test, given_lost_bytes_when_run_then_failed_with_a_reason)
{
    const auto added = add("a.txt", "x");
    blobs.fail_next(fakes::blob_operation::get, fail(fault::not_found, "gone"));

    run_until_ended(1);

    EXPECT_EQ(find(added).reason, "The stored file is missing. Add it again.");
}

TEST_F(ingestion_test, given_a_store_that_fails_when_run_then_tried_again)
{
    const auto added = add("a.txt", "x");
    documents.fail_next(fakes::document_operation::requeue_left_reading,
                        fail(fault::overloaded, "busy"));
    documents.fail_next(fakes::document_operation::take_queued, fail(fault::overloaded, "busy"));

    run_until_ended(1);

    EXPECT_EQ(find(added).state, document_state::ready);
    EXPECT_EQ(log.count("ingestion_store_failed"), 1U);
}

TEST_F(ingestion_test, given_stop_while_reading_when_run_again_then_read_from_the_start)
{
    const auto added = add("a.txt", "Some text.");
    reader.on_call = [this] { queue.stop(); };
    fakes::run(queue.run());
    EXPECT_EQ(find(added).state, document_state::reading);

    reader.on_call = nullptr;
    ingestion next({documents, blobs, reader, analyzer, now, random, log});
    log.stop_after(1, [&next] { next.stop(); });
    fakes::run(next.run());

    EXPECT_EQ(find(added).state, document_state::ready);
}

}  // namespace
}  // namespace parlance::knowledge
