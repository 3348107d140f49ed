// A program that the demo or an end-to-end test started. Its output goes to a file. It is ended when this
// object is destroyed. The blocking calls are short.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace antrean::demo {

class Child {
 public:
  struct How {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::map<std::string, std::string> environment;  ///< added to our environment
    std::filesystem::path log;                       ///< stdout and stderr, appended
  };

  /// Throws std::system_error if the program cannot be started.
  explicit Child(const How& how);
  ~Child();  ///< sends SIGTERM, and SIGKILL after two seconds
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  pid_t pid() const { return pid_; }
  void signal(int number) const;
  /// The exit code, or 128 + the signal; nullopt while the program runs.
  std::optional<int> ended();
  std::optional<int> wait(std::chrono::milliseconds at_most);
  const std::string& name() const { return name_; }
  /// The end of its log, for messages.
  std::string last_words(std::size_t most = 2000) const;

 private:
  std::string name_;
  std::filesystem::path log_;
  pid_t pid_ = -1;
  std::optional<int> result_;
};

}  // namespace antrean::demo
