#pragma once

#include <exception>
#include <stdexcept>
#include <string>

namespace parlance {

/// The value of a failed result was read: a bug of the caller. Its words are an error's detail,
/// which holds no user text.
class misread_result : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

/// What was thrown, fit for the log: its type and, where it carries one, what its error code means.
/// Not its what(): libraries quote there what they were working on.
std::string name_of_thrown(const std::exception& thrown);

}  // namespace parlance
