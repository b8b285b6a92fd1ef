#include <parlance/chat/history.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace parlance::chat {
namespace {

std::string_view without_outer_spaces(std::string_view text)
{
    const std::size_t from = std::min(text.find_first_not_of(' '), text.size());
    text.remove_prefix(from);
    return text.substr(0, text.find_last_not_of(' ') + 1);
}

bool is_on_one_line(std::string_view text)
{
    const bool has_control = std::any_of(text.begin(), text.end(), [](char letter) {
        return static_cast<unsigned char>(letter) < 0x20U || letter == 0x7F;
    });
    // U+2028 and U+2029 part lines, too.
    return !has_control && text.find("\xE2\x80\xA8") == std::string_view::npos &&
           text.find("\xE2\x80\xA9") == std::string_view::npos;
}

result<> check_title(std::string_view title)
{
    if (!is_utf8(title)) return fail(fault::invalid_request, "message_text is not UTF-8");
    if (is_blank(title)) return fail(fault::invalid_request, "message_text is empty");
    if (!is_on_one_line(title)) {
        return fail(fault::invalid_request, "message_text must be one line");
    }
    if (count_characters(title) <= limits::title_characters_max) return {};
    return fail(fault::invalid_request, "message_text has more than " +
                                            std::to_string(limits::title_characters_max) +
                                            " characters");
}

result<> check_feedback(const std::optional<feedback>& rated)
{
    if (!rated) return {};
    if (!is_utf8(rated->message)) {
        return fail(fault::invalid_request, "message_text is not UTF-8");
    }
    if (count_characters(rated->message) <= limits::feedback_characters_max) return {};
    return fail(fault::invalid_request, "message_text has more than " +
                                            std::to_string(limits::feedback_characters_max) +
                                            " characters");
}

}  // namespace

task<result<conversation_now>> history::look_at(call_scope scope, access::principal who,
                                                conversation_id which) const
{
    co_return co_await with_.store.look_at(std::move(scope), std::move(who), which);
}

task<result<conversation_outline>> history::outline(call_scope scope, access::principal who,
                                                    conversation_id which) const
{
    co_return co_await with_.store.outline(std::move(scope), std::move(who), which);
}

task<result<std::vector<turn_record>>> history::read_turns(call_scope scope, access::principal who,
                                                           conversation_id which,
                                                           turns_wanted wanted) const
{
    co_return co_await with_.store.read_turns(std::move(scope), std::move(who), which,
                                              std::move(wanted));
}

task<result<conversation_summary>> history::rename(call_scope scope, access::principal who,
                                                   conversation_id which, std::string title) const
{
    std::string wanted(without_outer_spaces(title));
    auto is_fine = check_title(wanted);
    if (!is_fine) co_return is_fine.error();
    auto renamed = co_await with_.store.rename(std::move(scope), who, which, std::move(wanted));
    if (!renamed) co_return renamed.error();
    with_.feed.publish(who.id, which, conversation_changed{});
    with_.keeper.wake();
    co_return renamed;
}

task<result<deletion>> history::remove(call_scope scope, access::principal who,
                                       conversation_id which) const
{
    auto deleted = co_await with_.store.remove(std::move(scope), who, which, with_.now.wall());
    if (!deleted) co_return deleted.error();
    // After the commit: what begins from here on finds no conversation.
    with_.turns.stop_all_in(who.id, which);
    with_.feed.publish(who.id, which, conversation_changed{});
    co_return deletion{*deleted, *deleted + limits::restorable_for};
}

task<result<conversation_summary>> history::restore(call_scope scope, access::principal who,
                                                    conversation_id which) const
{
    const wall_time deleted_since = with_.now.wall() - limits::restorable_for;
    auto restored = co_await with_.store.restore(std::move(scope), who, which, deleted_since);
    if (!restored) co_return restored.error();
    with_.turns.show_all_in(who.id, which);
    with_.feed.publish(who.id, which, conversation_changed{});
    co_return restored;
}

task<result<>> history::rate(call_scope scope, access::principal who, turn_id which,
                             std::optional<feedback> rated) const
{
    auto is_fine = check_feedback(rated);
    if (!is_fine) co_return is_fine.error();
    co_return co_await with_.store.rate(std::move(scope), std::move(who), which, std::move(rated));
}

task<result<std::vector<conversation_match>>> history::search(call_scope scope,
                                                              access::principal who,
                                                              std::string text,
                                                              std::size_t limit) const
{
    co_return co_await with_.store.search(std::move(scope), std::move(who), std::move(text), limit);
}

}  // namespace parlance::chat
