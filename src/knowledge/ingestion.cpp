#include <parlance/knowledge/ingestion.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>
#include <parlance/foundation/thrown.hpp>
#include <parlance/knowledge/block_slices.hpp>
#include <parlance/knowledge/document_limits.hpp>
#include <parlance/knowledge/failed_reasons.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <functional>
#include <string_view>
#include <utility>

namespace parlance::knowledge {
namespace {

// A store that is busy or full is asked again after this pause.
constexpr std::chrono::seconds store_pause{5};
// Text is analysed on a thread that others wait for: about 5 ms at once.
constexpr std::size_t analysed_bytes_at_once = 64 * 1024;
constexpr std::size_t title_bytes_max = 300;

constexpr std::string_view nothing_to_read = "Empty: there is nothing to read.";
constexpr std::string_view no_text = "There is no text in this file.";
constexpr std::string_view too_many_pieces =
    "The file has too many separate sections or rows to be searched.";
constexpr std::string_view tried_often =
    "Reading it broke off again and again, so it was given up. The file may be damaged.";

std::string joined(const std::vector<std::string>& terms)
{
    std::string text;
    for (const std::string& term : terms) {
        if (!text.empty()) text += ' ';
        text += term;
    }
    return text;
}

std::string title_of(const document& which, std::string title)
{
    if (is_blank(title)) return which.file_name;
    if (title.size() > title_bytes_max) title.resize(floor_to_character(title, title_bytes_max));
    return title;
}

/// The terms of the title, and those of the file name that it does not have.
std::string title_terms(const text_analyzer& analyzer, const std::string& title,
                        const std::string& file_name)
{
    auto terms = analyzer.terms(title);
    const auto stem = std::string_view(file_name).substr(0, file_name.rfind('.'));
    for (std::string& term : analyzer.terms(stem)) {
        bool is_there = false;
        for (const std::string& known : terms) is_there = is_there || known == term;
        if (!is_there) terms.push_back(std::move(term));
    }
    return joined(terms);
}

/// What comes next of `cut`, as much as is analysed at once.
std::vector<cut_passage> part_of(std::vector<cut_passage>& cut, std::size_t from, std::size_t most)
{
    std::vector<cut_passage> part;
    std::size_t bytes = 0;
    while (from < cut.size() && part.size() < most && bytes < analysed_bytes_at_once) {
        bytes += cut[from].text.size();
        part.push_back(std::move(cut[from++]));
    }
    return part;
}

/// How long to wait after so many attempts.
std::chrono::milliseconds back_off_after(std::int64_t attempt)
{
    std::chrono::milliseconds pause = limits::ingestion_back_off;
    for (std::int64_t done = 1; done < attempt; ++done) pause *= 2;
    return pause;
}

}  // namespace

ingestion::ingestion(parts with) : with_(with), self_(reader_id::make(with.now, with.random)) {}

void ingestion::stop()
{
    is_stopping_ = true;
    stopped_.request_stop();
    woken_.set();
}

call_scope ingestion::scope() const
{
    call_scope scope;
    scope.stop = stopped_.get_token();
    return scope;
}

steady_time ingestion::steady_at(wall_time when) const
{
    return with_.now.steady() + (when - with_.now.wall());
}

task<> ingestion::run()
{
    while (!is_stopping_) {
        steady_time next = co_await read_next();
        if (is_stopping_) break;
        if (with_.look_every) next = std::min(next, with_.now.steady() + *with_.look_every);
        if (next != at_once) co_await woken_.wait_until(next);
    }
}

/// Reads one document, whatever becomes of it.
task<steady_time> ingestion::read_next()
{
    auto next = co_await with_.documents.take_queued(scope(), self_, with_.now.wall());
    if (!next) {
        say_once("ingestion_store_failed", {{"detail", next.error().detail}});
        co_return with_.now.steady() + store_pause;
    }
    if (!next->taken) is_store_away_ = false;
    if (!next->taken) co_return next->due ? steady_at(*next->due) : steady_time::max();
    auto ended = co_await read_to_an_end(*next->taken);
    if (ended || ended.error().kind == fault::conflict) {
        is_store_away_ = false;
        co_return at_once;
    }
    say_once("document_not_recorded",
             {{"document_id", next->taken->is.id.text()}, {"detail", ended.error().detail}});
    co_return with_.now.steady() + store_pause;
}

/// Once for each outage of the store, which may last for hours.
void ingestion::say_once(std::string_view event, std::initializer_list<log_field> fields)
{
    if (std::exchange(is_store_away_, true)) return;
    with_.log.log(log_level::warn, event, fields);
}

/// Reads it and records what became of that.
task<result<>> ingestion::read_to_an_end(reading which)
{
    error cause;
    try {
        auto read_whole = co_await read(which);
        if (read_whole) co_return read_whole;
        cause = read_whole.error();
    } catch (const std::exception& thrown) {
        // A cancelled task throws again at the next co_await, which ends the loop as it should.
        cause = fail(fault::internal, name_of_thrown(thrown));
        with_.log.log(log_level::error, "ingestion_threw", {{"detail", cause.detail}});
    }
    co_return co_await put_back(std::move(which), std::move(cause));
}

task<result<>> ingestion::read(reading which)
{
    // The reader is another process, so that what ended this one was hardly the file.
    if (which.attempt > readings_begun_max) {
        co_return co_await give_up(std::move(which), std::string(tried_often));
    }
    if (which.is.size_bytes == 0) {
        co_return co_await give_up(std::move(which), std::string(nothing_to_read));
    }
    auto bytes = co_await with_.blobs.get(scope(), which.is.content_hash);
    if (!bytes && bytes.error().kind == fault::not_found) {
        co_return co_await give_up(std::move(which), std::string(bytes_missing_reason));
    }
    if (!bytes && bytes.error().detail == bytes_are_damaged) {
        with_.log.log(log_level::error, "original_damaged",
                      {{"document_id", which.is.id.text()}, {"content", which.is.content_hash}});
        co_return co_await give_up(std::move(which), std::string(bytes_damaged_reason));
    }
    if (!bytes) co_return bytes.error();
    auto text = co_await with_.reader.extract(scope(), which.is.file_name, std::move(*bytes));
    if (!text && text.error().kind == fault::upstream_rejected) {
        co_return co_await give_up(std::move(which), text.error().detail);
    }
    if (!text) co_return text.error();
    co_return co_await index(std::move(which), std::move(*text));
}

task<result<>> ingestion::index(reading which, extracted_text text)
{
    which.is.title = title_of(which.is, std::move(text.title));
    const std::string title = title_terms(with_.analyzer, which.is.title, which.is.file_name);
    block_slices slices(std::move(text.blocks));
    std::vector<indexed_passage> waiting;  // of several slices: the more at once the cheaper
    while (auto slice = slices.next()) {
        auto cut = co_await cut_aside(std::move(*slice));
        if (!cut) co_return cut.error();
        auto added = co_await add(which, title, std::move(*cut), waiting);
        if (!added) co_return added.error();
        if (which.is.passage_count > document_passages_max) {
            co_return co_await give_up(std::move(which), std::string(too_many_pieces));
        }
    }
    if (which.is.passage_count == 0) {
        co_return co_await give_up(std::move(which), std::string(no_text));
    }
    auto kept = co_await keep(which, waiting);
    if (!kept) co_return kept.error();
    auto done = co_await with_.documents.finish_ready(scope(), which, which.is.title);
    if (!done) co_return done.error();
    with_.log.log(log_level::info, "document_ready",
                  {{"document_id", which.is.id.text()}, {"passages", which.is.passage_count}});
    co_return result<>();
}

task<result<std::vector<cut_passage>>> ingestion::cut_aside(std::vector<extracted_block> blocks)
{
    std::function<result<std::vector<cut_passage>>()> cutting = [blocks = std::move(blocks)] {
        return result<std::vector<cut_passage>>(cut_passages(blocks));
    };
    co_return co_await with_.aside.run<std::vector<cut_passage>>(std::move(cutting));
}

task<result<std::vector<ingestion::analysed_passage>>> ingestion::analysed_aside(
    std::vector<cut_passage> pieces)
{
    using all_analysed = std::vector<analysed_passage>;
    std::function<result<all_analysed>()> analysing = [analyzer = &with_.analyzer,
                                                       pieces = std::move(pieces)]() mutable {
        all_analysed all;
        for (cut_passage& piece : pieces) {
            // A heading is too short to tell its language; it is that of the text under it.
            const text_language language = analyzer->language_of(piece.text);
            auto section_terms = joined(analyzer->terms(piece.section, language));
            auto text_terms = joined(analyzer->terms(piece.text, language));
            all.push_back({std::move(piece), std::move(section_terms), std::move(text_terms)});
        }
        return result<all_analysed>(std::move(all));
    };
    co_return co_await with_.aside.run<all_analysed>(std::move(analysing));
}

/// Analyses passages after the passage_count that there are, and keeps them when they are enough.
task<result<>> ingestion::add(reading& which, const std::string& title,
                              std::vector<cut_passage> cut, std::vector<indexed_passage>& waiting)
{
    for (std::size_t next = 0; next < cut.size();) {
        auto part = part_of(cut, next, passages_kept_at_once - waiting.size());
        next += part.size();
        auto made = co_await analysed_aside(std::move(part));
        if (!made) co_return made.error();
        for (analysed_passage& piece : *made) {
            const auto id = passage_id::make(with_.now, with_.random);
            waiting.push_back({{id, which.is.id, which.is.passage_count++, piece.is.page,
                                std::move(piece.is.section), std::move(piece.is.text)},
                               title,
                               std::move(piece.section_terms),
                               std::move(piece.text_terms)});
        }
        if (is_stopping_) co_return fail(fault::cancelled, "stopped while reading");
        if (waiting.size() < passages_kept_at_once) continue;
        auto kept = co_await keep(which, waiting);
        if (!kept) co_return kept.error();
        if (which.is.passage_count > document_passages_max) break;
    }
    co_return result<>();
}

/// Keeps those that wait.
task<result<>> ingestion::keep(reading which, std::vector<indexed_passage>& waiting)
{
    if (waiting.empty()) co_return result<>();
    which.until = with_.now.wall() + limits::ingestion_lease;
    auto kept = co_await with_.documents.keep_passages(scope(), which, std::move(waiting));
    waiting.clear();
    co_return kept;
}

/// What was broken off is tried again: at once after a stop, later when something else failed.
task<result<>> ingestion::put_back(reading which, error cause)
{
    if (cause.kind == fault::conflict) co_return cause;  // it is not ours any more
    // Neither a stop nor a full disk is the file's fault.
    const bool counts = cause.kind != fault::cancelled && cause.kind != fault::overloaded;
    if (counts && which.attempt >= static_cast<std::int64_t>(limits::ingestion_attempts_max)) {
        co_return co_await give_up(std::move(which), std::string(tried_often));
    }
    std::chrono::milliseconds pause{0};
    if (cause.kind != fault::cancelled) pause = back_off_after(which.attempt);
    if (!counts) --which.attempt;
    const call_scope unbounded;  // also while stopping: others read it then
    auto queued = co_await with_.documents.put_back(unbounded, which, with_.now.wall(), pause);
    if (!queued) co_return queued.error();
    with_.log.log(log_level::info, "document_put_back",
                  {{"document_id", which.is.id.text()}, {"reason", cause.detail}});
    co_return result<>();
}

task<result<>> ingestion::give_up(reading which, std::string reason)
{
    auto done = co_await with_.documents.finish_failed(scope(), which, std::move(reason));
    if (!done) co_return done.error();
    with_.log.log(log_level::info, "document_failed", {{"document_id", which.is.id.text()}});
    co_return result<>();
}

}  // namespace parlance::knowledge
