#pragma once

#include <parlance/app/commands/ask.hpp>

#include <string>

namespace parlance::app {

struct documents_options {
    std::string state;  // only those; empty = all
    output_format as = output_format::text;
};

/// Lists documents, the newest first.
/// @return the exit status.
int list_documents(const documents_options& how);

/// Deletes, restores or reads again: `action` is delete, restore or retry.
/// @return the exit status.
int change_document(const std::string& action, const std::string& document_id);

}  // namespace parlance::app
