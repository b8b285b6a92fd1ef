#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/extract/read_document.hpp>
#include <parlance/knowledge/ingestion.hpp>
#include <parlance/knowledge/library.hpp>
#include <parlance/knowledge/retriever.hpp>
#include <parlance/text_analysis/stemming_text_analyzer.hpp>

#include <fakes/in_memory_blob_store.hpp>
#include <fakes/in_memory_document_store.hpp>
#include <fakes/in_memory_passage_index.hpp>
#include <fakes/manual_clock.hpp>
#include <fakes/recorded_log.hpp>
#include <fakes/run.hpp>
#include <fakes/seeded_random.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace parlance::knowledge {

/// Reads in this process what the worker reads in its own.
class direct_extractor : public extractor {
public:
    task<result<extracted_text>> extract(call_scope, std::string file_name,
                                         std::string bytes) override
    {
        auto read = extract::read_document(file_name, bytes);
        if (!read) co_return read.error();
        extracted_text text;
        text.title = std::move(read->title);
        for (extract::text_block& block : read->blocks) {
            extracted_block own;
            own.headings = std::move(block.headings);
            own.text = std::move(block.text);
            text.blocks.push_back(std::move(own));
        }
        co_return text;
    }
};

/// Documents that were added and read, and a retriever over them.
class collection {
public:
    void add(std::string file_name, std::string bytes)
    {
        offered_file file{std::move(file_name), std::move(bytes), document_origin::added};
        const auto added = fakes::run(shelf_.add(call_scope{}, who_, std::move(file)));
        ASSERT_TRUE(added);
    }

    void add_folder(const std::filesystem::path& folder)
    {
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            const std::string name = entry.path().filename().string();
            if (name == "README.md" || name == "CMakeLists.txt" || name == "questions.tsv") continue;
            std::ifstream in(entry.path(), std::ios::binary);
            add(name, std::string(std::istreambuf_iterator<char>(in), {}));
        }
    }

    /// Reads everything that was added.
    void read()
    {
        boost::asio::io_context loop(1);
        boost::asio::co_spawn(loop, queue_.run(), [](std::exception_ptr) {});
        const auto is_open = [this] {
            const auto page = fakes::run(documents_.list(call_scope{}, who_, {}, 200)).value();
            for (const document& one : page.items) {
                if (one.state == document_state::queued) return true;
                EXPECT_NE(one.state, document_state::failed) << one.file_name << one.reason;
            }
            return false;
        };
        while (is_open()) loop.run_one();
        queue_.stop();
        loop.run();
    }

    retrieval retrieve(const std::string& question, std::size_t limit = 8)
    {
        return fakes::run(found_.retrieve(call_scope{}, who_, question, limit)).value();
    }

    [[nodiscard]] const retriever& finder() const { return found_; }
    [[nodiscard]] fakes::in_memory_passage_index& index() { return index_; }
    [[nodiscard]] const text_analyzer& analyzer() const { return analyzer_; }

private:
    access::principal who_ = access::local_principal();
    fakes::in_memory_document_store documents_;
    fakes::in_memory_blob_store blobs_;
    fakes::in_memory_passage_index index_{documents_};
    direct_extractor reader_;
    text_analysis::stemming_text_analyzer analyzer_;
    fakes::manual_clock now_;
    fakes::seeded_random random_{7};
    fakes::recorded_log log_;
    ingestion queue_{{documents_, blobs_, reader_, analyzer_, now_, random_, log_}};
    library shelf_{{documents_, blobs_, now_, random_, {}}};
    retriever found_{index_, analyzer_};
};

}  // namespace parlance::knowledge
