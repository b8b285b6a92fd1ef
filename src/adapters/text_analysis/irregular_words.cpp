#include <parlance/text_analysis/irregular_words.hpp>

#include <algorithm>
#include <array>

namespace parlance::text_analysis {
namespace {

struct form {
    std::string_view written;
    std::string_view base;
};

constexpr bool is_before(const form& left, const form& right)
{
    return left.written < right.written;
}

constexpr std::array forms{form{"ate", "eat"},          form{"began", "begin"},
                           form{"begun", "begin"},      form{"bitten", "bite"},
                           form{"blew", "blow"},        form{"blown", "blow"},
                           form{"bought", "buy"},       form{"broke", "break"},
                           form{"broken", "break"},     form{"brought", "bring"},
                           form{"built", "build"},      form{"came", "come"},
                           form{"caught", "catch"},     form{"children", "child"},
                           form{"chose", "choose"},     form{"chosen", "choose"},
                           form{"dealt", "deal"},       form{"drawn", "draw"},
                           form{"drew", "draw"},        form{"driven", "drive"},
                           form{"drove", "drive"},      form{"eaten", "eat"},
                           form{"fallen", "fall"},      form{"feet", "foot"},
                           form{"flew", "fly"},         form{"flown", "fly"},
                           form{"forbidden", "forbid"}, form{"forgot", "forget"},
                           form{"forgotten", "forget"}, form{"fought", "fight"},
                           form{"found", "find"},       form{"froze", "freeze"},
                           form{"frozen", "freeze"},    form{"gave", "give"},
                           form{"geese", "goose"},      form{"given", "give"},
                           form{"gone", "go"},          form{"got", "get"},
                           form{"gotten", "get"},       form{"grew", "grow"},
                           form{"grown", "grow"},       form{"heard", "hear"},
                           form{"held", "hold"},        form{"hidden", "hide"},
                           form{"kept", "keep"},        form{"knew", "know"},
                           form{"known", "know"},       form{"laid", "lay"},
                           form{"led", "lead"},         form{"lent", "lend"},
                           form{"lost", "lose"},        form{"made", "make"},
                           form{"meant", "mean"},       form{"men", "man"},
                           form{"met", "meet"},         form{"mice", "mouse"},
                           form{"paid", "pay"},         form{"ridden", "ride"},
                           form{"risen", "rise"},       form{"rode", "ride"},
                           form{"said", "say"},         form{"sang", "sing"},
                           form{"sank", "sink"},        form{"sent", "send"},
                           form{"shaken", "shake"},     form{"shown", "show"},
                           form{"slept", "sleep"},      form{"sold", "sell"},
                           form{"spent", "spend"},      form{"spoke", "speak"},
                           form{"spoken", "speak"},     form{"stolen", "steal"},
                           form{"stood", "stand"},      form{"sung", "sing"},
                           form{"sunk", "sink"},        form{"swam", "swim"},
                           form{"swum", "swim"},        form{"taken", "take"},
                           form{"taught", "teach"},     form{"teeth", "tooth"},
                           form{"thought", "think"},    form{"threw", "throw"},
                           form{"thrown", "throw"},     form{"told", "tell"},
                           form{"took", "take"},        form{"tore", "tear"},
                           form{"torn", "tear"},        form{"understood", "understand"},
                           form{"went", "go"},          form{"woken", "wake"},
                           form{"women", "woman"},      form{"won", "win"},
                           form{"wore", "wear"},        form{"worn", "wear"},
                           form{"written", "write"},    form{"wrote", "write"}};
static_assert(std::is_sorted(forms.begin(), forms.end(), is_before));

}  // namespace

std::string_view regular_form(std::string_view word)
{
    const auto at = std::lower_bound(forms.begin(), forms.end(), form{word, {}}, is_before);
    return at != forms.end() && at->written == word ? at->base : word;
}

}  // namespace parlance::text_analysis
