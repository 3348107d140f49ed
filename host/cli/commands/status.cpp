// antrean status: the condition of the office. It asks the running office; with --journal, it reads that
// journal.
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "cli/access/journal_access.hpp"
#include "cli/access/office_client.hpp"
#include "cli/access/replay_state.hpp"
#include "cli/checks/findings.hpp"
#include "cli/command.hpp"
#include "cli/exit.hpp"
#include "cli/render/json_text.hpp"
#include "cli/render/office_view.hpp"
#include "cli/render/table.hpp"
#include "feed/feed_json.hpp"
#include "queue/snapshot.hpp"

namespace antrean::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t calls_shown = 5;

class Status final : public Command {
 public:
  std::string name() const override { return "status"; }
  std::string about() const override { return "How the office is: counters, lines, calls, devices, journal, portal"; }
  void declare(CLI::App& app) override { app.add_flag("--json", json_, "As JSON"); }
  int run(Invocation& asked) override { return asked.journal_asked.empty() ? running(asked) : from_journal(asked); }

 private:
  int running(Invocation& asked) {
    const OfficeClient office(asked.office_socket());
    const json::value health = office.health();
    const Snapshot snapshot = office.snapshot();
    bool well = health.at("ready").as_bool();
    for (const json::value& part : health.at("parts").as_array()) {
      well = well && part.at("well").as_bool();
    }
    if (json_) {
      json::object document;
      document["well"] = well;
      document["health"] = health;
      document["snapshot"] = json::parse(feed::to_json(snapshot));
      asked.out() << json_text(document) << '\n';
      return well ? done : no;
    }
    Terminal to = asked.terminal();
    print_head(to, snapshot);
    if (asked.office_asked.empty()) {
      print_hours(to, asked.plan(), snapshot.day);
    }
    print_counters(to, snapshot);
    print_lines(to, snapshot);
    print_calls(to, snapshot, calls_shown);
    print_parts(to, health);
    print_alarms(to, snapshot);
    const std::string version(health.at("version").as_string());
    to.out << '\n';
    to.line(fmt::format("antrean-office {}, {}: {}", version, office.socket().string(),
                        well ? to.say("semua baik", "all is well")
                             : to.say("ada yang tidak baik, lihat di atas", "something is not well, see above")),
            well ? Style::good : Style::bad);
    return well ? done : no;
  }

  static void print_parts(Terminal& to, const json::value& health) {
    to.heading(to.say("Bagian", "Parts"));
    Table table({{to.say("Bagian", "Part")}, {to.say("Keadaan", "State")}, {""}});
    for (const json::value& part : health.at("parts").as_array()) {
      const json::value* doubtful = part.as_object().if_contains("doubtful");
      table.row({std::string(part.at("name").as_string()),
                 condition_cell(to, !part.at("well").as_bool()                   ? Condition::broken
                                    : doubtful != nullptr && doubtful->as_bool() ? Condition::doubtful
                                                                                 : Condition::well),
                 std::string(part.at("text").as_string())});
    }
    table.print(to);
  }

  int from_journal(Invocation& asked) {
    const JournalAccess reading(asked);
    const ReplayState past = past_at(reading.journal(), asked.plan(), std::nullopt);
    const Snapshot snapshot = queue::snapshot(past.state, asked.plan(), past.at);
    if (json_) {
      json::object document;
      document["journal"] = reading.file().string();
      document["snapshot"] = json::parse(feed::to_json(snapshot));
      asked.out() << json_text(document) << '\n';
      return done;
    }
    Terminal to = asked.terminal();
    print_head(to, snapshot);
    print_hours(to, asked.plan(), snapshot.day);
    print_counts(to, past.state.counts);
    print_counters(to, snapshot);
    print_lines(to, snapshot);
    print_calls(to, snapshot, calls_shown);
    print_alarms(to, snapshot);
    to.out << '\n';
    to.line(fmt::format("{} {}: {} {} {} {}", to.say("Jurnal", "Journal"), reading.file().string(),
                        to.say("kejadian terakhir", "newest event"), snapshot.journal_seq, to.say("pukul", "at"),
                        seconds_text(past.at, snapshot.zone)),
            Style::faint);
    return done;
  }

  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> status_command() { return std::make_unique<Status>(); }

}  // namespace antrean::cli
