#include <parlance/edge/encoding.hpp>

#include <utility>

namespace parlance::edge {

task<result<std::string>> encode(const services& with, std::size_t bytes,
                                 std::function<std::string()> work)
{
    constexpr std::size_t encoded_here_max = 64 * 1024;  // some 0.1 ms: the way there takes as long
    if (bytes <= encoded_here_max) co_return work();
    std::function<result<std::string>()> aside = [work = std::move(work)]() -> result<std::string> {
        return work();
    };
    co_return co_await with.pool.run<std::string>(std::move(aside));
}

}  // namespace parlance::edge
