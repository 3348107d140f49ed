// A folder for one test, removed at its end.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace antrean::portal_test {

class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "portal-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
      throw std::runtime_error("no scratch folder in " + pattern);
    }
    path_ = pattern;
  }
  ~ScratchFolder() {
    std::error_code ignored;  // a destructor cannot report it; what is left is in the temporary folder
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  /// With mode 0600, as secrets must have.
  void write(const std::string& name, const std::string& text) const {
    std::ofstream{path_ / name} << text;
    std::filesystem::permissions(path_ / name, std::filesystem::perms{0600});
  }

 private:
  std::filesystem::path path_;
};

}  // namespace antrean::portal_test
