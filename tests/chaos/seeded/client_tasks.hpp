#pragma once

#include <parlance/chat/progress_writer.hpp>
#include <parlance/chat/turn_service.hpp>

#include <fakes/turn_reader.hpp>

#include <chrono>
#include <cstdint>
#include <random>

// What clients of a server do, as tasks on its loop.
namespace parlance::chaos {

inline constexpr std::chrono::milliseconds at_once{0};

access::principal person(std::uint8_t number);

task<> send_once(chat::turn_service& service, access::principal who, chat::asked_question asked,
                 bool& is_begun);

/// One connection: follows from where the client is, slowly at times, until the log ends or closes.
task<> connection(chat::turn_service& service, access::principal who, chat::turn_id which,
                  fakes::turn_reader& reader, std::mt19937_64& random);

task<> write_progress(chat::progress_writer& progress);

task<> stop_it(chat::turn_service& service, access::principal who, chat::turn_id which);

}  // namespace parlance::chaos
