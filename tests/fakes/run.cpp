#include <fakes/run.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>

namespace parlance::fakes {

void run(task<> work)
{
    boost::asio::io_context loop(1);
    std::exception_ptr thrown;
    boost::asio::co_spawn(loop, std::move(work), [&](std::exception_ptr cause) { thrown = cause; });
    loop.run();
    if (thrown) std::rethrow_exception(thrown);
}

}  // namespace parlance::fakes
