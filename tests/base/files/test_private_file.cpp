#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include "files/private_file.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

unsigned mode_of(const fs::path& file) {
  struct stat found {};
  LONGS_EQUAL(0, ::stat(file.c_str(), &found));
  return found.st_mode & 0777u;
}

}  // namespace

TEST_GROUP(PrivateFile) {
  fs::path folder;
  void setup() override {
    std::string name = "/tmp/antrean-files-XXXXXX";
    folder = ::mkdtemp(name.data());
  }
  void teardown() override { fs::remove_all(folder); }
};

TEST(PrivateFile, AModeIsPrivateWhenOnlyTheOwnerWritesAndAtMostTheGroupReads) {
  for (const unsigned mode : {0600U, 0640U, 0400U, 0440U, 0700U}) {
    STRCMP_EQUAL("", files::why_not_private(mode, "f").c_str());
  }
  STRCMP_EQUAL("may be read by everybody (mode 0644); chmod 0640 f", files::why_not_private(0644, "f").c_str());
  STRCMP_EQUAL("may be changed by its group (mode 0660); chmod 0640 f", files::why_not_private(0660, "f").c_str());
  STRCMP_EQUAL("may be changed by everybody (mode 0602); chmod 0640 f", files::why_not_private(0602, "f").c_str());
  STRCMP_EQUAL("may be changed by everybody and read by everybody (mode 0666); chmod 0640 f",
               files::why_not_private(0666, "f").c_str());
}

TEST(PrivateFile, IsMadeWithItsModeWhateverTheUmaskAndNeverInThePlaceOfSomething) {
  for (const ::mode_t umask : {0000U, 0077U, 0777U}) {
    const auto before = ::umask(umask);
    const bool made = files::make_private(folder / "new", 0640);
    ::umask(before);
    CHECK_TRUE(made);
    LONGS_EQUAL(0640, mode_of(folder / "new"));
    fs::remove(folder / "new");
  }
  std::ofstream(folder / "victim") << "untouched";
  CHECK_FALSE(files::make_private(folder / "victim"));
  fs::create_symlink(folder / "nowhere", folder / "link");
  CHECK_FALSE(files::make_private(folder / "link"));
  CHECK_FALSE(fs::exists(folder / "nowhere"));
  CHECK_THROWS(std::system_error, files::make_private(folder / "missing" / "file"));
}

TEST(PrivateFile, ACopyFollowsNoLinkAndReplacesNothing) {
  const std::string text(200'000, 'x');
  std::ofstream(folder / "from") << text;
  files::copy_no_links(folder / "from", folder / "to");
  CHECK(text == text_of(folder / "to"));
  LONGS_EQUAL(0600, mode_of(folder / "to"));
  CHECK_THROWS(std::system_error, files::copy_no_links(folder / "from", folder / "to"));
  fs::create_symlink(folder / "from", folder / "link");
  CHECK_THROWS(std::system_error, files::copy_no_links(folder / "link", folder / "other"));
  CHECK_FALSE(fs::exists(folder / "other"));
  fs::create_symlink(folder / "victim", folder / "there");
  CHECK_THROWS(std::system_error, files::copy_no_links(folder / "from", folder / "there"));
  CHECK_FALSE(fs::exists(folder / "victim"));
  CHECK_THROWS(std::system_error, files::copy_no_links(folder, folder / "other"));
}
