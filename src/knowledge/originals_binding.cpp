#include <parlance/knowledge/originals_binding.hpp>

#include <parlance/knowledge/document_limits.hpp>

#include <utility>
#include <vector>

namespace parlance::knowledge {
namespace {

originals_are not_ours(holdings held)
{
    return held == holdings::nothing ? originals_are::without_documents
                                     : originals_are::of_another_database;
}

}  // namespace

originals_are stand_of(const originals_mark& mark, std::optional<store_id> self, holdings held)
{
    const bool is_owner = mark.owner && self && *mark.owner == *self;
    return is_owner ? originals_are::ours : not_ours(held);
}

std::string_view notice_for(originals_are which)
{
    switch (which) {
        case originals_are::ours: return "";
        case originals_are::of_another_database:
            return "The files of documents are kept in a folder that belongs to another database. "
                   "Nothing in it is erased until whoever runs this server decides with "
                   "“parlance originals”.";
        case originals_are::without_documents:
            return "The database of this server has no documents, but its folder is full of files: "
                   "the database may be lost, or another one is meant. Nothing is erased until "
                   "whoever runs this server decides with “parlance originals”.";
    }
    return "";
}

notice_kind kind_of(originals_are which)
{
    return which == originals_are::without_documents ? notice_kind::originals_without_documents
                                                     : notice_kind::originals_of_another_database;
}

task<result<originals_are>> originals_binding::look()
{
    auto found = co_await find_out();
    if (!found) {
        are_ours_ = false;
        co_return found.error();
    }
    are_ours_ = *found == originals_are::ours;
    tell(*found);
    co_return *found;
}

task<result<originals_are>> originals_binding::find_out()
{
    const call_scope scope;
    if (!self_) {
        const store_id proposed = store_id::make(with_.now, with_.random);
        const auto known = co_await with_.documents.identify(scope, proposed);
        if (!known) co_return known.error();
        self_ = *known;
    }
    const auto mark = co_await with_.blobs.work_for(scope, *self_);
    if (!mark) co_return mark.error();
    if (mark->owner == self_) co_return originals_are::ours;
    const auto held = co_await with_.documents.look_at_holdings(scope);
    if (!held) co_return held.error();
    const auto is_full = co_await is_there_anything();
    if (!is_full) co_return is_full.error();
    if (*is_full && mark->owner) co_return not_ours(*held);
    if (*is_full) co_return co_await look_at_unclaimed(*mark, *held);
    const auto claimed = co_await with_.blobs.claim(scope, mark->owner);
    if (!claimed) co_return claimed.error();
    if (*held == holdings::documents) {
        came_without_originals_ = true;
        with_.log.log(log_level::warn, "documents_without_originals", {});
    }
    co_return originals_are::ours;
}

/// A folder of a server before there were marks, or one whose mark was lost.
task<result<originals_are>> originals_binding::look_at_unclaimed(originals_mark mark, holdings held)
{
    const call_scope scope;
    // What somebody added meanwhile would make everything else look like ours.
    if (mark.is_disowned) co_return not_ours(held);
    const auto are_ours = co_await has_bytes_of_our_documents();
    if (!are_ours) co_return are_ours.error();
    if (*are_ours) {
        const auto claimed = co_await with_.blobs.claim(scope, std::nullopt);
        if (!claimed) co_return claimed.error();
        co_return originals_are::ours;
    }
    const auto noted = co_await with_.blobs.disown(scope);
    if (!noted) co_return noted.error();
    co_return not_ours(held);
}

task<result<bool>> originals_binding::is_there_anything()
{
    const call_scope scope;
    const auto kept = co_await with_.blobs.list(scope, std::string(), 1);
    if (!kept) co_return kept.error();
    if (!kept->empty()) co_return true;
    const auto discarded = co_await with_.blobs.list_bin(scope, std::string(), 1);
    if (!discarded) co_return discarded.error();
    co_return !discarded->empty();
}

/// One file that somebody added is enough; samples are the same in every database, so they count
/// only when there is nothing else.
task<result<bool>> originals_binding::has_bytes_of_our_documents()
{
    const call_scope scope;
    std::string after;
    bool is_all_used = true;
    while (true) {
        auto kept = co_await with_.blobs.list(scope, after, content_looked_at_at_once);
        if (!kept) co_return kept.error();
        if (kept->empty()) co_return is_all_used && !after.empty();
        after = kept->back();
        const auto added = co_await with_.documents.added_content(scope, *kept);
        if (!added) co_return added.error();
        if (!added->empty()) co_return true;
        const auto unused = co_await with_.documents.unused_content(scope, std::move(*kept));
        if (!unused) co_return unused.error();
        is_all_used = is_all_used && unused->empty();
    }
}

void originals_binding::tell(originals_are found)
{
    if (told_ == found) return;
    with_.notices.take_down(notice_kind::originals_of_another_database);
    with_.notices.take_down(notice_kind::originals_without_documents);
    if (found != originals_are::ours) {
        const notice_kind kind = kind_of(found);
        with_.notices.put_up(kind, std::string(notice_for(found)));
        with_.log.log(log_level::error, name_of(kind),
                      {{"database_id", self_->text()},
                       {"what_happens", "nothing is erased; new files are kept beside the others"},
                       {"what_to_do",
                        "configure the database that was used before, or run "
                        "`parlance originals` and decide"}});
    } else if (told_) {
        with_.log.log(log_level::info, "originals_are_ours", {{"database_id", self_->text()}});
    }
    told_ = found;
}

}  // namespace parlance::knowledge
