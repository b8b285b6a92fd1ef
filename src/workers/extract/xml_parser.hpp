#pragma once

#include <parlance/foundation/error.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace parlance::extract {

/// Valid only while the handler is called.
struct xml_attribute {
    std::string_view name;   // without its prefix
    std::string_view space;  // address of its namespace; empty without a prefix
    std::string_view value;
};
using xml_attributes = std::span<const xml_attribute>;

/// The value of the first attribute of this name, in whatever namespace; empty when there is none.
std::string_view value_of(xml_attributes attributes, std::string_view name);

/// What a document consists of, in its order. Names come without their prefix.
class xml_handler {
public:
    virtual ~xml_handler() = default;
    virtual void start(std::string_view element, xml_attributes attributes) = 0;
    virtual void end(std::string_view element) = 0;
    virtual void text(std::string_view piece) = 0;
    /// True when no more is wanted: reading ends there.
    [[nodiscard]] virtual bool is_full() const { return false; }
};

/// Reads XML piece by piece, in memory that does not grow with the document. Entities that the
/// document declares are not expanded, nothing is loaded.
class xml_parser {
public:
    enum class encoding { as_declared, utf8 };
    explicit xml_parser(xml_handler& handler, encoding of = encoding::as_declared);
    ~xml_parser();
    xml_parser(const xml_parser&) = delete;
    xml_parser& operator=(const xml_parser&) = delete;

    enum class state { reading, ended, full, broken, too_deep };

    state feed(std::string_view bytes);
    /// Says that there is no more.
    state finish();
    /// Where reading stands, counted from 1.
    [[nodiscard]] std::size_t line() const;

private:
    struct reading;
    std::unique_ptr<reading> reading_;
};

}  // namespace parlance::extract
