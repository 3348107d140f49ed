// A code scanner that is a pseudo-terminal: what is typed here is what a real one would send.
#pragma once

#include <filesystem>
#include <string>

namespace antrean::demo {

class ScannerPlug {
 public:
  /// Makes the terminal and `link` to it, replacing what was there. Throws std::system_error.
  explicit ScannerPlug(std::filesystem::path link);
  ~ScannerPlug();
  ScannerPlug(const ScannerPlug&) = delete;
  ScannerPlug& operator=(const ScannerPlug&) = delete;

  /// Sends the text and a carriage return, as the GM65 family does. Throws std::system_error.
  void present(const std::string& text);
  /// Sends these bytes. Throws std::system_error.
  void send(const std::string& bytes);

 private:
  std::filesystem::path link_;
  int master_;
};

}  // namespace antrean::demo
