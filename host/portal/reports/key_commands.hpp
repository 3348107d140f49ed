// The commands that make keys: each writes a new file that only its owner can read, and prints what others
// need of it. An existing key is never replaced, because a lost key cannot be had again. They give the
// program's exit status, and throw std::system_error.
#pragma once

#include <filesystem>

namespace antrean::portal {

int make_signing_key(const std::filesystem::path& file);  ///< prints its public half
int make_secret(const std::filesystem::path& file);       ///< a NIK key or an office's token
/// Prints its public half. Browsers are given that, so it stays the same for as long as the portal lives.
int make_push_key(const std::filesystem::path& file);

}  // namespace antrean::portal
