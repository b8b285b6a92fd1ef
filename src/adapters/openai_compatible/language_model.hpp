#pragma once

#include <parlance/egress/http_client.hpp>
#include <parlance/egress/policies.hpp>
#include <parlance/foundation/random.hpp>
#include <parlance/language/language_model.hpp>
#include <parlance/openai_compatible/config.hpp>

namespace parlance::openai_compatible {

/// The model of one OpenAI-compatible server. Safe to use from every io thread.
class openai_compatible_language_model : public language::language_model {
public:
    /// @param http, random  must outlive the model.
    openai_compatible_language_model(config settled, egress::http_client& http,
                                     random_source& random);

    task<result<language::usage>> complete(call_scope scope, language::prompt asked,
                                           language::delta_sink& out) override;

private:
    struct attempt;
    task<result<language::usage>> ask_once(call_scope scope, attempt& once,
                                           language::delta_sink& out);
    task<result<>> read_answer(call_scope scope, egress::reply& from, attempt& once,
                               language::delta_sink& out) const;
    static task<result<>> hand_on(attempt& once, language::delta_sink& out);
    [[nodiscard]] error without_secrets(error cause) const;

    config config_;
    egress::pipeline http_;
    random_source& random_;
};

}  // namespace parlance::openai_compatible
