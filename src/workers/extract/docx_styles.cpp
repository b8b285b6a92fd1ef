#include <parlance/extract/docx_styles.hpp>

#include <parlance/extract/office_package.hpp>
#include <parlance/extract/outline.hpp>

#include <algorithm>

namespace parlance::extract {
namespace {

constexpr std::size_t bases_max = 20;

std::string lower(std::string_view text)
{
    std::string folded(text);
    for (char& letter : folded)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + ('a' - 'A'));
    return folded;
}

std::size_t number_in(std::string_view text, std::size_t most)
{
    std::size_t number = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9' || number > most) break;
        number = number * 10 + static_cast<std::size_t>(digit - '0');
    }
    return std::min(number, most);
}

std::string lettered(std::size_t number)
{
    std::string letters;
    for (; number > 0 && letters.size() < 4; number = (number - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('a' + (number - 1) % 26));
    }
    return letters;
}

std::string roman(std::size_t number)
{
    struct step {
        std::size_t value;
        std::string_view letters;
    };
    constexpr step steps[] = {{100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"},
                              {9, "ix"},  {5, "v"},   {4, "iv"}, {1, "i"}};
    if (number > 399) return std::to_string(number);
    std::string letters;
    for (const step& one : steps) {
        for (; number >= one.value; number -= one.value) letters += one.letters;
    }
    return letters;
}

std::string upper(std::string text)
{
    for (char& letter : text)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - ('a' - 'A'));
    return text;
}

}  // namespace

void docx_styles::start(std::string_view element, xml_attributes attributes)
{
    const std::string_view value = value_of(attributes, "val");
    if (element == "style") {
        open_ = value_of(attributes, "styleId");
        styles_.try_emplace(open_);
        return;
    }
    const auto found = styles_.find(open_);
    if (found == styles_.end()) return;
    definition& style = found->second;
    if (element == "name") style.name = lower(value);
    if (element == "basedOn") style.based_on = value;
    if (element == "outlineLvl") style.outline_level = value;
    if (element == "numId") style.number_id = value;
    if (element == "vanish") (is_on(value) ? style.is_hidden : style.is_shown) = true;
}

void docx_styles::end(std::string_view element)
{
    if (element == "style") open_.clear();
}

void docx_styles::apply(const definition& from, docx_style& to)
{
    constexpr std::string_view heading = "heading ";
    if (from.name.starts_with(heading)) {
        to.level = number_in(std::string_view(from.name).substr(heading.size()), 9);
    }
    if (from.name == "title") to.is_title = true;
    if (from.name.starts_with("toc ") || from.name == "table of figures") to.is_contents = true;
    // Level 9 is Word's way to say that it is body text.
    if (!from.outline_level.empty()) to.level = (number_in(from.outline_level, 9) + 1) % 10;
    if (!from.number_id.empty()) to.number_id = from.number_id;
    if (from.is_hidden) to.is_hidden = true;
    if (from.is_shown) to.is_hidden = false;
}

docx_style docx_styles::of(std::string_view id) const
{
    std::vector<const definition*> chain;
    for (auto found = styles_.find(id); found != styles_.end() && chain.size() < bases_max;
         found = styles_.find(found->second.based_on)) {
        chain.push_back(&found->second);
    }
    docx_style style;
    std::for_each(chain.rbegin(), chain.rend(),
                  [&style](const definition* one) { apply(*one, style); });
    return style;
}

void docx_numbering::start(std::string_view element, xml_attributes attributes)
{
    const std::string_view value = value_of(attributes, "val");
    if (element == "abstractNum") {
        open_list_ = value_of(attributes, "abstractNumId");
        lists_.try_emplace(open_list_);
    } else if (element == "num") {
        open_number_ = value_of(attributes, "numId");
    } else if (element == "abstractNumId") {
        numbers_[open_number_] = value;
    } else if (element == "lvl") {
        open_level_ = number_in(value_of(attributes, "ilvl"), levels_max);
    } else if ((element == "numFmt" || element == "start") && !open_list_.empty() &&
               open_level_ < levels_max) {
        list_level& level = lists_[open_list_].levels[open_level_];
        if (element == "numFmt") level.format = value;
        if (element == "start") level.start = number_in(value, 100'000);
    }
}

void docx_numbering::end(std::string_view element)
{
    if (element == "abstractNum") open_list_.clear();
    if (element == "lvl") open_level_ = levels_max;
}

std::string docx_numbering::next(const std::string& number_id, std::size_t level)
{
    const auto number = numbers_.find(number_id);
    if (number == numbers_.end() || level >= levels_max) return {};
    const auto found = lists_.find(number->second);
    if (found == lists_.end()) return {};
    auto& counts = counts_[number_id];
    counts.resize(std::max(counts.size(), level + 1), 0);
    std::fill(counts.begin() + static_cast<std::ptrdiff_t>(level) + 1, counts.end(), 0);
    const list_level& kind = found->second.levels[level];
    const std::size_t now = kind.start + counts[level]++;
    if (kind.format == "decimal" || kind.format == "decimalZero") return std::to_string(now) + ". ";
    if (kind.format == "lowerLetter") return lettered(now) + ". ";
    if (kind.format == "upperLetter") return upper(lettered(now)) + ". ";
    if (kind.format == "lowerRoman") return roman(now) + ". ";
    if (kind.format == "upperRoman") return upper(roman(now)) + ". ";
    return {};
}

}  // namespace parlance::extract
