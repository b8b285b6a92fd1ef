#include <parlance/text_analysis/stemming_text_analyzer.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace parlance::text_analysis {
namespace {

using terms = std::vector<std::string>;

terms terms_of(std::string_view text)
{
    return stemming_text_analyzer().terms(text);
}

TEST(stemming_text_analyzer, given_forms_of_a_word_when_analysed_then_one_term)
{
    EXPECT_EQ(terms_of("Returning returned returns RETURN"),
              (terms{"return", "return", "return", "return"}));
    EXPECT_EQ(terms_of("policies policy"), (terms{"polici", "polici"}));
}

TEST(stemming_text_analyzer, given_irregular_forms_when_analysed_then_one_term)
{
    EXPECT_EQ(terms_of("found lost taken children"), terms_of("find lose take child"));
    EXPECT_EQ(terms_of("went wrote women"), terms_of("go write woman"));
}

TEST(stemming_text_analyzer, given_a_question_when_analysed_then_only_what_it_is_about)
{
    EXPECT_EQ(terms_of("What is the warranty on a tent?"), (terms{"warranti", "tent"}));
    EXPECT_EQ(terms_of("How many lockers are there, and how often may I use them?"),
              (terms{"locker", "use"}));
    EXPECT_EQ(terms_of("How come the long rope?"), (terms{"come", "long", "rope"}));
    EXPECT_EQ(terms_of("Whom should we not ask?"), (terms{"not", "ask"}));
}

TEST(stemming_text_analyzer, given_diacritics_when_analysed_then_folded)
{
    EXPECT_EQ(terms_of("crèche Größe Łódź Ærø ĳs"), terms_of("creche grosse lodz aero ijs"));
    EXPECT_EQ(terms_of("e\xCC\x81t\xC3\xA9"),
              (terms{"ete"}));  // a combining accent, a whole letter
    EXPECT_EQ(terms_of("việt"), (terms{"viet"}));
}

TEST(stemming_text_analyzer, given_greek_and_cyrillic_when_analysed_then_lower_case)
{
    EXPECT_EQ(terms_of("ΆΛΦΑ"), terms_of("αλφα"));
    EXPECT_EQ(terms_of("λόγος"), terms_of("ΛΌΓΟΣ"));
    EXPECT_EQ(terms_of("МОСКВА Ёлка"), terms_of("москва елка"));
}

TEST(stemming_text_analyzer, given_texts_when_asked_for_their_language_then_it_is_told)
{
    using knowledge::text_language;
    const stemming_text_analyzer analyzer;

    EXPECT_EQ(analyzer.language_of("The dog is kept on a lead in the park."),
              text_language::english);
    EXPECT_EQ(analyzer.language_of("Der Hund ist im Park an der Leine zu führen."),
              text_language::german);
    EXPECT_EQ(analyzer.language_of("Le chien est tenu en laisse dans les parcs."),
              text_language::french);
    EXPECT_EQ(analyzer.language_of("El perro debe ir con correa en los parques."),
              text_language::spanish);
    EXPECT_EQ(analyzer.language_of("De hond moet in het park aan de lijn."), text_language::dutch);
    EXPECT_EQ(analyzer.language_of("Собаку водят на поводке."), text_language::russian);
    EXPECT_EQ(analyzer.language_of("item: 14; price: 3.20"), text_language::unknown);
    EXPECT_EQ(analyzer.language_of(""), text_language::unknown);
}

TEST(stemming_text_analyzer, given_a_language_when_analysed_then_its_stems_and_stop_words)
{
    using knowledge::text_language;
    const stemming_text_analyzer analyzer;

    EXPECT_EQ(analyzer.terms("die Kündigungen", text_language::german),
              analyzer.terms("der Kündigung", text_language::german));
    EXPECT_EQ(analyzer.terms("les réservations", text_language::french),
              analyzer.terms("une réservation", text_language::french));
}

TEST(stemming_text_analyzer, given_missing_diacritics_when_analysed_then_a_term_in_common)
{
    using knowledge::text_language;
    const stemming_text_analyzer analyzer;
    const auto written = analyzer.terms("reservación", text_language::spanish);

    const auto typed = analyzer.terms("reservacion", text_language::spanish);

    ASSERT_EQ(typed.size(), 1U);
    EXPECT_NE(std::find(written.begin(), written.end(), typed[0]), written.end());
}

TEST(stemming_text_analyzer, given_a_question_when_read_then_forms_of_its_possible_languages)
{
    const stemming_text_analyzer analyzer;

    const auto english = analyzer.asked_words("What are the limits?");
    const auto untold = analyzer.asked_words("Kündigungen");

    ASSERT_EQ(english.size(), 1U);
    EXPECT_EQ(english[0].forms, (terms{"limit", "limits"}));
    ASSERT_EQ(untold.size(), 1U);
    const auto& forms = untold[0].forms;
    EXPECT_NE(std::find(forms.begin(), forms.end(), "kundig"), forms.end());
    EXPECT_NE(std::find(forms.begin(), forms.end(), "kundigungen"), forms.end());
}

TEST(stemming_text_analyzer, given_chinese_and_japanese_questions_when_read_then_without_grammar)
{
    const stemming_text_analyzer analyzer;
    const auto first_forms = [&](std::string_view question) {
        terms all;
        for (const auto& word : analyzer.asked_words(question)) all.push_back(word.forms.front());
        return all;
    };

    EXPECT_EQ(first_forms("大门几点关闭？"), (terms{"大门", "点关", "关闭"}));
    EXPECT_EQ(first_forms("本は借りられますか"), (terms{"本", "借り"}));
    EXPECT_EQ(first_forms("ください"), (terms{"くだ", "ださ", "さい"}));
}

TEST(stemming_text_analyzer, given_numbers_when_written_differently_then_one_term)
{
    EXPECT_EQ(terms_of("4.90"), terms_of("4,9"));
    EXPECT_EQ(terms_of("1,240 g"), terms_of("1240g"));
    EXPECT_EQ(terms_of("09:30"), terms_of("9:30"));
    EXPECT_EQ(terms_of("007"), (terms{"7"}));
    EXPECT_EQ(terms_of("0.50"), terms_of("0.5"));
    EXPECT_NE(terms_of("4.9"), terms_of("49"));
    EXPECT_EQ(terms_of("0 00 0.0"), (terms{"0", "0", "0"}));
    EXPECT_EQ(terms_of("the 3rd floor"), (terms{"3", "floor"}));
    EXPECT_EQ(terms_of("end 14."), (terms{"end", "14"}));
}

TEST(stemming_text_analyzer, given_any_text_when_analysed_then_letters_and_digits_only)
{
    for (const std::string& term :
         terms_of("a-b_c d.e@f.org 1.5% €3,20 «x» C++ #7 \"q\" 9:15/10")) {
        EXPECT_EQ(term.find_first_of(" .,:;-_@%+#/\"'"), std::string::npos) << term;
        EXPECT_FALSE(term.empty());
    }
}

TEST(stemming_text_analyzer, given_apostrophes_when_analysed_then_the_word_alone)
{
    EXPECT_EQ(terms_of("doctor's note"), (terms{"doctor", "note"}));
    EXPECT_EQ(terms_of("doctor\xE2\x80\x99s"), (terms{"doctor"}));
    EXPECT_EQ(terms_of("I'll, don't, we've"), (terms{}));
    EXPECT_EQ(terms_of("O'Brien"), (terms{"obrien", "brien"}));
}

TEST(stemming_text_analyzer, given_hyphens_when_analysed_then_the_parts)
{
    EXPECT_EQ(terms_of("front-loading"), (terms{"front", "load"}));
    EXPECT_EQ(terms_of("e-mail"), (terms{"email", "mail"}));
    EXPECT_EQ(terms_of("email"), (terms{"email"}));
}

TEST(stemming_text_analyzer, given_ideographs_when_analysed_then_pairs)
{
    EXPECT_EQ(terms_of("東京都"), (terms{"東京", "京都"}));
    EXPECT_EQ(terms_of("水"), (terms{"水"}));
    EXPECT_EQ(terms_of("ＡＢＣ１２"), (terms{"abc12"}));
}

TEST(stemming_text_analyzer, given_broken_utf8_when_analysed_then_it_separates)
{
    EXPECT_EQ(terms_of("rope\xFFharness\xC3"), (terms{"rope", "har"}));
    EXPECT_EQ(terms_of(std::string("rope\0boot", 9)), (terms{"rope", "boot"}));
    EXPECT_TRUE(terms_of("\xF0\x9F\x98\x80 \xE2\x80\xA6 …!?").empty());
}

TEST(stemming_text_analyzer, given_a_word_without_end_when_analysed_then_cut)
{
    const auto found = terms_of(std::string(100'000, 'x'));

    ASSERT_EQ(found.size(), 1U);
    EXPECT_LE(found[0].size(), 64U);
}

}  // namespace
}  // namespace parlance::text_analysis
