#include <parlance/extract/record.hpp>

#include <parlance/extract/table_lines.hpp>

namespace parlance::extract {

void record::add(std::string_view name, std::string_view value)
{
    std::string clean = one_line(value);
    if (clean.empty()) return;
    bytes_ += name.size() + clean.size() + 4;
    if (!names_.empty() && names_.back() == name && bytes_ < bytes_max) {
        values_.back() += ", ";
        values_.back() += clean;
        return;
    }
    names_.push_back(column_name(name));
    values_.push_back(std::move(clean));
}

void record::add_all(std::string_view name, const record& other)
{
    for (std::size_t at = 0; at < other.names_.size(); ++at) {
        std::string full(name);
        if (!full.empty() && !other.names_[at].empty()) full += ' ';
        full += other.names_[at];
        add(full, other.values_[at]);
    }
}

void record::write_to(outline& out)
{
    out.line(record_line(names_, values_));
    clear();
}

void record::clear()
{
    names_.clear();
    values_.clear();
    bytes_ = 0;
}

}  // namespace parlance::extract
