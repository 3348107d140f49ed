#include "command_loop/entrance.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "checkin/lookup.hpp"
#include "checkin/words.hpp"
#include "values/fnv1a.hpp"

namespace antrean::office {
namespace {

namespace asio = boost::asio;

std::string code_of(const checkin::Scan& scan, const std::string& line) {
  if (const auto* typed = std::get_if<checkin::TypedCode>(&scan)) {
    return typed->code;
  }
  if (const auto* code = std::get_if<checkin::SignedCode>(&scan)) {
    return code->code;
  }
  if (const auto* picked = std::get_if<checkin::PickedBooking>(&scan)) {
    return "#" + std::to_string(picked->booking);
  }
  // What cannot be read is told apart by length and a hash: enough to see a repetition, nothing personal in
  // the journal.
  return "?" + std::to_string(line.size()) + "-" + std::to_string(fnv1a(line));
}

std::optional<checkin::EarlierAdmission> earlier(const queue::State& state, const checkin::Scan& scan,
                                                 const CodeFacts& facts) {
  // By the code, which is unique: an id may belong to another database of the portal.
  const queue::Admission* known = nullptr;
  if (const auto* code = std::get_if<checkin::SignedCode>(&scan)) {
    known = state.admission(std::string_view(code->code));
  } else if (const auto* typed = std::get_if<checkin::TypedCode>(&scan)) {
    known = state.admission(std::string_view(typed->code));
  }
  if (known == nullptr && facts.listed) {
    known = state.admission(facts.listed->id, facts.listed->code);
  }
  if (known == nullptr) {
    return facts.before_today;
  }
  return checkin::EarlierAdmission{.at = known->at, .numbers = known->numbers, .people = known->people};
}

queue::Actor actor(const EntranceRequest& entry) {
  queue::Actor by{.kind = queue::ActorKind::entrance, .name = entry.by, .role = entry.role, .machine = entry.machine};
  if (entry.force) {
    by.kind = queue::ActorKind::supervisor;
    by.name = entry.force->supervisor;
  }
  return by;
}

EntranceReply refuse(Turn& turn, const EntranceRequest& entry, const std::string& scanned, EntranceReply answer) {
  turn.attempt({.by = actor(entry),
                .action = queue::AnswerScan{.outcome = answer.outcome,
                                            .scanned = scanned,
                                            .numbers = answer.numbers,
                                            .message_id = answer.words.id,
                                            .message_en = answer.words.en}});
  answer.seq = turn.state().entrance.seq;
  return answer;
}

/// Reasons that the person cannot change: the office's own settings, numbers and classes.
bool is_for_staff(queue::Reason reason) {
  return reason == queue::Reason::numbers_used_up || reason == queue::Reason::unknown_service ||
         reason == queue::Reason::unknown_class || reason == queue::Reason::bad_party;
}

queue::Command admit(const EntranceRequest& entry, const checkin::Admission& admission, const CodeFacts& facts) {
  return {.by = actor(entry),
          .action = queue::Admit{.booking = admission.booking,
                                 .code = admission.code,
                                 .service = admission.service,
                                 .slot = admission.slot,
                                 .standing = admission.standing,
                                 .party = admission.party,
                                 .people = admission.people,
                                 .numbers = admission.numbers,
                                 .listed = admission.listed,
                                 .class_key = entry.class_key,
                                 .forced = admission.force.has_value(),
                                 .reason = admission.force ? admission.force->reason : std::string(),
                                 .again = facts.numbers_again,
                                 .language = admission.language}};
}

}  // namespace

checkin::Scan to_checkin(const codes::Scan& scan) {
  if (const auto* code = std::get_if<codes::Signed>(&scan)) {
    const codes::CodePayload& payload = code->payload;
    return checkin::SignedCode{.code = payload.office + "-" + payload.short_code,
                               .office = payload.office,
                               .day = payload.day,
                               .slot = payload.slot,
                               .service = payload.service,
                               .party = payload.party,
                               .booking = payload.booking};
  }
  if (const auto* typed = std::get_if<codes::Typed>(&scan)) {
    return checkin::TypedCode{typed->code};
  }
  switch (std::get<codes::ScanError>(scan)) {
    case codes::ScanError::forged:
      return checkin::BadCode::forged;
    case codes::ScanError::unknown_key:
      return checkin::BadCode::unknown_key;
    case codes::ScanError::not_a_code:
    case codes::ScanError::blank:
      return checkin::BadCode::not_a_code;
    case codes::ScanError::unreadable:
      break;
  }
  return checkin::BadCode::unreadable;
}

CodeFacts look_up(const checkin::Scan& scan, journal::Journal& journal) {
  CodeFacts facts;
  facts.day_list_present = journal.day_list().pulled();
  BookingId booking = 0;
  std::string code;
  if (const auto* by_signature = std::get_if<checkin::SignedCode>(&scan)) {
    booking = by_signature->booking;
    code = by_signature->code;
    facts.listed = journal.day_list().by_id(booking);
    if (facts.listed && facts.listed->code != code) {
      facts.listed = journal.day_list().by_code(code);
    }
  } else if (const auto* typed = std::get_if<checkin::TypedCode>(&scan)) {
    code = typed->code;
    facts.listed = journal.day_list().by_code(code);
    booking = facts.listed ? facts.listed->id : 0;
  } else if (const auto* picked = std::get_if<checkin::PickedBooking>(&scan)) {
    booking = picked->booking;
    facts.listed = journal.day_list().by_id(booking);
    code = facts.listed ? facts.listed->code : std::string();
  } else {
    return facts;
  }
  for (const journal::AdmissionRow& row : journal.reports().admissions_on(booking, code)) {
    if (!facts.before_today) {
      facts.before_today.emplace();
      facts.before_today->people = 0;
    }
    facts.before_today->at = row.at;
    facts.before_today->people = static_cast<std::uint8_t>(facts.before_today->people + row.people);
    facts.before_today->numbers.insert(facts.before_today->numbers.end(), row.numbers.begin(), row.numbers.end());
  }
  // A journal that was put back does not know it; the portal was told.
  if (const auto used = facts.listed ? journal.day_list().used(facts.listed->id) : std::nullopt;
      used && !used->over && !facts.before_today) {
    facts.numbers_again = used->numbers;
  } else if (used && !facts.before_today) {
    facts.before_today = checkin::EarlierAdmission{
        .at = used->at,
        .numbers = used->numbers,
        .people = static_cast<std::uint8_t>(std::clamp<std::size_t>(used->numbers.size(), 1, facts.listed->party))};
  }
  return facts;
}

EntranceReply take_entrance_request(Turn& turn, const EntranceRequest& entry, const checkin::Scan& scan,
                                    const CodeFacts& facts, const checkin::Office& office) {
  const std::string scanned = code_of(scan, entry.line);
  const queue::State& state = turn.state();
  checkin::Question question;
  question.scan = scan;
  question.listed = facts.listed;
  question.day_list_present = facts.day_list_present;
  question.earlier = earlier(state, scan, facts);
  question.today = state.day;
  question.now = turn.now();
  question.now_is_known = turn.plan().knows_the_time(turn.now());
  question.phase = state.day_state != queue::DayState::open ? DayPhase::closed
                   : question.now_is_known                  ? queue::hours_phase(state, turn.plan(), turn.now())
                                                            : DayPhase::open;
  question.people = entry.people;
  question.force = entry.force;
  const checkin::Answer decided = checkin::decide(question, office);
  if (const auto* refusal = std::get_if<checkin::Refusal>(&decided)) {
    EntranceReply answer{.outcome = std::string(checkin::outcome_word(refusal->outcome)),
                         .words = refusal->words,
                         .numbers = refusal->numbers,
                         .force_helps = refusal->force_helps,
                         .failure = {}};
    return refuse(turn, entry, scanned, std::move(answer));
  }
  const auto& admission = std::get<checkin::Admission>(decided);
  EntranceReply answer;
  const auto refusal = turn.attempt(admit(entry, admission, facts), [&](queue::Event& event) {
    if (auto* admitted = std::get_if<queue::Admitted>(&event.body)) {
      answer.numbers = admitted->numbers;
      answer.words = checkin::admitted_words(admission, admitted->numbers);
      admitted->message_id = answer.words.id;
      admitted->message_en = answer.words.en;
    }
  });
  if (refusal) {
    answer.outcome = std::string(words<queue::Reason>[static_cast<std::size_t>(refusal->reason)]);
    const Bilingual why{.id = queue::words_id(*refusal, office.zone), .en = queue::words_en(*refusal, office.zone)};
    answer.words = is_for_staff(refusal->reason) ? checkin::words::go_to_the_desk() : why;
    answer = refuse(turn, entry, scanned, std::move(answer));
    if (!entry.scanned) {
      answer.words = why;  // for the staff at the desk; the screen shows the text for people
    }
    return answer;
  }
  answer.outcome = "admitted";
  answer.seq = turn.state().entrance.seq;
  return answer;
}

struct Entrance::Presentation {
  std::string line;  ///< with class and people, because they make it another question
  MonotonicTime seen{};
  std::optional<EntranceReply> answer;
  bool over = false;            ///< decided, or given up
  std::uint64_t notice = 0;     ///< the latest notice at the time of the answer
  asio::steady_timer answered;  ///< used as an event: cancelled when done
  Presentation(const asio::any_io_executor& executor, std::string line_, MonotonicTime now)
      : line(std::move(line_)), seen(now), answered(executor, asio::steady_timer::time_point::max()) {}
};

Entrance::Entrance(CommandLoop& loop, Worker& journal_worker, journal::Journal& journal, checkin::Office office,
                   codes::Keyring keys, Repeats repeats)
    : loop_(loop),
      worker_(journal_worker),
      journal_(journal),
      office_(std::move(office)),
      keys_(std::move(keys)),
      repeats_(std::move(repeats)) {}

std::uint64_t Entrance::latest_notice() const {
  const auto& notice = loop_.snapshot()->entrance.notice;
  return notice ? notice->seq : 0;
}

bool Entrance::is_again(const Presentation& scan) const {
  if (!latest_ || latest_->line != scan.line || scan.seen - latest_->seen >= repeats_.within) {
    return false;
  }
  if (!latest_->over) {
    return true;
  }
  if (!latest_->answer || !latest_->answer->failure.empty()) {
    return false;
  }
  // On the screen a notice replaces a refusal, but not a number.
  const bool noticed_since = latest_->answer->numbers.empty() && latest_->notice != latest_notice();
  return latest_->answer->seq == loop_.snapshot()->entrance.seq && !noticed_since;
}

asio::awaitable<EntranceReply> Entrance::take(EntranceRequest entry) {
  const codes::Scan read = entry.picked ? codes::Scan{codes::ScanError::blank} : codes::read_scan(entry.line, keys_);
  if (!entry.picked && read == codes::Scan{codes::ScanError::not_a_code}) {
    co_return stray(entry.scanned);
  }
  if (!entry.picked && read == codes::Scan{codes::ScanError::blank}) {
    co_return entry.scanned ? EntranceReply{} : stray(false);
  }
  checkin::Scan scan = entry.picked ? checkin::Scan(checkin::PickedBooking{*entry.picked}) : to_checkin(read);
  if (!entry.scanned) {
    co_return co_await answer(std::move(entry), std::move(scan));
  }
  const auto shown = std::make_shared<Presentation>(
      co_await asio::this_coro::executor, entry.line + '/' + entry.class_key + '/' + std::to_string(entry.people),
      repeats_.now());
  if (is_again(*shown)) {
    const auto first = latest_;
    first->seen = shown->seen;
    ++counts_.repeats;
    while (!first->over) {
      boost::system::error_code done;
      co_await first->answered.async_wait(asio::redirect_error(asio::use_awaitable, done));
    }
    co_return first->answer.value_or(EntranceReply{});
  }
  latest_ = shown;
  // However this ends, requests that wait for the answer continue, and a scan that was not answered is asked
  // again. This may run at the end of the program, so it touches only the presentation.
  struct Over {
    std::shared_ptr<Presentation> shown;
    ~Over() {
      shown->over = true;
      shown->answered.cancel();
    }
  } const at_the_end{shown};
  EntranceReply told = co_await answer(std::move(entry), std::move(scan));
  shown->answer = told;
  shown->notice = latest_notice();
  if (!told.failure.empty()) {
    loop_.notice(told.outcome, told.words.id, told.words.en);
  }
  co_return told;
}

EntranceReply Entrance::stray(bool scanned) {
  checkin::Question question;
  question.scan = checkin::BadCode::not_a_code;
  const auto refusal = std::get<checkin::Refusal>(checkin::decide(question, office_));
  EntranceReply told;
  told.outcome = checkin::outcome_word(refusal.outcome);
  told.words = refusal.words;
  if (scanned) {
    ++counts_.strays;
    // A person who shows such a code now reads what the person before was told, unless an answer came in
    // between.
    const MonotonicTime now = repeats_.now();
    const std::uint64_t after = loop_.snapshot()->entrance.seq;
    if (!noticed_ || now - *noticed_ >= repeats_.within || noticed_after_ != after) {
      noticed_ = now;
      noticed_after_ = after;
      loop_.notice(told.outcome, told.words.id, told.words.en);
    }
  }
  return told;
}

asio::awaitable<EntranceReply> Entrance::answer(EntranceRequest entry, checkin::Scan scan) {
  auto facts = co_await worker_.run([this, scan] { return look_up(scan, journal_); });
  auto answer = std::make_shared<EntranceReply>();
  auto decide = [this, answer, entry = std::move(entry), scan = std::move(scan), facts = std::move(facts)](Turn& turn) {
    *answer = take_entrance_request(turn, entry, scan, facts, office_);
  };
  auto failure = co_await loop_.enter(std::move(decide));
  if (failure) {
    answer->outcome = "not_durable";
    answer->numbers.clear();
    answer->seq = 0;
    answer->words = {.id = "Sistem sedang terganggu. Mohon tunggu sebentar, lalu pindai lagi.",
                     .en = "The system has a problem. Please wait a moment, then scan again."};
    answer->failure = std::move(failure->text);
  }
  co_return std::move(*answer);
}

void Entrance::scanned(asio::io_context& io, std::string line) {
  EntranceRequest entry;
  entry.line = std::move(line);
  entry.by = "scanner";
  entry.scanned = true;
  asio::co_spawn(io, take(std::move(entry)), [](const std::exception_ptr& error, const EntranceReply& answer) {
    try {
      if (error) {
        std::rethrow_exception(error);
      }
      // scans that are no code are counted, not logged one by one
      if (answer.seq != 0 || !answer.failure.empty()) {
        spdlog::info("scan: {}", answer.outcome);
      }
    } catch (const std::exception& what) {
      spdlog::error("scan: {}", what.what());
    }
  });
}

asio::awaitable<std::optional<Booking>> Entrance::booking(BookingId id, std::string code) {
  auto listed = co_await worker_.run([this, id] { return journal_.day_list().by_id(id); });
  // An id may come again after the portal's database was put back; a code does not.
  co_return listed && listed->code == code ? std::move(listed) : std::nullopt;
}

asio::awaitable<std::vector<FoundBooking>> Entrance::find(std::string name, std::optional<TimeOfDay> hour) {
  const OfficeDay today = loop_.snapshot()->day;
  struct Read {
    Booking booking;
    std::string name;
    CodeFacts facts;
  };
  auto read = co_await worker_.run([this, today, name = std::move(name), hour] {
    std::vector<Read> all;
    for (checkin::Candidate& candidate : checkin::candidates(journal_.day_list().of_day(today), name, hour)) {
      CodeFacts facts = look_up(checkin::PickedBooking{candidate.booking.id}, journal_);
      all.push_back({std::move(candidate.booking), std::move(candidate.name), std::move(facts)});
    }
    return all;
  });
  std::vector<FoundBooking> found;
  for (Read& one : read) {
    auto& add =
        found.emplace_back(FoundBooking{.booking = std::move(one.booking), .in = {}, .name = std::move(one.name)});
    auto earlier = one.facts.before_today;
    if (const queue::Admission* known = loop_.admission(add.booking)) {
      earlier = {.at = known->at, .numbers = known->numbers, .people = known->people};
    }
    if (earlier) {
      add.in = {.at = earlier->at,
                .numbers = earlier->numbers,
                .people = earlier->people,
                .words = checkin::words::in_already(OfficeDay::of(earlier->at, office_.zone), today,
                                                    TimeOfDay::of(earlier->at, office_.zone), earlier->numbers)};
    }
  }
  co_return found;
}

EntranceReply Entrance::show_again(std::string_view number) {
  EntranceReply told;
  told.numbers = loop_.given_with(number);
  if (told.numbers.empty()) {
    told.outcome = "unknown_number";
    told.words = checkin::words::no_such_number(std::string(number));
    return told;
  }
  told.outcome = shown_again;
  told.words = checkin::words::your_number(told.numbers);
  loop_.notice(told.outcome, told.words.id, told.words.en, told.numbers);
  return told;
}

}  // namespace antrean::office
