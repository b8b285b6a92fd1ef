#include <parlance/language/model_catalogue.hpp>

#include <utility>

namespace parlance::language {

void model_catalogue::add(model_choice choice, language_model& model)
{
    choices_.push_back(std::move(choice));
    models_.push_back(&model);
}

result<model_catalogue::entry> model_catalogue::find(std::string_view name) const
{
    std::string known;
    for (std::size_t at = 0; at < choices_.size(); ++at) {
        if (name.empty() || choices_[at].name == name) return entry{choices_[at], *models_[at]};
        known += (known.empty() ? "" : ", ") + choices_[at].name;
    }
    return fail(fault::invalid_request, "there is no such model; one may choose: " + known);
}

}  // namespace parlance::language
