#pragma once

#include <boost/asio/awaitable.hpp>

namespace parlance {

/// Something that can wait. Lazy, awaited exactly once; call and await it in the same statement.
template <class T = void>
using task = boost::asio::awaitable<T>;

}  // namespace parlance
