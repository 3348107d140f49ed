// A real antrean-office on loopback, with people in it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "demo/child.hpp"
#include "sample/sample.hpp"

namespace antrean::cli::test {

class OfficeAtWork {
 public:
  explicit OfficeAtWork(bool sign_in = false);
  ~OfficeAtWork();

  std::filesystem::path settings() const { return folder / "office.toml"; }
  std::filesystem::path journal() const { return folder / "office.db"; }
  std::filesystem::path socket() const { return folder / "technician.sock"; }
  std::filesystem::path log() const { return folder / "office.log"; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  std::vector<std::string> with(std::vector<std::string> arguments) const;

  /// Sends a command of its console. Throws with the answer if it was not done.
  void command(const std::string& json);
  /// The status and the body of the answer to a request.
  std::pair<unsigned, std::string> post(const std::string& path, const std::string& body,
                                        std::vector<std::pair<std::string, std::string>> headers);
  /// The same at its socket, with any method.
  std::pair<unsigned, std::string> at_socket(const std::string& method, const std::string& path,
                                             std::vector<std::pair<std::string, std::string>> headers = {});
  void stop();

  tests::Folder folder;
  std::filesystem::path place;

 private:
  std::uint16_t port_;
  std::unique_ptr<demo::Child> office_;
};

}  // namespace antrean::cli::test
