// antrean verify EXPORT: a signed export of the audit, checked without the office and its journal.
#pragma once

#include <filesystem>
#include <string>

#include "cli/invocation.hpp"

namespace antrean::cli {

/// `key`: the public key of the office that it should be of, a file with it, or the portal's list of all
/// offices' keys, which says whose it is; empty: the office's own, where this machine is that office. Throws
/// CommandError. The result is an Exit: `done` only when it is whole and of a key that is known otherwise
/// than from the file itself.
int verify_export(Invocation& asked, const std::filesystem::path& file, const std::string& key, bool json);

}  // namespace antrean::cli
