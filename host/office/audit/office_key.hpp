// The office's own Ed25519 key, by which what leaves the office (an audit export) is known as this office's
// anywhere. It is made at the first start and lies beside the journal: "<journal>.audit.key" for the office
// alone, "<journal>.audit.pub" for whoever checks. Blocking: before the io_context runs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "codes/booking_code.hpp"

namespace antrean::audit {

std::filesystem::path key_file(const std::filesystem::path& journal);
std::filesystem::path public_key_file(const std::filesystem::path& journal);

/// The key beside this journal; makes it, durable, when there is none. Throws std::runtime_error that says
/// what to do when the file is damaged, others may read it, or it cannot be written. A key is never replaced:
/// whoever knows the old one would take this office for another.
codes::KeyPair load_or_make_key(const std::filesystem::path& journal);

/// Puts the key of `journal` beside a copy of it, so that whoever goes on from that copy is the same office.
/// Nothing happens without a key, and when it lies there already. Throws std::runtime_error or
/// std::system_error.
void put_key_beside(const std::filesystem::path& journal, const std::filesystem::path& copy);
/// The same for a copy of the journal that must not fail because of the key. Gives what is wrong and what to
/// do, also when the key lies there but others may read it; empty: nothing.
std::string try_put_key_beside(const std::filesystem::path& journal, const std::filesystem::path& copy);

/// What became of the key that lies beside a backup.
enum class KeyTaken : std::uint8_t {
  none,      ///< there is none beside the backup
  same,      ///< it is the one that this office has
  taken,     ///< the office had none, and has this one now
  replaced,  ///< the office had another one, as a new machine has; that one is kept as "....replaced-N"
};
/// For a journal that was put back from `backup`: the key beside it, or the one beside all backups of this
/// journal in its folder. Throws as above.
KeyTaken take_key_from(const std::filesystem::path& backup, const std::filesystem::path& journal);

}  // namespace antrean::audit
