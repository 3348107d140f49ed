#include "cli/command.hpp"

#include <unistd.h>

#include "cli/exit.hpp"

namespace antrean::cli {
namespace {

void add_shared_options(CLI::App& app, Invocation& asked) {
  app.add_option("--office", asked.office_asked, "Socket of the running office (default: as in the settings)")
      ->type_name("FILE");
  app.add_option("--journal", asked.journal_asked, "Journal or backup to look into (default: as in the settings)")
      ->type_name("FILE");
  app.add_option("--lang", asked.language_asked, "Language of results (default: as LANG says)")
      ->check(CLI::IsMember({"id", "en"}));
}

}  // namespace

std::vector<std::unique_ptr<Command>> all_commands(CLI::App& root) {
  std::vector<std::unique_ptr<Command>> all;
  all.push_back(status_command());
  all.push_back(doctor_command());
  all.push_back(bus_command());
  all.push_back(why_command());
  all.push_back(replay_command());
  all.push_back(verify_command());
  all.push_back(backup_command());
  all.push_back(restore_command());
  all.push_back(export_command());
  all.push_back(simulate_command());
  all.push_back(import_day_command());
  all.push_back(staff_command());
  all.push_back(setup_command());
  all.push_back(completion_command(root));
  return all;
}

int run(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
  CLI::App app{"Looks into an office's queue: how it is, why, and how it was.", "antrean"};
  app.fallthrough();  // --config may also come after the subcommand
  app.require_subcommand(0, 1);
  app.footer(
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the answer is no, 4 the office does not answer, 5 the journal\n"
      "is in use, 78 wrong settings. More in antrean(1).");
  Invocation asked(out, err);
  asked.colour = wants_colour(STDOUT_FILENO);
  add_shared_options(app, asked);
  const auto commands = all_commands(app);
  Command* chosen = nullptr;
  for (const auto& command : commands) {
    CLI::App* sub = app.add_subcommand(command->name(), command->about());
    command->declare(*sub);
    sub->callback([&chosen, one = command.get()] { chosen = one; });
  }
  return process::run_main(app, asked.common, argc, argv, [&]() -> int {
    if (asked.common.check_config) {
      asked.settings();
      return process::settings_are_good(asked.common);
    }
    if (chosen == nullptr) {
      err << app.help();
      return usage;
    }
    try {
      return chosen->run(asked);
    } catch (const CommandError& stop) {
      err << "antrean: " << stop.what() << '\n';
      return stop.code;
    }
  });
}

}  // namespace antrean::cli
