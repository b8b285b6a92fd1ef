// Asio is compiled once, here: see BOOST_ASIO_SEPARATE_COMPILATION in cmake/ParlanceOptions.cmake.
#include <boost/asio/impl/src.hpp>
