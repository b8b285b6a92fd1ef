#include <parlance/extract/pptx_reader.hpp>

#include <parlance/extract/extract_limits.hpp>
#include <parlance/extract/office_package.hpp>
#include <parlance/extract/outline.hpp>
#include <parlance/extract/pptx_slide.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace parlance::extract {
namespace {

/// The ids of the slides' relations in their order.
class slide_list : public xml_handler {
public:
    void start(std::string_view element, xml_attributes attributes) override
    {
        if (element != "sldId") return;
        for (const xml_attribute& attribute : attributes) {
            if (attribute.name == "id" && !attribute.space.empty())
                ids.emplace_back(attribute.value);
        }
    }
    void end(std::string_view /*element*/) override {}
    void text(std::string_view /*piece*/) override {}
    [[nodiscard]] bool is_full() const override { return ids.size() > limits::pages_max; }

    std::vector<std::string> ids;
};

class pptx_file {
public:
    explicit pptx_file(archive& file) : file_(file) {}

    result<document_text> read()
    {
        auto part = main_part_of(file_);
        if (!part) return part.error();
        auto relations = relations_of(file_, *part);
        if (!relations) return relations.error();
        slide_list list;
        if (auto read = file_.parse(*part, list); !read) return read.error();
        if (list.ids.size() > limits::pages_max) {
            return fail(fault::upstream_rejected, "The file has more slides than can be read.");
        }
        std::uint32_t number = 0;
        for (const std::string& id : list.ids) {
            out_.page(++number);
            const std::string slide = target_of(*relations, id);
            if (slide.empty()) continue;
            if (auto read = add_slide(slide); !read) return read.error();
            if (out_.is_full()) {
                return fail(fault::upstream_rejected, "The file holds more text than can be read.");
            }
        }
        out_.title(title_in_properties(file_));
        return out_.finish();
    }

private:
    result<> add_slide(const std::string& part)
    {
        pptx_slide slide;
        if (auto read = file_.parse(part, slide); !read) return read.error();
        if (slide.is_hidden) return {};
        out_.top();
        if (is_first_) out_.title(slide.title);
        is_first_ = false;
        out_.heading(1, slide.title);
        add(slide, {});
        auto relations = relations_of(file_, part);
        if (!relations) return relations.error();
        const std::string notes = target_of_type(*relations, "notesSlide");
        if (!notes.empty() && file_.has(notes)) {
            pptx_slide said;
            if (auto read = file_.parse(notes, said); !read) return read.error();
            add(said, "Notes: ");
        }
        return {};
    }

    void add(const pptx_slide& from, std::string mark)
    {
        for (const pptx_slide::shape& shape : from.shapes) {
            std::string all;
            for (const std::string& line : shape.lines) {
                if (shape.is_table) {
                    out_.line(line);
                } else {
                    all += all.empty() ? mark : "\n";
                    all += line;
                }
            }
            if (!all.empty()) mark.clear();
            out_.paragraph(all);
        }
    }

    archive& file_;
    outline out_;
    bool is_first_ = true;
};

}  // namespace

result<document_text> read_pptx(archive& file)
{
    return pptx_file(file).read();
}

}  // namespace parlance::extract
