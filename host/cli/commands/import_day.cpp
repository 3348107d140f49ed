// antrean import-day FILE: bookings that come from elsewhere, into the day list of the running office.
#include <fstream>
#include <iostream>
#include <iterator>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "cli/access/office_client.hpp"
#include "cli/command.hpp"
#include "cli/exit.hpp"

namespace antrean::cli {
namespace {

namespace json = boost::json;

class ImportDay final : public Command {
 public:
  std::string name() const override { return "import-day"; }
  std::string about() const override { return "Take a list of bookings (CSV) that come from elsewhere"; }
  void declare(CLI::App& app) override {
    app.add_option("file", file_, "The list, CSV with a header; - reads from a pipe")->required()->type_name("FILE");
  }

  int run(Invocation& asked) override {
    const json::object told = OfficeClient(asked.office_socket()).import_day(content());
    Terminal to = asked.terminal();
    if (const auto* bad = told.if_contains("bad")) {
      for (const auto& row : bad->as_array()) {
        const auto words = [&row](const char* key) { return std::string(row.at(key).as_string()); };
        const auto line = row.at("line").to_number<std::uint64_t>();
        to.line(to.say(fmt::format("baris {}: {}", line, words("id")), fmt::format("line {}: {}", line, words("en"))));
      }
      const auto more = told.at("more").to_number<std::uint64_t>();
      if (more > 0) {
        to.line(to.say(fmt::format("... dan {} baris lagi", more), fmt::format("... and {} more", more)));
      }
      throw CommandError(no, to.say("tidak ada yang diambil; perbaiki baris ini, lalu ulangi",
                                    "nothing was taken; mend these rows, then do it again"));
    }
    const auto count = [&told](const char* key) { return told.at(key).to_number<std::uint64_t>(); };
    to.line(
        to.say(fmt::format("{} pesanan baru, {} diubah, {} sudah ada", count("added"), count("changed"), count("same")),
               fmt::format("{} new bookings, {} changed, {} were here already", count("added"), count("changed"),
                           count("same"))));
    return done;
  }

 private:
  std::string content() const {
    if (file_ == "-") {
      return {std::istreambuf_iterator<char>(std::cin), {}};
    }
    std::ifstream in(file_, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in.is_open() || in.bad()) {
      throw CommandError(failed, "the list " + file_ + " cannot be read; is the name right?");
    }
    return text;
  }

  std::string file_;
};

}  // namespace

std::unique_ptr<Command> import_day_command() { return std::make_unique<ImportDay>(); }

}  // namespace antrean::cli
