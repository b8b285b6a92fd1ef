#include <parlance/chat/turn_request.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>

#include <chrono>
#include <utility>

namespace parlance::chat {
namespace {

constexpr std::chrono::milliseconds retry_when_full{1'000};

}  // namespace

result<> check_text(std::string_view text)
{
    if (!is_utf8(text)) return fail(fault::invalid_request, "message_text is not UTF-8");
    if (text.find('\0') != std::string_view::npos) {
        return fail(fault::invalid_request, "message_text must not hold the character U+0000");
    }
    if (is_blank(text)) return fail(fault::invalid_request, "message_text is empty");
    const std::size_t characters = count_characters(text);
    if (characters > limits::message_characters_max) {
        return fail(fault::invalid_request,
                    "message_text has " + std::to_string(characters) + " characters; at most " +
                        std::to_string(limits::message_characters_max) + " are allowed");
    }
    return {};
}

std::string fingerprint_of(const asked_question& asked)
{
    std::string text = "conversation=" + (asked.conversation ? asked.conversation->text() : "new");
    text += ";parent=" + std::to_string(static_cast<int>(asked.parent));
    if (asked.named_parent) text += ":" + asked.named_parent->text();
    if (asked.continues) text += ";continues=" + asked.continues->text();
    return text + ";model=" + asked.model;
}

result<asked_question> as_continuation(asked_question asked, const turn_record& of)
{
    if (asked.conversation && *asked.conversation != of.conversation) {
        return fail(fault::not_found, "there is no such turn in this conversation");
    }
    if (!is_final(of.state)) return fail(fault::conflict, "the turn to continue still runs");
    if (of.state == turn_state::completed) {
        return fail(fault::conflict, "the turn to continue has ended whole");
    }
    if (of.answer.empty()) {
        return fail(fault::conflict, "the turn to continue has no text; ask again instead");
    }
    asked.conversation = of.conversation;
    asked.parent = new_turn::parent_kind::named;
    asked.named_parent = of.id;
    asked.message_text = of.question;
    return asked;
}

error overloaded(std::string detail)
{
    error full = fail(fault::overloaded, std::move(detail));
    full.retry_after = retry_when_full;
    return full;
}

error another_request()
{
    return fail(fault::conflict, "this turn_id was used for another request; make a new one");
}

error no_such_turn()
{
    return fail(fault::not_found, "there is no such turn");
}

bool is_untouched(const turn_record& record)
{
    return !is_final(record.state) && record.answer.empty() && record.events.empty();
}

}  // namespace parlance::chat
