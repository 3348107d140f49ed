// antrean replay: the office at a past moment, and what had happened until then.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "cli/access/journal_access.hpp"
#include "cli/access/replay_state.hpp"
#include "cli/command.hpp"
#include "cli/exit.hpp"
#include "cli/render/event_text.hpp"
#include "cli/render/json_text.hpp"
#include "cli/render/office_view.hpp"
#include "cli/render/privacy.hpp"
#include "cli/render/table.hpp"
#include "feed/feed_json.hpp"
#include "journal/event_json.hpp"
#include "queue/snapshot.hpp"

namespace antrean::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t calls_told = 10;

class Replay final : public Command {
 public:
  std::string name() const override { return "replay"; }
  std::string about() const override { return "The office as it was at a moment: counters, lines, tickets, calls"; }
  void declare(CLI::App& app) override {
    app.add_option("--until", until_,
                   "The moment: 09:15, 2026-11-24, \"2026-11-24 09:15\", or an event's number (default: the newest)")
        ->type_name("TIME");
    app.add_flag("--events", events_, "List what happened that day until then");
    app.add_flag("--json", json_, "As JSON");
  }

  int run(Invocation& asked) override {
    const queue::Plan& plan = asked.plan();
    const auto moment = moment_option("--until", until_, plan.settings().zone);
    const JournalAccess reading(asked);
    const ReplayState past = past_at(reading.journal(), plan, moment);
    Snapshot snapshot = queue::snapshot(past.state, plan, past.at, nullptr);
    snapshot.journal_seq = past.state.seq;
    if (json_) {
      print_json(asked, past, snapshot);
      return done;
    }
    Terminal to = asked.terminal();
    print_head(to, snapshot);
    to.line(fmt::format("{} {}, {} {}", to.say("Seperti pada", "As at"), seconds_text(past.at, snapshot.zone),
                        to.say("setelah kejadian", "after event"), past.state.seq),
            Style::faint);
    print_counts(to, past.state.counts);
    print_counters(to, snapshot);
    print_tickets(to, snapshot);
    print_calls(to, snapshot, calls_told);
    print_alarms(to, snapshot);
    if (events_) {
      print_events(to, past, snapshot.zone);
    }
    return done;
  }

 private:
  void print_json(Invocation& asked, const ReplayState& past, const Snapshot& snapshot) const {
    const queue::DayCounts& counts = past.state.counts;
    json::object document;
    document["at"] = iso_text(past.at);
    document["seq"] = past.state.seq;
    document["counts"] = json::object{{"issued", counts.issued},
                                      {"served", counts.served},
                                      {"no_shows", counts.no_shows},
                                      {"cancelled", counts.cancelled},
                                      {"unserved", counts.unserved}};
    document["snapshot"] = json::parse(feed::to_json(snapshot));
    if (events_) {
      json::array events;
      for (const queue::Event& event : past.events) {
        events.push_back(without_private(json::parse(journal::event_json(event))));
      }
      document["events"] = std::move(events);
    }
    asked.out() << json_text(document) << '\n';
  }

  static void print_events(Terminal& to, const ReplayState& past, Zone zone) {
    to.heading(to.say("Kejadian", "Events"));
    Table table({{to.say("No", "No"), true},
                 {to.say("Pukul", "Time")},
                 {to.say("Kejadian", "Event")},
                 {to.say("Nomor", "Number")},
                 {to.say("Loket", "Ctr"), true},
                 {to.say("Oleh; lainnya", "By; details")}});
    for (const queue::Event& event : past.events) {
      const EventText text = describe(event.body);
      table.row({std::to_string(event.seq), seconds_text(event.at, zone), std::string(queue::name_of(event)),
                 text.number, text.counter,
                 mask_niks(actor_text(event.by) + (text.detail.empty() ? "" : "; " + text.detail))});
    }
    table.print(to);
  }

  std::string until_;
  bool events_ = false;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> replay_command() { return std::make_unique<Replay>(); }

}  // namespace antrean::cli
