#include <parlance/foundation/thrown.hpp>

#include <boost/system/system_error.hpp>

#include <cxxabi.h>

#include <cstdlib>
#include <memory>
#include <system_error>
#include <typeinfo>

namespace parlance {
namespace {

struct free_text {
    // What __cxa_demangle gives was allocated by malloc.  NOLINTNEXTLINE(*-no-malloc)
    void operator()(char* text) const { std::free(text); }
};

std::string type_of(const std::exception& thrown)
{
    const char* const mangled = typeid(thrown).name();
    int failed = 0;
    const std::unique_ptr<char, free_text> readable(
        abi::__cxa_demangle(mangled, nullptr, nullptr, &failed));
    return failed == 0 && readable ? readable.get() : mangled;
}

}  // namespace

std::string name_of_thrown(const std::exception& thrown)
{
    if (const auto* misread = dynamic_cast<const misread_result*>(&thrown)) return misread->what();
    std::string type = type_of(thrown);
    if (const auto* coded = dynamic_cast<const boost::system::system_error*>(&thrown)) {
        return type + ": " + coded->code().message();
    }
    if (const auto* coded = dynamic_cast<const std::system_error*>(&thrown)) {
        return type + ": " + coded->code().message();
    }
    return type;
}

}  // namespace parlance
