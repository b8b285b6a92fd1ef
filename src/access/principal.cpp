#include <parlance/access/principal.hpp>

namespace parlance::access {

principal local_principal()
{
    // Fixed, so that a data directory keeps its owner when it moves to another machine.
    constexpr uuid_bytes local{0x01, 0x90, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 0x01};
    return principal{principal_id(local), "Local user"};
}

}  // namespace parlance::access
