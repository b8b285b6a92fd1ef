// access: who asks and what they may do.
// It does not know how somebody proved who they are.
// Start reading here.
#pragma once

#include <parlance/foundation/id.hpp>

#include <string>

namespace parlance::access {

using principal_id = id<struct principal_tag>;

/// Somebody who asks. Every row and every port call carries one.
struct principal {
    principal_id id;
    std::string display_name;
};

/// The person at this machine, when no sign-in is configured. Always the same id.
principal local_principal();

}  // namespace parlance::access
