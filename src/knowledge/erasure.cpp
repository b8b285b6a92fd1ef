#include <parlance/knowledge/erasure.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/knowledge/document_limits.hpp>

#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace parlance::knowledge {

void erasure::stop()
{
    is_stopping_ = true;
    woken_.set();
}

task<> erasure::run()
{
    while (!is_stopping_) {
        const auto erased = co_await erase();
        if (!erased) {
            with_.log.log(log_level::warn, "erasure_failed", {{"detail", erased.error().detail}});
        }
        if (!is_stopping_) co_await woken_.wait_until(with_.now.steady() + purge_every);
    }
}

task<result<>> erasure::erase()
{
    const auto rows = co_await erase_documents();
    if (!rows) co_return rows.error();
    const auto contents = co_await erase_content();
    if (!contents) co_return contents.error();
    if (*rows + *contents > 0) {
        with_.log.log(log_level::info, "erased",
                      {{"rows", static_cast<std::int64_t>(*rows)},
                       {"contents", static_cast<std::int64_t>(*contents)}});
    }
    co_return result<>();
}

task<result<std::size_t>> erasure::erase_documents()
{
    const call_scope scope;
    const wall_time before = with_.now.wall() - limits::restorable_for;
    std::size_t rows = 0;
    while (!is_stopping_) {
        const auto erased = co_await with_.documents.purge(scope, before);
        if (!erased) co_return erased.error();
        if (*erased == 0) break;
        rows += *erased;
    }
    co_return rows;
}

/// Goes through all content, not only through that of erased documents: a server that died between
/// keeping bytes and keeping their row left some too. What was kept just now may still get its row.
task<result<std::size_t>> erasure::erase_content()
{
    const call_scope scope;
    const wall_time not_after = with_.now.wall() - unused_content_age_min;
    std::size_t contents = 0;
    std::string after;
    while (!is_stopping_) {
        auto kept = co_await with_.blobs.list(scope, after, content_looked_at_at_once);
        if (!kept) co_return kept.error();
        if (kept->empty()) break;
        after = kept->back();
        auto unused = co_await with_.documents.unused_content(scope, std::move(*kept));
        if (!unused) co_return unused.error();
        for (const std::string& hash : *unused) {
            const auto removed = co_await with_.blobs.remove(scope, hash, not_after);
            if (!removed) co_return removed.error();
            contents += *removed ? 1 : 0;
        }
    }
    co_return contents;
}

}  // namespace parlance::knowledge
