#pragma once

#include "stopping_log.hpp"

#include <parlance/access/principal.hpp>
#include <parlance/extract/read_document.hpp>
#include <parlance/knowledge/ingestion.hpp>
#include <parlance/knowledge/library.hpp>
#include <parlance/knowledge/retriever.hpp>
#include <parlance/text_analysis/stemming_text_analyzer.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <fakes/in_memory_blob_store.hpp>
#include <fakes/in_memory_document_store.hpp>
#include <fakes/in_memory_passage_index.hpp>
#include <fakes/inline_work.hpp>
#include <fakes/manual_clock.hpp>
#include <fakes/run.hpp>
#include <fakes/seeded_random.hpp>
#include <fakes/temporary_directory.hpp>
#include <fakes/watched_analyzer.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parlance::knowledge {

/// pdftotext as it is installed, without the jail that the worker puts it in.
class installed_pdf_program : public extract::pdf_program {
public:
    outcome run(std::string_view bytes, const std::function<bool(std::string_view)>& take) override
    {
        const fakes::temporary_directory folder;
        const std::string file = (folder.path() / "a.pdf").string();
        std::ofstream(file, std::ios::binary) << bytes;
        std::string line;
        for (const std::string& part : extract::pdf_program_arguments()) line += part + " ";
        std::FILE* output = ::popen((line + "< " + file).c_str(), "r");
        if (output == nullptr) return {ending::failed, "pdftotext cannot be run"};
        std::array<char, 4096> room{};
        bool wants_more = true;
        while (const std::size_t got = std::fread(room.data(), 1, room.size(), output)) {
            wants_more = wants_more && take({room.data(), got});
        }
        return {::pclose(output) == 0 ? ending::done : ending::failed, {}};
    }
};

/// Reads in this process what the worker reads in its own.
class direct_extractor : public extractor {
public:
    task<result<extracted_text>> extract(call_scope, std::string file_name,
                                         std::string bytes) override
    {
        installed_pdf_program pdf;
        auto read = extract::read_document(file_name, bytes, &pdf);
        if (!read) co_return read.error();
        extracted_text text;
        text.title = std::move(read->title);
        for (extract::text_block& block : read->blocks) {
            extracted_block own;
            if (block.page) own.page = *block.page;
            if (block.page) own.page = *block.page;
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
        ++added_;
    }

    [[nodiscard]] bool has(const std::string& file_name) const
    {
        return file_names_.contains(file_name);
    }

    void add_folder(const std::filesystem::path& folder)
    {
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            const std::string name = entry.path().filename().string();
            if (name == "README.md" || name == "CMakeLists.txt" || name == "questions.jsonl")
                continue;
            if (entry.path().extension() == ".pdf") continue;  // read by a program, not in here
            std::ifstream in(entry.path(), std::ios::binary);
            file_names_.insert(name);
            add(name, std::string(std::istreambuf_iterator<char>(in), {}));
        }
    }

    /// Reads everything that was added.
    void read()
    {
        log_.stop_after(added_, [this] { queue_.stop(); });
        fakes::run(queue_.run());
        EXPECT_EQ(log_.count("document_ready"), added_);
    }

    retrieval retrieve(const std::string& question, std::size_t limit = 8)
    {
        return fakes::run(found_.retrieve(call_scope{}, who_, question, limit)).value();
    }

    retrieval retrieve_to_cite(const std::string& question)
    {
        return fakes::run(found_.retrieve_to_cite(call_scope{}, who_, question)).value();
    }

    [[nodiscard]] const fakes::watched_analyzer& watched() const { return analyzer_; }
    [[nodiscard]] fakes::in_memory_passage_index& index() { return index_; }
    [[nodiscard]] const text_analyzer& analyzer() const { return analyzer_; }

private:
    access::principal who_ = access::local_principal();
    fakes::in_memory_document_store documents_;
    fakes::in_memory_blob_store blobs_;
    fakes::in_memory_passage_index index_{documents_};
    direct_extractor reader_;
    text_analysis::stemming_text_analyzer stems_;
    fakes::watched_analyzer analyzer_{stems_};
    fakes::inline_work aside_;
    fakes::manual_clock now_;
    fakes::seeded_random random_{7};
    stopping_log log_;
    std::size_t added_ = 0;
    std::set<std::string> file_names_;  // of add_folder
    ingestion queue_{{documents_, blobs_, reader_, analyzer_, now_, random_, log_, aside_}};
    library shelf_{{documents_, blobs_, now_, random_, {}}};
    retriever found_{index_, analyzer_, aside_};
};

}  // namespace parlance::knowledge
