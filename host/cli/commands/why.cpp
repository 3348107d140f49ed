// antrean why TICKET: one sentence. It asks the running office; with --journal, or for a past moment, it
// reads the journal.
#include "queue/why.hpp"

#include <algorithm>
#include <cctype>

#include <boost/json/object.hpp>

#include "cli/access/journal_access.hpp"
#include "cli/access/office_client.hpp"
#include "cli/access/replay_state.hpp"
#include "cli/command.hpp"
#include "cli/exit.hpp"
#include "cli/render/json_text.hpp"
#include "cli/render/office_view.hpp"
#include "values/calendar_text.hpp"

namespace antrean::cli {
namespace {

class WhyCommand final : public Command {
 public:
  std::string name() const override { return "why"; }
  std::string about() const override { return "Why a ticket is next, or not yet, in one sentence"; }
  void declare(CLI::App& app) override {
    app.add_option("ticket", ticket_, "Number of a ticket, like B012")->required()->type_name("TICKET");
    app.add_option("--until", until_, "As it was then: 09:15, \"2026-11-24 09:15\", or an event's number")
        ->type_name("TIME");
    app.add_flag("--json", json_, "As JSON");
  }

  int run(Invocation& asked) override {
    const auto number = queue::QueueNumber::typed(ticket_);
    if (!number) {
      throw CommandError(usage, "'" + ticket_ + "' is not a number like B012");
    }
    const std::string text = number->text();
    const bool from_journal = !until_.empty() || !asked.journal_asked.empty();
    const auto why = from_journal ? of_journal(asked, text) : of_office(asked, text);
    if (!why) {
      throw CommandError(no, "there is no ticket " + text + " on that day");
    }
    if (json_) {
      boost::json::object document;
      document["number"] = text;
      document["id"] = why->id;
      document["en"] = why->en;
      asked.out() << json_text(document) << '\n';
    } else {
      Terminal to = asked.terminal();
      to.line(wrapped(to.say(why->id, why->en), page_width, 0));
    }
    return done;
  }

 private:
  static std::optional<Bilingual> of_office(Invocation& asked, const std::string& number) {
    return OfficeClient(asked.office_socket()).why(number);
  }

  std::optional<Bilingual> of_journal(Invocation& asked, const std::string& number) const {
    const Zone zone = asked.plan().settings().zone;
    const auto moment = moment_option("--until", until_, zone);
    const JournalAccess reading(asked);
    const ReplayState past = past_at(reading.journal(), asked.plan(), moment);
    asked.remark("menurut jurnal, " + state_text(past, zone, Language::id),
                 "from the journal, " + state_text(past, zone, Language::en));
    return queue::why(past.state, asked.plan(), number, past.at);
  }

  static std::string state_text(const ReplayState& past, Zone zone, Language language) {
    return short_date_text(language, past.state.day) + (language == Language::id ? " pukul " : " at ") +
           seconds_text(past.at, zone);
  }

  std::string ticket_, until_;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> why_command() { return std::make_unique<WhyCommand>(); }

}  // namespace antrean::cli
