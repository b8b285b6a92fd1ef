#include <parlance/extract/docx_reader.hpp>

#include <parlance/extract/docx_body.hpp>
#include <parlance/extract/office_package.hpp>
#include <parlance/extract/outline.hpp>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace parlance::extract {
namespace {

void add_to(outline& out, const std::vector<docx_piece>& pieces)
{
    bool has_title = false;
    for (const docx_piece& piece : pieces) {
        switch (piece.is) {
            case docx_piece::kind::paragraph: out.paragraph(piece.text); break;
            case docx_piece::kind::line: out.line(piece.text); break;
            case docx_piece::kind::heading: out.heading(piece.level, piece.text); break;
            case docx_piece::kind::title:
                if (has_title) out.heading(1, piece.text);
                else out.title(piece.text);
                has_title = true;
                break;
        }
    }
}

class docx_file {
public:
    explicit docx_file(archive& file) : file_(file) {}

    result<document_text> read()
    {
        auto part = main_part_of(file_);
        if (!part) return part.error();
        auto relations = relations_of(file_, *part);
        if (!relations) return relations.error();
        relations_ = std::move(*relations);
        if (auto read = parse_first("styles", styles_); !read) return read.error();
        if (auto read = parse_first("numbering", numbering_); !read) return read.error();
        docx_body body(styles_, numbering_);
        for (const char* type : {"footnotes", "endnotes"}) {
            docx_body notes(styles_, numbering_);
            if (auto read = parse_first(type, notes); !read) return read.error();
            body.referred.merge(notes.notes);
        }
        if (auto read = file_.parse(*part, body); !read) return read.error();
        add_to(out_, body.take());
        if (auto read = add_margins(); !read) return read.error();
        if (body.is_full() || out_.is_full()) {
            return fail(fault::upstream_rejected, "The file holds more text than can be read.");
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

    /// Headers and footers: each text once, however many sections have it.
    result<> add_margins()
    {
        std::set<std::string> known;
        std::vector<docx_piece> fresh;
        for (const office_relation& one : relations_) {
            if (one.type != "header" && one.type != "footer") continue;
            if (!file_.has(one.target)) continue;
            docx_body margin(styles_, numbering_);
            if (auto read = file_.parse(one.target, margin); !read) return read.error();
            for (docx_piece& piece : margin.take()) {
                piece.is = docx_piece::kind::line;
                piece.text = one_line(piece.text);
                if (is_told(piece.text) && known.insert(piece.text).second) {
                    fresh.push_back(std::move(piece));
                }
            }
        }
        if (fresh.empty()) return {};
        out_.top();
        add_to(out_, fresh);
        return {};
    }

    /// False for a page number.
    static bool is_told(std::string_view text)
    {
        return text.find_first_not_of("0123456789 -/|.") != std::string_view::npos;
    }

    archive& file_;
    std::vector<office_relation> relations_;
    docx_styles styles_;
    docx_numbering numbering_;
    outline out_;
};

}  // namespace

result<document_text> read_docx(archive& file)
{
    return docx_file(file).read();
}

}  // namespace parlance::extract
