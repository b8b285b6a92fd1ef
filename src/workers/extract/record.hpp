#pragma once

#include <parlance/extract/outline.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parlance::extract {

/// Names and values that belong together and become one line: "name: value; name: value".
class record {
public:
    /// A value whose name is that of the one before it is joined to it.
    void add(std::string_view name, std::string_view value);
    /// All of another record under a name of its own: "address city: Ely".
    void add_all(std::string_view name, const record& other);
    void write_to(outline& out);

    [[nodiscard]] bool is_empty() const { return names_.empty(); }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] const std::vector<std::string>& values() const { return values_; }
    void clear();

    /// More than this is no record that reads well on one line.
    static constexpr std::size_t bytes_max = 4'000;

private:
    std::vector<std::string> names_;
    std::vector<std::string> values_;
    std::size_t bytes_ = 0;
};

}  // namespace parlance::extract
