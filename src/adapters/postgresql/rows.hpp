#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/id.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

struct pg_result;

namespace parlance::postgresql {

/// One row of an answer. Valid while its rows are. Columns count from 0; reading one as what it is
/// not throws a refusal (internal).
class row {
public:
    row(const pg_result* of, int at) : of_(of), at_(at) {}

    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;  // smallint, integer, bigint
    [[nodiscard]] bool boolean(int column) const;
    [[nodiscard]] double real(int column) const;       // real, double precision
    [[nodiscard]] std::string text(int column) const;  // text and bytea
    [[nodiscard]] uuid_bytes uuid(int column) const;
    [[nodiscard]] wall_time time(int column) const;  // bigint, milliseconds
    [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const;

private:
    const pg_result* of_;
    int at_;
};

/// What one statement answered.
class rows {
public:
    rows() = default;
    /// Takes it over.
    explicit rows(pg_result* answer);

    class iterator {
    public:
        iterator(const pg_result* of, int at) : of_(of), at_(at) {}
        row operator*() const { return {of_, at_}; }
        iterator& operator++()
        {
            ++at_;
            return *this;
        }
        bool operator!=(const iterator& other) const { return at_ != other.at_; }

    private:
        const pg_result* of_;
        int at_;
    };

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] bool empty() const { return size() == 0; }
    [[nodiscard]] row operator[](std::size_t at) const;
    [[nodiscard]] iterator begin() const { return {answer_.get(), 0}; }
    [[nodiscard]] iterator end() const { return {answer_.get(), static_cast<int>(size())}; }
    /// How many rows an INSERT, UPDATE or DELETE touched.
    [[nodiscard]] std::int64_t changed() const;
    /// Nothing when no answer came.
    [[nodiscard]] const pg_result* answer() const { return answer_.get(); }

private:
    struct clearer {
        void operator()(pg_result* answer) const;
    };
    std::unique_ptr<pg_result, clearer> answer_;
};

}  // namespace parlance::postgresql
