#pragma once

#include <parlance/chat/history_store.hpp>
#include <parlance/edge/event_stream.hpp>
#include <parlance/edge/services.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/task.hpp>

#include <memory>
#include <vector>

namespace parlance::edge {

enum class export_kind { markdown, json };

/// A conversation and which of its turns are exported. What is asked afterwards is not in it.
struct export_plan {
    export_kind kind = export_kind::json;
    chat::conversation_summary summary;
    std::vector<chat::turn_id> turns;
};
export_plan plan_export(export_kind kind, chat::conversation_outline outline);

/// Sends it, reading some turns at a time: never more is in memory, however slowly it is read.
/// @errors  what the stores answer: the reader then gets no end.
task<result<>> relay_export(call_scope scope, const services& with,
                            std::shared_ptr<const export_plan> plan, event_stream& out);

}  // namespace parlance::edge
