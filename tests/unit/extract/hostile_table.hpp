#pragma once

#include <functional>
#include <string>
#include <vector>

namespace parlance::extract {

/// A file that somebody could upload by mistake or on purpose.
struct hostile_file {
    std::string what;  // is odd about it: a phrase for the reference
    std::string name;
    std::function<std::string()> bytes;
    std::string gets;   // the sentence that people see; "" = it is read
    std::string holds;  // a part of the text that was read
};

std::vector<hostile_file> hostile_names_and_kinds();
std::vector<hostile_file> hostile_archives();
std::vector<hostile_file> hostile_office_files();
std::vector<hostile_file> hostile_pdfs();
std::vector<hostile_file> hostile_texts();
/// Small files that become large texts, and honest ones that look like them.
std::vector<hostile_file> hostile_yields();

std::string repeated(std::string_view piece, std::size_t times);
/// "word1 word2 …": as long as wanted, and never the same.
std::string counted_words(std::size_t count);

}  // namespace parlance::extract
