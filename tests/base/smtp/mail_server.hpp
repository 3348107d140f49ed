// A real mail server for tests: smtp_server.py while it runs.
#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX gives it no header

namespace antrean::smtp::test {

/// smtp_server.py while it runs.
class MailServer {
 public:
  /// `log`: the file for its log, in a folder that outlives this. `options`: its own.
  explicit MailServer(std::filesystem::path log, std::vector<std::string> options = {}) : log_(std::move(log)) {
    int out[2];
    int in[2];
    if (::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(in, O_CLOEXEC) != 0) {
      throw std::runtime_error("no pipe");
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    std::vector<std::string> words{"/usr/bin/python3", SMTP_SERVER, log_.string()};
    words.insert(words.end(), options.begin(), options.end());
    std::vector<char*> argv;
    for (auto& word : words) {
      argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    const int error = ::posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(out[1]);
    ::close(in[0]);
    stdin_ = in[1];
    std::string digits;
    for (char c = 0; error == 0 && ::read(out[0], &c, 1) == 1 && c != '\n';) {
      digits += c;
    }
    ::close(out[0]);
    if (digits.empty()) {
      throw std::runtime_error("smtp_server.py does not start; is python3-aiosmtpd there?");
    }
    port = static_cast<std::uint16_t>(std::stoi(digits));
  }
  ~MailServer() {
    ::close(stdin_);
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
  }
  MailServer(const MailServer&) = delete;
  MailServer& operator=(const MailServer&) = delete;

  /// The lines of its log that have this in them.
  std::vector<std::string> lines(const std::string& text) const {
    std::ifstream file{log_};
    std::vector<std::string> found;
    for (std::string line; std::getline(file, line);) {
      if (line.find(text) != std::string::npos) {
        found.push_back(line);
      }
    }
    return found;
  }
  int count(const std::string& text) const { return static_cast<int>(lines(text).size()); }

  std::uint16_t port = 0;

 private:
  std::filesystem::path log_;
  pid_t pid_ = -1;
  int stdin_ = -1;
};

}  // namespace antrean::smtp::test
