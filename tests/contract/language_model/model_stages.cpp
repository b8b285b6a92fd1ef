#include "model_stages.hpp"

#include "fakes/seeded_random.hpp"
#include "openai_simulator.hpp"

#include <parlance/openai_compatible/language_model.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <thread>

namespace parlance::tests {
namespace {

class scripted : public model_stage {
public:
    language::language_model& model() override { return model_; }
    void play(const fakes::model_script& script) override { model_.play(script); }
    void wait_until_holding() override
    {
        while (!model_.is_holding()) std::this_thread::yield();
    }
    void release() override { model_.release(); }
    std::size_t calls_when_idle() override
    {
        while (model_.running() > 0) std::this_thread::yield();
        return model_.asked().size();
    }

private:
    fakes::scripted_language_model model_;
};

boost::json::object fault_for(const error& cause, std::size_t after)
{
    boost::json::object wanted;
    wanted["tokens"] = after;
    if (cause.kind == fault::overloaded) {
        wanted["kind"] = "status";
        wanted["status"] = 429;
        if (cause.retry_after) wanted["retry_after_ms"] = cause.retry_after->count();
    } else if (cause.kind == fault::upstream_rejected) {
        wanted["kind"] = "content_filter_after";
    } else {
        wanted["kind"] = "cut_after";
    }
    return wanted;
}

class openai_compatible_on_simulator : public model_stage {
public:
    openai_compatible_on_simulator() : model_(settled(), http_, random_) {}

    language::language_model& model() override { return model_; }
    void play(const fakes::model_script& script) override
    {
        boost::json::object step;
        std::string text;
        for (const std::string& delta : script.deltas) text += delta;
        step["text"] = text;
        if (script.holds_at) step["hold"] = *script.holds_at;
        if (script.ends_with) step["fault"] = fault_for(*script.ends_with, script.deltas.size());
        step["usage"] = {{"prompt_tokens", script.cost.prompt_tokens},
                         {"completion_tokens", script.cost.completion_tokens}};
        simulator_.control(boost::json::serialize(step));
    }
    void wait_until_holding() override { simulator_.wait_until_holding(); }
    void release() override { simulator_.release(); }
    std::size_t calls_when_idle() override { return simulator_.wait_until_idle(); }

private:
    openai_compatible::config settled()
    {
        openai_compatible::config made;
        made.base_url = simulator_.url() + "/v1";
        made.model = "m";
        return made;
    }
    openai_simulator simulator_;
    egress::curl_client http_;
    fakes::seeded_random random_{1};
    openai_compatible::openai_compatible_language_model model_;
};

}  // namespace

std::unique_ptr<model_stage> scripted_stage()
{
    return std::make_unique<scripted>();
}

std::unique_ptr<model_stage> openai_compatible_stage()
{
    return std::make_unique<openai_compatible_on_simulator>();
}

}  // namespace parlance::tests
