#include <parlance/openai_compatible/language_model.hpp>

#include <parlance/egress/back_off.hpp>
#include <parlance/egress/redact.hpp>
#include <parlance/openai_compatible/wire/completion_reader.hpp>
#include <parlance/openai_compatible/wire/completion_request.hpp>
#include <parlance/openai_compatible/wire/problem.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace parlance::openai_compatible {
namespace {

constexpr std::size_t problem_bytes_max = 64 * 1024;  // a gateway's page has a few kilobytes
// What may still come after [DONE], altogether: the end of the body is already on its way. It only
// decides whether the connection can be kept.
constexpr std::chrono::milliseconds closing_time_max{100};
constexpr std::size_t closing_bytes_max = 4 * 1024;

std::vector<std::unique_ptr<egress::policy>> policies_for(const config& settled)
{
    std::vector<std::unique_ptr<egress::policy>> policies;
    if (settled.key) policies.push_back(egress::bearer_key(settled.key));
    policies.push_back(egress::trace_header());
    return policies;
}

bool may_pass(fault kind)
{
    return kind == fault::upstream_unavailable || kind == fault::overloaded;
}

std::size_t prompt_bytes(const language::prompt& asked)
{
    std::size_t bytes = 0;
    for (const language::message& one : language::as_messages(asked)) bytes += one.text.size();
    return bytes;
}

language::usage reported(const wire::reported_usage& by)
{
    language::usage cost;
    cost.prompt_tokens = by.prompt_tokens;
    cost.completion_tokens = by.completion_tokens;
    cost.cached_tokens = by.cached_tokens;
    return cost;
}

language::usage estimated(std::size_t prompt_size, std::size_t answer_size)
{
    language::usage cost;
    cost.prompt_tokens = static_cast<std::int64_t>(language::estimated_tokens(prompt_size));
    cost.completion_tokens = static_cast<std::int64_t>(language::estimated_tokens(answer_size));
    cost.is_estimated = true;
    return cost;
}

task<result<language::usage>> read_problem(call_scope scope, egress::reply& from,
                                           std::chrono::milliseconds time_max)
{
    scope.deadline = std::min(scope.deadline, std::chrono::steady_clock::now() + time_max);
    auto body = co_await from.rest(scope, problem_bytes_max);
    if (!body && body.error().kind == fault::cancelled) co_return body.error();
    const std::string said = body ? std::move(*body) : std::string();
    const auto by =
        from.may_be_of_proxy() ? wire::answered_by::server_or_proxy : wire::answered_by::server;
    co_return wire::problem_of(from.status(), said, egress::asked_pause(from), by);
}

}  // namespace

/// One request and what came of it.
struct openai_compatible_language_model::attempt {
    language::prompt& asked;  // emptied with the first text: nobody asks it again then
    std::size_t prompt_size = 0;
    std::size_t answer_size = 0;  // above 0 somebody has seen text: too late for another attempt
    std::chrono::milliseconds cost_time_max{};
    std::size_t bytes_after_end = 0;
    wire::completion_reader reader{};

    /// How long the next bytes may take.
    [[nodiscard]] std::chrono::milliseconds patience(const config& settled) const
    {
        return answer_size > 0 ? settled.silence_timeout : settled.first_delta_timeout;
    }
    /// Reads on. @return when reading ends, whatever still comes; none before the model is done.
    result<std::optional<steady_time>> feed(std::string_view bytes)
    {
        const bool was_finished = reader.is_finished();
        const bool was_complete = reader.is_complete();
        if (was_finished) bytes_after_end += bytes.size();
        const auto fed = bytes.empty() ? reader.end() : reader.feed(bytes);
        if (!fed) return fed.error();
        const steady_time now = std::chrono::steady_clock::now();
        std::optional<steady_time> ends_by;
        if (bytes_after_end > closing_bytes_max) ends_by = now;
        else if (reader.is_finished() && !was_finished) ends_by = now + closing_time_max;
        else if (reader.is_complete() && !was_complete) ends_by = now + cost_time_max;
        return ends_by;
    }
};

openai_compatible_language_model::openai_compatible_language_model(config settled,
                                                                   egress::http_client& http,
                                                                   random_source& random)
    : config_(std::move(settled)), http_(http, policies_for(config_)), random_(random)
{
}

task<result<language::usage>> openai_compatible_language_model::complete(call_scope scope,
                                                                         language::prompt asked,
                                                                         language::delta_sink& out)
{
    const std::size_t prompt_size = prompt_bytes(asked);
    const steady_time last_start = std::chrono::steady_clock::now() + config_.retry_time_max;
    for (int number = 1;; ++number) {
        attempt once{
            .asked = asked, .prompt_size = prompt_size, .cost_time_max = config_.cost_time_max};
        auto cost = co_await ask_once(scope, once, out);
        if (cost) co_return *cost;
        const error cause = without_secrets(cost.error());
        if (once.answer_size > 0 || !may_pass(cause.kind)) co_return cause;
        if (number >= config_.attempts_max) co_return cause;

        const auto pause = egress::back_off(number + 1, cause.retry_after, random_);
        if (std::chrono::steady_clock::now() + pause > last_start) co_return cause;
        auto rested = co_await egress::rest_for(scope, pause);
        if (!rested && rested.error().kind == fault::cancelled) co_return rested.error();
        if (!rested) co_return cause;  // says more than that the deadline is near
    }
}

task<result<language::usage>> openai_compatible_language_model::ask_once(call_scope scope,
                                                                         attempt& once,
                                                                         language::delta_sink& out)
{
    egress::request call = wire::completion_request(config_, once.asked);
    auto reply = co_await http_.open(scope, std::move(call));
    if (!reply) co_return reply.error();
    if (reply->status() != 200) {
        co_return co_await read_problem(scope, *reply, config_.problem_time_max);
    }

    auto read = co_await read_answer(scope, *reply, once, out);
    if (!read) co_return read.error();
    if (once.reader.used()) co_return reported(*once.reader.used());
    co_return estimated(once.prompt_size, once.answer_size);
}

task<result<>> openai_compatible_language_model::read_answer(call_scope scope, egress::reply& from,
                                                             attempt& once,
                                                             language::delta_sink& out) const
{
    bool is_open = true;
    while (is_open) {
        from.set_silence_timeout(once.patience(config_));
        auto bytes = co_await from.next(scope);
        // Broken after the model was done: only the cost, or the connection, is lost.
        if (!bytes && once.reader.is_complete()) co_return result<>();
        if (!bytes) co_return bytes.error();
        is_open = !bytes->empty();
        const auto ends_by = once.feed(*bytes);
        auto taken = co_await hand_on(once, out);
        if (!taken) co_return taken.error();  // nobody listens: stop paying for tokens
        if (!ends_by) co_return ends_by.error();
        // A time for all of it, and not for each piece: pieces may come for ever.
        if (*ends_by) scope.deadline = std::min(scope.deadline, **ends_by);
    }
    co_return result<>();
}

task<result<>> openai_compatible_language_model::hand_on(attempt& once, language::delta_sink& out)
{
    std::string text = once.reader.take_text();
    if (text.empty()) co_return result<>();
    if (once.answer_size == 0) once.asked = language::prompt();
    once.answer_size += text.size();
    co_return co_await out.push(std::move(text));
}

error openai_compatible_language_model::without_secrets(error cause) const
{
    const std::string_view key = config_.key ? config_.key->reveal() : std::string_view();
    cause.detail = egress::redacted(cause.detail, key);
    return cause;
}

}  // namespace parlance::openai_compatible
