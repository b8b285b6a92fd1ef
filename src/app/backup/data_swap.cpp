#include <parlance/app/backup/data_swap.hpp>

#include <parlance/local_folder/durable_file.hpp>
#include <parlance/local_folder/verified_copy.hpp>

#include <algorithm>
#include <sstream>
#include <string_view>
#include <system_error>

namespace parlance::app {
namespace fs = std::filesystem;
namespace {

constexpr const char* mark_name = "restore-unfinished";
constexpr std::string_view aside_start = "before-restore-";

bool is_there(const fs::path& path)
{
    std::error_code unknown;
    return fs::exists(fs::symlink_status(path, unknown));
}

bool has(const std::vector<std::string>& list, const std::string& name)
{
    return std::find(list.begin(), list.end(), name) != list.end();
}

result<> move_file(const fs::path& from, const fs::path& to)
{
    std::error_code failed;
    fs::rename(from, to, failed);
    if (!failed) return {};
    return fail(fault::overloaded,
                from.string() + " cannot be moved to " + to.string() + ": " + failed.message());
}

result<> remove_whole(const fs::path& path)
{
    std::error_code failed;
    fs::remove_all(path, failed);
    if (!failed) return {};
    return fail(fault::overloaded, path.string() + " cannot be removed: " + failed.message());
}

result<> make_folder(const fs::path& folder)
{
    std::error_code failed;
    fs::create_directory(folder, failed);
    if (!failed) fs::permissions(folder, fs::perms::owner_all, failed);
    if (!failed) return {};
    return fail(fault::overloaded, folder.string() + " cannot be made: " + failed.message());
}

/// One line for each thing, its kind in front of it.
std::string mark_text(const swap_order& order)
{
    std::string text = "aside " + order.aside + "\n";
    for (const std::string& item : order.leave) text += "leave " + item + "\n";
    for (const std::string& item : order.arrive) text += "arrive " + item + "\n";
    return text;
}

error unreadable(const fs::path& data)
{
    return fail(fault::internal, (data / mark_name).string() +
                                     " cannot be read; what was there before the restore is in " +
                                     std::string(aside_start) + "… beside it");
}

/// It is in a folder of people: a line that we would not have written moves nothing.
result<swap_order> read_mark(const fs::path& data)
{
    const auto text = local_folder::read_whole(data / mark_name);
    if (!text) return unreadable(data);
    swap_order order{data, {}, {}, {}};
    std::istringstream lines(*text);
    std::string kind;
    std::string name;
    while (lines >> kind >> name) {
        const bool is_item = has(data_items(), name);
        if (kind == "aside" && name.starts_with(aside_start) &&
            name.find('/') == std::string::npos) {
            order.aside = name;
        } else if (kind == "leave" && is_item) {
            order.leave.push_back(name);
        } else if (kind == "arrive" && is_item) {
            order.arrive.push_back(name);
        } else {
            return unreadable(data);
        }
    }
    if (order.aside.empty()) return unreadable(data);
    return order;
}

result<> move_all(const swap_order& order)
{
    if (!order.leave.empty()) {
        auto made = make_folder(order.data / order.aside);
        if (!made) return made;
    }
    for (const std::string& item : order.leave) {
        auto moved = move_file(order.data / item, order.data / order.aside / item);
        if (!moved) return moved;
    }
    for (const std::string& item : order.arrive) {
        auto moved = move_file(order.data / staging_name / item, order.data / item);
        if (!moved) return moved;
    }
    return local_folder::keep_everything_in(order.data);
}

/// An item that came is in the place of one that left, or of none. One that had not left yet is not
/// aside, and stays.
result<> bring_back(const swap_order& order)
{
    for (const std::string& item : data_items()) {
        const fs::path place = order.data / item;
        const fs::path kept = order.data / order.aside / item;
        const bool has_left = has(order.leave, item) && is_there(kept);
        const bool has_come = has(order.arrive, item) && (has_left || !has(order.leave, item));
        if (has_come) {
            auto removed = remove_whole(place);
            if (!removed) return removed;
        }
        if (!has_left) continue;
        auto moved = move_file(kept, place);
        if (!moved) return moved;
    }
    return {};
}

}  // namespace

const std::vector<std::string>& data_items()
{
    static const std::vector<std::string> all{"parlance.db",     "parlance.db-journal",
                                              "parlance.db-wal", "parlance.db-shm",
                                              "blobs",           samples_marker};
    return all;
}

std::vector<std::string> items_in(const fs::path& data)
{
    std::vector<std::string> there;
    for (const std::string& item : data_items()) {
        if (is_there(data / item)) there.push_back(item);
    }
    return there;
}

result<> swap_in(const swap_order& order)
{
    auto marked = local_folder::write_durably(order.data / mark_name, mark_text(order));
    if (!marked) return marked;
    auto moved = move_all(order);
    if (moved) return {};
    const auto undone = undo_swap(order.data);
    if (!undone) return while_doing(moved.error().detail, undone.error());
    return moved;
}

result<> finish_swap(const fs::path& data)
{
    auto removed = remove_whole(data / mark_name);
    if (!removed) return removed;
    removed = remove_whole(data / staging_name);
    if (!removed) return removed;
    return local_folder::keep_everything_in(data);
}

result<> undo_swap(const fs::path& data)
{
    if (!is_there(data / mark_name)) return {};
    const auto order = read_mark(data);
    if (!order) return order.error();
    auto back = bring_back(*order);
    if (!back) return back;
    std::error_code not_empty;
    fs::remove(data / order->aside, not_empty);
    auto kept = local_folder::keep_everything_in(data);
    if (!kept) return kept;
    return finish_swap(data);
}

result<> check_no_restore_is_unfinished(const fs::path& data)
{
    if (!is_there(data / mark_name)) return {};
    return fail(fault::invalid_request,
                "a restore into " + data.string() +
                    " was ended in the middle: run `parlance restore` again with the same folder; "
                    "it first brings back what was there before");
}

}  // namespace parlance::app
