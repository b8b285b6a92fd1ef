#include <parlance/sqlite/term_segments.hpp>

#include <cstdint>

namespace parlance::sqlite {
namespace {

constexpr std::int64_t pages_a_step = 250;
constexpr int steps_at_once = 4;
// Two segments of a level are merged; automatic merging leaves up to three.
constexpr std::int64_t segments_merged_from = 2;

void set(connection& on, const char* what, std::int64_t value)
{
    query(on, "INSERT INTO passage_terms (passage_terms, rank) VALUES (?, ?)",
          std::string_view(what), value)
        .run();
}

bool is_configured(connection& on)
{
    query row(on, "SELECT v FROM passage_terms_config WHERE k = 'usermerge'");
    return row.next() && row.integer(0) == segments_merged_from;
}

}  // namespace

bool merge_term_segments(connection& on)
{
    if (!is_configured(on)) set(on, "usermerge", segments_merged_from);
    for (int step = 0; step < steps_at_once; ++step) {
        const std::int64_t before = on.all_rows_changed();
        set(on, "merge", pages_a_step);
        // The command itself is a change: two and more say that something was merged.
        if (on.all_rows_changed() - before < 2) return false;
    }
    return true;
}

}  // namespace parlance::sqlite
