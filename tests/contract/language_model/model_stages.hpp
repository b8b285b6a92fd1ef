#pragma once

#include "fakes/scripted_language_model.hpp"

#include <memory>
#include <string>

namespace parlance::tests {

/// A model on a stage where its upstream plays what the contract asks for.
class model_stage {
public:
    virtual ~model_stage() = default;
    virtual language::language_model& model() = 0;
    /// Sets what the next call meets.
    virtual void play(const fakes::model_script& script) = 0;
    /// Waits until the call holds where its script says.
    virtual void wait_until_holding() = 0;
    virtual void release() = 0;
    /// Waits until nothing is under way upstream, and says how many calls it has seen.
    virtual std::size_t calls_when_idle() = 0;
};

/// Makes one stage; named for the test's name.
struct model_stage_maker {
    std::string name;
    std::unique_ptr<model_stage> (*make)();
};

std::unique_ptr<model_stage> scripted_stage();
std::unique_ptr<model_stage> openai_compatible_stage();

}  // namespace parlance::tests
