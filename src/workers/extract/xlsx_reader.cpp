#include <parlance/extract/xlsx_reader.hpp>

#include <parlance/extract/extract_limits.hpp>
#include <parlance/extract/office_package.hpp>
#include <parlance/extract/outline.hpp>
#include <parlance/extract/xlsx_sheet.hpp>
#include <parlance/extract/xlsx_workbook.hpp>

#include <string>
#include <utility>
#include <vector>

namespace parlance::extract {
namespace {

error too_much_text()
{
    return fail(fault::upstream_rejected, "The file holds more text than can be read.");
}

/// The range of a table that has a part of its own.
class table_part : public xml_handler {
public:
    void start(std::string_view element, xml_attributes attributes) override
    {
        if (element == "table" && value_of(attributes, "headerRowCount") != "0") {
            range = value_of(attributes, "ref");
        }
    }
    void end(std::string_view /*element*/) override {}
    void text(std::string_view /*piece*/) override {}

    std::string range;
};

class xlsx_file {
public:
    explicit xlsx_file(archive& file) : file_(file) { out_.has_no_title(); }

    result<document_text> read()
    {
        auto part = main_part_of(file_);
        if (!part) return part.error();
        auto relations = relations_of(file_, *part);
        if (!relations) return relations.error();
        relations_ = std::move(*relations);
        xlsx_workbook workbook;
        if (auto read = file_.parse(*part, workbook); !read) return read.error();
        if (workbook.is_full()) {
            return fail(fault::upstream_rejected, "The file has more sheets than can be read.");
        }
        if (auto read = parse_first("sharedStrings", strings_); !read) return read.error();
        if (strings_.is_full()) return too_much_text();
        if (auto read = parse_first("styles", formats_); !read) return read.error();
        context_.epoch = workbook.epoch;
        for (const xlsx_workbook::sheet& sheet : workbook.sheets) {
            if (auto read = add_sheet(sheet); !read) return read.error();
        }
        out_.title(title_in_properties(file_));
        return out_.finish();
    }

private:
    result<> parse_first(std::string_view type, xml_handler& handler)
    {
        const std::string part = target_of_type(relations_, type);
        if (part.empty() || !file_.has(part)) return {};
        return file_.parse(part, handler);
    }

    result<> add_sheet(const xlsx_workbook::sheet& about)
    {
        bool is_sheet = false;
        std::string part;
        for (const office_relation& one : relations_) {
            if (one.id != about.relation) continue;
            part = one.target;
            is_sheet = one.type == "worksheet";  // not a chart alone
        }
        if (!is_sheet) return {};
        xlsx_sheet sheet(context_);
        if (auto read = file_.parse(part, sheet); !read) return read.error();
        if (sheet.is_full()) {
            return fail(fault::upstream_rejected, "The file has more cells than can be read.");
        }
        if (sheet.is_empty()) return {};
        auto relations = relations_of(file_, part);
        if (!relations) return relations.error();
        for (const office_relation& one : *relations) {
            if (one.type != "table" || !file_.has(one.target)) continue;
            table_part table;
            if (auto read = file_.parse(one.target, table); !read) return read.error();
            sheet.add_table(table.range);
        }
        out_.heading(1, about.name);
        sheet.write_to(out_);
        if (out_.is_full()) return too_much_text();
        return {};
    }

    archive& file_;
    std::vector<office_relation> relations_;
    xlsx_strings strings_;
    xlsx_formats formats_;
    xlsx_sheet::context context_{strings_, formats_, date_epoch::from_1900, limits::cells_max};
    outline out_;
};

}  // namespace

result<document_text> read_xlsx(archive& file)
{
    return xlsx_file(file).read();
}

}  // namespace parlance::extract
