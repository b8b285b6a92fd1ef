#include <parlance/local_folder/folder_mark.hpp>

#include <parlance/local_folder/durable_file.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace parlance::local_folder {
namespace {

constexpr std::string_view owner_word = "owner ";
constexpr std::string_view disowned_word = "not ";
constexpr std::size_t disowned_max =
    64;  // more than anybody configures by mistake; then the oldest
constexpr std::string_view explanation =
    "# Which database of parlance these files belong to. Only that one erases any of them.\n"
    "# `parlance originals` tells more, and changes it.\n";

std::filesystem::path mark_in(const std::filesystem::path& folder)
{
    return folder / "belongs-to";
}

/// @return false for a line that is none.
bool take_line(std::string_view line, folder_mark& to)
{
    if (line.empty() || line.front() == '#') return true;
    const bool is_owner = line.starts_with(owner_word);
    if (!is_owner && !line.starts_with(disowned_word)) return false;
    line.remove_prefix(is_owner ? owner_word.size() : disowned_word.size());
    const auto named = knowledge::store_id::parse(line);
    if (!named || (is_owner && to.owner)) return false;
    if (is_owner) to.owner = named;
    else to.disowned.push_back(*named);
    return true;
}

}  // namespace

bool folder_mark::is_disowned_by(const knowledge::store_id& which) const
{
    return std::find(disowned.begin(), disowned.end(), which) != disowned.end();
}

result<folder_mark> read_mark(const std::filesystem::path& folder)
{
    const std::filesystem::path file = mark_in(folder);
    const auto text = read_whole(file);
    if (!text && text.error().kind == fault::not_found) return folder_mark();
    if (!text) return text.error();
    folder_mark mark;
    std::string_view left = *text;
    while (!left.empty()) {
        const std::size_t end = std::min(left.find('\n'), left.size());
        if (!take_line(left.substr(0, end), mark)) {
            return fail(fault::internal, file.string() + " does not say whose the files are: it " +
                                             "was changed by somebody else than parlance");
        }
        left.remove_prefix(std::min(end + 1, left.size()));
    }
    return mark;
}

result<> write_mark(const std::filesystem::path& folder, const folder_mark& mark)
{
    std::string text(explanation);
    if (mark.owner) text.append(owner_word).append(mark.owner->text()).append("\n");
    const std::size_t many = mark.disowned.size();
    for (std::size_t at = many > disowned_max ? many - disowned_max : 0; at < many; ++at) {
        text.append(disowned_word).append(mark.disowned[at].text()).append("\n");
    }
    return write_durably(mark_in(folder), text);
}

}  // namespace parlance::local_folder
