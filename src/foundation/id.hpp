#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/random.hpp>

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace parlance {

/// 16 bytes in network order. @source RFC 9562.
using uuid_bytes = std::array<std::uint8_t, 16>;

/// Reads the 36-character form, either case. Nothing else is accepted.
std::optional<uuid_bytes> parse_uuid(std::string_view text);

/// Lower case, 36 characters.
std::string format_uuid(const uuid_bytes& bytes);

/// A version 7 UUID: 48 bits of Unix milliseconds, then random bits, so that ids sort by age.
uuid_bytes make_uuid_v7(const clock& now, random_source& random);

/// True for the version 7 layout.
bool is_uuid_v7(const uuid_bytes& bytes);

/// An identifier that cannot be mistaken for another kind: `id<struct turn_tag>`.
template <class Tag>
class id {
public:
    explicit constexpr id(const uuid_bytes& bytes) : bytes_(bytes) {}

    /// The id in `text`, or nothing when it is no UUID.
    static std::optional<id> parse(std::string_view text)
    {
        const auto bytes = parse_uuid(text);
        if (!bytes) return std::nullopt;
        return id(*bytes);
    }
    static id make(const clock& now, random_source& random)
    {
        return id(make_uuid_v7(now, random));
    }

    [[nodiscard]] std::string text() const { return format_uuid(bytes_); }
    [[nodiscard]] const uuid_bytes& bytes() const { return bytes_; }

    friend auto operator<=>(const id&, const id&) = default;

private:
    uuid_bytes bytes_;
};

}  // namespace parlance

template <class Tag>
struct std::hash<parlance::id<Tag>> {
    std::size_t operator()(const parlance::id<Tag>& value) const noexcept
    {
        std::size_t mixed = 1469598103934665603ULL;
        for (const std::uint8_t byte : value.bytes()) mixed = (mixed ^ byte) * 1099511628211ULL;
        return mixed;
    }
};
