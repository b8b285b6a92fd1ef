#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/sqlite/connection.hpp>

#include <exception>
#include <new>

namespace parlance::sqlite {

/// What `work` answers; whatever it throws leaves as an error.
template <class Work>
result<> fenced(const Work& work)
{
    try {
        return work();
    } catch (const refusal& refused) {
        return refused.cause();
    } catch (const std::bad_alloc&) {
        return fail(fault::overloaded, "out of memory");
    } catch (const std::exception& other) {
        return fail(fault::internal, other.what());
    }
}

}  // namespace parlance::sqlite
