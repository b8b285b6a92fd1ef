#pragma once

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace parlance::app {

/// The text under `key`; empty when there is none.
std::string text_in(const boost::json::object& object, std::string_view key);

/// The whole number under `key`; 0 when there is none.
std::int64_t number_in(const boost::json::object& object, std::string_view key);

}  // namespace parlance::app
