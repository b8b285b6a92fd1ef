#include <parlance/postgresql/message_text.hpp>

#include <algorithm>
#include <utility>

namespace parlance::postgresql {
namespace {

constexpr std::string_view form = "1 ";  // of the payload
constexpr std::size_t uuid_characters = 36;

std::string text_of(const chat::turn_key& turn)
{
    return turn.who.text() + " " + turn.id.text();
}
std::string text_of(const chat::follows_turn& said)
{
    return "follows " + text_of(said.turn);
}
std::string text_of(const chat::turn_grew& said)
{
    return (said.is_final ? "ended " : "grew ") + text_of(said.turn) + " " +
           chat::format_position(said.until);
}
std::string text_of(const chat::stop_wanted& said)
{
    return "stop " + text_of(said.turn);
}
std::string text_of(const chat::conversation_news& said)
{
    return "news " + said.who.text() + " " + said.conversation.text() +
           (said.turn ? " " + said.turn->text() : "");
}

/// The words of one message, taken one by one.
class words {
public:
    explicit words(std::string_view line) : rest_(line) {}

    std::string_view next()
    {
        const std::size_t end = std::min(rest_.find(' '), rest_.size());
        const std::string_view word = rest_.substr(0, end);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return word;
    }
    [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

std::optional<chat::turn_key> key_in(words& from)
{
    const auto who = access::principal_id::parse(from.next());
    const auto turn = chat::turn_id::parse(from.next());
    if (!who || !turn) return std::nullopt;
    return chat::turn_key{*who, *turn};
}

std::optional<chat::replica_message> news_in(words& from)
{
    const auto who = access::principal_id::parse(from.next());
    const auto conversation = chat::conversation_id::parse(from.next());
    if (!who || !conversation) return std::nullopt;
    chat::conversation_news said{*who, *conversation, std::nullopt};
    if (!from.is_at_end()) said.turn = chat::turn_id::parse(from.next());
    return said;
}

std::optional<chat::replica_message> message_in(std::string_view line)
{
    words from(line);
    const std::string_view kind = from.next();
    if (kind == "news") return news_in(from);
    const auto turn = key_in(from);
    if (!turn) return std::nullopt;
    if (kind == "follows") return chat::follows_turn{*turn};
    if (kind == "stop") return chat::stop_wanted{*turn};
    const auto until = chat::parse_position(from.next());
    if (!until || (kind != "grew" && kind != "ended")) return std::nullopt;
    return chat::turn_grew{*turn, *until, kind == "ended"};
}

}  // namespace

std::vector<std::string> payloads_of(const chat::replica_id& from,
                                     const std::vector<chat::replica_message>& all)
{
    const std::string head = std::string(form) + from.text();
    std::vector<std::string> payloads;
    for (const chat::replica_message& one : all) {
        const std::string line =
            "\n" + std::visit([](const auto& said) { return text_of(said); }, one);
        const bool fits =
            !payloads.empty() && payloads.back().size() + line.size() <= payload_bytes_max;
        if (!fits) payloads.push_back(head);
        payloads.back() += line;
    }
    return payloads;
}

std::optional<heard_messages> read_payload(std::string_view text)
{
    if (!text.starts_with(form)) return std::nullopt;
    text.remove_prefix(form.size());
    const auto from = chat::replica_id::parse(text.substr(0, uuid_characters));
    if (!from) return std::nullopt;
    text.remove_prefix(uuid_characters);
    heard_messages heard{*from, {}};
    while (text.starts_with('\n')) {
        text.remove_prefix(1);
        const std::size_t end = std::min(text.find('\n'), text.size());
        auto one = message_in(text.substr(0, end));
        if (one) heard.all.push_back(std::move(*one));
        text.remove_prefix(end);
    }
    return heard;
}

std::string channel_of(const chat::replica_id& whom)
{
    std::string channel = "parlance_" + whom.text();
    std::erase(channel, '-');
    return channel;
}

}  // namespace parlance::postgresql
