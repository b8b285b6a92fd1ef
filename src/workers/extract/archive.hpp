#pragma once

#include <parlance/extract/xml_parser.hpp>
#include <parlance/foundation/error.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace parlance::extract {

/// A ZIP archive in memory. What is unpacked is counted, never what the archive says about itself.
class archive {
public:
    /// @param bytes  outlive the archive.
    /// @errors  upstream_rejected with a sentence for people: damaged, too many entries.
    static result<archive> open(std::string_view bytes);

    [[nodiscard]] bool has(const std::string& name) const;
    /// Unpacks an entry piece by piece until `take` returns false.
    /// @errors  upstream_rejected: it is missing, damaged, protected, or unpacks to too much.
    result<> read(const std::string& name, const std::function<bool(std::string_view)>& take);
    /// Reads an entry that is XML. A handler that is full ends it without an error.
    result<> parse(const std::string& name, xml_handler& handler);

private:
    struct opened;
    explicit archive(std::shared_ptr<opened> with) : opened_(std::move(with)) {}

    std::shared_ptr<opened> opened_;  // shared only because result<T> copies what it gives
};

}  // namespace parlance::extract
