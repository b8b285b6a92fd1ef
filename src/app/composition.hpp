#pragma once

#include <parlance/app/server_settings.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/telemetry.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace parlance::app {

/// A server cleans up behind people; a command that runs where no server does only does what it was
/// asked for, and never erases anything.
enum class running_as { server, command };

/// Every long-lived object of the server, built once, in order; each refers only to those before
/// it.
class composition {
public:
    /// Takes the data directory and opens what is in it, or turns to PostgreSQL.
    /// @errors  conflict: another server holds the data directory; detail is its address.
    ///          invalid_request, internal: a sentence that says what to do.
    static result<std::unique_ptr<composition>> make(server_settings settled, telemetry& log,
                                                     running_as what = running_as::server);
    ~composition();
    composition(const composition&) = delete;
    composition& operator=(const composition&) = delete;

    /// Listens. The background work starts, and what is asked is answered, when the store is
    /// settled: before this returns where it is a file that can be written, later where it is
    /// another machine's or the disk is full.
    /// @return where programs on this machine reach it, "http://127.0.0.1:8080".
    result<std::string> start();
    /// @return whether the store can be used; nothing when `patience` came first.
    std::optional<result<>> wait_until_settled(std::chrono::milliseconds patience);
    /// Why nothing new can be kept; nothing when it can, or when that is not known yet.
    [[nodiscard]] std::optional<std::string> storage_trouble() const;
    /// Told when that changes while it serves; may block. Before start().
    void say_with(std::function<void(const std::string&)> say);
    /// Adds the sample documents to a new data directory, beside everything else; to none whose
    /// files are another database's.
    void load_samples();
    /// The same, and blocks until every document that waits was read or has failed; for commands,
    /// which ask at once.
    void load_samples_and_read();
    /// Is not ready any more and refuses new turns; what runs goes on. Readers that other replicas
    /// can serve are sent there.
    void leave();
    /// Turns that have not ended.
    [[nodiscard]] std::size_t running() const;
    /// Lets running turns record themselves as interrupted and closes everything.
    void stop();

private:
    result<std::string> begin();
    struct parts;
    explicit composition(std::unique_ptr<parts> built);
    std::unique_ptr<parts> parts_;
};

}  // namespace parlance::app
