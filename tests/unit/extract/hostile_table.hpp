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

std::string repeated(std::string_view piece, std::size_t times);

}  // namespace parlance::extract
