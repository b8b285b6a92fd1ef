#include <parlance/edge/json_reader.hpp>

#include <parlance/foundation/text.hpp>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace parlance::edge {
namespace json = boost::json;
namespace {

/// Builds a value as Boost's own parser does, and refuses an object that has a key twice: its
/// parser keeps the last one without a word.
class strict_handler {
public:
    static constexpr std::size_t max_object_size = 1'000;
    static constexpr std::size_t max_array_size = 10'000;
    static constexpr std::size_t max_key_size = 1'000;
    static constexpr std::size_t max_string_size = json::string::max_size();

    static bool on_document_begin(json::error_code&) { return true; }
    static bool on_document_end(json::error_code&) { return true; }
    static bool on_array_begin(json::error_code&) { return true; }
    bool on_array_end(std::size_t count, json::error_code&)
    {
        values_.push_array(count);
        return true;
    }
    bool on_object_begin(json::error_code&)
    {
        keys_.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t count, json::error_code&)
    {
        keys_.pop_back();
        values_.push_object(count);
        return true;
    }
    bool on_string_part(json::string_view part, std::size_t, json::error_code&)
    {
        values_.push_chars(part);
        return true;
    }
    bool on_string(json::string_view last, std::size_t, json::error_code&)
    {
        values_.push_string(last);
        return true;
    }
    bool on_key_part(json::string_view part, std::size_t, json::error_code&)
    {
        key_.append(part.data(), part.size());
        values_.push_chars(part);
        return true;
    }
    bool on_key(json::string_view last, std::size_t, json::error_code& failed)
    {
        key_.append(last.data(), last.size());
        values_.push_key(last);
        const bool is_new = keys_.back().insert(key_).second;
        if (!is_new) {
            duplicate_ = std::exchange(key_, {});
            failed = json::make_error_code(json::error::syntax);
            return false;
        }
        key_.clear();
        return true;
    }
    static bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t value, json::string_view, json::error_code&)
    {
        values_.push_int64(value);
        return true;
    }
    bool on_uint64(std::uint64_t value, json::string_view, json::error_code&)
    {
        values_.push_uint64(value);
        return true;
    }
    bool on_double(double value, json::string_view, json::error_code&)
    {
        values_.push_double(value);
        return true;
    }
    bool on_bool(bool value, json::error_code&)
    {
        values_.push_bool(value);
        return true;
    }
    bool on_null(json::error_code&)
    {
        values_.push_null();
        return true;
    }
    static bool on_comment_part(json::string_view, json::error_code&) { return true; }
    static bool on_comment(json::string_view, json::error_code&) { return true; }

    void start() { values_.reset(); }
    json::value take() { return values_.release(); }
    [[nodiscard]] const std::string& duplicate() const { return duplicate_; }

private:
    json::value_stack values_;
    std::vector<std::set<std::string>> keys_;
    std::string key_;
    std::string duplicate_;
};

problem no_json(std::string_view why, std::size_t at)
{
    return refuse(
        400, "the body is not valid JSON: " + std::string(why) + ", at byte " + std::to_string(at));
}

/// The start of a name that a client made up.
std::string_view shown_part(std::string_view name)
{
    constexpr std::size_t shown_bytes_max = 64;
    return name.substr(0, floor_to_character(name, shown_bytes_max));
}

outcome<json::object> parse_object(std::string_view body, std::size_t depth_max)
{
    json::parse_options options;
    options.max_depth = depth_max;
    json::basic_parser<strict_handler> parser(options);
    parser.handler().start();
    json::error_code failed;
    const std::size_t used = parser.write_some(false, body.data(), body.size(), failed);
    const std::string& duplicate = parser.handler().duplicate();
    if (!duplicate.empty()) {
        std::vector<field_mistake> twice;
        twice.push_back(field_mistake{std::string(shown_part(duplicate)), "is given twice"});
        return refuse_fields(std::move(twice));
    }
    if (failed == json::error::too_deep) {
        return refuse(400, "the body is nested deeper than " + std::to_string(depth_max));
    }
    if (failed) return no_json(failed.message(), used);
    const auto is_space = [](char letter) {
        return std::string_view(" \t\r\n").find(letter) != std::string_view::npos;
    };
    if (!std::all_of(body.begin() + static_cast<std::ptrdiff_t>(used), body.end(), is_space)) {
        return no_json("something follows the object", used);
    }
    json::value parsed = parser.handler().take();
    if (!parsed.is_object()) return refuse(400, "the body must be a JSON object");
    return std::move(parsed.get_object());
}

}  // namespace

struct json_reader::state {
    json::object fields;
    std::set<std::string, std::less<>> known;
    std::vector<field_mistake> mistakes;

    const json::value* find(std::string_view field)
    {
        known.emplace(field);
        return fields.if_contains(json::string_view(field.data(), field.size()));
    }
};

json_reader::json_reader(std::unique_ptr<state> parsed) : state_(std::move(parsed)) {}
json_reader::json_reader(json_reader&&) noexcept = default;
json_reader& json_reader::operator=(json_reader&&) noexcept = default;
json_reader::~json_reader() = default;

outcome<json_reader> json_reader::parse(std::string_view body, std::size_t depth_max)
{
    if (body.empty()) return refuse(400, "the body is empty; it must be a JSON object");
    auto fields = parse_object(body, depth_max);
    if (!fields) return fields.error();
    auto made = std::make_unique<state>();
    made->fields = std::move(*fields);
    return json_reader(std::move(made));
}

std::optional<std::string> json_reader::text(std::string_view field)
{
    const json::value* found = state_->find(field);
    if (found == nullptr) return std::nullopt;
    const json::string* text = found->if_string();
    if (text == nullptr) {
        mistake(field, "must be a string");
        return std::nullopt;
    }
    if (text->find('\0') != json::string::npos) {
        mistake(field, "must not hold the character U+0000");
        return std::nullopt;
    }
    return std::string(text->data(), text->size());
}

std::optional<std::string> json_reader::required_text(std::string_view field)
{
    if (state_->find(field) == nullptr) mistake(field, "is missing");
    return text(field);
}

std::optional<std::int64_t> json_reader::number(std::string_view field, std::int64_t least,
                                                std::int64_t most)
{
    const json::value* found = state_->find(field);
    if (found == nullptr) return std::nullopt;
    const std::int64_t* number = found->if_int64();
    if (number != nullptr && *number >= least && *number <= most) return *number;
    mistake(field,
            "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
}

bool json_reader::is_null(std::string_view field)
{
    const json::value* found = state_->find(field);
    return found != nullptr && found->is_null();
}

void json_reader::mistake(std::string_view field, std::string message)
{
    state_->mistakes.push_back(field_mistake{std::string(field), std::move(message)});
}

outcome<> json_reader::check()
{
    for (const auto& field : state_->fields) {
        const std::string_view name(field.key().data(), field.key().size());
        if (!state_->known.contains(name)) mistake(shown_part(name), "is not a known field");
    }
    if (!state_->mistakes.empty()) return refuse_fields(std::move(state_->mistakes));
    return {};
}

}  // namespace parlance::edge
