// Beast is compiled once, here: see BOOST_BEAST_SEPARATE_COMPILATION in
// cmake/ParlanceOptions.cmake.
#include <boost/beast/src.hpp>
