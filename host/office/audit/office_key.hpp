// The office's own Ed25519 key, by which what leaves the office (an audit export) is known as this office's
// anywhere. It is made at the first start and lies beside the journal: "<journal>.audit.key" for the office
// alone, "<journal>.audit.pub" for whoever checks. Blocking: before the io_context runs.
#pragma once

#include <filesystem>

#include "codes/booking_code.hpp"

namespace antrean::audit {

std::filesystem::path key_file(const std::filesystem::path& journal);
std::filesystem::path public_key_file(const std::filesystem::path& journal);

/// The key beside this journal; makes it, durable, when there is none. Throws std::runtime_error that says
/// what to do when the file is damaged, others may read it, or it cannot be written. A key is never replaced:
/// whoever knows the old one would take this office for another.
codes::KeyPair load_or_make_key(const std::filesystem::path& journal);

}  // namespace antrean::audit
