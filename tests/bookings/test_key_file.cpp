#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "bookings/key_file.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
namespace fs = std::filesystem;

TEST_GROUP(KeyFile) {
  fs::path folder = fs::temp_directory_path() / ("antrean_key_file_" + std::to_string(::getpid()));
  fs::path file = folder / "keys.json";
  void setup() override { fs::create_directories(folder); }
  void teardown() override { fs::remove_all(folder); }
};

TEST(KeyFile, KeysComeBackAsTheyWereKept) {
  CHECK(bookings::load_keys(file).empty());
  codes::Keyring keys;
  keys[1] = codes::make_key_pair().public_key;
  bookings::save_keys(file, keys);
  keys[200] = codes::make_key_pair().public_key;
  bookings::save_keys(file, keys);
  CHECK(bookings::load_keys(file) == keys);
  LONGS_EQUAL(1, std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(KeyFile, ADamagedFileIsToldNotGuessed) {
  for (const char* text : {"", "{}", "{\"keys\":[{\"id\":1,\"public\":\"AAAA\"}]}", "noise"}) {
    std::ofstream(file) << text;
    CHECK_THROWS(std::runtime_error, bookings::load_keys(file));
  }
}

TEST(KeyFile, AFolderThatIsNotThereIsAnErrorThatNamesIt) {
  try {
    bookings::save_keys(folder / "missing" / "keys.json", {});
    FAIL("no error");
  } catch (const std::system_error& e) {
    CHECK(std::string(e.what()).find("missing/keys.json") != std::string::npos);
  }
}
