#include <chaos/seeded/world.hpp>

#include <fakes/run.hpp>

#include <boost/asio/io_context.hpp>

#include <array>
#include <string_view>

namespace parlance::chaos {

task<result<language::usage>> moody_model::complete(call_scope scope, language::prompt prompt,
                                                    language::delta_sink& out)
{
    constexpr std::array<std::string_view, 7> pieces{"word ", "é", "€ ", "😀", "[1]", "[9] ", "[2"};
    asked.insert(prompt.question);
    const auto count = random_() % 12;
    for (std::size_t said = 0; said < count; ++said) {
        if (random_() % 3 == 0) {
            event pause;
            co_await pause.wait_until(std::chrono::steady_clock::now());
        }
        if (is_thoughtful_ && random_() % 8 == 0) co_await think();
        if (scope.stop.stop_requested()) co_return fail(fault::cancelled, "stopped");
        std::string delta(pieces.at(random_() % pieces.size()));
        auto taken = co_await out.push(std::move(delta));
        if (!taken) co_return taken.error();
    }
    if (random_() % 5 == 0) co_return fail(fault::upstream_unavailable, "gone");
    co_return language::usage{static_cast<std::int64_t>(count), 1, std::nullopt, false};
}

task<> moody_model::think()
{
    /// It is gone with the frame, however that ends.
    struct thought {
        explicit thought(std::list<event>& in) : all(in), is(in.emplace(in.end())) {}
        ~thought() { all.erase(is); }
        thought(const thought&) = delete;
        thought& operator=(const thought&) = delete;
        std::list<event>& all;
        std::list<event>::iterator is;
    };
    const thought one(thoughts_);
    co_await one.is->wait_until(steady_time::max());
}

void moody_model::wake_some()
{
    for (const event& one : thoughts_) {
        if (random_() % 3 == 0) one.set();
    }
}

void moody_model::wake_all()
{
    for (const event& one : thoughts_) one.set();
}

language::model_catalogue world::only(language::language_model& model)
{
    language::model_catalogue models;
    models.add({"moody", "Moody", "offline", "this machine"}, model);
    return models;
}

world::world(kept_state& kept)
    : lease_({kept.memory, kept.now, kept.log}, chat::replica_id::make(kept.now, kept.ids)),
      self_(fakes::run(lease_.join()).value()),
      tasks_(*threads_, kept.log),
      models_(only(kept.model)),
      retriever_(kept.index, kept.words, aside_),
      progress_({kept.store, messenger_, kept.now, kept.log}),
      keeper_(kept.memory, kept.now, kept.log),
      service_(chat::turn_service::parts{kept.store, retriever_, models_, progress_, feed_, keeper_,
                                         tasks_, kept.now, kept.ids, kept.log, lease_, messenger_})
{
}

world::~world()
{
    threads_.reset();  // with every frame on them, before what the frames refer to
}

void world::step(std::size_t handlers)
{
    boost::asio::io_context& loop = threads_->at(0);
    while (handlers-- > 0 && loop.poll_one() > 0) {}
}

}  // namespace parlance::chaos
