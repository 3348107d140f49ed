// antrean doctor: checks everything that is connected and says in words what is broken.
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <iterator>
#include <string>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "cli/access/office_client.hpp"
#include "cli/checks/probes.hpp"
#include "cli/command.hpp"
#include "cli/exit.hpp"
#include "cli/render/json_text.hpp"
#include "cli/render/table.hpp"

namespace antrean::cli {
namespace {

namespace json = boost::json;

class Doctor final : public Command {
 public:
  std::string name() const override { return "doctor"; }
  std::string about() const override {
    return "What is broken, and what to do: clock, disks, devices, journal, way to the portal, mail server";
  }
  void declare(CLI::App& app) override {
    auto* json = app.add_flag("--json", json_, "As JSON");
    app.add_flag("--sound", sound_, "Play a sound in the hall, and ask whether it is heard")->excludes(json);
  }

  int run(Invocation& asked) override {
    // wrong settings are reported in full, with exit 78
    const office::OfficeSettings& settings = asked.settings();
    if (asked.common.log_level == process::CommonOptions{}.log_level) {
      spdlog::set_level(spdlog::level::err);  // what the drivers log is reported below, in order
    }
    if (::geteuid() != 0) {
      asked.remark("sebagian hanya terlihat oleh root: sudo antrean doctor",
                   "some of it only root may see: sudo antrean doctor");
    }
    const auto health = health_of_running(asked);
    say(asked, "Mesin", "Machine", probe_machine(settings));
    say(asked, "Port", "Ports", probe_ports(settings, health.has_value()));
    if (health) {
      say(asked, "Kantor", "Office", probe_office(*health, asked.office_socket().string()));
    } else {
      say(asked, "Kantor", "Office", {not_running(asked.office_socket().string())});
      say(asked, "Perangkat", "Devices", probe_devices(settings));
    }
    say(asked, "Jurnal", "Journal", probe_journal(settings, health.has_value()));
    say(asked, "Portal", "Portal", probe_portal(settings));
    say(asked, "Surat", "Mail", probe_mail(settings));
    if (sound_) {
      say(asked, "Suara", "Sound", {listen(asked, health.has_value())});
    }
    return condition(asked, health.has_value());
  }

 private:
  static std::optional<json::value> health_of_running(Invocation& asked) {
    try {
      return OfficeClient(asked.office_socket()).health();
    } catch (const CommandError& stop) {
      if (stop.code != no_answer) {
        throw;
      }
      return std::nullopt;
    }
  }

  static Finding not_running(const std::string& socket) {
    return {.part = "antrean-office",
            .condition = Condition::broken,
            .id = "tidak menjawab di " + socket +
                  ": systemctl start antrean-office, atau lihat mengapa tidak: journalctl -u antrean-office. Perangkat "
                  "ditanya langsung",
            .en = "does not answer at " + socket +
                  ": systemctl start antrean-office, or see why not: journalctl -u antrean-office. Its devices are "
                  "asked directly"};
  }

  /// Only a person can tell whether the amplifier is on.
  static Finding listen(Invocation& asked, bool office_runs) {
    const auto found = [](Condition condition, std::string id, std::string en) {
      return Finding{.part = "voice", .condition = condition, .id = std::move(id), .en = std::move(en)};
    };
    if (!office_runs) {
      return found(Condition::doubtful, "kantor tidak berjalan, jadi tidak ada yang dibunyikan",
                   "the office does not run, so nothing was played");
    }
    std::string device;
    try {
      const auto played = OfficeClient(asked.office_socket()).play_sound();
      if (!played) {
        return found(Condition::doubtful, "kantor ini tidak memakai suara: [voice] tidak ada",
                     "this office has no voice: there is no [voice]");
      }
      device = played->empty() ? "default" : *played;
    } catch (const CommandError& stop) {
      return found(Condition::broken, stop.what(), stop.what());
    }
    const Terminal to = asked.terminal();
    asked.out() << to.say("Terdengar bunyi di ruang tunggu? [y/t] ", "Is a sound heard in the hall? [y/n] ");
    asked.out().flush();
    std::string answer;
    std::getline(std::cin, answer);
    if (!answer.empty() && (answer.front() == 'y' || answer.front() == 'Y')) {
      return found(Condition::well, "terdengar, lewat " + device, "heard, by " + device);
    }
    return found(Condition::broken,
                 "tidak terdengar, padahal " + device +
                     " memutarnya: listrik dan volume amplifier, kabelnya, dan "
                     "mixer (alsamixer: M membuka bisu)",
                 "not heard, though " + device +
                     " played it: the amplifier's power and volume, its cable, and the "
                     "mixer (alsamixer: M ends mute)");
  }

  /// Prints at once, because some checks take long.
  void say(Invocation& asked, const char* id, const char* en, Findings found) {
    if (!json_ && !found.empty()) {
      Terminal to = asked.terminal();
      to.heading(to.say(id, en));
      Table table({{""}, {""}, {""}});
      for (const Finding& finding : found) {
        table.row({finding.part, condition_cell(to, finding.condition), to.say(finding.id, finding.en)});
      }
      table.print(to);
      asked.out().flush();
    }
    std::move(found.begin(), found.end(), std::back_inserter(all_));
  }

  int condition(Invocation& asked, bool office_runs) const {
    const auto count = [this](Condition condition) { return std::ranges::count(all_, condition, &Finding::condition); };
    const auto broken = count(Condition::broken), doubtful = count(Condition::doubtful);
    Terminal to = asked.terminal();
    if (json_) {
      json::array findings;
      for (const Finding& finding : all_) {
        findings.push_back(json::object{{"part", finding.part},
                                        {"condition", std::string(word(finding.condition))},
                                        {"text", to.say(finding.id, finding.en)}});
      }
      asked.out() << json_text(json::object{
                         {"well", broken == 0}, {"office_runs", office_runs}, {"findings", std::move(findings)}})
                  << '\n';
    } else {
      asked.out() << '\n';
      to.line(broken > 0 ? fmt::format(fmt::runtime(to.say("{} rusak, {} perlu diperiksa", "{} broken, {} to look at")),
                                       broken, doubtful)
              : doubtful > 0 ? fmt::format(fmt::runtime(to.say("tidak ada yang rusak, {} perlu diperiksa",
                                                               "nothing is broken, {} to look at")),
                                           doubtful)
                             : to.say("semua baik", "all is well"),
              broken > 0     ? Style::bad
              : doubtful > 0 ? Style::waiting
                             : Style::good);
    }
    return broken > 0 ? no : done;
  }

  Findings all_;
  bool json_ = false;
  bool sound_ = false;
};

}  // namespace

std::unique_ptr<Command> doctor_command() { return std::make_unique<Doctor>(); }

}  // namespace antrean::cli
