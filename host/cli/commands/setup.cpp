// antrean setup: the first settings of an office. It looks at what is connected, asks the rest, shows what it
// will write, writes it, starts the office, and ends with what doctor says. From a file it asks nothing.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/command.hpp"
#include "cli/exit.hpp"
#include "cli/render/table.hpp"
#include "cli/setup/find_units.hpp"
#include "cli/setup/questions.hpp"
#include "cli/setup/settings_text.hpp"
#include "embedded.hpp"
#include "files/durable_file.hpp"

namespace antrean::cli {
namespace {

namespace fs = std::filesystem;

class Setup final : public Command {
 public:
  std::string name() const override { return "setup"; }
  std::string about() const override { return "The first settings of an office: looks, asks, writes, starts"; }
  void declare(CLI::App& app) override {
    app.add_option("--from", from_, "Take the answers from this file (TOML) and ask nothing")
        ->type_name("FILE")
        ->check(CLI::ExistingFile);
    app.add_option("--port", ports_, "Look at this serial port (default: all of /dev/serial/by-path)")
        ->type_name("PORT");
    app.add_option("--up-to", up_to_, "Highest address that is looked at")
        ->type_name("ADDRESS")
        ->check(CLI::Range(1U, 247U))
        ->capture_default_str();
    app.add_flag("--no-start", no_start_, "Write the settings only");
  }

  int run(Invocation& asked) override {
    Terminal to = asked.terminal();
    const fs::path file = asked.common.config;
    std::unique_ptr<Questions> questions =
        from_.empty() ? ask_at(to, std::cin) : answers_from(settings::Source::file(from_));
    SetupAnswers answers;
    look_around(to, answers);
    ask(to, *questions, answers);
    const std::string token = questions->secret(
        {.key = "token", .id = "Token kantor ini, dari pusat data", .en = "This office's token, from the data centre"});
    questions->finish();

    const std::string text = settings_text(embedded::office_toml(), answers);
    // With everything that is wrong in it; then nothing is written.
    static_cast<void>(office::read(settings::Source::text(text, file.string())));
    show(to, answers, file);
    if (from_.empty() &&
        !questions->yes({.key = "write", .id = "Tulis pengaturan ini?", .en = "Write these settings?"})) {
      throw CommandError(no, to.say("tidak ada yang ditulis", "nothing was written"));
    }
    write(to, file, text, token);
    return no_start_ ? done : start(to, file);
  }

 private:
  /// The ports with boards and pads become lines; the others are offered as the scanner's.
  void look_around(Terminal& to, SetupAnswers& answers) {
    std::vector<fs::path> ports(ports_.begin(), ports_.end());
    if (ports.empty()) {
      ports = serial_ports();
    }
    to.heading(to.say("Yang terpasang", "What is connected"));
    if (ports.empty()) {
      to.line(to.say("Tidak ada port serial: pasang adaptor RS-485 dan pemindainya.",
                     "There is no serial port: plug in the RS-485 adapter and the scanner."),
              Style::waiting);
    }
    const DeviceProfiles profiles = shipped_profiles();
    for (const fs::path& port : ports) {
      std::string problem;
      SetupLine line = look_at_port(
          port, up_to_, profiles, [&to](const std::string& what) { to.line(what + " ..."); }, problem);
      if (!problem.empty()) {
        to.line(wrapped(problem, page_width, 0), Style::bad);
        continue;
      }
      to.line(
          fmt::format("{}: {}", port.string(),
                      line.units.empty() ? to.say("tidak ada papan atau tombol", "no boards or pads") : named(line)));
      if (line.units.empty()) {
        others_.push_back(port.string());
      } else {
        line.name = answers.lines.empty() ? "counters" : fmt::format("counters-{}", answers.lines.size() + 1);
        answers.lines.push_back(std::move(line));
      }
    }
  }

  static std::string named(const SetupLine& line) {
    std::map<std::string, std::vector<unsigned>> by_product;
    for (const SetupUnit& unit : line.units) {
      by_product[unit.profile.name].push_back(unit.address);
    }
    std::string text;
    for (const auto& [product, addresses] : by_product) {
      text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", product, fmt::join(addresses, " "));
    }
    return text;
  }

  void ask(Terminal& to, Questions& questions, SetupAnswers& answers) {
    to.heading(to.say("Kantor ini", "This office"));
    answers.code = questions.text({.key = "code",
                                   .id = "Dua huruf kantor dalam kode pemesanan",
                                   .en = "The office's two characters in booking codes",
                                   .pattern = "[A-Z0-9]{2}",
                                   .example = "AD"});
    answers.name = questions.text({.key = "name",
                                   .id = "Nama kantor",
                                   .en = "The office's name",
                                   .pattern = ".{3,80}",
                                   .example = "Kantor Imigrasi Kelas I Bandung"});
    answers.zone = parse_zone(questions.text({.key = "zone",
                                              .id = "Zona waktu",
                                              .en = "Time zone",
                                              .pattern = "WIB|WITA|WIT",
                                              .example = "WIB",
                                              .fallback = "WIB"}))
                       .value_or(Zone::wib);  // a wrong one of the file is told by finish()
    const auto pads = pads_of(answers);
    const auto count = questions.number({.key = "counters",
                                         .id = "Berapa loket",
                                         .en = "How many counters",
                                         .fallback = std::to_string(pads == 0 ? 1 : pads)},
                                        1, 99);
    for (CounterId id = 1; id <= count; ++id) {
      answers.counters.push_back(id);
    }
    const auto collection = questions.number({.key = "collection",
                                              .id = "Di berapa loket paspor diambil (loket terakhir)",
                                              .en = "At how many counters are passports collected (the last ones)",
                                              .fallback = "1"},
                                             0, count);
    answers.collection.assign(answers.counters.end() - collection, answers.counters.end());
    place_by_order(answers.lines, answers.counters);
    const std::string probably = others_.empty() ? "-" : others_.front();
    answers.scanner = one_or_none(questions, {.key = "scanner",
                                              .id = "Port pemindai di pintu masuk; - jika tidak ada",
                                              .en = "The port of the entrance's scanner; - for none",
                                              .pattern = "-|/.+",
                                              .example = probably,
                                              .fallback = probably});
    answers.printer = one_or_none(questions, {.key = "printer",
                                              .id = "Pencetak tiket: perangkat USB, atau host:9100; - jika tidak ada",
                                              .en = "The ticket printer: its USB device, or host:9100; - for none",
                                              .pattern = "-|/.+|[^:/]+:[0-9]{1,5}",
                                              .example = "192.168.1.50:9100",
                                              .fallback = printer_device()});
    answers.english_too = questions.yes(
        {.key = "english", .id = "Suara juga dalam bahasa Inggris?", .en = "Does the voice speak English too?"});
    answers.portal = questions.text({.key = "portal",
                                     .id = "Alamat portal",
                                     .en = "The portal's address",
                                     .pattern = "https?://[^\\s/]+(/\\S*)?",
                                     .example = "https://antrean.example.go.id"});
  }

