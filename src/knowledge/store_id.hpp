#pragma once

#include <parlance/foundation/id.hpp>

namespace parlance::knowledge {

/// A database, however it is reached and wherever it lies: made once, the same for all replicas.
using store_id = id<struct store_tag>;

/// What a database knows of documents, deleted ones included.
enum class holdings { nothing, samples, documents };

}  // namespace parlance::knowledge
