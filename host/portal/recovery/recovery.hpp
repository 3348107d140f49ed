// The portal's secrets in a backup. A copy of the database is worth little without the key under which NIKs
// are kept and the key that signs the codes; and a copy that has them in the open gives them to whoever finds
// it. So they lie beside it, sealed with the public half of a recovery key (libsodium's sealed box). The
// other half is made once, and kept away from every machine: in a safe.
//
// The functions that take a file block. All throw std::runtime_error with what is wrong and what to do.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "values/office_time.hpp"

namespace antrean::portal {

struct RecoveryKey {
  std::string secret;       ///< for the safe
  std::string public_half;  ///< for [backup] recovery_key
};
RecoveryKey make_recovery_key();

/// Why this cannot be the public half; "": it can. A letter that was typed wrong is noticed.
std::string wrong_with_recovery_key(std::string_view public_half);

/// A secret of the settings.
struct KeptSecret {
  std::string what;  ///< "the key for NIKs", "signing key 1", "the token of office AD"
  std::string file;  ///< the name of its file, without folders: "portal-nik.key"
  std::string text;
  friend bool operator==(const KeptSecret&, const KeptSecret&) = default;
};
struct SealedSecrets {
  UtcTime made_at{};
  std::vector<KeptSecret> secrets;
};

/// Some lines of text for a file of its own.
std::string seal(const SealedSecrets& what, std::string_view public_half);
SealedSecrets unseal(std::string_view sealed, std::string_view secret);

/// Each into a file of its name in `folder`, which is made; 0600. Refuses when one of them exists, before it
/// writes any.
void write_secrets(const SealedSecrets& what, const std::filesystem::path& folder);

}  // namespace antrean::portal
