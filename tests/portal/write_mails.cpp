// write_mails FOLDER: the mail of every kind in both languages as KIND.LANGUAGE.eml, and hostile.id.eml. For
// mails_by_python.py, and to look at them.
#include <cstdio>
#include <fstream>

#include "mail/message.hpp"
#include "sample_notices.hpp"

int main(int argc, char** argv) {
  using namespace antrean;
  if (argc != 2) {
    std::fprintf(stderr, "usage: write_mails FOLDER\n");
    return 2;
  }
  const std::string folder = argv[1];
  const auto write = [&](const std::string& name, const portal::Notice& notice) {
    std::ofstream file{folder + "/" + name + "." + std::string{word(notice.language)} + ".eml", std::ios::binary};
    file << portal::compose(notice, portal_test::sample_identity()).message;
    return file.good();
  };
  bool good = write("hostile", portal_test::hostile_notice());
  for (const auto kind : portal_test::every_kind()) {
    for (const auto language : {Language::id, Language::en}) {
      good = write(std::string{word(kind)}, portal_test::sample_notice(kind, language)) && good;
    }
  }
  return good ? 0 : 1;
}
