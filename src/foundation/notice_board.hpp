#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace parlance {

/// What is not as it should be while the server serves, one enumerator per thing that somebody can
/// do about it.
enum class notice_kind {
    originals_of_another_database,  // the folder of files belongs elsewhere: nothing is erased
    originals_without_documents,    // an empty database beside a full folder: which one is wrong?
    open_to_anyone,                 // served beyond this machine without sign-in
    storage_full                    // nothing new can be kept; what is there can be read
};

/// As in the API: "storage_full".
std::string_view name_of(notice_kind kind);

struct notice {
    notice_kind kind;
    std::string message;  // a sentence for the people who use the page; no private data
};

/// What the page, the log and check-config say about the server's own state. Any thread.
/// It is not a log: it holds what is true now, each kind once, in the order of notice_kind.
class notice_board {
public:
    /// Puts it up, in place of an older one of its kind.
    void put_up(notice_kind kind, std::string message);
    void take_down(notice_kind kind);
    [[nodiscard]] std::vector<notice> current() const;

private:
    mutable std::mutex guard_;
    std::vector<notice> notices_;
};

}  // namespace parlance
