#include <parlance/language/model_catalogue.hpp>

#include <gtest/gtest.h>

namespace parlance::language {
namespace {

class silent_model : public language_model {
public:
    task<result<usage>> complete(call_scope, prompt, delta_sink&) override { co_return usage{}; }
};

TEST(model_catalogue_test, given_models_when_none_is_named_then_the_first_is_the_default)
{
    silent_model first;
    silent_model second;
    model_catalogue models;
    models.add({"offline", "Offline", "offline", "this machine"}, first);
    models.add({"large", "Large", "openai_compatible", "models.example"}, second);

    const auto by_default = models.find("");
    const auto by_name = models.find("large");

    ASSERT_TRUE(by_default);
    EXPECT_EQ(&by_default->model, &first);
    EXPECT_EQ(by_default->choice.name, "offline");
    ASSERT_TRUE(by_name);
    EXPECT_EQ(&by_name->model, &second);
    EXPECT_EQ(by_name->choice.destination, "models.example");
    EXPECT_EQ(models.choices().size(), 2U);
}

TEST(model_catalogue_test, given_an_unknown_name_when_looked_for_then_the_error_lists_the_known)
{
    silent_model only;
    model_catalogue models;
    models.add({"offline", "Offline", "offline", "this machine"}, only);
    models.add({"large", "Large", "openai_compatible", "models.example"}, only);

    const auto found = models.find("Large");

    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind, fault::invalid_request);
    EXPECT_NE(found.error().detail.find("offline, large"), std::string::npos);
}

TEST(model_catalogue_test, given_no_models_when_the_default_is_wanted_then_an_error)
{
    const model_catalogue models;

    EXPECT_FALSE(models.find(""));
}

}  // namespace
}  // namespace parlance::language
