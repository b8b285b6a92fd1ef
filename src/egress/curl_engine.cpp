#include <parlance/egress/curl_engine.hpp>

#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/steady_timer.hpp>

#include <curl/curl.h>

#include <chrono>
#include <set>
#include <unordered_map>
#include <utility>

namespace parlance::egress {
namespace asio = boost::asio;
namespace {

/// A handle, after libcurl's own set-up of the process has been done once.
CURLM* new_multi()
{
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    return started == CURLE_OK ? curl_multi_init() : nullptr;
}

/// A socket (or a pipe of libcurl's own) and what is awaited on it. Shared with the waits that are
/// under way: libcurl may let go of the socket while one of them is queued.
struct watched {
    watched(asio::io_context& loop, curl_socket_t socket) : descriptor(loop, socket), number(socket)
    {
    }
    // libcurl owns the socket: close() here would close it under its feet.
    ~watched() { let_go(); }
    watched(const watched&) = delete;
    watched& operator=(const watched&) = delete;

    void let_go()
    {
        is_wanted = false;
        if (descriptor.is_open()) descriptor.release();
    }

    asio::posix::stream_descriptor descriptor;
    curl_socket_t number;
    int wanted = CURL_POLL_NONE;
    bool is_wanted = true;
    bool waits_to_read = false;
    bool waits_to_write = false;
};

}  // namespace

struct curl_engine::state {
    explicit state(asio::io_context& on) : loop(on), timer(on), multi(new_multi())
    {
        if (multi == nullptr) return;
        curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &state::on_socket);
        curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
        curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &state::on_timer);
        curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
    }

    // NOLINTNEXTLINE(readability-function-size): libcurl's signature
    static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void*)
    {
        static_cast<state*>(self)->want(socket, what);
        return 0;
    }
    static int on_timer(CURLM*, long milliseconds, void* self)
    {
        static_cast<state*>(self)->wake_in(milliseconds);
        return 0;
    }

    void want(curl_socket_t socket, int what)
    {
        if (is_closing) return;
        if (what == CURL_POLL_REMOVE) {
            const auto found = sockets.find(socket);
            if (found == sockets.end()) return;
            found->second->let_go();
            sockets.erase(found);
            return;
        }
        auto& entry = sockets[socket];
        if (!entry) entry = std::make_shared<watched>(loop, socket);
        entry->wanted = what;
        arm(entry);
    }

    void arm(const std::shared_ptr<watched>& entry)
    {
        if (!entry->is_wanted) return;
        if ((entry->wanted & CURL_POLL_IN) != 0 && !entry->waits_to_read) {
            entry->waits_to_read = true;
            auto on_ready = [this, entry](boost::system::error_code failed) {
                entry->waits_to_read = false;
                ready(entry, CURL_POLL_IN, CURL_CSELECT_IN, failed);
            };
            entry->descriptor.async_wait(asio::posix::stream_descriptor::wait_read, on_ready);
        }
        if ((entry->wanted & CURL_POLL_OUT) != 0 && !entry->waits_to_write) {
            entry->waits_to_write = true;
            auto on_ready = [this, entry](boost::system::error_code failed) {
                entry->waits_to_write = false;
                ready(entry, CURL_POLL_OUT, CURL_CSELECT_OUT, failed);
            };
            entry->descriptor.async_wait(asio::posix::stream_descriptor::wait_write, on_ready);
        }
    }

    void ready(const std::shared_ptr<watched>& entry, int poll, int select,
               boost::system::error_code failed)
    {
        if (!entry->is_wanted || (entry->wanted & poll) == 0) return;
        act(entry->number, failed ? CURL_CSELECT_ERR : select);
        arm(entry);  // libcurl may have let go of it meanwhile; arm() looks again
    }

    /// Never from inside a callback of libcurl: also "now" goes through the loop.
    void wake_in(long milliseconds)
    {
        if (is_closing) return;
        if (milliseconds < 0) {
            timer.cancel();
            return;
        }
        timer.expires_after(std::chrono::milliseconds(milliseconds));
        auto on_time = [this](boost::system::error_code failed) {
            if (!failed) act(CURL_SOCKET_TIMEOUT, 0);
        };
        timer.async_wait(on_time);
    }

    void act(curl_socket_t socket, int what)
    {
        if (multi == nullptr) return;
        int running = 0;
        curl_multi_socket_action(multi, socket, what, &running);
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            CURL* easy = message->easy_handle;
            // NOLINTNEXTLINE(cppcoreguidelines-pro-type-union-access): libcurl's union, DONE
            // checked
            const CURLcode code = message->data.result;
            void* listener = nullptr;
            curl_easy_getinfo(easy, CURLINFO_PRIVATE, &listener);
            drop(easy);  // `message` is gone after this
            if (listener == nullptr) continue;
            static_cast<transfer_listener*>(listener)->on_finished(static_cast<int>(code));
        }
    }

    void drop(CURL* easy)
    {
        if (under_way.erase(easy) > 0) curl_multi_remove_handle(multi, easy);
    }

    void close()
    {
        if (multi == nullptr) return;
        is_closing = true;
        for (CURL* easy : under_way) curl_multi_remove_handle(multi, easy);
        under_way.clear();
        timer.cancel();
        for (auto& [number, entry] : sockets) entry->let_go();
        sockets.clear();
        curl_multi_cleanup(std::exchange(multi, nullptr));
    }

    asio::io_context& loop;
    asio::steady_timer timer;
    CURLM* multi;
    std::unordered_map<curl_socket_t, std::shared_ptr<watched>> sockets;
    std::set<CURL*> under_way;
    bool is_closing = false;
};

namespace {

/// Lets the event loop own its engine: it is closed before the loop's frames are destroyed.
class engine_service : public asio::execution_context::service {
public:
    using key_type = engine_service;
    static asio::execution_context::id id;

    // Only io_contexts run coroutines here, and none of Asio's contexts has virtual functions.
    // NOLINTBEGIN(cppcoreguidelines-pro-type-static-cast-downcast)
    explicit engine_service(asio::execution_context& context)
        : asio::execution_context::service(context), engine(static_cast<asio::io_context&>(context))
    // NOLINTEND(cppcoreguidelines-pro-type-static-cast-downcast)
    {
    }
    void shutdown() override { engine.close(); }

    curl_engine engine;
};

asio::execution_context::id engine_service::id;

}  // namespace

curl_engine& curl_engine::of(const asio::any_io_executor& executor)
{
    asio::execution_context& context = asio::query(executor, asio::execution::context);
    return asio::use_service<engine_service>(context).engine;
}

curl_engine::curl_engine(asio::io_context& loop) : state_(std::make_unique<state>(loop)) {}

curl_engine::~curl_engine()
{
    close();
}

bool curl_engine::add(void* easy)
{
    if (state_->multi == nullptr) return false;
    if (curl_multi_add_handle(state_->multi, easy) != CURLM_OK) return false;
    state_->under_way.insert(easy);
    return true;
}

void curl_engine::remove(void* easy)
{
    state_->drop(easy);
}

void curl_engine::close()
{
    state_->close();
}

}  // namespace parlance::egress
