#include <parlance/text_analysis/related_words.hpp>

#include <parlance/text_analysis/stems.hpp>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

namespace parlance::text_analysis {
namespace {

// A line is a group; every word of it stands for every other. Words with several common meanings
// (bank, plant, check) are in none.
constexpr auto groups = std::to_array<std::string_view>({
    // qualities and what measures them
    "heavy weight weigh",
    "long length",
    "high height tall",
    "wide width",
    "deep depth",
    "old age",
    "fast speed quick quickly rapid",
    "hot temperature",
    "strong strength",
    "far distance",
    "expensive price cost",
    "thick thickness",
    "loud noise",
    "bright brightness",
    // actions and their nouns
    "pay payment",
    "apply application",
    "arrive arrival",
    "depart departure",
    "expire expiry",
    "choose choice",
    "lose loss",
    "sell sale",
    "die death",
    "grow growth",
    "deliver delivery",
    "approve approval",
    "refuse refusal",
    "remove removal",
    "renew renewal",
    "dispose disposal",
    "know knowledge",
    "give gift donate donation",
    "speak speech",
    "think thought",
    "complain complaint",
    "explain explanation",
    "decide decision",
    "receive receipt",
    "permit permission",
    "describe description",
    "respond response",
    "succeed success",
    "advise advice",
    "believe belief",
    "behave behaviour behavior",
    "serve service",
    // one thing, several words
    "holiday vacation leave",
    "salary wage",
    "purchase buy",
    "car vehicle automobile",
    "bicycle bike cycle",
    "telephone phone",
    "mobile cellphone smartphone",
    "ill sick illness sickness",
    "begin start commence",
    "finish end complete",
    "allow permit permitted allowed",
    "forbid prohibit ban forbidden prohibited banned",
    "repair fix mend",
    "delete erase",
    "employee staff worker colleague personnel",
    "firm company business enterprise",
    "mandatory compulsory obligatory",
    "doctor physician",
    "child kid",
    "rubbish refuse garbage trash waste litter",
    "guarantee warranty",
    "refund reimburse reimbursement",
    "boss supervisor manager",
    "error fault failure malfunction",
    "fee charge",
    "fine penalty",
    "big large",
    "small little",
    "show display",
    "assist help support",
    "obtain get receive",
    "photo photograph picture",
    "film movie",
    "flat apartment",
    "lift elevator",
    "lorry truck",
    "petrol gasoline fuel",
    "autumn fall",
    "post mail",
    "email mail",
    "shop store",
    "cheap inexpensive",
    "job occupation",
    "customer client",
    "supplier vendor",
    "danger hazard",
    "dangerous hazardous",
    "accident incident",
    "injury wound",
    "injure hurt",
    "medicine medication drug",
    "journey trip travel",
    "hotel accommodation lodging",
    "flight fly plane aircraft",
    "meal food",
    "drink beverage",
    "discount reduction rebate",
    "increase rise raise",
    "decrease reduce lower",
    "annual yearly year",
    "monthly month",
    "weekly week",
    "daily day",
    "hourly hour",
    "maximum max highest greatest",
    "minimum min lowest smallest",
    "password passphrase",
    "login logon signin",
    "laptop notebook",
    "screen monitor display",
    "internet web online",
    "picture image",
    "folder directory",
    "internship intern",
    "hire recruit recruitment",
    "dismiss dismissal",
    "resign resignation",
    "retire retirement",
    "colour color",
    "centre center",
    "licence license",
    "tyre tire",
    "grey gray",
    "aluminium aluminum",
    "programme program",
    "cheque check",
    "metre meter",
    "litre liter",
    "organisation organization",
    "wash clean launder laundry",
    "dog canine",
    "insure insurance",
    "secure security",
    "safe safety",
    "ask request inquire enquiry inquiry",
    "answer reply response",
    "cancel cancellation",
    "method procedure way",
    "rule regulation",
    "law statute",
    "duty obligation",
    "contract agreement",
    "bill invoice",
    "tax duty",
    "money cash",
    "spend expense expenditure",
    "town city municipal",
    "build construct construction",
    "broken damaged defective",
    "damage harm",
    "extend extension prolong",
    "exceed above",
    "deadline due",
    "often frequent frequency frequently",
    "rarely seldom",
    "quiet silent silence",
    "empty vacant",
    "fill full",
    "correct right",
    "wrong incorrect",
    "use usage",
    "need require necessary requirement",
    "reserve book reservation booking",
    "notify inform notification",
    "contact reach",
    "address location",
    "meet meeting",
    "member membership",
    "join enrol enroll register registration",
    "borrow loan lend",
    "rent hire lease",
    "keep store storage",
    "protect protection",
    "measure measurement",
    "absent absence",
    "tv television",
    "external outside outer",
    "internal inside inner",
    "able ability",
    "free gratis",
    "female woman",
    "male man",
    "birth born",
    "marry marriage wedding",
});

using table = std::unordered_map<std::string, std::vector<std::string>>;

table made_table()
{
    table related;
    stems known;
    for (const std::string_view group : groups) {
        std::vector<std::string> members;
        for (std::size_t from = 0; from < group.size();) {
            const std::size_t to = std::min(group.find(' ', from), group.size());
            members.push_back(
                known.of(group.substr(from, to - from), knowledge::text_language::english));
            from = to + 1;
        }
        for (const std::string& one : members) {
            for (const std::string& other : members)
                if (other != one) related[one].push_back(other);
        }
    }
    return related;
}

}  // namespace

std::span<const std::string> related_stems(const std::string& stem)
{
    static const table related = made_table();
    const auto found = related.find(stem);
    if (found == related.end()) return {};
    return found->second;
}

}  // namespace parlance::text_analysis
