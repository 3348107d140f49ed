// The portal's signing keys on disk. An office that starts on a day without a network has the newest keys it
// ever got. The functions block: call them on a worker, or before the io_context runs.
#pragma once

#include <filesystem>

#include "codes/booking_code.hpp"

namespace antrean::bookings {

/// The stored keys; none when there is no such file yet. Throws std::runtime_error that says what to do if
/// the file cannot be read or is not one of ours.
codes::Keyring load_keys(const std::filesystem::path& file);

/// Replaces the whole file: after a power cut it holds the old keys or the new ones. Throws
/// std::system_error.
void save_keys(const std::filesystem::path& file, const codes::Keyring& keys);

}  // namespace antrean::bookings
