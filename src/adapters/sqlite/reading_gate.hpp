#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace parlance::sqlite {

/// Lets many read, or one who changes how it is read. Whoever waits to change goes before new
/// readers: a shared mutex of this system would let readers keep it waiting for ever.
class reading_gate {
public:
    class reading {
    public:
        explicit reading(reading_gate& of) : gate_(of) { gate_.enter(); }
        ~reading() { gate_.leave(); }
        reading(const reading&) = delete;
        reading& operator=(const reading&) = delete;

    private:
        reading_gate& gate_;
    };
    class changing {
    public:
        explicit changing(reading_gate& of) : gate_(of) { gate_.close(); }
        ~changing() { gate_.open(); }
        changing(const changing&) = delete;
        changing& operator=(const changing&) = delete;

    private:
        reading_gate& gate_;
    };

private:
    void enter()
    {
        std::unique_lock lock(guard_);
        changed_.wait(lock, [this] { return !is_closed_; });
        ++readers_;
    }
    void leave()
    {
        const std::lock_guard lock(guard_);
        --readers_;
        if (readers_ == 0) changed_.notify_all();
    }
    void close()
    {
        std::unique_lock lock(guard_);
        changed_.wait(lock, [this] { return !is_closed_; });
        is_closed_ = true;
        changed_.wait(lock, [this] { return readers_ == 0; });
    }
    void open()
    {
        const std::lock_guard lock(guard_);
        is_closed_ = false;
        changed_.notify_all();
    }

    std::mutex guard_;
    std::condition_variable changed_;
    std::size_t readers_ = 0;
    bool is_closed_ = false;
};

}  // namespace parlance::sqlite
