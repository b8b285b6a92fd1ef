#pragma once

#include <cstddef>
#include <list>
#include <mutex>

namespace parlance::edge {

class upload_turn;

/// The places of uploads, each of which holds a file in memory, and who waits for one. Any thread.
class upload_places {
public:
    explicit upload_places(std::size_t places_max) : places_max_(places_max) {}

    /// An upload that has had its place for long gives it up then.
    [[nodiscard]] bool somebody_waits() const;

private:
    friend class upload_turn;
    mutable std::mutex guard_;
    std::size_t places_max_;
    std::size_t taken_ = 0;
    std::list<const upload_turn*> waiting_;  // the first is the next
};

/// One upload's wait for a place, and its place; given back at the end. Who came first is next, so
/// that whoever comes again and again passes nobody.
class upload_turn {
public:
    explicit upload_turn(upload_places& among);
    ~upload_turn();
    upload_turn(const upload_turn&) = delete;
    upload_turn& operator=(const upload_turn&) = delete;

    /// @return whether it has its place now.
    [[nodiscard]] bool try_begin();

private:
    upload_places& places_;
    bool has_place_ = false;
};

}  // namespace parlance::edge
