#include <parlance/extract/office_package.hpp>

#include <parlance/extract/outline.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace parlance::extract {
namespace {

constexpr std::size_t relations_max = 50'000;
constexpr std::size_t title_bytes_max = 300;

std::string_view folder_of(std::string_view part)
{
    const std::size_t slash = part.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : part.substr(0, slash + 1);
}

/// "../media/x.png" seen from "ppt/slides/" is "ppt/media/x.png".
std::string resolved(std::string_view folder, std::string_view target)
{
    std::string path(target.starts_with('/') ? std::string_view() : folder);
    while (target.starts_with('/')) target.remove_prefix(1);
    while (!target.empty()) {
        const std::size_t end = std::min(target.find('/'), target.size());
        const std::string_view step = target.substr(0, end);
        target.remove_prefix(std::min(target.size(), end + 1));
        if (step == "..") {
            if (!path.empty()) path.pop_back();
            path.resize(folder_of(path).size());
        } else if (step != "." && !step.empty()) {
            path += step;
            if (!target.empty()) path += '/';
        }
    }
    return path;
}

class relation_collector : public xml_handler {
public:
    explicit relation_collector(std::string_view folder) : folder_(folder) {}

    void start(std::string_view element, xml_attributes attributes) override
    {
        if (element != "Relationship" || value_of(attributes, "TargetMode") == "External") return;
        const std::string_view type = value_of(attributes, "Type");
        found.push_back({std::string(value_of(attributes, "Id")),
                         std::string(type.substr(type.rfind('/') + 1)),
                         resolved(folder_, value_of(attributes, "Target"))});
    }
    void end(std::string_view /*element*/) override {}
    void text(std::string_view /*piece*/) override {}
    [[nodiscard]] bool is_full() const override { return found.size() >= relations_max; }

    std::vector<office_relation> found;

private:
    std::string folder_;
};

class title_collector : public xml_handler {
public:
    void start(std::string_view element, xml_attributes /*attributes*/) override
    {
        is_in_title_ = element == "title";
    }
    void end(std::string_view /*element*/) override { is_in_title_ = false; }
    void text(std::string_view piece) override
    {
        if (is_in_title_ && title.size() < title_bytes_max) title += piece;
    }

    std::string title;

private:
    bool is_in_title_ = false;
};

}  // namespace

result<std::vector<office_relation>> relations_of(archive& from, const std::string& part)
{
    const std::string_view folder = folder_of(part);
    std::string name(folder);
    name += "_rels/";
    name += std::string_view(part).substr(folder.size());
    name += ".rels";
    if (!from.has(name)) return std::vector<office_relation>{};
    relation_collector collector(folder);
    if (auto read = from.parse(name, collector); !read) return read.error();
    return std::move(collector.found);
}

std::string target_of(const std::vector<office_relation>& relations, std::string_view id)
{
    for (const office_relation& one : relations)
        if (one.id == id) return one.target;
    return {};
}

std::string target_of_type(const std::vector<office_relation>& relations, std::string_view type)
{
    for (const office_relation& one : relations)
        if (one.type == type) return one.target;
    return {};
}

result<std::string> main_part_of(archive& from)
{
    auto relations = relations_of(from, {});
    if (!relations) return relations.error();
    std::string part = target_of_type(*relations, "officeDocument");
    if (part.empty() || !from.has(part)) {
        return fail(fault::upstream_rejected, "The file is damaged or was cut off.");
    }
    return part;
}

std::string title_in_properties(archive& from)
{
    const auto relations = relations_of(from, {});
    const std::string part =
        relations ? target_of_type(*relations, "core-properties") : std::string();
    title_collector collector;
    if (part.empty() || !from.parse(part, collector)) return {};
    std::string title = one_line(collector.title);
    return is_sensible_title(title) ? title : std::string();
}

bool is_sensible_title(std::string_view title)
{
    constexpr std::array nothing_said{"untitled",      "powerpoint",   "microsoft", "document",
                                      "word",          "presentation", "slide 1",   "(anonymous)",
                                      "(unspecified)", "workbook",     "book1",     "mappe1",
                                      "dokument"};
    std::string folded(title);
    for (char& letter : folded)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + ('a' - 'A'));
    // "Microsoft Word - plan.docx" and "C:\texts\plan.doc" name a file.
    if (folded.starts_with("microsoft ") || folded.find('\\') != std::string::npos) return false;
    for (const std::string_view ending : {".docx", ".doc", ".pdf", ".pptx", ".ppt", ".xlsx", ".xls",
                                          ".odt", ".tex", ".dvi", ".indd"})
        if (folded.ends_with(ending)) return false;
    if (folded == "powerpoint presentation" || folded == "powerpoint-präsentation" ||
        folded == "word document" || folded == "document1" || folded == "dokument1") {
        return false;
    }
    const auto is_folded = [&folded](std::string_view one) { return one == folded; };
    return folded.size() >= 3 && folded.find_first_not_of("0123456789.-_ ") != std::string::npos &&
           std::none_of(nothing_said.begin(), nothing_said.end(), is_folded);
}

bool is_on(std::string_view value)
{
    return value != "0" && value != "false" && value != "off" && value != "none";
}

}  // namespace parlance::extract
