// The portal's signing keys, kept on disk, so that an office that starts on a day without a network knows the
// newest ones. Blocking: on a worker, or before the io_context runs.
#pragma once

#include <filesystem>

#include "codes/booking_code.hpp"

namespace antrean::bookings {

/// The keys kept; none when there is no such file yet. Throws std::runtime_error, saying what to do, for a
/// file that cannot be read or is not one of ours.
codes::Keyring load_keys(const std::filesystem::path& file);

/// Replaces the file as a whole: after a power cut it holds the old keys or the new ones. Throws
/// std::system_error.
void save_keys(const std::filesystem::path& file, const codes::Keyring& keys);

}  // namespace antrean::bookings
