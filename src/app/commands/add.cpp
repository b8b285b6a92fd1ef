#include <parlance/app/commands/add.hpp>

#include <parlance/app/commands/json_fields.hpp>
#include <parlance/app/commands/local_api.hpp>
#include <parlance/foundation/limits.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace parlance::app {
namespace fs = std::filesystem;
namespace {

constexpr std::chrono::milliseconds look_again_after{100};
constexpr std::string_view boundary = "parlance-add-2f6b1c9e7d";

/// The files named, and those below the folders named, in order; hidden ones are left out.
std::vector<fs::path> files_in(const std::vector<std::string>& paths, int& missing)
{
    std::vector<fs::path> files;
    for (const std::string& named : paths) {
        std::error_code failed;
        if (fs::is_regular_file(named, failed)) {
            files.emplace_back(named);
        } else if (fs::is_directory(named, failed)) {
            std::vector<fs::path> below;
            for (const auto& entry : fs::recursive_directory_iterator(named, failed)) {
                const bool is_hidden = entry.path().filename().string().starts_with(".");
                if (entry.is_regular_file(failed) && !is_hidden) below.push_back(entry.path());
            }
            std::sort(below.begin(), below.end());
            files.insert(files.end(), below.begin(), below.end());
        } else {
            std::fprintf(stderr, "%s: there is no such file or folder\n", named.c_str());
            ++missing;
        }
    }
    return files;
}

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

std::string as_form(const fs::path& file, const std::string& bytes)
{
    std::string body = "--" + std::string(boundary) + "\r\n";
    body += R"(Content-Disposition: form-data; name="file"; filename=")" +
            quoted_name(file.filename().string()) + "\"\r\n";
    body += "Content-Type: application/octet-stream\r\n\r\n";
    body += bytes + "\r\n--" + std::string(boundary) + "--\r\n";
    return body;
}

/// Sends one file. @return its document, or nothing after saying why.
std::optional<boost::json::value> send(local_api& api, const fs::path& file)
{
    std::error_code failed;
    const auto size = fs::file_size(file, failed);
    if (!failed && size > limits::upload_bytes_max) {
        std::fprintf(stderr, "%s: larger than %zu MiB, which is the most that can be added\n",
                     file.c_str(), limits::upload_bytes_max / 1024 / 1024);
        return std::nullopt;
    }
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        std::fprintf(stderr, "%s: cannot be opened\n", file.c_str());
        return std::nullopt;
    }
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    auto document = api.post("/api/documents", as_form(file, bytes),
                             "multipart/form-data; boundary=" + std::string(boundary));
    if (document) return std::move(*document);
    std::fprintf(stderr, "%s: %s\n", file.c_str(), document.error().detail.c_str());
    return std::nullopt;
}

/// Waits until the document is read. @return true when it is ready.
bool wait_until_read(local_api& api, boost::json::value document, const std::string& progress)
{
    const std::string path = "/api/documents/" + text_in(document.as_object(), "document_id");
    std::string state = text_in(document.as_object(), "state");
    while (state == "queued" || state == "reading") {
        std::this_thread::sleep_for(look_again_after);
        auto now = api.get(path);
        if (!now) {
            report(now.error());
            return false;
        }
        document = std::move(*now);
        state = text_in(document.as_object(), "state");
    }
    const std::string name = text_in(document.as_object(), "file_name");
    const std::string reason = text_in(document.as_object(), "reason");
    std::printf("%s %s: %s%s%s\n", progress.c_str(), name.c_str(), state.c_str(),
                reason.empty() ? "" : ". ", reason.c_str());
    std::fflush(stdout);
    return state == "ready";
}

}  // namespace

int add(const std::vector<std::string>& paths)
{
    int unread = 0;
    const std::vector<fs::path> files = files_in(paths, unread);
    if (files.empty()) {
        std::fputs("parlance: there is no file to add\n", stderr);
        return 1;
    }
    auto api = local_api::open();
    if (!api) return report(api.error());
    std::size_t done = 0;
    for (const fs::path& file : files) {
        const std::string progress =
            "[" + std::to_string(++done) + "/" + std::to_string(files.size()) + "]";
        auto document = send(**api, file);
        const bool is_read = document && wait_until_read(**api, std::move(*document), progress);
        if (!is_read) ++unread;
    }
    return unread == 0 ? 0 : 1;
}

}  // namespace parlance::app
