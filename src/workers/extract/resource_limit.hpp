#pragma once

#include <algorithm>
#include <sys/resource.h>

namespace parlance::extract {

/// Lowers a limit for good; one that is lower already stays.
inline bool limit_to(__rlimit_resource_t what, rlim_t most)
{
    rlimit now{};
    if (getrlimit(what, &now) != 0) return false;
    now.rlim_max = std::min(now.rlim_max, most);
    now.rlim_cur = now.rlim_max;
    return setrlimit(what, &now) == 0;
}

/// Of processor time: a second before the kernel ends the process it sends SIGXCPU.
inline bool limit_time(rlim_t seconds)
{
    rlimit now{};
    if (getrlimit(RLIMIT_CPU, &now) != 0) return false;
    now.rlim_max = std::min(now.rlim_max, seconds);
    now.rlim_cur = std::max<rlim_t>(now.rlim_max, 2) - 1;
    return setrlimit(RLIMIT_CPU, &now) == 0;
}

}  // namespace parlance::extract
