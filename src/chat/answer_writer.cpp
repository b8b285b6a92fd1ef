#include <parlance/chat/answer_writer.hpp>

#include <parlance/foundation/limits.hpp>

#include <variant>

namespace parlance::chat {

answer_writer::answer_writer(turn_log& log, const knowledge::retrieval& found)
    : log_(log), found_(found), marks_(found.passages.size())
{
}

task<result<>> answer_writer::push(std::string delta)
{
    co_return write(marks_.feed(delta));
}

result<> answer_writer::finish()
{
    return write(marks_.finish());
}

result<> answer_writer::write(const std::vector<language::answer_piece>& pieces)
{
    if (refused_) return *refused_;  // a smaller piece would fit and leave a gap before it
    for (const language::answer_piece& piece : pieces) {
        bool is_taken = false;
        if (const auto* text = std::get_if<std::string>(&piece)) {
            is_taken = log_.append_text(*text);
        } else {
            is_taken = log_.append_event(cited(std::get<language::cited_source>(piece).number));
        }
        if (is_taken) continue;
        refused_ = fail(fault::overloaded, "the answer is over " +
                                               std::to_string(limits::answer_bytes_max) +
                                               " bytes or has too many events");
        return *refused_;
    }
    return {};
}

citation answer_writer::cited(std::size_t number) const
{
    const knowledge::passage& source = found_.passages.at(number - 1).is;
    const knowledge::text_range quote = found_.quotes.at(number - 1);
    return citation{static_cast<std::int64_t>(number), source.id,
                    static_cast<std::int64_t>(quote.from), static_cast<std::int64_t>(quote.bytes)};
}

}  // namespace parlance::chat
