// What was printed, after a restart and on a disk that does not work.
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include "ticket_printer/print_memory.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
namespace fs = std::filesystem;

TEST_GROUP(PrintMemory) {
  fs::path folder;
  void setup() override {
    std::string pattern = (fs::temp_directory_path() / "antrean-printed-XXXXXX").string();
    folder = mkdtemp(pattern.data());
  }
  void teardown() override { fs::remove_all(folder); }
};

TEST(PrintMemory, KnowsAfterARestartWhatWasNoted) {
  {
    PrintMemory memory(folder / "printed");
    CHECK_FALSE(memory.knows("A001 1"));
    memory.note("A001 1");
    memory.note("A002 2");
    CHECK_TRUE(memory.knows("A001 1"));
  }
  PrintMemory again(folder / "printed");
  CHECK_TRUE(again.knows("A001 1"));
  CHECK_TRUE(again.knows("A002 2"));
  CHECK_FALSE(again.knows("A002"));
  CHECK_FALSE(again.knows(""));
  struct stat kept {};
  LONGS_EQUAL(0, stat((folder / "printed").c_str(), &kept));
  LONGS_EQUAL(0600, kept.st_mode & 0777u);
}

TEST(PrintMemory, KnowsAfterARestartWhichCameToTheirEnd) {
  {
    PrintMemory memory(folder / "printed");
    memory.note("A001 1");
    memory.note("A002 2");
    memory.note_end("A001 1");
    memory.note_end("A003 3");  // printed again only
    CHECK_TRUE(memory.ended("A001 1"));
    CHECK_FALSE(memory.ended("A002 2"));
  }
  PrintMemory again(folder / "printed");
  CHECK_TRUE(again.ended("A001 1"));
  CHECK_TRUE(again.knows("A002 2"));
  CHECK_FALSE(again.ended("A002 2"));
  CHECK_TRUE(again.ended("A003 3"));
  CHECK_FALSE(again.ended("A004 4"));
}

TEST(PrintMemory, ForgetsTheOldestAndNoOther) {
  PrintMemory memory(folder / "printed");
  const auto ticket = [](std::size_t number) { return "A" + std::to_string(number); };
  {
    // Written at once, because a file that is put on the disk a thousand times takes long.
    std::ofstream file(folder / "printed");
    for (std::size_t i = 0; i < PrintMemory::most; ++i) {
      file << ticket(i) << '\n';
    }
  }
  CHECK_TRUE(memory.knows(ticket(0)));
  memory.note(ticket(PrintMemory::most));
  for (PrintMemory* one : {&memory}) {
    CHECK_FALSE(one->knows(ticket(0)));
    CHECK_TRUE(one->knows(ticket(1)));
    CHECK_TRUE(one->knows(ticket(PrintMemory::most)));
  }
  PrintMemory again(folder / "printed");
  CHECK_FALSE(again.knows(ticket(0)));
  CHECK_TRUE(again.knows(ticket(1)));
}

TEST(PrintMemory, WithoutAPlaceOnTheDiskItSaysSoAndKnowsNothing) {
  PrintMemory memory(folder / "no folder" / "printed");
  CHECK_FALSE(memory.knows("A001 1"));
  CHECK_THROWS(std::system_error, memory.note("A001 1"));
  CHECK_FALSE(memory.knows("A001 1"));
  fs::create_directory(folder / "no folder");
  memory.note("A001 1");
  CHECK_TRUE(memory.knows("A001 1"));
  // A folder in the place of the file cannot be read as one.
  fs::create_directory(folder / "a folder");
  PrintMemory wrong(folder / "a folder");
  CHECK_THROWS(std::system_error, wrong.knows("A001 1"));
}

TEST(PrintMemory, WithoutAFileItRemembersAsLongAsItLives) {
  PrintMemory memory({});
  memory.note("A001 1");
  CHECK_TRUE(memory.knows("A001 1"));
}
