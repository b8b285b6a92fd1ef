#pragma once

#include <parlance/language/language_model.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace parlance::tests {

/// Keeps each delta; can refuse to take more, and can do something on each.
class collecting_sink : public language::delta_sink {
public:
    std::vector<std::string> deltas;
    std::size_t refuses_after = static_cast<std::size_t>(-1);  // deltas
    std::function<void()> on_delta = [] {};

    [[nodiscard]] std::string text() const
    {
        std::string all;
        for (const std::string& delta : deltas) all += delta;
        return all;
    }
    task<result<>> push(std::string delta) override
    {
        if (deltas.size() >= refuses_after) co_return fail(fault::overloaded, "the sink is full");
        deltas.push_back(std::move(delta));
        on_delta();
        co_return result<>();
    }
};

}  // namespace parlance::tests
