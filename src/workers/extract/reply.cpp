#include <parlance/extract/reply.hpp>

#include <cstdint>
#include <string_view>

namespace parlance::extract {
namespace {

void add_number(std::string& reply, std::size_t number)
{
    for (unsigned shift = 0; shift < 32; shift += 8) {
        reply += static_cast<char>((number >> shift) & 0xFFU);
    }
}

void add_text(std::string& reply, std::string_view text)
{
    add_number(reply, text.size());
    reply += text;
}

}  // namespace

std::string reply_for(const document_text& text)
{
    std::string reply = "PXT1";
    add_text(reply, text.title);
    for (const text_block& block : text.blocks) {
        reply += 'B';
        add_number(reply, block.page.value_or(0));
        add_number(reply, block.headings.size());
        for (const std::string& heading : block.headings) add_text(reply, heading);
        add_text(reply, block.text);
    }
    reply += 'E';
    return reply;
}

}  // namespace parlance::extract
