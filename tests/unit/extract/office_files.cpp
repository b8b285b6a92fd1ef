#include "office_files.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <zlib.h>

namespace parlance::extract {
namespace {

constexpr std::string_view xml_start = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
constexpr std::string_view relation_space =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

void add_number(std::string& to, std::uint64_t number, int bytes)
{
    for (int at = 0; at < bytes; ++at, number >>= 8U) to += static_cast<char>(number & 0xFFU);
}

const Bytef* bytes_of(const std::string& content)
{
    // zlib's bytes.  NOLINTNEXTLINE(*-reinterpret-cast)
    return reinterpret_cast<const Bytef*>(content.data());
}

std::string deflated(const std::string& content)
{
    z_stream stream{};
    if (deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::runtime_error("deflateInit2");
    }
    std::string packed(deflateBound(&stream, static_cast<uLong>(content.size())) + 16, '\0');
    // zlib only reads it.  NOLINTNEXTLINE(*-const-cast)
    stream.next_in = const_cast<Bytef*>(bytes_of(content));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());  // NOLINT(*-reinterpret-cast)
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

std::uint32_t checksum(const std::string& content)
{
    return static_cast<std::uint32_t>(
        crc32(0, bytes_of(content), static_cast<uInt>(content.size())));
}

void add_header(std::string& to, const zip_part& part, const std::string& packed)
{
    const std::uint16_t true_method = part.is_deflated ? 8 : 0;
    add_number(to, 20, 2);
    add_number(to, part.is_protected ? 1 : 0, 2);
    add_number(to, part.method == 0 ? true_method : part.method, 2);
    add_number(to, 0x00210000, 4);
    add_number(to, checksum(part.content), 4);
    add_number(to, packed.size(), 4);
    add_number(to, part.declared_bytes == 0 ? part.content.size() : part.declared_bytes, 4);
    add_number(to, part.name.size(), 2);
    add_number(to, 0, 2);
}

/// Parts of the second list replace those of the same name.
std::string zipped_with(std::vector<zip_part> parts, std::vector<zip_part> more)
{
    for (zip_part& one : more) {
        const auto same = [&one](const zip_part& part) { return part.name == one.name; };
        parts.erase(std::remove_if(parts.begin(), parts.end(), same), parts.end());
        parts.push_back(std::move(one));
    }
    return zipped(parts);
}

std::string relations(const std::vector<std::array<std::string, 3>>& all)
{
    std::string text(xml_start);
    text +=
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    for (const auto& [id, type, target] : all) {
        text += "<Relationship Id=\"" + id + "\" Type=\"" + std::string(relation_space) + "/" +
                type + "\" Target=\"" + target + "\"/>";
    }
    return text + "</Relationships>";
}

zip_part main_relation(const std::string& target)
{
    return {"_rels/.rels", relations({{"rId1", "officeDocument", target},
                                      {"rId2", "metadata/core-properties", "docProps/core.xml"}})};
}

}  // namespace

std::string zipped(const std::vector<zip_part>& parts)
{
    std::string bytes;
    std::string directory;
    for (const zip_part& part : parts) {
        const std::string packed = part.is_deflated ? deflated(part.content) : part.content;
        directory += "PK\x01\x02";
        add_number(directory, 20, 2);
        add_header(directory, part, packed);
        add_number(directory, 0, 2 + 2 + 2 + 4);
        add_number(directory, bytes.size(), 4);
        directory += part.name;
        bytes += "PK\x03\x04";
        add_header(bytes, part, packed);
        bytes += part.name + packed;
    }
    std::string end = "PK\x05\x06";
    add_number(end, 0, 4);
    add_number(end, parts.size(), 2);
    add_number(end, parts.size(), 2);
    add_number(end, directory.size(), 4);
    add_number(end, bytes.size(), 4);
    add_number(end, 0, 2);
    return bytes + directory + end;
}

std::string docx_of(std::string_view body, std::vector<zip_part> more)
{
    std::string styles(xml_start);
    styles += "<w:styles xmlns:w=\"urn:w\">";
    for (const char level : {'1', '2', '3'}) {
        styles += std::string("<w:style w:type=\"paragraph\" w:styleId=\"Heading") + level +
                  "\"><w:name w:val=\"heading " + level + "\"/></w:style>";
    }
    styles +=
        "<w:style w:styleId=\"Title\"><w:name w:val=\"Title\"/></w:style>"
        "<w:style w:styleId=\"TOC1\"><w:name w:val=\"toc 1\"/></w:style>"
        "<w:style w:styleId=\"berschrift2\"><w:name w:val=\"Kapitel\"/><w:pPr>"
        "<w:outlineLvl w:val=\"1\"/></w:pPr></w:style>"
        "<w:style w:styleId=\"Eigene\"><w:name w:val=\"Eigene\"/><w:basedOn w:val=\"Heading1\"/>"
        "</w:style><w:style w:styleId=\"Hidden\"><w:name "
        "w:val=\"Geheim\"/><w:rPr><w:vanish/></w:rPr>"
        "</w:style></w:styles>";
    std::string document(xml_start);
    document +=
        "<w:document xmlns:w=\"urn:w\" xmlns:mc=\"urn:mc\" xmlns:wps=\"urn:wps\" "
        "xmlns:v=\"urn:v\"><w:body>" +
        std::string(body) + "</w:body></w:document>";
    return zipped_with(
        {{"[Content_Types].xml", std::string(xml_start) + "<Types/>"},
         main_relation("word/document.xml"),
         {"word/document.xml", document},
         {"word/styles.xml", styles},
         {"word/_rels/document.xml.rels", relations({{"rStyles", "styles", "styles.xml"},
                                                     {"rNumbers", "numbering", "numbering.xml"},
                                                     {"rNotes", "footnotes", "footnotes.xml"},
                                                     {"rEnds", "endnotes", "endnotes.xml"},
                                                     {"rHeader", "header", "header1.xml"},
                                                     {"rFooter", "footer", "footer1.xml"}})}},
        std::move(more));
}

std::string pptx_of(const std::vector<std::string>& slides, std::vector<zip_part> more)
{
    std::string list(xml_start);
    list += "<p:presentation xmlns:p=\"urn:p\" xmlns:r=\"" + std::string(relation_space) +
            "\"><p:sldIdLst>";
    std::vector<std::array<std::string, 3>> targets;
    std::vector<zip_part> parts{{"[Content_Types].xml", std::string(xml_start) + "<Types/>"},
                                main_relation("ppt/presentation.xml")};
    for (std::size_t at = 1; at <= slides.size(); ++at) {
        const std::string number = std::to_string(at);
        list += "<p:sldId id=\"" + std::to_string(255 + at) + "\" r:id=\"rId" + number + "\"/>";
        targets.push_back({"rId" + number, "slide", "slides/slide" + number + ".xml"});
        std::string slide(xml_start);
        const bool is_whole = slides[at - 1].starts_with("<p:sld ");
        slide += is_whole ? slides[at - 1]
                          : "<p:sld xmlns:p=\"urn:p\" xmlns:a=\"urn:a\"><p:cSld><p:spTree>" +
                                slides[at - 1] + "</p:spTree></p:cSld></p:sld>";
        parts.push_back({"ppt/slides/slide" + number + ".xml", slide});
        parts.push_back(
            {"ppt/slides/_rels/slide" + number + ".xml.rels",
             relations({{"rId1", "notesSlide", "../notesSlides/notesSlide" + number + ".xml"}})});
    }
    parts.push_back({"ppt/presentation.xml", list + "</p:sldIdLst></p:presentation>"});
    parts.push_back({"ppt/_rels/presentation.xml.rels", relations(targets)});
    return zipped_with(std::move(parts), std::move(more));
}

std::string xlsx_of(const std::vector<std::pair<std::string, std::string>>& sheets,
                    std::vector<zip_part> more)
{
    std::string list(xml_start);
    list += "<workbook xmlns:r=\"" + std::string(relation_space) + "\"><sheets>";
    std::vector<std::array<std::string, 3>> targets{
        {"rIdStrings", "sharedStrings", "sharedStrings.xml"},
        {"rIdStyles", "styles", "styles.xml"}};
    std::vector<zip_part> parts{{"[Content_Types].xml", std::string(xml_start) + "<Types/>"},
                                main_relation("xl/workbook.xml")};
    for (std::size_t at = 1; at <= sheets.size(); ++at) {
        const std::string number = std::to_string(at);
        list += "<sheet name=\"" + sheets[at - 1].first + "\" sheetId=\"" + number +
                "\" r:id=\"rId" + number + "\"/>";
        targets.push_back({"rId" + number, "worksheet", "worksheets/sheet" + number + ".xml"});
        parts.push_back(
            {"xl/worksheets/sheet" + number + ".xml",
             std::string(xml_start) + "<worksheet>" + sheets[at - 1].second + "</worksheet>"});
    }
    parts.push_back({"xl/workbook.xml", list + "</sheets></workbook>"});
    parts.push_back({"xl/_rels/workbook.xml.rels", relations(targets)});
    return zipped_with(std::move(parts), std::move(more));
}

std::string word_paragraph(std::string_view style, std::string_view text)
{
    std::string all = "<w:p>";
    if (!style.empty()) {
        all += "<w:pPr><w:pStyle w:val=\"" + std::string(style) + "\"/></w:pPr>";
    }
    return all + "<w:r><w:t xml:space=\"preserve\">" + std::string(text) + "</w:t></w:r></w:p>";
}

std::string slide_shape(std::string_view placeholder, const std::vector<std::string>& lines)
{
    std::string all = "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"x\"/><p:nvPr>";
    if (!placeholder.empty()) all += "<p:ph type=\"" + std::string(placeholder) + "\"/>";
    all += "</p:nvPr></p:nvSpPr><p:txBody>";
    for (const std::string& line : lines) all += "<a:p><a:r><a:t>" + line + "</a:t></a:r></a:p>";
    return all + "</p:txBody></p:sp>";
}

std::string sheet_row(unsigned number, const std::vector<std::string>& values)
{
    std::string row = "<row r=\"" + std::to_string(number) + "\">";
    for (std::size_t at = 0; at < values.size(); ++at) {
        const std::string place =
            std::string(1, static_cast<char>('A' + at)) + std::to_string(number);
        const bool is_number =
            !values[at].empty() && values[at].find_first_not_of("0123456789.") == std::string::npos;
        if (values[at].empty()) continue;
        if (is_number) row += "<c r=\"" + place + "\"><v>" + values[at] + "</v></c>";
        else row += "<c r=\"" + place + "\" t=\"inlineStr\"><is><t>" + values[at] + "</t></is></c>";
    }
    return row + "</row>";
}

std::string ole_with(const std::vector<std::string>& streams)
{
    std::string bytes("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    bytes.resize(512, '\0');
    for (const std::string& name : streams) {
        for (const char letter : name) {
            bytes += letter;
            bytes += '\0';
        }
        bytes.resize(bytes.size() + 128 - (bytes.size() % 128), '\0');
    }
    bytes.resize(4096, '\0');
    return bytes;
}

std::string pdf_of(const std::vector<std::vector<std::string>>& pages, std::string_view title)
{
    std::vector<std::string> objects{"<</Type/Catalog/Pages 2 0 R>>", "",
                                     "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
                                     "<</Title(" + std::string(title) + ")>>"};
    std::string kids;
    for (const auto& lines : pages) {
        std::string content = "BT /F1 11 Tf 14 TL 72 760 Td\n";
        for (const std::string& line : lines) {
            // "#" in front makes a heading, "@" goes to another place: "@x y text".
            if (line.starts_with("# "))
                content += "/F1 18 Tf (" + line.substr(2) + ") Tj T* /F1 11 Tf T*\n";
            else if (line.starts_with('@')) {
                const std::size_t gap = line.find(' ', line.find(' ') + 1);
                content += "ET BT /F1 11 Tf 14 TL " + line.substr(1, gap - 1) + " Td (" +
                           line.substr(gap + 1) + ") Tj\n";
            } else if (line.empty()) content += "T*\n";
            else content += "(" + line + ") Tj T*\n";
        }
        content += "ET";
        const std::size_t number = objects.size() + 1;
        kids += std::to_string(number) + " 0 R ";
        objects.push_back(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            "/Contents " +
            std::to_string(number + 1) + " 0 R>>");
        objects.push_back("<</Length " + std::to_string(content.size()) + ">>stream\n" + content +
                          "\nendstream");
    }
    objects[1] = "<</Type/Pages/Count " + std::to_string(pages.size()) + "/Kids[" + kids + "]>>";
    std::string bytes = "%PDF-1.4\n";
    std::string table = "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
    for (std::size_t at = 0; at < objects.size(); ++at) {
        const std::string offset = std::to_string(bytes.size());
        table += std::string(10 - offset.size(), '0') + offset + " 00000 n \n";
        bytes += std::to_string(at + 1) + " 0 obj\n" + objects[at] + "\nendobj\n";
    }
    const std::string start = std::to_string(bytes.size());
    return bytes + table + "trailer\n<</Size " + std::to_string(objects.size() + 1) +
           "/Root 1 0 R/Info 4 0 R>>\nstartxref\n" + start + "\n%%EOF\n";
}

}  // namespace parlance::extract
