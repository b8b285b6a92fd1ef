#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace parlance {

/// Text of others (models, documents, file names, other servers) as a terminal may be given it: no
/// piece of it can move the cursor, change colours, write the clipboard or turn the direction of
/// what stands around it. Newline and tab stay; every other control character (C0, DEL, C1), every
/// bidirectional embedding, override and isolate, and every byte that is no UTF-8 becomes U+FFFD,
/// so that one sees that something was there. A carriage return in front of a newline goes with it.
///
/// Text may come in pieces that are cut anywhere, also inside a character: at most three bytes of
/// an unfinished one, or a carriage return, wait for the next piece.
/// @source ECMA-48 (controls), Unicode Standard Annex 9 (explicit directional formatting).
class terminal_text {
public:
    /// @return what can be shown of the pieces so far and was not returned yet.
    std::string feed(std::string_view piece);
    /// The end: what waits can be completed by nothing any more.
    std::string finish();

private:
    void take(std::uint8_t byte, std::string& shown);
    void begin(std::uint8_t byte, std::string& shown);
    void give_up_character(std::string& shown);

    std::string waiting_;      // the bytes of an unfinished character
    std::size_t missing_ = 0;  // bytes that it still needs
    bool is_after_return_ = false;
};

/// A whole text, made harmless as above.
std::string shown_text(std::string_view text);

/// A text that stands on a line among others, such as a name or a title: newline and tab are
/// controls there too.
std::string shown_line(std::string_view text);

/// JSON whose strings hold text of others: what a terminal would obey is written as \uXXXX, so that
/// it reads as the same value. @param json  well formed, its C0 controls escaped already.
std::string shown_json(std::string_view json);

}  // namespace parlance
