#pragma once

#include "stores.hpp"

#include <parlance/knowledge/document_store.hpp>
#include <parlance/knowledge/passage_index.hpp>

#include <gtest/gtest.h>

#include <fakes/manual_clock.hpp>
#include <fakes/run.hpp>
#include <fakes/seeded_random.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parlance::contract {

/// Empty stores and two principals who use them.
class document_contract : public testing::TestWithParam<store_kind> {
protected:
    knowledge::document offered(const std::string& name)
    {
        now.advance(std::chrono::milliseconds(10));
        return {.id = knowledge::document_id::make(now, random),
                .file_name = name,
                .title = name,
                .media_type = "text/plain",
                .size_bytes = 12,
                .content_hash = "hash of " + name,
                .state = knowledge::document_state::queued,
                .reason = {},
                .passage_count = 0,
                .is_sample = false,
                .created_at = now.wall()};
    }
    knowledge::document sample(const std::string& name)
    {
        auto made = offered(name);
        made.is_sample = true;
        return made;
    }
    knowledge::document added(const access::principal& who, knowledge::document what)
    {
        return fakes::run(documents().add({}, who, std::move(what))).value();
    }
    result<knowledge::document> found(const access::principal& who, knowledge::document_id which)
    {
        return fakes::run(documents().find({}, who, which));
    }
    result<knowledge::document_page> listed(const access::principal& who, std::string cursor = "",
                                            std::size_t limit = 50)
    {
        knowledge::document_query wanted;
        wanted.cursor = std::move(cursor);
        wanted.limit = limit;
        return fakes::run(documents().list({}, who, std::move(wanted)));
    }
    knowledge::next_reading next()
    {
        return fakes::run(queue().take_queued({}, reader, now.wall())).value();
    }
    std::optional<knowledge::reading> taken() { return next().taken; }
    result<> kept(const knowledge::reading& which, std::vector<knowledge::indexed_passage> passages)
    {
        return fakes::run(queue().keep_passages({}, which, std::move(passages)));
    }
    result<> ready(const knowledge::reading& which,
                   std::vector<knowledge::indexed_passage> passages)
    {
        auto first = kept(which, std::move(passages));
        if (!first) return first;
        return fakes::run(queue().finish_ready({}, which, "Title as read"));
    }
    result<> failed(const knowledge::reading& which, std::string reason)
    {
        return fakes::run(queue().finish_failed({}, which, std::move(reason)));
    }
    result<> put_back(const knowledge::reading& which, std::chrono::milliseconds pause)
    {
        return fakes::run(queue().put_back({}, which, now.wall(), pause));
    }
    result<wall_time> removed(const access::principal& who, knowledge::document_id which)
    {
        return fakes::run(documents().remove({}, who, which, now.wall()));
    }
    result<knowledge::document> restored(const access::principal& who, knowledge::document_id which)
    {
        return fakes::run(documents().restore({}, who, which));
    }
    result<knowledge::document> retried(const access::principal& who, knowledge::document_id which)
    {
        return fakes::run(documents().retry({}, who, which));
    }
    knowledge::indexed_passage passage_of(knowledge::document_id document, std::int64_t ordinal,
                                          std::string terms)
    {
        knowledge::passage is{.id = knowledge::passage_id::make(now, random),
                              .document = document,
                              .ordinal = ordinal,
                              .page = std::nullopt,
                              .section = {},
                              .text = "Text: " + terms};
        return {std::move(is), {}, {}, std::move(terms)};
    }
    /// Adds a document whose passages have these terms, and has it read.
    knowledge::document read_document(const access::principal& who, knowledge::document what,
                                      const std::vector<std::string>& terms)
    {
        auto document = added(who, std::move(what));
        const knowledge::reading reading = taken().value();
        EXPECT_EQ(reading.is.id, document.id);
        std::vector<knowledge::indexed_passage> passages;
        for (const std::string& each : terms) {
            const auto ordinal = static_cast<std::int64_t>(passages.size());
            passages.push_back(passage_of(document.id, ordinal, each));
        }
        EXPECT_TRUE(ready(reading, std::move(passages)));
        return document;
    }
    knowledge::index_hits search(const access::principal& who, std::vector<std::string> terms,
                                 std::size_t limit = 8)
    {
        return fakes::run(index().search({}, who, std::move(terms), limit)).value();
    }
    knowledge::document_store& documents() { return with->documents(); }
    /// At the moment that the test's clock shows, also for a queue that has a clock of its own.
    knowledge::ingestion_queue& queue()
    {
        with->show_time(now.wall());
        return with->queue();
    }
    knowledge::passage_index& index() { return with->passages(); }

    fakes::manual_clock now;
    fakes::seeded_random random{11};
    access::principal ada{access::principal_id::make(now, random), "Ada"};
    access::principal ben{access::principal_id::make(now, random), "Ben"};
    knowledge::reader_id reader = knowledge::reader_id::make(now, random);
    std::unique_ptr<stores> with = GetParam().make();
};

}  // namespace parlance::contract
