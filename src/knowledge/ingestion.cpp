#include <parlance/knowledge/ingestion.hpp>

#include <parlance/foundation/text.hpp>
#include <parlance/knowledge/passages.hpp>

#include <chrono>
#include <exception>
#include <string_view>
#include <utility>

namespace parlance::knowledge {
namespace {

// A store that is busy or full is asked again after this pause.
constexpr std::chrono::seconds store_pause{5};
// Text is analysed on an io thread; after this much the thread serves others first (about 5 ms).
constexpr std::size_t analysed_bytes_at_once = 64 * 1024;
constexpr std::size_t title_bytes_max = 300;

constexpr std::string_view beyond_limits = "The file could not be read within its limits.";
constexpr std::string_view no_text = "There is no text in this file.";
constexpr std::string_view not_now = "The file could not be read just now. Add it again.";
constexpr std::string_view bytes_missing = "The stored file is missing. Add it again.";

/// What people are told when reading did not work.
std::string reason_for(const error& cause)
{
    switch (cause.kind) {
        case fault::upstream_rejected: return cause.detail;
        case fault::deadline_exceeded: return std::string(beyond_limits);
        case fault::not_found: return std::string(bytes_missing);
        default: return std::string(not_now);
    }
}

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

}  // namespace

ingestion::ingestion(parts with) : with_(with) {}

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

task<> ingestion::run()
{
    call_scope at_start = scope();
    auto again = co_await with_.documents.requeue_left_reading(std::move(at_start));
    if (!again) {
        with_.log.log(log_level::warn, "ingestion_requeue_failed",
                      {{"detail", again.error().detail}});
    }
    while (!is_stopping_) {
        const pace next = co_await read_next();
        if (is_stopping_) break;
        if (next == pace::wait_for_more) co_await woken_.wait_until(steady_time::max());
        if (next == pace::wait_for_store) {
            co_await woken_.wait_until(with_.now.steady() + store_pause);
        }
    }
}

/// Reads one document, whatever becomes of it.
task<ingestion::pace> ingestion::read_next()
{
    std::string thrown;
    std::optional<document> taken;
    try {
        call_scope to_take = scope();
        auto next = co_await with_.documents.take_queued(std::move(to_take));
        if (!next) {
            with_.log.log(log_level::warn, "ingestion_store_failed",
                          {{"detail", next.error().detail}});
            co_return pace::wait_for_store;
        }
        if (!*next) co_return pace::wait_for_more;
        taken = std::move(*next);
        document which = *taken;
        auto done = co_await read(std::move(which));
        if (done || done.error().kind == fault::cancelled) co_return pace::go_on;
        with_.log.log(log_level::warn, "document_not_recorded",
                      {{"document_id", taken->id.text()}, {"detail", done.error().detail}});
        co_return pace::wait_for_store;
    } catch (const std::exception& cause) {
        thrown = cause.what();
    }
    // A cancelled task throws again at the next co_await, which ends the loop as it should.
    with_.log.log(log_level::error, "ingestion_threw", {{"detail", thrown}});
    if (!taken) co_return pace::wait_for_store;
    auto recorded = co_await give_up(std::move(*taken), std::string(not_now));
    co_return recorded ? pace::go_on : pace::wait_for_store;
}

task<result<>> ingestion::read(document which)
{
    auto bytes = co_await with_.blobs.get(scope(), which.content_hash);
    if (!bytes) {
        if (bytes.error().kind == fault::cancelled) co_return bytes.error();
        co_return co_await give_up(std::move(which), reason_for(bytes.error()));
    }
    auto text = co_await with_.reader.extract(scope(), which.file_name, std::move(*bytes));
    if (!text) {
        if (text.error().kind == fault::cancelled) co_return text.error();
        co_return co_await give_up(std::move(which), reason_for(text.error()));
    }
    co_return co_await index(std::move(which), std::move(*text));
}

task<result<>> ingestion::index(document which, extracted_text text)
{
    const std::string title = title_of(which, std::move(text.title));
    const std::string terms_of_title = title_terms(with_.analyzer, title, which.file_name);
    std::vector<cut_passage> cut = cut_passages(text.blocks);
    text.blocks.clear();

    event others_first;
    std::vector<indexed_passage> passages;
    std::size_t analysed_bytes = 0;
    for (cut_passage& piece : cut) {
        indexed_passage made{{passage_id::make(with_.now, with_.random), which.id, 0, {}, {}, {}},
                             terms_of_title,
                             {},
                             {}};
        made.section_terms = joined(with_.analyzer.terms(piece.section));
        made.text_terms = joined(with_.analyzer.terms(piece.text));
        analysed_bytes += piece.text.size();
        made.is.ordinal = static_cast<std::int64_t>(passages.size());
        made.is.page = piece.page;
        made.is.section = std::move(piece.section);
        made.is.text = std::move(piece.text);
        passages.push_back(std::move(made));
        if (analysed_bytes < analysed_bytes_at_once) continue;
        analysed_bytes = 0;
        if (is_stopping_) co_return fail(fault::cancelled, "stopped while reading");
        co_await others_first.wait_until(with_.now.steady());
    }
    if (passages.empty()) co_return co_await give_up(std::move(which), std::string(no_text));
    const auto count = static_cast<std::int64_t>(passages.size());
    auto done =
        co_await with_.documents.finish_ready(scope(), which.id, title, std::move(passages));
    if (!done) co_return done.error();
    with_.log.log(log_level::info, "document_ready",
                  {{"document_id", which.id.text()}, {"passages", count}});
    co_return result<>();
}

task<result<>> ingestion::give_up(document which, std::string reason)
{
    auto done = co_await with_.documents.finish_failed(scope(), which.id, std::move(reason));
    if (!done) co_return done.error();
    with_.log.log(log_level::info, "document_failed", {{"document_id", which.id.text()}});
    co_return result<>();
}

}  // namespace parlance::knowledge
