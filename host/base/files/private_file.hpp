// Files with secrets or names of people: their owner reads and writes them, their group may read them,
// and no link leads somewhere else. Blocking: on a worker, or before the io_context runs.
#pragma once

#include <filesystem>
#include <string>

namespace antrean::files {

/// What a file of this mode lets others do: "may be read by everybody (mode 0644); chmod 0640 FILE". Empty
/// when nobody but its owner may write it and nobody beyond its group may read it.
std::string why_not_private(unsigned mode, const std::filesystem::path& file);

/// Makes an empty file of this mode, whatever the umask. False when something is there, also a link.
/// Throws std::system_error.
bool make_private(const std::filesystem::path& file, unsigned mode = 0600);

/// Copies a regular file to a new one with mode 0600. A link in the place of either is refused, and so is a
/// file that is there. What was half copied is removed again. Throws std::system_error with what and which
/// file.
void copy_no_links(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace antrean::files
