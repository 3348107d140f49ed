#include "cli/setup/questions.hpp"

#include <termios.h>
#include <unistd.h>

#include <charconv>
#include <iostream>
#include <optional>
#include <regex>

#include <fmt/format.h>

#include "cli/exit.hpp"

namespace antrean::cli {
namespace {

/// The terminal shows nothing of what is typed while this lives.
class NoEcho {
 public:
  NoEcho() {
    if (::tcgetattr(STDIN_FILENO, &before_) == 0) {
      termios quiet = before_;
      quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
      changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
    }
  }
  ~NoEcho() {
    if (changed_) {
      ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  termios before_{};
  bool changed_ = false;
};

std::optional<unsigned> whole(const std::string& text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

class AtTerminal final : public Questions {
 public:
  AtTerminal(Terminal& to, std::istream& in) : to_(to), in_(in) {}

  std::string text(const Question& question) override {
    const std::regex form(question.pattern);
    for (;;) {
      const std::string answer = asked(question, question.fallback);
      if (!answer.empty() && std::regex_match(answer, form)) {
        return answer;
      }
      to_.line(fmt::format(fmt::runtime(to_.say("tidak dapat dipakai; contoh: {}", "cannot be used; for example: {}")),
                           question.example.empty() ? question.fallback : question.example),
               Style::bad);
    }
  }
  std::string secret(const Question& question) override {
    const NoEcho quiet;
    std::string answer = asked(question, to_.say("nanti", "later"));
    to_.line("");
    return answer == to_.say("nanti", "later") ? std::string() : answer;
  }
  bool yes(const Question& question) override {
    for (;;) {
      const std::string answer = asked(question, to_.say("y/t", "y/n"));
      if (answer == "y" || answer == "Y" || answer == "ya" || answer == "yes") {
        return true;
      }
      if (answer == "t" || answer == "n" || answer == "tidak" || answer == "no") {
        return false;
      }
    }
  }
  unsigned number(const Question& question, unsigned least, unsigned most) override {
    for (;;) {
      const auto value = whole(asked(question, question.fallback));
      if (value && *value >= least && *value <= most) {
        return *value;
      }
      to_.line(fmt::format("{}..{}", least, most), Style::bad);
    }
  }

 private:
  std::string asked(const Question& question, const std::string& fallback) {
    to_.out << fmt::format("{}{}: ", to_.say(question.id, question.en),
                           fallback.empty() ? std::string() : fmt::format(" [{}]", fallback))
            << std::flush;
    std::string answer;
    if (!std::getline(in_, answer)) {
      throw CommandError(no, to_.say("tidak ada jawaban lagi; tidak ada yang ditulis",
                                     "there are no more answers; nothing was written"));
    }
    const auto begin = answer.find_first_not_of(" \t\r");
    const auto end = answer.find_last_not_of(" \t\r");
    return begin == std::string::npos ? fallback : answer.substr(begin, end - begin + 1);
  }

  Terminal& to_;
  std::istream& in_;
};

class FromFile final : public Questions {
 public:
  explicit FromFile(settings::Source source) : source_(std::move(source)), root_(source_.root()) {}

  std::string text(const Question& question) override {
    return root_.text(question.key,
                      {.pattern = question.pattern,
                       .example = question.example,
                       .fallback = question.fallback.empty() ? std::nullopt : std::optional(question.fallback)});
  }
  std::string secret(const Question& question) override {
    const std::string file = std::string(question.key) + "_file";
    return root_.has(file) ? settings::read_secret(root_.path(file)) : std::string();
  }
  bool yes(const Question& question) override { return root_.flag(question.key, false); }
  unsigned number(const Question& question, unsigned least, unsigned most) override {
    const auto fallback = whole(question.fallback);
    return static_cast<unsigned>(root_.integer(
        question.key,
        {.least = least, .most = most, .fallback = fallback ? std::optional<std::int64_t>(*fallback) : std::nullopt}));
  }
  void finish() override { source_.finish(); }

 private:
  settings::Source source_;
  settings::Section root_;
};

}  // namespace

std::unique_ptr<Questions> ask_at(Terminal& to, std::istream& in) { return std::make_unique<AtTerminal>(to, in); }

std::unique_ptr<Questions> answers_from(settings::Source source) {
  return std::make_unique<FromFile>(std::move(source));
}

}  // namespace antrean::cli
