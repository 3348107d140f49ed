#include "rig/ran.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace antrean::cli::test {
namespace {

namespace fs = std::filesystem;

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (std::string& text : texts) {
    list.push_back(text.data());
  }
  list.push_back(nullptr);
  return list;
}

}  // namespace

bool Ran::says_in_words(const std::string& text) const {
  std::string words;
  for (const char c : out) {
    const bool space = c == ' ' || c == '\n';
    if (!space || !words.ends_with(' ')) {
      words += space ? ' ' : c;
    }
  }
  return words.find(text) != std::string::npos;
}

fs::path programs() { return PROGRAMS; }

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_text(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) {
    throw std::runtime_error("cannot write " + file.string());
  }
}

Ran run_program(const fs::path& folder, const std::string& program, std::vector<std::string> arguments,
                std::map<std::string, std::string> environment) {
  const fs::path out = folder / "stdout", err = folder / "stderr";
  arguments.insert(arguments.begin(), program);
  environment.try_emplace("LANG", "C.UTF-8");
  environment.try_emplace("PATH", "/usr/bin:/bin");
  std::vector<std::string> variables;
  for (const auto& [name, value] : environment) {
    variables.push_back(name + '=' + value);
  }
  const std::vector<char*> argv = pointers(arguments), envp = pointers(variables);
  const pid_t child = ::fork();
  if (child == 0) {
    constexpr int how = O_WRONLY | O_CREAT | O_TRUNC;
    ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
    ::dup2(::open(out.c_str(), how, 0644), STDOUT_FILENO);
    ::dup2(::open(err.c_str(), how, 0644), STDERR_FILENO);
    ::execve(argv[0], argv.data(), envp.data());
    ::_exit(127);
  }
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child) {
    throw std::system_error(errno, std::generic_category(), "cannot run " + program);
  }
  return {.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          .out = text_of(out),
          .err = text_of(err)};
}

Ran run_antrean(const fs::path& folder, std::vector<std::string> arguments,
                std::map<std::string, std::string> environment) {
  return run_program(folder, (programs() / "antrean").string(), std::move(arguments), std::move(environment));
}

}  // namespace antrean::cli::test
