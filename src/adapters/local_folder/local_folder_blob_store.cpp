#include <parlance/local_folder/blob_folder.hpp>
#include <parlance/local_folder/local_folder_blob_store.hpp>

#include <utility>

namespace parlance::local_folder {

using knowledge::byte_range;
using knowledge::originals_mark;
using knowledge::store_id;
using hashes = std::vector<std::string>;

local_folder_blob_store::local_folder_blob_store(std::filesystem::path folder,
                                                 runtime::blocking_pool& pool,
                                                 std::function<void()> on_refused)
    : folder_(std::make_shared<blob_folder>(std::move(folder))),
      pool_(pool),
      on_refused_(std::move(on_refused))
{
}

template <class T>
task<result<T>> local_folder_blob_store::run(std::function<result<T>(blob_folder&)> work)
{
    std::function<result<T>()> job = [folder = folder_, work = std::move(work)] {
        return work(*folder);
    };
    co_return co_await pool_.run<T>(std::move(job));
}

task<result<originals_mark>> local_folder_blob_store::work_for(call_scope, store_id self)
{
    std::function<result<originals_mark>(blob_folder&)> work = [self](blob_folder& in) {
        return in.work_for(self);
    };
    co_return co_await run<originals_mark>(std::move(work));
}

task<result<>> local_folder_blob_store::claim(call_scope, std::optional<store_id> seen)
{
    std::function<result<>(blob_folder&)> work = [seen](blob_folder& in) { return in.claim(seen); };
    co_return co_await run<void>(std::move(work));
}

task<result<>> local_folder_blob_store::disown(call_scope)
{
    std::function<result<>(blob_folder&)> work = [](blob_folder& in) { return in.disown(); };
    co_return co_await run<void>(std::move(work));
}

task<result<std::string>> local_folder_blob_store::put(call_scope, std::string bytes)
{
    std::function<result<std::string>(blob_folder&)> work =
        [bytes = std::move(bytes)](blob_folder& in) { return in.put(bytes); };
    auto kept = co_await run<std::string>(std::move(work));
    if (!kept && on_refused_) on_refused_();
    co_return kept;
}

task<result<std::string>> local_folder_blob_store::get(call_scope, std::string content_hash)
{
    std::function<result<std::string>(blob_folder&)> work =
        [hash = std::move(content_hash)](blob_folder& in) { return in.get(hash); };
    co_return co_await run<std::string>(std::move(work));
}

task<result<std::string>> local_folder_blob_store::get_part(call_scope, std::string content_hash,
                                                            byte_range part)
{
    std::function<result<std::string>(blob_folder&)> work =
        [hash = std::move(content_hash), part](blob_folder& in) { return in.get_part(hash, part); };
    co_return co_await run<std::string>(std::move(work));
}

task<result<hashes>> local_folder_blob_store::list(call_scope, std::string after, std::size_t limit)
{
    std::function<result<hashes>(blob_folder&)> work =
        [after = std::move(after), limit](blob_folder& in) { return in.list(after, limit); };
    co_return co_await run<hashes>(std::move(work));
}

task<result<hashes>> local_folder_blob_store::list_bin(call_scope, std::string after,
                                                       std::size_t limit)
{
    std::function<result<hashes>(blob_folder&)> work =
        [after = std::move(after), limit](blob_folder& in) { return in.list_bin(after, limit); };
    co_return co_await run<hashes>(std::move(work));
}

task<result<bool>> local_folder_blob_store::discard(call_scope, std::string content_hash,
                                                    wall_time not_after)
{
    std::function<result<bool>(blob_folder&)> work = [hash = std::move(content_hash),
                                                      not_after](blob_folder& in) {
        return in.discard(hash, not_after);
    };
    co_return co_await run<bool>(std::move(work));
}

task<result<bool>> local_folder_blob_store::erase(call_scope, std::string content_hash,
                                                  wall_time discarded_before)
{
    std::function<result<bool>(blob_folder&)> work = [hash = std::move(content_hash),
                                                      discarded_before](blob_folder& in) {
        return in.erase(hash, discarded_before);
    };
    co_return co_await run<bool>(std::move(work));
}

task<result<std::size_t>> local_folder_blob_store::remove_left_overs(call_scope,
                                                                     wall_time not_after)
{
    std::function<result<std::size_t>(blob_folder&)> work = [not_after](blob_folder& in) {
        return in.remove_left_overs(not_after);
    };
    co_return co_await run<std::size_t>(std::move(work));
}

}  // namespace parlance::local_folder
