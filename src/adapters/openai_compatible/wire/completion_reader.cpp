#include <parlance/openai_compatible/wire/completion_reader.hpp>

#include <parlance/openai_compatible/wire/problem.hpp>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/parse_options.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <cstdint>
#include <utility>

namespace parlance::openai_compatible::wire {
namespace json = boost::json;
namespace {

constexpr std::size_t depth_max = 16;         // a chunk with filter results has 5
constexpr std::size_t chunk_room = 4 * 1024;  // most chunks are parsed without an allocation

const json::value* member(const json::value* of, std::string_view name)
{
    const json::object* fields = of == nullptr ? nullptr : of->if_object();
    return fields == nullptr ? nullptr : fields->if_contains(name);
}

std::optional<std::int64_t> count_in(const json::value* of, std::string_view name)
{
    const json::value* found = member(of, name);
    const std::int64_t* count = found == nullptr ? nullptr : found->if_int64();
    if (count == nullptr || *count < 0) return std::nullopt;
    return *count;
}

}  // namespace

/// The members of a chunk that matter; each may be missing or of another type.
struct completion_reader::parts {
    explicit parts(const json::value& chunk)
        : error_reported(member(&chunk, "error")), usage(member(&chunk, "usage"))
    {
        const json::value* listed = member(&chunk, "choices");
        const json::array* choices = listed == nullptr ? nullptr : listed->if_array();
        if (choices == nullptr || choices->empty()) return;  // prompt filter or usage chunk
        const json::value* choice = &choices->front();
        const json::value* content = member(member(choice, "delta"), "content");
        if (content != nullptr) text = content->if_string();
        const json::value* reason = member(choice, "finish_reason");
        if (reason != nullptr) finish_reason = reason->if_string();
    }
    const json::value* error_reported = nullptr;
    const json::value* usage = nullptr;
    const json::string* text = nullptr;
    const json::string* finish_reason = nullptr;
};

result<> completion_reader::outcome() const
{
    if (failed_) return *failed_;
    return {};
}

void completion_reader::note(error cause)
{
    if (!failed_) failed_ = std::move(cause);
}

result<> completion_reader::feed(std::string_view bytes)
{
    const auto receive = [this](const egress::server_event& one) { take_event(one.data); };
    if (!failed_ && !is_finished_ && !lines_.feed(bytes, receive)) {
        note(fail(fault::upstream_unavailable, "the model's server sent an event over " +
                                                   std::to_string(egress::event_bytes_max) +
                                                   " bytes"));
    }
    return outcome();
}

result<> completion_reader::end()
{
    const auto receive = [this](const egress::server_event& one) { take_event(one.data); };
    if (!failed_ && !is_finished_) lines_.end(receive);
    if (!is_complete()) {
        note(fail(fault::upstream_unavailable, "the answer ended before the model was done"));
    }
    return outcome();
}

std::string completion_reader::take_text()
{
    return std::exchange(text_, std::string());
}

void completion_reader::take_event(std::string_view data)
{
    if (failed_ || is_finished_) return;
    if (data == "[DONE]") {
        is_finished_ = true;
        return;
    }
    json::parse_options strict;
    strict.max_depth = depth_max;
    boost::system::error_code broken;
    std::array<unsigned char, chunk_room> room;  // NOLINT(*-member-init): written before it is read
    json::monotonic_resource memory(room.data(), room.size());
    const json::value chunk = json::parse(data, broken, &memory, strict);
    if (broken) {
        note(fail(fault::upstream_unavailable,
                  "the model's server sent an event that is no JSON: " + broken.message()));
        return;
    }
    const parts read(chunk);
    if (read.error_reported != nullptr && !read.error_reported->is_null()) {
        note(problem_in_stream(*read.error_reported));
        return;
    }
    if (read.text != nullptr) text_.append(read.text->data(), read.text->size());
    if (read.finish_reason != nullptr) {
        has_finish_reason_ = true;
        if (*read.finish_reason == "content_filter") {
            note(fail(fault::upstream_rejected, "the model's content filter ended the answer"));
        }
    }
    const auto prompt_tokens = count_in(read.usage, "prompt_tokens");
    const auto completion_tokens = count_in(read.usage, "completion_tokens");
    if (!prompt_tokens || !completion_tokens) return;
    reported_usage cost;
    cost.prompt_tokens = *prompt_tokens;
    cost.completion_tokens = *completion_tokens;
    cost.cached_tokens = count_in(member(read.usage, "prompt_tokens_details"), "cached_tokens");
    used_ = cost;
}

}  // namespace parlance::openai_compatible::wire
