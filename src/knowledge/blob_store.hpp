#pragma once

#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/knowledge/byte_range.hpp>
#include <parlance/knowledge/store_id.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::knowledge {

/// The detail of the internal error for bytes that are not what was kept.
inline constexpr std::string_view bytes_are_damaged =
    "The stored file is damaged: it is not what was added. Adding the same file again repairs it.";
/// What the detail of the conflict begins with when somebody erases who is not the owner.
inline constexpr std::string_view bytes_of_another =
    "the folder of files does not belong to this database";

/// Whose the bytes are, all of them.
struct originals_mark {
    std::optional<store_id> owner;  // nothing: nobody has claimed them yet
    bool is_disowned = false;       // whoever asks was told before that they are not its own
};

/// Bytes by their content. Implemented by local_folder and, in tests, in memory.
///
/// All of them belong to one database, and only it may discard and erase. Whoever else works with
/// them is a guest: it reads and puts, and what it has put is kept whatever the owner does.
class blob_store {
public:
    virtual ~blob_store() = default;

    /// From now on it works for `self`; before that, for a guest without a name.
    virtual task<result<originals_mark>> work_for(call_scope scope, store_id self) = 0;
    /// Makes `self` the owner of everything, unless the owner is not `seen` any more: then
    /// conflict. No error when `self` is the owner already, as after a replica that was quicker.
    virtual task<result<>> claim(call_scope scope, std::optional<store_id> seen) = 0;
    /// Remembers that what nobody has claimed is not `self`'s.
    virtual task<result<>> disown(call_scope scope) = 0;

    /// Keeps `bytes` durably. Keeping the same again is no error, makes them new again, takes them
    /// out of the bin and heals them when they were damaged.
    /// @return SHA-256 of the bytes, 64 hexadecimal digits.  @errors  overloaded (disk full).
    virtual task<result<std::string>> put(call_scope scope, std::string bytes) = 0;
    /// Takes them out of the bin when they are there.
    /// @errors  not_found; internal (bytes_are_damaged) when they are not what was kept.
    virtual task<result<std::string>> get(call_scope scope, std::string content_hash) = 0;
    /// A part. All of the bytes were compared with the hash a little while ago, or are now; what
    /// reaches past the end is cut off.  @errors  as get.
    virtual task<result<std::string>> get_part(call_scope scope, std::string content_hash,
                                               byte_range part) = 0;

    /// Hashes of what is kept and not in the bin, in rising order, from the first one after `after`
    /// on.
    virtual task<result<std::vector<std::string>>> list(call_scope scope, std::string after,
                                                        std::size_t limit) = 0;
    /// The same of what is in the bin.
    virtual task<result<std::vector<std::string>>> list_bin(call_scope scope, std::string after,
                                                            std::size_t limit) = 0;

    /// Puts it into the bin, unless it was put after `not_after` or by a guest.
    /// @return whether it was there and went.  @errors  conflict: `self` is not the owner.
    virtual task<result<bool>> discard(call_scope scope, std::string content_hash,
                                       wall_time not_after) = 0;
    /// Erases it for ever, if it is in the bin since before `discarded_before`.
    /// @return whether it went.  @errors  conflict: `self` is not the owner.
    virtual task<result<bool>> erase(call_scope scope, std::string content_hash,
                                     wall_time discarded_before) = 0;
    /// Drops what uploads that were cut off before `not_after` left behind.
    /// @return how many.  @errors  conflict: `self` is not the owner.
    virtual task<result<std::size_t>> remove_left_overs(call_scope scope, wall_time not_after) = 0;
};

}  // namespace parlance::knowledge
