// A code scanner made of a pseudo-terminal. It sends what a real scanner would send.
#pragma once

#include <filesystem>
#include <string>

namespace antrean::demo {

class ScannerPlug {
 public:
  /// Makes the terminal and the `link` to it; an existing link is replaced. Throws std::system_error.
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
