// knowledge: document → passage → citation: what was added, how it is cut, how it is found.
// It knows no file format and no database; workers read formats, adapters keep rows.
// Start reading here, then retriever.hpp and ingestion.hpp.
#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/id.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::knowledge {

using document_id = id<struct document_tag>;
using passage_id = id<struct passage_tag>;

enum class document_state { queued, reading, ready, failed };
std::string_view name_of(document_state state);
std::optional<document_state> document_state_named(std::string_view name);

/// A file that somebody added. Its bytes are in the blob store under `content_hash`.
struct document {
    document_id id;
    std::string file_name;  // the last part of its path, UTF-8
    std::string title;      // from its text; the file name until it was read
    std::string media_type;
    std::int64_t size_bytes = 0;
    std::string content_hash;  // SHA-256, 64 hexadecimal digits
    document_state state = document_state::queued;
    std::string reason;  // why it failed, for people; empty otherwise
    std::int64_t passage_count = 0;
    bool is_sample = false;
    wall_time created_at;
    std::int64_t page_count = 0;   // pages of its text (see text_page_of); 0 until it is ready
    std::int64_t queue_place = 0;  // from 1, which is read next; 0 when it is not queued
};

/// A piece of a document that can be found and cited.
struct passage {
    passage_id id;
    document_id document;
    std::int64_t ordinal = 0;  // place in the document, from 0
    std::optional<std::int64_t> page;
    std::string section;  // heading path, "Warranty" or "Benefits › Leave"; may be empty
    std::string text;     // UTF-8, as people read it
};

/// A passage with what its citation shows.
struct found_passage {
    passage is;
    std::string file_name;
    std::string title;
    std::string media_type;
};

/// Which page of the document's text holds the passage, from 1: its page where the format has
/// pages or slides, otherwise one of the parts of limits::part_passages_max passages each.
std::int64_t text_page_of(const passage& which);

}  // namespace parlance::knowledge
