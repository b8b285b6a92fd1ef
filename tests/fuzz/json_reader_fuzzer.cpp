// Any body ends in an object or in a refusal, and what a client is told is itself readable JSON.
#include "as_bytes.hpp"

#include <parlance/edge/json_reader.hpp>
#include <parlance/edge/problem.hpp>
#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using parlance::edge::json_reader;
constexpr std::size_t depth_max = parlance::limits::json_depth_max;

void expect_readable(const parlance::edge::problem& refusal)
{
    const std::string body = parlance::edge::problem_json(refusal, "trace");
    if (!parlance::is_utf8(body)) std::abort();
    if (!json_reader::parse(body, depth_max)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes = parlance::as_bytes(data, size);
    auto body = json_reader::parse(bytes, depth_max);
    if (!body) {
        expect_readable(body.error());
        return 0;
    }
    const auto text = body->required_text("message_text");
    if (text && (!parlance::is_utf8(*text) || text->find('\0') != std::string::npos)) std::abort();
    const auto number = body->number("limit", 1, 50);
    if (number && (*number < 1 || *number > 50)) std::abort();
    static_cast<void>(body->is_null("parent_turn_id"));
    const auto checked = body->check();
    if (!checked) expect_readable(checked.error());
    return 0;
}
