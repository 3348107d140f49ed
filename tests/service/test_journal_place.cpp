// How the office's journal is opened.
#include "service/journal_place.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::office;

TEST_GROUP(JournalPlace){};

TEST(JournalPlace, KnowsTheLinesInTheOrderOfTheSettings) {
  OfficeSettings settings;
  settings.journal = "/var/lib/antrean/office.journal";
  for (const char* name : {"hall", "annex"}) {
    BusSettings bus;
    bus.line.name = name;
    settings.buses.push_back(bus);
  }
  const auto options = journal_options(settings);
  CHECK_TRUE((options.lines == std::vector<std::string>{"hall", "annex"}));
  CHECK_TRUE(options.file == settings.journal);
}