  static std::string one_or_none(Questions& questions, const Question& question) {
    std::string answer = questions.text(question);
    return answer == "-" ? std::string() : answer;
  }

  /// The first USB printer by its socket; "-": none is plugged in.
  static std::string printer_device() {
    std::error_code error;
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator("/dev/usb/by-path", error)) {
      found.push_back(entry.path().string());
    }
    return found.empty() ? "-" : *std::ranges::min_element(found);
  }

  static std::size_t pads_of(const SetupAnswers& answers) {
    std::size_t pads = 0;
    for (const SetupLine& line : answers.lines) {
      pads += static_cast<std::size_t>(std::ranges::count(line.units, DeviceProfile::Kind::pad,
                                                          [](const SetupUnit& unit) { return unit.profile.kind; }));
    }
    return pads;
  }

  static void show(Terminal& to, const SetupAnswers& answers, const fs::path& file) {
    to.heading(
        fmt::format(fmt::runtime(to.say("Yang akan ditulis ke {}", "What will be written to {}")), file.string()));
    to.line(fmt::format("{} {}, {}", answers.code, answers.name, zone_name(answers.zone)));
    Table table({{to.say("Jalur", "Line")}, {to.say("Alamat", "Address"), true}, {""}, {to.say("Loket", "Counter")}});
    for (const SetupLine& line : answers.lines) {
      for (const SetupUnit& unit : line.units) {
        table.row({line.name, std::to_string(unit.address), unit.profile.name,
                   unit.counters.empty()
                       ? to.say("tidak dipakai: tidak ada loket untuknya", "not used: no counter for it")
                       : fmt::format("{}", fmt::join(unit.counters, " "))});
      }
    }
    if (!table.empty()) {
      table.print(to);
    }
    to.line(wrapped(to.say("`antrean bus --light 60` menampilkan alamat di setiap papan, jika loketnya perlu ditukar.",
                           "`antrean bus --light 60` shows its address on each board, if counters must be changed."),
                    page_width, 0));
  }

  /// All or nothing: the token first, then the settings in one step; what was there is kept beside it.
  static void write(Terminal& to, const fs::path& file, const std::string& text, const std::string& token) {
    if (!token.empty()) {
      const fs::path beside = file.parent_path() / "portal.token";
      files::replace(beside, token + "\n", 0640);
      to.line(beside.string());
    }
    if (fs::exists(file)) {
      fs::path before = file;
      before += ".before-setup";
      fs::copy_file(file, before, fs::copy_options::overwrite_existing);
      to.line(fmt::format(fmt::runtime(to.say("{} (yang lama)", "{} (what was there)")), before.string()));
    }
    files::replace(file, text, 0644);
    to.line(file.string());
  }

  static int start(Terminal& to, const fs::path& file) {
    // The unit is skipped without it, and systemctl says nothing of that.
    if (!fs::exists(file.parent_path() / "portal.token")) {
      to.line(wrapped(to.say("Token belum ada, jadi kantor belum dimulai: taruh di portal.token di sebelah pengaturan, "
                             "lalu systemctl enable --now antrean-office.",
                             "There is no token yet, so the office is not started: put it into portal.token beside the "
                             "settings, then systemctl enable --now antrean-office."),
                      page_width, 0),
              Style::waiting);
      return done;
    }
    if (!fs::exists("/run/systemd/system")) {
      to.line(to.say("systemd tidak berjalan di sini: mulai antrean-office sendiri.",
                     "systemd does not run here: start antrean-office yourself."),
              Style::waiting);
      return done;
    }
    if (std::system("systemctl enable --now antrean-office") != 0) {
      throw CommandError(failed, to.say("antrean-office tidak dapat dimulai: journalctl -u antrean-office",
                                        "antrean-office cannot be started: journalctl -u antrean-office"));
    }
    // Its own words, as another process: the settings are new.
    return std::system(fmt::format("antrean --config '{}' doctor", file.string()).c_str()) == 0 ? done : no;
  }

  std::string from_;
  std::vector<std::string> ports_;
  unsigned up_to_ = 40;
  bool no_start_ = false;
  std::vector<std::string> others_;  // ports where neither boards nor pads answer
};

}  // namespace

std::unique_ptr<Command> setup_command() { return std::make_unique<Setup>(); }

}  // namespace antrean::cli
