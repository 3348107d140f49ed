// antrean completion SHELL: the completion script for a shell. All three scripts ask `antrean completion
// words -- WORDS...` for the words at the cursor. So there is one list: what the command line parser knows.
//
//   one candidate per line, "status<TAB>How the office is"; the line ":files" stands for names of files
//
// Numbers of tickets come from the running office, else from a journal that is read quickly. There are no
// messages and no long waits, because no offer is better than a shell that waits.
#include <algorithm>
#include <cctype>

#include "cli/access/journal_access.hpp"
#include "cli/access/office_client.hpp"
#include "cli/access/replay_state.hpp"
#include "cli/command.hpp"
#include "cli/exit.hpp"
#include "embedded.hpp"
#include "queue/snapshot.hpp"

namespace antrean::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds patience{400};
constexpr std::uintmax_t quickly_read = 32u << 20;
constexpr const char* files = ":files";

struct Candidate {
  std::string word, about;
};

/// "TEXT:{id,en}" gives id and en.
std::vector<std::string> choices(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const auto from = type.find('{'), to = type.rfind('}');
  std::vector<std::string> words;
  if (from == std::string::npos || to == std::string::npos) {
    return words;
  }
  for (std::size_t at = from + 1; at < to;) {
    const std::size_t end = std::min(type.find(',', at), to);
    words.push_back(type.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

bool takes_value(const CLI::Option& option) { return option.get_items_expected_max() > 0; }
bool is_hidden(const CLI::Option& option) { return option.get_group().empty(); }

/// What was typed before the cursor, as far as it matters.
class Line {
 public:
  Line(CLI::App& root, const std::vector<std::string>& words, Invocation& asked) : root_(root), at_(&root) {
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      read(words[i], asked);
    }
    current_ = words.empty() ? std::string{} : words.back();
  }

  const std::string& current() const { return current_; }
  CLI::App& at() const { return *at_; }
  bool at_root() const { return at_ == &root_; }
  /// The option, or the positional, whose value is at the cursor.
  const CLI::Option* wanted() const {
    if (pending_ != nullptr) {
      return pending_;
    }
    std::size_t n = 0;
    for (const CLI::Option* option : at_->get_options()) {
      if (option->get_positional() && !is_hidden(*option) && n++ == positionals_) {
        return option;
      }
    }
    return nullptr;
  }
  bool wants_value() const { return pending_ != nullptr; }
  bool used(const CLI::Option* option) const { return std::ranges::find(used_, option) != used_.end(); }

 private:
  void read(const std::string& word, Invocation& asked) {
    if (pending_ != nullptr) {
      keep(*pending_, word, asked);
      pending_ = nullptr;
    } else if (word.starts_with('-')) {
      const std::size_t equals = word.find('=');
      const CLI::Option* option = find(word.substr(0, equals));
      if (option == nullptr) {
        return;
      }
      used_.push_back(option);
      if (equals != std::string::npos) {
        keep(*option, word.substr(equals + 1), asked);
      } else if (takes_value(*option)) {
        pending_ = option;
      }
    } else if (CLI::App* sub = at_root() ? subcommand(word) : nullptr; sub != nullptr) {
      at_ = sub;
    } else {
      ++positionals_;
    }
  }

  CLI::App* subcommand(const std::string& name) const {
    const auto named = root_.get_subcommands([&](const CLI::App* app) { return app->get_name() == name; });
    return named.empty() ? nullptr : named.front();
  }

  const CLI::Option* find(const std::string& word) const {
    const CLI::Option* option = at_->get_option_no_throw(word);
    return option != nullptr ? option : root_.get_option_no_throw(word);
  }

  static void keep(const CLI::Option& option, const std::string& value, Invocation& asked) {
    if (option.check_lname("config")) {
      asked.common.config = value;
    } else if (option.check_lname("office")) {
      asked.office_asked = value;
    } else if (option.check_lname("journal")) {
      asked.journal_asked = value;
    }
  }

  CLI::App& root_;
  CLI::App* at_;
  const CLI::Option* pending_ = nullptr;
  std::size_t positionals_ = 0;
  std::vector<const CLI::Option*> used_;
  std::string current_;
};

std::vector<Candidate> tickets_of(const Snapshot& snapshot) {
  std::vector<Candidate> found;
  for (const TicketView& ticket : snapshot.tickets) {
    found.push_back({ticket.number, ticket.service});
  }
  return found;
}

std::vector<Candidate> tickets(Invocation& asked) {
  try {
    if (asked.journal_asked.empty()) {
      OfficeClient office(asked.office_socket());
      office.patience = patience;
      return tickets_of(office.snapshot());
    }
  } catch (const std::exception&) {
    // The office does not run, but its journal may be there.
  }
  try {
    const fs::path file = asked.journal_file();
    if (fs::file_size(file) > quickly_read) {
      return {};
    }
    const auto journal = open_to_read(file);
    const ReplayState past = past_at(*journal, asked.plan(), std::nullopt);
    return tickets_of(queue::snapshot(past.state, asked.plan(), past.at, nullptr));
  } catch (const std::exception&) {
    return {};
  }
}

std::vector<Candidate> values_of(const CLI::Option& option, Invocation& asked) {
  std::vector<Candidate> found;
  for (std::string& word : choices(option)) {
    found.push_back({std::move(word), {}});
  }
  const std::string type = option.get_type_name();
  if (!found.empty()) {
    return found;
  }
  if (type == "TICKET") {
    return tickets(asked);
  }
  if (type == "FILE" || type == "BACKUP" || option.check_lname("config")) {
    return {{files, {}}};
  }
  return {};
}

std::vector<Candidate> options_of(const Line& line, CLI::App& root) {
  std::vector<Candidate> found;
  for (CLI::App* app : {&line.at(), &root}) {
    for (const CLI::Option* option : app->get_options()) {
      // A positional has no long name, and neither has an option with only a short name.
      if (option->get_lnames().empty() || is_hidden(*option) || line.used(option)) {
        continue;
      }
      const std::string word = "--" + option->get_lnames().front();
      if (std::ranges::find(found, word, &Candidate::word) == found.end()) {
        found.push_back({word, option->get_description()});
      }
    }
    if (line.at_root()) {
      break;
    }
  }
  return found;
}

std::vector<Candidate> candidates(const Line& line, CLI::App& root, Invocation& asked) {
  if (line.wants_value()) {
    return values_of(*line.wanted(), asked);
  }
  if (line.current().starts_with('-')) {
    return options_of(line, root);
  }
  if (line.at_root()) {
    std::vector<Candidate> found;
    for (const CLI::App* sub : root.get_subcommands([](const CLI::App*) { return true; })) {
      found.push_back({sub->get_name(), sub->get_description()});
    }
    return found;
  }
  return line.wanted() == nullptr ? std::vector<Candidate>{} : values_of(*line.wanted(), asked);
}

bool begins(const std::string& word, const std::string& with) {
  return word.size() >= with.size() && std::equal(with.begin(), with.end(), word.begin(), [](char a, char b) {
           return std::toupper(static_cast<unsigned char>(a)) == std::toupper(static_cast<unsigned char>(b));
         });
}

class Completion final : public Command {
 public:
  explicit Completion(CLI::App& root) : root_(root) {}
  std::string name() const override { return "completion"; }
  std::string about() const override { return "The script that lets bash, zsh or fish complete this command"; }
  void declare(CLI::App& app) override {
    app.add_option("shell", shell_, "Which shell")->required()->type_name("SHELL:{bash,zsh,fish}");
    app.add_option("words", words_)->group("");
  }

  int run(Invocation& asked) override {
    if (shell_ == "words") {
      const Line line(root_, words_, asked);
      for (const Candidate& one : candidates(line, root_, asked)) {
        if (one.word == files || begins(one.word, line.current())) {
          asked.out() << one.word << (one.about.empty() ? "" : '\t' + one.about) << '\n';
        }
      }
    } else if (shell_ == "bash") {
      asked.out() << embedded::antrean_bash();
    } else if (shell_ == "zsh") {
      asked.out() << embedded::antrean_zsh();
    } else if (shell_ == "fish") {
      asked.out() << embedded::antrean_fish();
    } else {
      throw CommandError(usage, "'" + shell_ + "' is not one of bash, zsh, fish");
    }
    return done;
  }

 private:
  CLI::App& root_;
  std::string shell_;
  std::vector<std::string> words_;
};

}  // namespace

std::unique_ptr<Command> completion_command(CLI::App& root) { return std::make_unique<Completion>(root); }

}  // namespace antrean::cli
