#include <chaos/seeded/replica_process.hpp>

#include <chaos/seeded/client_tasks.hpp>
#include <fakes/run.hpp>

#include <boost/asio/io_context.hpp>

#include <utility>

namespace parlance::chaos {
namespace {

language::model_catalogue only(language::language_model& model)
{
    language::model_catalogue models;
    models.add({"moody", "Moody", "offline", "this machine"}, model);
    return models;
}

chat::progress_writer::parts writing(shared_state& kept, chat::replica_messenger& messenger,
                                     mutation broken)
{
    chat::progress_writer::parts with{kept.store, messenger, kept.now, kept.log,
                                      replica_room_bytes};
    if (broken == mutation::memory_has_no_bound) {
        with.unwritten_bytes_max = chat::unwritten_bytes_max;
    }
    if (broken == mutation::smallest_ends_first) {
        with.who_ends = chat::progress_writer::ends_first::smallest;
    }
    return with;
}

}  // namespace

replica_process::replica_process(shared_state& kept, mutation broken)
    : kept_(kept),
      broken_(broken),
      messenger_(kept.hub),
      lease_({kept.memory, kept.observed, kept.log}, chat::replica_id::make(kept.now, kept.ids)),
      tasks_(*threads_, kept.log),
      models_(only(kept.model)),
      retriever_(kept.index, kept.words, aside_),
      progress_(writing(kept, messenger_, broken)),
      keeper_(kept.memory, kept.now, kept.log),
      service_(chat::turn_service::parts{kept.store, retriever_, models_, progress_, feed_, keeper_,
                                         tasks_, kept.now, kept.ids, kept.log, lease_, messenger_}),
      link_({lease_, messenger_, service_, feed_, kept.store, kept.memory, tasks_, kept.now})
{
    link_.open();
    // As the link does, and noted.
    chat::replica_lease::reactions how;
    how.lost = [this](chat::turn_owner owner) {
        kept_.fenced.insert(owner.replica);
        service_.fence(owner);
    };
    how.confirmed = [this] { service_.wake_readers(); };
    how.ended = [this](const std::vector<chat::abandoned_turn>& turns) {
        for (const auto& one : turns) {
            kept_.ended.insert(one.turn.who.text() + " " + one.turn.id.text());
            service_.look_again(one.turn);
        }
    };
    lease_.react(std::move(how));
    fakes::run(lease_.join()).value();
    if (broken_ != mutation::permit_is_never_taken) lease_.pulse();
}

replica_process::~replica_process()
{
    threads_.reset();  // with every frame on them, before what the frames refer to
}

void replica_process::step(std::size_t handlers)
{
    boost::asio::io_context& loop = threads_->at(0);
    while (handlers-- > 0 && loop.poll_one() > 0) {}
}

void replica_process::start_round(round& which, task<> work)
{
    if (which.tasks && !which.tasks->wait_until_idle(at_once)) return;
    which.tasks = std::make_unique<runtime::supervisor>(*threads_, kept_.log);
    which.tasks->start("round", std::move(work));
}

void replica_process::look()
{
    constexpr int handlers_max = 500;
    start_round(looking_, lease_.look_once());
    for (int done = 0; done < handlers_max && !looking_.tasks->wait_until_idle(at_once); ++done) {
        step(1);
    }
}

void replica_process::pulse()
{
    if (broken_ != mutation::permit_is_never_taken) lease_.pulse();
}

void replica_process::tick()
{
    start_round(ticking_, write_progress(progress_));
}

void replica_process::look_for_stops()
{
    start_round(stopping_, service_.look_for_stops_once());
}

void replica_process::tell_news()
{
    start_round(telling_, link_.tell_news());
}

void replica_process::begin_to_leave()
{
    using readers = chat::turn_service::readers;
    if (broken_ == mutation::leaving_takes_turns) return;
    service_.leave(broken_ == mutation::readers_stay ? readers::stay
                                                     : readers::come_again_elsewhere);
    feed_.send_away();
}

void replica_process::end_turns()
{
    if (broken_ != mutation::deadline_ends_nothing) service_.drain();
}

bool replica_process::leave()
{
    if (broken_ == mutation::leaves_without_a_word) return true;
    return fakes::run(lease_.leave()).has_value();
}

}  // namespace parlance::chaos
