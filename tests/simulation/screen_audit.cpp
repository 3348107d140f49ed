#include "screen_audit.hpp"

#include <utility>
#include <variant>

namespace antrean::simulation {

void ScreenAudit::see(const queue::Event& event) {
  if (const auto* opened = std::get_if<queue::DayOpened>(&event.body)) {
    seq_ = opened->entrance_seq;
  } else if (const auto* admitted = std::get_if<queue::Admitted>(&event.body)) {
    answer(admitted->code);
  } else if (const auto* issued = std::get_if<queue::TicketIssued>(&event.body)) {
    if (issued->walk_in) {
      answer("walk-in");
    }
  } else if (const auto* answered = std::get_if<queue::ScanAnswered>(&event.body)) {
    // Nobody in the simulation shows a damaged code.
    if (answered->outcome == "unreadable" || answered->outcome == "not_a_code") {
      verdict_.broken(2, "something that is no booking code is an event of the journal: " + answered->scanned);
    }
    answer(answered->outcome == "forged" ? forged : answered->scanned);
  }
}

bool ScreenAudit::belongs(std::uint64_t answer, const std::string& code) const {
  const auto found = codes_.find(answer);
  return found != codes_.end() && found->second == code;
}

void ScreenAudit::shown(const EntranceView& view) {
  view_ = view;
  for (auto& [id, reader] : readers_) {
    const auto reads = [&, &person = reader](const EntranceAnswer& answer) {
      return answer.seq > person.after && belongs(answer.seq, person.code);
    };
    if (reads(view)) {
      reader.has_read = true;
    }
    for (const EntranceAnswer& before : view.before) {
      reader.has_read = reader.has_read || reads(before);
    }
    if (reader.code == stray && view.notice && view.notice->outcome == "not_a_code") {
      reader.has_read = true;
    }
  }
}

ScreenAudit::Reader ScreenAudit::holds_up(std::string who, std::string code) {
  const bool stands_there =
      code == stray ? view_.notice && view_.notice->outcome == "not_a_code" : belongs(view_.seq, code);
  readers_[++last_] = {.who = std::move(who), .code = std::move(code), .after = view_.seq, .has_read = stands_there};
  return last_;
}

void ScreenAudit::reads(Reader reader) {
  const auto found = readers_.find(reader);
  if (found == readers_.end()) {
    return;
  }
  if (!found->second.has_read) {
    verdict_.broken(
        2, found->second.who + " held up " + found->second.code + " and read on the screen: " + view_.message_en);
  }
  readers_.erase(found);
}

}  // namespace antrean::simulation
