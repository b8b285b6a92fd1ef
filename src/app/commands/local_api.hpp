#pragma once

#include <parlance/egress/curl_client.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace parlance::app {

/// The API that the command line talks to: that of the server that holds the data directory, or of
/// one that is started in this process, on a free loopback port, for the time of the command.
class local_api {
public:
    /// @errors  as serve: settings, data directory, database.
    static result<std::unique_ptr<local_api>> open();
    ~local_api();
    local_api(const local_api&) = delete;
    local_api& operator=(const local_api&) = delete;

    /// @return the body of a 2xx response.  @errors  the problem's fault and detail.
    result<boost::json::value> get(const std::string& path);
    result<boost::json::value> post(const std::string& path, std::string body,
                                    std::string content_type = "application/json");

    /// @return the body of a 2xx response, whatever its kind.  @errors  as get.
    result<std::string> download(const std::string& path);
    /// Every item of a list, page after page. @param path  with its query, if it has one.
    result<boost::json::array> every_item(const std::string& path);
    /// True when another process serves; false when the server ends with this command.
    [[nodiscard]] bool is_of_running_server() const;

    using receiver = std::function<void(std::string_view event, const boost::json::object& data)>;
    /// Posts and hands each event of the streamed response to `receive`.
    result<> stream(const std::string& path, std::string body, const receiver& receive);

private:
    struct state;
    explicit local_api(std::unique_ptr<state> from);
    std::unique_ptr<state> state_;
};

/// `text` as one part of a path: whatever is no letter, digit, '-', '_' or '.' is percent-encoded.
std::string path_part(std::string_view text);

/// Prints an error for people; @return the exit status for it.
int report(const error& cause);

}  // namespace parlance::app
