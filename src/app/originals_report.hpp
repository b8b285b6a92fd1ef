#pragma once

#include <parlance/app/server_settings.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/knowledge/store_id.hpp>
#include <parlance/local_folder/blob_folder.hpp>

#include <boost/json/object.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace parlance::app {

/// How the folder of original files and the configured database stand to each other, as seen by
/// somebody who only looks.
enum class originals_state {
    ours,
    no_files,   // nothing is there to lose: whoever serves first gets the folder
    undecided,  // files without an owner, and a database with documents: the next start decides
    of_another_database,
    without_documents
};
std::string_view name_of(originals_state state);
/// True when somebody has to decide.
bool waits_for_a_decision(originals_state state);

struct originals_report {
    std::filesystem::path folder;
    local_folder::folder_contents contents;
    std::optional<knowledge::store_id> owner;
    std::optional<knowledge::store_id> self;  // the database; nothing: it has no id yet
    originals_state state = originals_state::no_files;
};

/// Looks at both, also while servers use them, and makes and changes nothing.
/// @errors  invalid_request: the database or the mark is not one of parlance.
///          overloaded, deadline_exceeded: the database cannot be asked.
result<originals_report> report_originals(const server_settings& settled);

/// "3 files, 4096 bytes; in the bin: none".
std::string contents_text(const local_folder::folder_contents& contents);
/// A sentence about what the state means, and what can be done.
std::string_view state_text(originals_state state);
boost::json::object originals_json(const originals_report& report);

}  // namespace parlance::app
