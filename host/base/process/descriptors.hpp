// How many files and sockets a program may have open.
#pragma once

#include <cstddef>

namespace antrean::process {

/// Raises the limit of this process to `needed` when it is lower. Throws std::runtime_error when the system
/// does not allow so many: what() says how to.
void allow_descriptors(std::size_t needed);

}  // namespace antrean::process
