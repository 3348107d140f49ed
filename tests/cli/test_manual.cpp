// antrean.1 has every subcommand and every option, and renders without a warning; so does --help.
#include <sstream>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"
#include "cli/exit.hpp"
#include "rig/morning.hpp"
#include "rig/ran.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli::test;

namespace {

/// The option in roff.
std::string in_roff(const std::string& option) {
  std::string text;
  for (const char c : option) {
    text += c == '-' ? "\\-" : std::string(1, c);
  }
  return text;
}

}  // namespace

TEST_GROUP(Manual) { Morning morning; };

TEST(Manual, EverySubcommandAndOptionIsInIt) {
  const std::string manual = text_of(MANUAL);
  CLI::App root{"", "antrean"};
  for (const auto& command : cli::all_commands(root)) {
    const auto name = in_roff(command->name());
    CHECK_TEXT(manual.find("\n.BI " + name + " ") != std::string::npos ||
                   manual.find("\n.B " + name + "\n") != std::string::npos ||
                   manual.find("\n.BR " + name + " ") != std::string::npos,
               command->name().c_str());
    CLI::App* sub = root.add_subcommand(command->name(), command->about());
    command->declare(*sub);
    const Ran help = run_antrean(morning.place, {command->name(), "--help"});
    LONGS_EQUAL(0, help.code);
    for (const CLI::Option* option : sub->get_options()) {
      for (const std::string& longer : option->get_lnames()) {
        CHECK_TEXT(manual.find(in_roff("--" + longer)) != std::string::npos, longer.c_str());
        CHECK_TEXT(help.says("--" + longer), longer.c_str());
      }
    }
  }
  for (const char* shared :
       {"--config", "--check-config", "--office", "--journal", "--lang", "--log-level", "--help", "--version"}) {
    CHECK_TEXT(manual.find(in_roff(shared)) != std::string::npos, shared);
  }
  for (const int code :
       {cli::done, cli::failed, cli::usage, cli::no, cli::no_answer, cli::in_use, cli::no_key, cli::bad_settings}) {
    CHECK(manual.find("\n.B " + std::to_string(code) + "\n") != std::string::npos);
  }
}

TEST(Manual, ItRendersWithoutAWarning) {
  const Ran page = run_program(morning.place, "/usr/bin/groff", {"-man", "-Tutf8", "-ww", "-P-cbou", MANUAL});
  LONGS_EQUAL(0, page.code);
  STRCMP_EQUAL("", page.err.c_str());
  CHECK(page.says("EXIT STATUS"));
}
