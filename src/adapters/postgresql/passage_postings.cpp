#include <parlance/postgresql/passage_postings.hpp>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

namespace parlance::postgresql {
namespace {

constexpr unsigned bits_of_a_byte = 7;
constexpr std::uint64_t goes_on = 1U << bits_of_a_byte;
constexpr unsigned bits_max = 56;  // of a number; more is no list of ours

void append(std::string& to, std::int64_t number)
{
    auto rest = static_cast<std::uint64_t>(number);
    while (rest >= goes_on) {
        to += static_cast<char>(static_cast<std::uint8_t>(rest | goes_on));
        rest >>= bits_of_a_byte;
    }
    to += static_cast<char>(static_cast<std::uint8_t>(rest));
}

using counts = std::unordered_map<std::string_view, posting>;

/// Counts terms that spaces separate.  @return how many there are.
std::int64_t count(std::string_view terms, std::int64_t posting::*where, counts& into)
{
    std::int64_t total = 0;
    while (!terms.empty()) {
        const std::size_t space = std::min(terms.find(' '), terms.size());
        if (space > 0) {
            ++(into[terms.substr(0, space)].*where);
            ++total;
        }
        terms.remove_prefix(std::min(space + 1, terms.size()));
    }
    return total;
}

struct growing_postings {
    term_postings made;
    std::int64_t last_ordinal = 0;

    void add(const posting& one)
    {
        ++made.passages;
        made.in_headings = made.in_headings || one.in_title > 0 || one.in_section > 0;
        append(made.places, one.ordinal - last_ordinal);
        append(made.places, one.in_title);
        append(made.places, one.in_section);
        append(made.places, one.in_text);
        append(made.places, one.length);
        last_ordinal = one.ordinal;
    }
};

}  // namespace

std::vector<term_postings> postings_of(const std::vector<knowledge::indexed_passage>& passages)
{
    std::map<std::string_view, growing_postings> all;
    for (const knowledge::indexed_passage& passage : passages) {
        counts found;
        std::int64_t length = count(passage.title_terms, &posting::in_title, found);
        length += count(passage.section_terms, &posting::in_section, found);
        length += count(passage.text_terms, &posting::in_text, found);
        for (auto& [term, where] : found) {
            where.ordinal = passage.is.ordinal;
            where.length = length;
            all[term].add(where);
        }
    }
    std::vector<term_postings> sorted;
    sorted.reserve(all.size());
    for (auto& [term, postings] : all) {
        postings.made.term = term;
        sorted.push_back(std::move(postings.made));
    }
    return sorted;
}

std::optional<posting> places_reader::next()
{
    const auto growth = number();
    const auto in_title = number();
    const auto in_section = number();
    const auto in_text = number();
    const auto length = number();
    if (!growth || !in_title || !in_section || !in_text || !length) return std::nullopt;
    ordinal_ += *growth;
    return posting{ordinal_, *in_title, *in_section, *in_text, *length};
}

std::optional<std::int64_t> places_reader::number()
{
    std::uint64_t made = 0;
    for (unsigned shift = 0; shift < bits_max && !rest_.empty(); shift += bits_of_a_byte) {
        const auto byte = static_cast<std::uint8_t>(rest_.front());
        rest_.remove_prefix(1);
        made |= static_cast<std::uint64_t>(byte & (goes_on - 1)) << shift;
        if (byte < goes_on) return static_cast<std::int64_t>(made);
    }
    rest_ = {};
    return std::nullopt;
}

}  // namespace parlance::postgresql
