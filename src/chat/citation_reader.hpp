#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/turn.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/knowledge/passage_index.hpp>

#include <optional>
#include <string>
#include <vector>

namespace parlance::chat {

/// The citations among a turn's events, in order. Where there are many, what was named before is
/// left out.
std::vector<citation> citations_of(const turn_record& turn);

/// A citation with what a person sees, as far as it may be read today.
struct shown_citation {
    citation is;
    /// Without its text. Nothing: no longer available.
    std::optional<knowledge::found_passage> source;
    std::string quote;  // the cited range of the passage's text
};

/// Joins citations with their passages at the time of reading, so that a document that is gone
/// vanishes everywhere it was quoted.
class citation_reader {
public:
    explicit citation_reader(knowledge::passage_index& index) : index_(index) {}

    /// In the order given.
    task<result<std::vector<shown_citation>>> show(call_scope scope, access::principal who,
                                                   std::vector<citation> which) const;

    /// Those of each turn, with one question to the index for all of them.
    task<result<std::vector<std::vector<shown_citation>>>> show_all(
        call_scope scope, access::principal who, const std::vector<turn_record>& of) const;

private:
    knowledge::passage_index& index_;
};

}  // namespace parlance::chat
