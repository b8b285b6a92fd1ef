#include <parlance/edge/fields.hpp>
#include <parlance/edge/handlers/handlers.hpp>
#include <parlance/edge/json_writer.hpp>
#include <parlance/edge/shapes.hpp>

#include <utility>

namespace parlance::edge {

task<outcome<response>> add_document(call_scope scope, request& asked, const services& with)
{
    knowledge::offered_file file;
    file.file_name = std::move(asked.file->file_name);
    file.bytes = std::move(asked.file->bytes);
    asked.file.reset();
    const auto added = co_await with.library.add(scope, with.who, std::move(file));
    if (!added) co_return added.error();
    json_writer body;
    write_document(body, *added);
    co_return json_response(202, body.take());
}

task<outcome<response>> list_documents(call_scope scope, request& asked, const services& with)
{
    const auto page = read_page(asked);
    if (!page) co_return page.error();
    const auto found = co_await with.library.list(scope, with.who, page->cursor, page->limit);
    if (!found) co_return found.error();
    json_writer body;
    body.object().key("items").array();
    for (const knowledge::document& one : found->items) write_document(body, one);
    body.end_array();
    if (!found->next_cursor.empty()) body.text_field("next_cursor", found->next_cursor);
    body.end_object();
    co_return json_response(200, body.take());
}

task<outcome<response>> get_document(call_scope scope, request& asked, const services& with)
{
    const auto id = path_id<knowledge::document_id>(asked, "document");
    if (!id) co_return id.error();
    const auto found = co_await with.library.find(scope, with.who, *id);
    if (!found) co_return found.error();
    json_writer body;
    write_document(body, *found);
    co_return json_response(200, body.take());
}

}  // namespace parlance::edge
