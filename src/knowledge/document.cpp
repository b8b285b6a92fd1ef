#include <parlance/knowledge/document.hpp>

#include <parlance/foundation/limits.hpp>

#include <array>

namespace parlance::knowledge {
namespace {

struct named_state {
    document_state state;
    std::string_view name;
};
constexpr std::array names{
    named_state{document_state::queued, "queued"}, named_state{document_state::reading, "reading"},
    named_state{document_state::ready, "ready"}, named_state{document_state::failed, "failed"}};

}  // namespace

std::string_view name_of(document_state state)
{
    for (const named_state& known : names)
        if (known.state == state) return known.name;
    return "failed";
}

std::optional<document_state> document_state_named(std::string_view name)
{
    for (const named_state& known : names)
        if (known.name == name) return known.state;
    return std::nullopt;
}

std::int64_t text_page_of(const passage& which)
{
    constexpr auto in_a_part = static_cast<std::int64_t>(limits::part_passages_max);
    return which.page.value_or(which.ordinal / in_a_part + 1);
}

}  // namespace parlance::knowledge
