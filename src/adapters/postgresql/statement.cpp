#include <parlance/postgresql/statement.hpp>

#include <bit>
#include <utility>

namespace parlance::postgresql {
namespace {

/// @source PostgreSQL 15, src/include/catalog/pg_type.dat
enum type_oid : std::uint32_t {
    boolean = 16,
    bytea = 17,
    bigint = 20,
    text = 25,
    double_precision = 701,
    bytea_array = 1001,
    text_array = 1009,
    bigint_array = 1016,
    uuid = 2950,
    uuid_array = 2951
};

template <class Number>
void append(std::string& to, Number value)
{
    using bits = std::make_unsigned_t<Number>;
    for (int shift = (static_cast<int>(sizeof(Number)) - 1) * 8; shift >= 0; shift -= 8) {
        to += static_cast<char>(static_cast<bits>(value) >> shift & 0xff);
    }
}

std::string big_endian(std::int64_t value)
{
    std::string bytes;
    append(bytes, value);
    return bytes;
}

std::string_view bytes_of(const uuid_bytes& which)
{
    return {reinterpret_cast<const char*>(which.data()), which.size()};  // NOLINT
}

/// One-dimensional, from 1. @source PostgreSQL 15, array_send in src/backend/utils/adt/arrayfuncs.c
class array_writer {
public:
    array_writer(type_oid element, std::size_t count, bool has_nulls)
    {
        append(bytes_, std::int32_t{count == 0 ? 0 : 1});
        append(bytes_, std::int32_t{has_nulls ? 1 : 0});
        append(bytes_, static_cast<std::int32_t>(element));
        if (count == 0) return;
        append(bytes_, static_cast<std::int32_t>(count));
        append(bytes_, std::int32_t{1});
    }
    void add(std::string_view element)
    {
        append(bytes_, static_cast<std::int32_t>(element.size()));
        bytes_ += element;
    }
    void add_null() { append(bytes_, std::int32_t{-1}); }
    std::string take() { return std::move(bytes_); }

private:
    std::string bytes_;
};

}  // namespace

void statement::add(std::int64_t given)
{
    values_.push_back({bigint, false, big_endian(given)});
}

void statement::add(bool given)
{
    values_.push_back({boolean, false, std::string(1, given ? '\1' : '\0')});
}

void statement::add(double given)
{
    values_.push_back({double_precision, false, big_endian(std::bit_cast<std::int64_t>(given))});
}

void statement::add(std::string_view given)
{
    values_.push_back({text, false, std::string(given)});
}

void statement::add(verbatim given)
{
    values_.push_back({bytea, false, std::string(given.text)});
}

void statement::add(const uuid_bytes& given)
{
    values_.push_back({uuid, false, std::string(bytes_of(given))});
}

void statement::add(const std::vector<std::int64_t>& given)
{
    array_writer all(bigint, given.size(), false);
    for (const std::int64_t one : given) all.add(big_endian(one));
    values_.push_back({bigint_array, false, all.take()});
}

void statement::add(const std::vector<std::optional<std::int64_t>>& given)
{
    array_writer all(bigint, given.size(), true);
    for (const auto& one : given) {
        if (one) {
            all.add(big_endian(*one));
        } else {
            all.add_null();
        }
    }
    values_.push_back({bigint_array, false, all.take()});
}

void statement::add(const std::vector<uuid_bytes>& given)
{
    array_writer all(uuid, given.size(), false);
    for (const uuid_bytes& one : given) all.add(bytes_of(one));
    values_.push_back({uuid_array, false, all.take()});
}

void statement::add(const std::vector<std::string>& given)
{
    array_writer all(text, given.size(), false);
    for (const std::string& one : given) all.add(one);
    values_.push_back({text_array, false, all.take()});
}

void statement::add(const verbatim_list& given)
{
    array_writer all(bytea, given.texts.size(), false);
    for (const std::string& one : given.texts) all.add(one);
    values_.push_back({bytea_array, false, all.take()});
}

}  // namespace parlance::postgresql
