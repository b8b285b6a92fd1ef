#include <parlance/edge/server.hpp>

#include <parlance/edge/door.hpp>
#include <parlance/edge/hub.hpp>
#include <parlance/edge/listener.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <utility>
#include <vector>

namespace parlance::edge {
namespace {

std::vector<std::shared_ptr<hub>> make_hubs(const services& with, std::size_t count)
{
    std::vector<std::shared_ptr<hub>> hubs;
    for (std::size_t made = 0; made < count; ++made) {
        hubs.push_back(std::make_shared<hub>(with.now, with.limits.sweep_every));
    }
    return hubs;
}

task<> sweep_to_the_end(std::shared_ptr<hub> kept)
{
    co_await kept->sweep();
}

}  // namespace

struct server::state {
    state(services with, runtime::io_threads& on, runtime::supervisor& by)
        : threads(on),
          tasks(by),
          through(std::make_shared<door>(std::move(with))),
          hubs(make_hubs(through->with, on.count())),
          accepts(listener::parts{on, by, through, hubs})
    {
    }
    runtime::io_threads& threads;
    runtime::supervisor& tasks;
    std::shared_ptr<door> through;
    std::vector<std::shared_ptr<hub>> hubs;
    listener accepts;
};

server::server(services with, runtime::io_threads& threads, runtime::supervisor& tasks)
    : state_(std::make_unique<state>(std::move(with), threads, tasks))
{
}

server::~server() = default;

result<std::uint16_t> server::listen(const std::string& address, std::uint16_t port)
{
    auto bound = state_->accepts.listen(address, port);
    if (!bound) return bound.error();
    for (std::size_t loop = 0; loop < state_->hubs.size(); ++loop) {
        state_->tasks.start_on(state_->threads.at(loop), "sweep",
                               sweep_to_the_end(state_->hubs[loop]));
    }
    return *bound;
}

void server::stop_accepting()
{
    state_->accepts.stop();
}

void server::close_all()
{
    for (std::size_t loop = 0; loop < state_->hubs.size(); ++loop) {
        const auto close = [kept = state_->hubs[loop]] { kept->close_all(); };
        boost::asio::post(state_->threads.at(loop), close);
    }
}

std::size_t server::connections() const
{
    return state_->through->connections;
}

}  // namespace parlance::edge
