// Runs antrean-display as its users do.
#pragma once

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <optional>
#include <string>
#include <vector>

extern char** environ;

namespace antrean::display {

/// The whole display, started as a user starts it; stopped with SIGTERM.
class Program {
 public:
  explicit Program(std::vector<std::string> words) {
    words.insert(words.begin(), DISPLAY_PROGRAM);
    std::vector<char*> arguments;
    for (std::string& word : words) {
      arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);  // the display must not inherit the office's port
    if (posix_spawn(&pid_, DISPLAY_PROGRAM, &actions, nullptr, arguments.data(), environ) != 0) {
      pid_ = 0;
    }
    posix_spawn_file_actions_destroy(&actions);
  }
  ~Program() {
    if (pid_ > 0) {
      stop();
    }
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  int stop() {
    if (pid_ <= 0) {
      return -1;
    }
    kill(pid_, SIGTERM);
    return wait();
  }
  /// Its exit code, after it has ended by itself.
  std::optional<int> ended() {
    int status = 0;
    if (pid_ <= 0 || waitpid(pid_, &status, WNOHANG) != pid_) {
      return std::nullopt;
    }
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  int wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t pid_ = 0;
};

}  // namespace antrean::display
