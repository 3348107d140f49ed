// antrean-portal: the online queue in the data centre. This file has the words of its commands; what they do
// is in service/ (without a command it serves) and reports/.
#include <filesystem>
#include <stdexcept>
#include <string>

#include <CLI/CLI.hpp>
#include <sodium.h>

#include "portal_settings/portal_settings.hpp"
#include "process/process.hpp"
#include "reports/database_commands.hpp"
#include "reports/key_commands.hpp"
#include "reports/operator_commands.hpp"
#include "reports/sealed_keys.hpp"
#include "reports/staff_command.hpp"
#include "service/secrets.hpp"
#include "service/serve.hpp"

int main(int argc, char** argv) {
  using namespace antrean;
  CLI::App app{"The online queue. Without a subcommand it serves.", "antrean-portal"};
  process::CommonOptions options{.config = "/etc/antrean/portal.toml"};
  std::filesystem::path file;
  auto* keygen = app.add_subcommand("keygen", "Make a key that signs booking codes; prints its public half");
  auto* secret = app.add_subcommand("secret", "Make a random secret: a NIK key or an office's token");
  auto* push_key = app.add_subcommand("push-key", "Make the key for Web Push; prints its public half");
  for (auto* command : {keygen, secret, push_key}) {
    command->add_option("FILE", file, "The file to make")->required();
  }

  auto* listed = app.add_subcommand(
      "listed",
      "Print what a restored database could not take back: a copy's, or the portal's own while it is stopped");
  listed->add_option("FILE", file, "The database")->required();

  auto* backup = app.add_subcommand("backup", "Copy the database, also while the portal serves");
  backup->add_option("FILE", file, "The file to make")->required();
  auto* verify = app.add_subcommand(
      "verify", "Check a copy: every page, and the places of every slot. Without a file: the access log's hash chain");
  auto* copy_to_verify = verify->add_option("FILE", file, "The copy");
  std::filesystem::path recovery_file;
  verify->add_option("--recovery-key", recovery_file, "The secret half, from the safe: opens the keys beside the copy")
      ->needs(copy_to_verify);
  auto* recovery_key = app.add_subcommand(
      "recovery-key",
      "Make the key that opens the keys in backups, once: a new file for the safe; prints its public half");
  recovery_key->add_option("FILE", file, "The file to make")->required();
  std::filesystem::path folder;
  auto* recover = app.add_subcommand("recover-keys", "Write the keys beside a copy into files, for a new machine");
  recover->add_option("FILE", file, "The copy")->required();
  recover->add_option("--recovery-key", recovery_file, "The secret half, from the safe")->required();
  recover->add_option("--to", folder, "A folder that has none of them yet")->required();
  auto* affected = app.add_subcommand("affected", "List the bookings that the offices of the settings cannot keep");
  affected->add_option("FILE", file, "A copy; without it the running portal is asked, or the stopped one's database");
  auto* offices_command =
      app.add_subcommand("export-offices", "Print what is offered where, as the portal's settings file has it");
  auto* keys_command = app.add_subcommand(
      "office-keys", "Print the keys by which offices sign exports of their audit, for antrean verify EXPORT --key");
  auto* clusters = app.add_subcommand("clusters", "Report bookings that look as if one hand made many of them");
  clusters->add_option("FILE", file, "A copy; without it the running portal is asked, or the stopped one's database");
  std::string where;
  auto* move = app.add_subcommand(
      "move", "Copy every row into another database, a file or PostgreSQL, and compare all; no portal runs meanwhile");
  move->add_option("--to", where, "\"postgresql://antrean@db1,db2/antrean\", or a new file")->required();
  auto* restore = app.add_subcommand("restore", "Put a copy in the place of the database of a stopped portal");
  restore->add_option("FILE", file, "The copy")->required();

  auto* staff = app.add_subcommand("staff", "Who may sign in to the directorate's pages; asks the running portal");
  staff->require_subcommand(1);
  portal::StaffOption staff_option;
  std::string staff_action;
  const auto staff_command = [&](const char* name, const char* what) {
    auto* command = staff->add_subcommand(name, what);
    command->callback([&staff_action, name] { staff_action = name; });
    return command;
  };
  staff_command("list", "List them");
  for (auto* command :
       {staff_command("add", "Add somebody; prints a code with which they choose a password"),
        staff_command("reset", "Take password and second factor away; prints a new code"),
        staff_command("disable", "They may not sign in any more"), staff_command("enable", "They may sign in again")}) {
    command->add_option("USER", staff_option.user, "The user name")->required();
    if (command->get_name() == "add") {
      command->add_option("--name", staff_option.name, "The person's name");
      command->add_option("--roles", staff_option.roles, "directorate (changes), auditor (reads)");
    }
  }

  auto* person = app.add_subcommand("person", "What is stored of a person; asks the running portal");
  person->require_subcommand(1);
  portal::WhomOption whom;
  bool cancel = false;
  auto* person_export = person->add_subcommand("export", "Print everything that is stored of a person, as JSON");
  auto* person_erase = person->add_subcommand("erase", "Forget a person here, and at the offices with their next pull");
  auto* person_lift = person->add_subcommand("lift", "Let a person book again who did not come, or cancelled late");
  for (auto* command : {person_export, person_erase, person_lift}) {
    command->add_option("--code", whom.code, "The code of one of the person's bookings");
    command->add_flag("--nik", whom.nik, "By the NIK, which is then read from the terminal or a pipe");
  }
  person_erase->add_flag("--cancel", cancel, "Cancel the person's bookings of the days to come");
  auto* erasures = person->add_subcommand("erasures", "List who was erased when, and which office has confirmed it");

  auto* day = app.add_subcommand("day", "Print the bookings of a day at an office; asks the running portal");
  std::string office;
  std::string date;
  bool csv = false;
  bool ics = false;
  day->add_option("OFFICE", office, "The office's code, as AD")->required();
  day->add_option("DATE", date, "The day, as 2026-11-23")->required();
  auto* csv_flag = day->add_flag("--csv", csv, "Comma-separated values, as antrean import-day reads them");
  day->add_flag("--ics", ics, "A calendar (RFC 5545)")->excludes(csv_flag);

  return process::run_main(app, options, argc, argv, [&]() -> int {
    if (sodium_init() < 0) {
      throw std::runtime_error("libsodium cannot be used on this machine");
    }
    if (keygen->parsed()) {
      return portal::make_signing_key(file);
    }
    if (secret->parsed()) {
      return portal::make_secret(file);
    }
    if (push_key->parsed()) {
      return portal::make_push_key(file);
    }
    if (recovery_key->parsed()) {
      return portal::make_recovery_key_file(file);
    }
    if (recover->parsed()) {
      return portal::recover_keys(file, recovery_file, folder);
    }
    if (listed->parsed()) {
      return portal::print_listed(file);
    }
    if (verify->parsed() && !file.empty()) {
      return portal::verify_copy(file, recovery_file);
    }
    const auto settings = portal::read_portal_settings(options.config);
    if (clusters->parsed()) {
      return portal::print_clusters(settings, file);
    }
    if (offices_command->parsed()) {
      return portal::export_offices(settings);
    }
    if (keys_command->parsed()) {
      return portal::print_office_keys(settings);
    }
    if (affected->parsed()) {
      return portal::print_affected(settings, file);
    }
    if (verify->parsed()) {
      return portal::verify_access(settings);
    }
    if (staff->parsed()) {
      return portal::administer_staff(settings.socket, staff_action, staff_option);
    }
    if (person_export->parsed()) {
      return portal::export_person(settings.socket, whom);
    }
    if (person_erase->parsed()) {
      return portal::erase_person(settings.socket, whom, cancel);
    }
    if (person_lift->parsed()) {
      return portal::lift_freeze(settings.socket, whom);
    }
    if (erasures->parsed()) {
      return portal::print_erasures(settings.socket);
    }
    if (day->parsed()) {
      if (csv == ics) {
        throw std::runtime_error("say --csv or --ics");
      }
      return portal::print_day(settings.socket, office, date, ics);
    }
    if (backup->parsed()) {
      return portal::back_up(settings, file);
    }
    if (move->parsed()) {
      return portal::move(settings, where);
    }
    if (restore->parsed()) {
      return portal::restore(settings, file);
    }
    const auto secrets = portal::read_secrets(settings);
    if (options.check_config) {
      portal::read_tokens(settings, settings.offices);
      portal::print_what_changes(settings);
      return process::settings_are_good(options);
    }
    return portal::serve(settings, secrets);
  });
}
