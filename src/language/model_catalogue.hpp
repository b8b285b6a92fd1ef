#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/language/language_model.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace parlance::language {

/// A model that people may choose.
struct model_choice {
    std::string name;         // what a request calls it: "offline", "gpt-4.1"
    std::string title;        // what the page calls it
    std::string kind;         // "offline" or "openai_compatible"
    std::string destination;  // where people's text goes: "this machine" or a host
};

/// The models of this server; the first is the default. Fixed after start.
class model_catalogue {
public:
    /// @param model  must outlive the catalogue.
    void add(model_choice choice, language_model& model);

    [[nodiscard]] const std::vector<model_choice>& choices() const { return choices_; }

    struct entry {
        const model_choice& choice;
        language_model& model;
    };
    /// The model called `name`, the default for "".
    /// @errors  invalid_request naming the ones there are.
    [[nodiscard]] result<entry> find(std::string_view name) const;

private:
    std::vector<model_choice> choices_;
    std::vector<language_model*> models_;
};

}  // namespace parlance::language
