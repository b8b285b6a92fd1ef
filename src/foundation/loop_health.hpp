#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace parlance {

/// Which of the loops that should run for as long as the server does have fallen: an exception
/// ended them, and they are not begun again yet. Any thread.
class loop_health {
public:
    enum class condition { running, fallen, ended };
    struct report {
        std::string name;         // "progress"; several loops may have the same
        condition is_now;         // ended: as it was told to
        std::uint64_t falls = 0;  // since the start
    };
    /// A loop among the others.
    using place = std::size_t;

    place note_begun(std::string name);
    /// @return how often it has fallen, this time included.
    std::uint64_t note_fall(place which);
    void note_begun_again(place which);
    void note_end(place which);

    /// The name of one that is down now.
    [[nodiscard]] std::optional<std::string> fallen() const;
    [[nodiscard]] std::vector<report> all() const;

private:
    mutable std::mutex guard_;
    std::vector<report> loops_;
};

}  // namespace parlance
