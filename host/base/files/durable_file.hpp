// Files that are there after a power cut, or are as they were before. All throw std::system_error with what
// was tried and which file. Blocking: on a worker, or before the io_context runs.
#pragma once

#include <filesystem>
#include <string_view>

namespace antrean::files {

/// What was written to this file is on the disk when it returns.
void sync_file(const std::filesystem::path& file);
/// What was made, renamed or removed in this folder is on the disk when it returns.
void sync_folder(const std::filesystem::path& folder);
/// The folder that `file` lies in.
std::filesystem::path folder_of(const std::filesystem::path& file);

/// Replaces the whole file, or nothing: the text goes to `file`.new first, which then takes its name.
void replace(const std::filesystem::path& file, std::string_view text, unsigned mode = 0600);

/// A new file with mode 0600; refuses when it exists already. A file half written is removed again.
void create(const std::filesystem::path& file, std::string_view text);

}  // namespace antrean::files
