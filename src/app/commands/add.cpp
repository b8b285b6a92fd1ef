#include <parlance/app/commands/add.hpp>

#include <parlance/app/commands/files_to_add.hpp>
#include <parlance/app/commands/json_fields.hpp>
#include <parlance/app/commands/local_api.hpp>
#include <parlance/app/commands/progress_bar.hpp>
#include <parlance/app/commands/standard_input.hpp>
#include <parlance/app/terminal_output.hpp>
#include <parlance/foundation/limits.hpp>

#include <chrono>
#include <thread>
#include <utility>

namespace parlance::app {
namespace {

constexpr std::chrono::milliseconds look_again_after{100};
constexpr std::string_view boundary = "parlance-add-2f6b1c9e7d";

/// A file to add: its name and its bytes.
struct named_bytes {
    std::string name;
    std::string bytes;
};

/// A quoted string of a header field cannot hold these as they are.
std::string quoted_name(const std::string& name)
{
    std::string safe;
    for (const char letter : name) {
        if (letter == '"') safe += "%22";
        else if (letter == '\r') safe += "%0D";
        else if (letter == '\n') safe += "%0A";
        else safe += letter;
    }
    return safe;
}

std::string as_form(const named_bytes& file)
{
    std::string body = "--" + std::string(boundary) + "\r\n";
    body += R"(Content-Disposition: form-data; name="file"; filename=")" + quoted_name(file.name) +
            "\"\r\n";
    body += "Content-Type: application/octet-stream\r\n\r\n";
    body += file.bytes + "\r\n--" + std::string(boundary) + "--\r\n";
    return body;
}

result<named_bytes> named_bytes_of(const file_to_add& file)
{
    auto bytes = read_file(file);
    if (!bytes) return bytes.error();
    return named_bytes{file.shown().filename().string(), std::move(*bytes)};
}

/// A file that the server has.
struct sent_document {
    std::string id;
    std::string name;
};

/// Sends files and waits for them, one command's worth.
class sending {
public:
    sending(local_api& api, std::size_t total) : api_(api), total_(total) {}

    void send(const std::string& shown, result<named_bytes> file, progress_bar& bar);
    void wait_for_all();
    [[nodiscard]] const std::vector<sent_document>& sent() const { return sent_; }
    [[nodiscard]] bool is_all_well() const { return is_all_well_; }

private:
    void wait_for(const sent_document& document, std::size_t number, progress_bar& bar);

    local_api& api_;
    std::size_t total_;
    std::vector<sent_document> sent_;
    bool is_all_well_ = true;
};

void sending::send(const std::string& shown, result<named_bytes> file, progress_bar& bar)
{
    bar.show(sent_.size(), shown);
    auto document = file ? api_.post("/api/documents", as_form(*file),
                                     "multipart/form-data; boundary=" + std::string(boundary))
                         : result<boost::json::value>(file.error());
    if (document) {
        const auto& fields = document->as_object();
        sent_.push_back({text_in(fields, "document_id"), text_in(fields, "file_name")});
        return;
    }
    bar.clear();
    print_error(shown_line(shown) + ": " + document.error().detail + "\n");
    is_all_well_ = false;
}

void sending::wait_for_all()
{
    progress_bar bar("Reading", total_);
    std::size_t number = 0;
    for (const sent_document& document : sent_) wait_for(document, ++number, bar);
}

/// Looks again and again until the document is read, and says what became of it.
void sending::wait_for(const sent_document& document, std::size_t number, progress_bar& bar)
{
    for (;; std::this_thread::sleep_for(look_again_after)) {
        bar.show(number - 1, document.name);
        auto now = api_.get("/api/documents/" + document.id);
        if (!now) {
            bar.clear();
            report(now.error());
            is_all_well_ = false;
            return;
        }
        const auto& fields = now->as_object();
        const std::string state = text_in(fields, "state");
        if (state == "queued" || state == "reading") continue;
        const std::string reason = text_in(fields, "reason");
        bar.clear();
        print("[" + std::to_string(number) + "/" + std::to_string(total_) + "] " +
              shown_line(document.name) + ": " + state + (reason.empty() ? "" : ". ") + reason +
              "\n");
        is_all_well_ = is_all_well_ && state == "ready";
        return;
    }
}

result<named_bytes> read_input(const std::string& name)
{
    auto bytes = read_standard_input(limits::upload_bytes_max);
    if (!bytes) return bytes.error();
    return named_bytes{name, std::move(*bytes)};
}

}  // namespace

int add(const add_options& how)
{
    const bool takes_input = how.paths == std::vector<std::string>{"-"};
    files_found found;
    if (!takes_input) found = find_files(how.paths);
    for (const std::string& mistake : found.mistakes) print_error(shown_line(mistake) + "\n");
    print_error(left_out(found));
    const std::size_t total = takes_input ? 1 : found.files.size();
    if (total == 0) {
        print_error("parlance: there is no file to add\n");
        return 1;
    }
    auto api = local_api::open();
    if (!api) return report(api.error());
    sending all(**api, total);
    {
        progress_bar bar("Sending", total);
        if (takes_input) all.send(how.name, read_input(how.name), bar);
        for (const file_to_add& file : found.files) {
            all.send(file.shown().string(), named_bytes_of(file), bar);
        }
    }
    const bool is_left = how.then == after_sending::leave && (*api)->is_of_running_server();
    if (is_left) {
        print(std::to_string(all.sent().size()) + " of " + std::to_string(total) +
              " sent; reading goes on.\n");
    } else {
        all.wait_for_all();
    }
    return all.is_all_well() && found.mistakes.empty() ? 0 : 1;
}

}  // namespace parlance::app
