#include <parlance/knowledge/erasure.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/knowledge/document_limits.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

namespace parlance::knowledge {

void erasure::stop()
{
    is_stopping_ = true;
    woken_.set();
}

task<> erasure::run()
{
    std::string said;
    while (!is_stopping_) {
        const auto done = co_await look_or_erase();
        // Whoever cannot find out whose the files are tries often: it is said once.
        const std::string failure = done ? std::string() : done.error().detail;
        if (!done && failure != said) {
            with_.log.log(log_level::warn, "erasure_failed", {{"detail", failure}});
        }
        said = failure;
        const auto pause = with_.binding.are_ours() ? owner_looked_at_every : mark_looked_at_every;
        if (!is_stopping_) co_await woken_.wait_until(with_.now.steady() + pause);
    }
}

/// A decision about the folder is made by another process, for us or against us.
task<result<>> erasure::look_or_erase()
{
    const bool is_due = with_.now.steady() >= next_pass_ || !with_.binding.are_ours();
    if (is_due) {
        next_pass_ = with_.now.steady() + purge_every;
        co_return co_await erase();
    }
    const auto whose = co_await with_.binding.look();
    if (!whose) co_return whose.error();
    co_return result<>();
}

task<result<>> erasure::erase()
{
    const auto whose = co_await with_.binding.look();
    if (!whose) co_return whose.error();
    if (*whose != originals_are::ours) co_return result<>();
    tally sum;
    const auto done = co_await erase_all(sum);
    if (sum.rows + sum.discarded + sum.contents + sum.left_overs > 0) {
        with_.log.log(log_level::info, "erased",
                      {{"rows", static_cast<std::int64_t>(sum.rows)},
                       {"put_into_bin", static_cast<std::int64_t>(sum.discarded)},
                       {"contents", static_cast<std::int64_t>(sum.contents)},
                       {"left_overs", static_cast<std::int64_t>(sum.left_overs)}});
    }
    co_return done;
}

task<result<>> erasure::erase_all(tally& sum)
{
    const call_scope scope;
    // The bin first: whatever the clocks say, nothing is discarded and erased in one go.
    const auto contents = co_await empty_bin();
    if (!contents) co_return contents.error();
    sum.contents = *contents;
    const auto rows = co_await erase_documents();
    if (!rows) co_return rows.error();
    sum.rows = *rows;
    const auto discarded = co_await discard_unused();
    if (!discarded) co_return discarded.error();
    sum.discarded = *discarded;
    const wall_time not_after = with_.now.wall() - unused_content_age_min;
    const auto left_overs = co_await with_.blobs.remove_left_overs(scope, not_after);
    if (!left_overs) co_return left_overs.error();
    sum.left_overs = *left_overs;
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
task<result<std::size_t>> erasure::discard_unused()
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
            const auto gone = co_await with_.blobs.discard(scope, hash, not_after);
            if (!gone) co_return gone.error();
            contents += *gone ? 1 : 0;
        }
    }
    co_return contents;
}

task<result<std::size_t>> erasure::empty_bin()
{
    const call_scope scope;
    std::size_t contents = 0;
    std::string after;
    while (!is_stopping_) {
        auto discarded = co_await with_.blobs.list_bin(scope, after, content_looked_at_at_once);
        if (!discarded) co_return discarded.error();
        if (discarded->empty()) break;
        after = discarded->back();
        const auto erased = co_await erase_or_take_back(std::move(*discarded));
        if (!erased) co_return erased.error();
        contents += *erased;
    }
    co_return contents;
}

/// A database that was restored from a copy has rows again whose bytes are in the bin.
task<result<std::size_t>> erasure::erase_or_take_back(std::vector<std::string> discarded)
{
    const call_scope scope;
    const wall_time before = with_.now.wall() - bin_kept_for;
    const auto unused = co_await with_.documents.unused_content(scope, discarded);
    if (!unused) co_return unused.error();
    std::size_t contents = 0;
    for (const std::string& hash : discarded) {
        const bool is_unused = std::find(unused->begin(), unused->end(), hash) != unused->end();
        if (is_unused) {
            const auto erased = co_await with_.blobs.erase(scope, hash, before);
            if (!erased) co_return erased.error();
            contents += *erased ? 1 : 0;
        } else {
            // Reading takes it out of the bin; that it is damaged is for whoever opens it.
            const byte_range nothing;
            static_cast<void>(co_await with_.blobs.get_part(scope, hash, nothing));
        }
    }
    co_return contents;
}

}  // namespace parlance::knowledge
