#pragma once

#include <parlance/edge/routes.hpp>

// Every handler, one line each; a file of this folder for each subject.
namespace parlance::edge {

task<outcome<response>> post_turn(call_scope scope, request& asked, const services& with);
task<outcome<response>> get_turn(call_scope scope, request& asked, const services& with);
task<outcome<response>> follow_turn(call_scope scope, request& asked, const services& with);
task<outcome<response>> stop_turn(call_scope scope, request& asked, const services& with);
task<outcome<response>> rate_turn(call_scope scope, request& asked, const services& with);

task<outcome<response>> list_conversations(call_scope scope, request& asked, const services& with);
task<outcome<response>> open_conversation(call_scope scope, request& asked, const services& with);
task<outcome<response>> search_conversations(call_scope scope, request& asked,
                                             const services& with);
task<outcome<response>> follow_conversation(call_scope scope, request& asked, const services& with);
task<outcome<response>> export_conversation(call_scope scope, request& asked, const services& with);
task<outcome<response>> rename_conversation(call_scope scope, request& asked, const services& with);
task<outcome<response>> delete_conversation(call_scope scope, request& asked, const services& with);
task<outcome<response>> restore_conversation(call_scope scope, request& asked,
                                             const services& with);

task<outcome<response>> post_search(call_scope scope, request& asked, const services& with);
task<outcome<response>> get_search(call_scope scope, request& asked, const services& with);

task<outcome<response>> add_document(call_scope scope, request& asked, const services& with);
task<outcome<response>> list_documents(call_scope scope, request& asked, const services& with);
task<outcome<response>> get_document(call_scope scope, request& asked, const services& with);
task<outcome<response>> delete_document(call_scope scope, request& asked, const services& with);
task<outcome<response>> restore_document(call_scope scope, request& asked, const services& with);
task<outcome<response>> retry_document(call_scope scope, request& asked, const services& with);
task<outcome<response>> get_document_page(call_scope scope, request& asked, const services& with);
task<outcome<response>> get_document_content(call_scope scope, request& asked,
                                             const services& with);

task<outcome<response>> list_models(call_scope scope, request& asked, const services& with);
task<outcome<response>> show_me(call_scope scope, request& asked, const services& with);

task<outcome<response>> say_alive(call_scope scope, request& asked, const services& with);
task<outcome<response>> say_ready(call_scope scope, request& asked, const services& with);

task<outcome<response>> show_page(call_scope scope, request& asked, const services& with);
task<outcome<response>> show_asset(call_scope scope, request& asked, const services& with);
task<outcome<response>> show_contract(call_scope scope, request& asked, const services& with);

}  // namespace parlance::edge
