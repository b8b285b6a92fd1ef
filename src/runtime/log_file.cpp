#include <parlance/runtime/log_file.hpp>

namespace parlance::runtime {

void log_file::write(std::string_view line)
{
    if (line.empty()) return;
    const std::lock_guard lock(guard_);
    std::fwrite(line.data(), 1, line.size(), out_);
    std::fflush(out_);
}

}  // namespace parlance::runtime
