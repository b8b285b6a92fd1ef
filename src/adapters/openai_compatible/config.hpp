// openai_compatible: a language model behind any server that speaks OpenAI's chat completions.
// It knows nothing of conversations and documents; bytes travel through egress.
// Start reading here, then language_model.hpp; wire/ holds the protocol without any I/O.
#pragma once

#include <parlance/foundation/secret.hpp>
#include <parlance/foundation/settings.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace parlance::openai_compatible {

/// Read once at start, fixed afterwards. Keys: OPENAI_*.
struct config {
    std::string base_url;  // "https://host/v1": with the version, without a slash at the end
    std::string model;     // as the server calls it
    std::shared_ptr<const secret> key;  // null: the server asks for none. Shared with the policies
    std::chrono::milliseconds connect_timeout{5'000};
    std::chrono::milliseconds first_delta_timeout{120'000};  // reasoning models think in silence
    std::chrono::milliseconds silence_timeout{30'000};       // between two chunks afterwards
    // Whole times, however the bytes drip: the cost and [DONE] follow the model's last word at once
    // or never; a problem is a small JSON, and its status has said already what matters.
    std::chrono::milliseconds cost_time_max{5'000};
    std::chrono::milliseconds problem_time_max{5'000};
    std::chrono::milliseconds retry_time_max{30'000};  // no new attempt later than this
    int attempts_max = 3;                              // retried only before the first delta
};

/// The model that the settings name, or nothing when OPENAI_MODEL is not set: a key that happens to
/// be in the environment must not send anybody's text anywhere. Mistakes are noted in `from`.
std::optional<config> read_config(settings& from);

/// `base_url` in the form that config wants, or what is wrong with it, as a sentence's end.
struct base_url_reading {
    std::string base_url;
    std::string mistake;        // empty = none
    bool is_protected = false;  // https, or http that does not leave this machine
};
base_url_reading read_base_url(std::string given);

/// Where people's text goes, to be shown to them: host, and port if one is named.
std::string destination(const config& of);

}  // namespace parlance::openai_compatible
