#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/foundation/heavy_work.hpp>
#include <parlance/foundation/random.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/foundation/telemetry.hpp>
#include <parlance/knowledge/blob_store.hpp>
#include <parlance/knowledge/extractor.hpp>
#include <parlance/knowledge/ingestion_queue.hpp>
#include <parlance/knowledge/passages.hpp>
#include <parlance/knowledge/text_analyzer.hpp>

#include <atomic>
#include <chrono>
#include <initializer_list>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::knowledge {

/// Reads queued documents, one at a time, until it is told to stop; a server has several. What a
/// stop or a crash interrupts is read again from its start. What goes wrong without being the
/// file's fault is tried again later, limits::ingestion_attempts_max times at most: then the file
/// is taken for the cause. No document ends the loop.
class ingestion {
public:
    struct parts {
        ingestion_queue& documents;
        blob_store& blobs;
        extractor& reader;
        const text_analyzer& analyzer;
        const clock& now;
        random_source& random;
        telemetry& log;
        heavy_work& aside;  // cuts and analyses text
        /// For a queue that others share, who may add to it, or die with a document in hand: when
        /// it is looked at again without being woken.
        std::optional<std::chrono::milliseconds> look_every{};
    };
    explicit ingestion(parts with);

    /// The loop; a task for the supervisor. Ends after stop().
    task<> run();
    /// Something was added. Any thread.
    void wake() const { woken_.set(); }
    /// Ends run(), cutting short the document at hand. Any thread.
    void stop();

private:
    static constexpr steady_time at_once = steady_time::min();
    struct analysed_passage {
        cut_passage is;
        std::string section_terms;
        std::string text_terms;
    };

    /// @return when to look for more.
    task<steady_time> read_next();
    task<result<>> read_to_an_end(reading which);
    task<result<>> read(reading which);
    task<result<>> index(reading which, extracted_text text);
    task<result<>> add(reading& which, const std::string& title, std::vector<cut_passage> cut,
                       std::vector<indexed_passage>& waiting);
    task<result<std::vector<cut_passage>>> cut_aside(std::vector<extracted_block> blocks);
    task<result<std::vector<analysed_passage>>> analysed_aside(std::vector<cut_passage> pieces);
    task<result<>> keep(reading which, std::vector<indexed_passage>& waiting);
    task<result<>> put_back(reading which, error cause);
    task<result<>> give_up(reading which, std::string reason);
    void say_once(std::string_view event, std::initializer_list<log_field> fields);
    [[nodiscard]] call_scope scope() const;
    [[nodiscard]] steady_time steady_at(wall_time when) const;

    parts with_;
    reader_id self_;
    event woken_;
    std::atomic<bool> is_stopping_{false};
    bool is_store_away_ = false;  // touched by the loop only
    std::stop_source stopped_;
};

}  // namespace parlance::knowledge
