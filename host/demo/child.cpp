#include "demo/child.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>
#include <thread>

namespace antrean::demo {
namespace {

std::vector<std::string> environment_with(const std::map<std::string, std::string>& added) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!added.contains(text.substr(0, text.find('=')))) {
      all.push_back(text);
    }
  }
  for (const auto& [name, value] : added) {
    all.push_back(name + "=" + value);
  }
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (std::string& text : texts) {
    list.push_back(text.data());
  }
  list.push_back(nullptr);
  return list;
}

}  // namespace

Child::Child(const How& how) : name_(how.program.filename().string()), log_(how.log) {
  std::vector<std::string> arguments{how.program.string()};
  arguments.insert(arguments.end(), how.arguments.begin(), how.arguments.end());
  std::vector<std::string> environment = environment_with(how.environment);
  const std::vector<char*> argv = pointers(arguments);
  const std::vector<char*> envp = pointers(environment);
  const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const int out = open(log_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  pid_ = fork();
  if (pid_ == 0) {
    // If this program ends in any way, the child must end too. Otherwise it would stay and answer a terminal
    // that belongs to another program by then.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(null, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    execve(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  const int error = errno;
  close(null);
  close(out);
  if (pid_ < 0) {
    throw std::system_error(error, std::generic_category(), "cannot start " + how.program.string());
  }
}

Child::~Child() {
  if (ended()) {
    return;
  }
  signal(SIGTERM);
  if (!wait(std::chrono::seconds(2))) {
    signal(SIGKILL);
    wait(std::chrono::seconds(5));
  }
}

void Child::signal(int number) const {
  if (!result_) {
    ::kill(pid_, number);
  }
}

std::optional<int> Child::ended() {
  if (!result_) {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      result_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
  }
  return result_;
}

std::optional<int> Child::wait(std::chrono::milliseconds at_most) {
  const auto end = std::chrono::steady_clock::now() + at_most;
  while (!ended() && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return result_;
}

std::string Child::last_words(std::size_t most) const {
  std::ifstream file(log_, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  return text.size() > most ? "..." + text.substr(text.size() - most) : text;
}

}  // namespace antrean::demo
