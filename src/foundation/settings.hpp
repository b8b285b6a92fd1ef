#pragma once

#include <parlance/foundation/error.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace parlance {

/// One name that the server reads.
struct setting {
    std::string name;           // as in the environment
    std::string default_value;  // as shown to people; "" = unset
    std::string description;    // one sentence
    bool is_secret = false;
};

/// The environment, read once at start. Remembers what was asked for and every mistake, so that all
/// of them are reported together.
class settings {
public:
    explicit settings(std::map<std::string, std::string> environment);

    /// The value of `asked`, or its default, or nothing. An empty value counts as unset.
    std::optional<std::string> text(const setting& asked);

    /// A whole number between the bounds. A value that is none is a mistake and reads as nothing.
    std::optional<long long> number(const setting& asked, long long least, long long most);

    /// Notes that a value cannot be used.
    void mistake(const std::string& name, const std::string& why);

    /// @errors  invalid_request naming every mistake, and every PARLANCE_ name nobody asked for.
    [[nodiscard]] result<> check() const;

    /// What was asked for, in that order, for documentation and check-config.
    [[nodiscard]] const std::vector<setting>& asked() const { return asked_; }

private:
    std::map<std::string, std::string> environment_;
    std::vector<setting> asked_;
    std::vector<std::string> mistakes_;
};

}  // namespace parlance
