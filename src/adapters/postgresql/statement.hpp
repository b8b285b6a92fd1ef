#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/id.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::postgresql {

/// Text as people, models and files wrote it, for a bytea column: kept byte for byte, NUL and what
/// is no UTF-8 included, which a text column refuses. Valid while what it was made of is.
struct verbatim {
    std::string_view text;
};
/// The same for a bytea[].
struct verbatim_list {
    const std::vector<std::string>& texts;
};

/// A statement with its values, $1, $2, … in order. Values travel in binary and name their types,
/// so that none is ever quoted or guessed: std::int64_t → bigint, bool → boolean, double → double
/// precision, std::string_view → text, verbatim → bytea, uuid_bytes and id → uuid, wall_time →
/// bigint (milliseconds); a vector of these → an array; std::optional → NULL when it is empty.
class statement {
public:
    template <class... Values>
    explicit statement(std::string_view sql, const Values&... values) : sql_(sql)
    {
        values_.reserve(sizeof...(values));
        (add(values), ...);
    }

    struct value {
        std::uint32_t type = 0;  // an OID of pg_type
        bool is_null = false;
        std::string bytes;
    };
    [[nodiscard]] const std::string& sql() const { return sql_; }
    [[nodiscard]] const std::vector<value>& values() const { return values_; }

private:
    void add(std::int64_t given);
    void add(bool given);
    void add(double given);
    void add(std::string_view given);
    void add(const std::string& given) { add(std::string_view(given)); }
    void add(const char* given) { add(std::string_view(given)); }
    void add(verbatim given);
    void add(const uuid_bytes& given);
    void add(wall_time given) { add(std::int64_t{given.time_since_epoch().count()}); }
    void add(std::size_t) = delete;  // say std::int64_t  NOLINT(modernize-use-equals-delete)
    void add(int) = delete;          // NOLINT(modernize-use-equals-delete)
    template <class Tag>
    void add(const id<Tag>& given)
    {
        add(given.bytes());
    }
    template <class Value>
    void add(const std::optional<Value>& given)
    {
        if (given) {
            add(*given);
        } else {
            add(Value(nothing<Value>()));
            values_.back().is_null = true;
            values_.back().bytes.clear();
        }
    }
    void add(const std::vector<std::int64_t>& given);
    void add(const std::vector<std::optional<std::int64_t>>& given);
    void add(const std::vector<uuid_bytes>& given);
    void add(const std::vector<std::string>& given);
    void add(const verbatim_list& given);

    /// Any value of a type: only its type is looked at.
    template <class Value>
    static auto nothing()
    {
        if constexpr (requires { Value(uuid_bytes{}); }) {
            return uuid_bytes{};
        } else {
            return Value{};
        }
    }

    std::string sql_;
    std::vector<value> values_;
};

}  // namespace parlance::postgresql
