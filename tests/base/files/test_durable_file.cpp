#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include "files/durable_file.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;

namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

unsigned mode_of(const std::filesystem::path& file) {
  struct stat found {};
  LONGS_EQUAL(0, ::stat(file.c_str(), &found));
  return found.st_mode & 0777u;
}

}  // namespace

TEST_GROUP(DurableFile) {
  std::filesystem::path folder;
  void setup() override {
    std::string name = "/tmp/antrean-files-XXXXXX";
    folder = ::mkdtemp(name.data());
  }
  void teardown() override { std::filesystem::remove_all(folder); }
};

TEST(DurableFile, ReplaceWritesTheWholeTextWithItsModeAndLeavesNothingBeside) {
  const auto file = folder / "keys.json";
  std::ofstream(file) << "the old text, which is longer";
  std::ofstream(folder / "keys.json.new") << "left behind by a power cut";
  files::replace(file, "new", 0640);
  STRCMP_EQUAL("new", text_of(file).c_str());
  LONGS_EQUAL(0640, mode_of(file));
  CHECK_FALSE(std::filesystem::exists(folder / "keys.json.new"));
}

TEST(DurableFile, ReplaceFollowsNoLink) {
  const auto victim = folder / "victim";
  std::ofstream(victim) << "untouched";
  std::filesystem::create_symlink(victim, folder / "keys.json.new");
  CHECK_THROWS(std::system_error, files::replace(folder / "keys.json", "new"));
  STRCMP_EQUAL("untouched", text_of(victim).c_str());
}

TEST(DurableFile, CreateRefusesWhatIsThere) {
  const auto file = folder / "secret";
  files::create(file, "one\n");
  LONGS_EQUAL(0600, mode_of(file));
  CHECK_THROWS(std::system_error, files::create(file, "two\n"));
  STRCMP_EQUAL("one\n", text_of(file).c_str());
}

TEST(DurableFile, AFailureNamesTheFile) {
  try {
    files::sync_folder(folder / "missing");
    FAIL("nothing was thrown");
  } catch (const std::system_error& error) {
    STRCMP_CONTAINS((folder / "missing").c_str(), error.what());
  }
}
