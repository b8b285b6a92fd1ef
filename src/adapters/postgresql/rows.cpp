#include <parlance/postgresql/rows.hpp>

#include <parlance/postgresql/refusal.hpp>

#include <libpq-fe.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <string_view>

namespace parlance::postgresql {
namespace {

[[noreturn]] void refuse(const char* what)
{
    throw refusal(fail(fault::internal, std::string("the database answered with ") + what));
}

std::string_view bytes_at(const pg_result* of, int at, int column)
{
    if (column >= PQnfields(of)) refuse("fewer columns than were asked for");
    return {PQgetvalue(of, at, column), static_cast<std::size_t>(PQgetlength(of, at, column))};
}

std::uint64_t big_endian(std::string_view bytes)
{
    std::uint64_t value = 0;
    for (const char byte : bytes) value = value << 8U | static_cast<unsigned char>(byte);
    return value;
}

}  // namespace

bool row::is_null(int column) const
{
    return PQgetisnull(of_, at_, column) != 0;
}

std::int64_t row::integer(int column) const
{
    const std::string_view bytes = bytes_at(of_, at_, column);
    const std::uint64_t value = big_endian(bytes);
    switch (bytes.size()) {
        case sizeof(std::int16_t): return static_cast<std::int16_t>(value);
        case sizeof(std::int32_t): return static_cast<std::int32_t>(value);
        case sizeof(std::int64_t): return static_cast<std::int64_t>(value);
        default: refuse("no whole number");
    }
}

bool row::boolean(int column) const
{
    const std::string_view bytes = bytes_at(of_, at_, column);
    if (bytes.size() != 1) refuse("no truth value");
    return bytes.front() != 0;
}

double row::real(int column) const
{
    const std::string_view bytes = bytes_at(of_, at_, column);
    const std::uint64_t value = big_endian(bytes);
    if (bytes.size() == sizeof(float))
        return std::bit_cast<float>(static_cast<std::uint32_t>(value));
    if (bytes.size() != sizeof(double)) refuse("no real number");
    return std::bit_cast<double>(value);
}

std::string row::text(int column) const
{
    return std::string(bytes_at(of_, at_, column));
}

uuid_bytes row::uuid(int column) const
{
    const std::string_view bytes = bytes_at(of_, at_, column);
    uuid_bytes read{};
    if (bytes.size() != read.size()) refuse("no uuid");
    std::copy(bytes.begin(), bytes.end(), read.begin());
    return read;
}

wall_time row::time(int column) const
{
    return wall_time(std::chrono::milliseconds(integer(column)));
}

std::optional<std::int64_t> row::optional_integer(int column) const
{
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

rows::rows(pg_result* answer) : answer_(answer) {}

void rows::clearer::operator()(pg_result* answer) const
{
    PQclear(answer);
}

std::size_t rows::size() const
{
    return answer_ ? static_cast<std::size_t>(PQntuples(answer_.get())) : 0;
}

row rows::operator[](std::size_t at) const
{
    if (at >= size()) refuse("fewer rows than were asked for");
    return {answer_.get(), static_cast<int>(at)};
}

std::int64_t rows::changed() const
{
    if (!answer_) return 0;
    const std::string_view text = PQcmdTuples(answer_.get());
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

}  // namespace parlance::postgresql
