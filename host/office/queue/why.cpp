#include "queue/why.hpp"

#include <algorithm>

#include "queue/call_order.hpp"
#include "values/calendar_text.hpp"

namespace antrean::queue {

namespace {

std::string minutes(Milliseconds span) { return std::to_string(span.count() / 60'000); }

/// The tickets that go before a ticket, counted by reason.
struct Ahead {
  std::size_t must_go = 0;  ///< waited too long, or passed over too often
  std::size_t own_class = 0;
  std::size_t by_ratio = 0;        ///< tickets of other classes
  std::size_t before_filling = 0;  ///< tickets of classes that go before a class that fills
};

class Teller {
 public:
  Teller(const State& state, const Plan& plan, const Ticket& ticket, UtcTime now)
      : state_(state),
        plan_(plan),
        ticket_(ticket),
        running_(state.clock.running_at(now)),
        number_(ticket.number.text()) {}

  Bilingual tell() const {
    const std::string at = std::to_string(ticket_.counter);
    switch (ticket_.state) {
      case TicketState::held:
        return {number_ + " menunggu jamnya dan baru dapat dipanggil mulai pukul " + until(Language::id) + ".",
                number_ + " is waiting for its hour and can be called from " + until(Language::en) + " on."};
      case TicketState::waiting:
        return waiting();
      case TicketState::called:
        return {number_ + " sedang dipanggil ke loket " + at + ".",
                number_ + " is being called to counter " + at + "."};
      case TicketState::serving:
        return {number_ + " sedang dilayani di loket " + at + ".", number_ + " is being served at counter " + at + "."};
      case TicketState::parked:
        if (ticket_.until == UtcTime{}) {
          return {number_ + " ditunda oleh petugas sampai dilanjutkan.",
                  number_ + " was parked by an officer until it is resumed."};
        }
        return {
            number_ + " ditunda oleh petugas sampai pukul " + until(Language::id) + ", lalu antre lagi di tempatnya.",
            number_ + " was parked by an officer until " + until(Language::en) + " and then is back in its place."};
      case TicketState::missed:
        return {number_ + " tidak hadir ketika dipanggil ke loket " + at + "; lapor ke petugas untuk antre lagi.",
                number_ + " missed its call to counter " + at + "; it has to tell the staff to be in the queue again."};
      case TicketState::finished:
        return {number_ + " sudah selesai dilayani.", number_ + " has been served."};
      case TicketState::cancelled:
        return {number_ + " dibatalkan.", number_ + " was cancelled."};
      case TicketState::closed:
        break;
    }
    return {number_ + " tidak dilayani sampai hari layanan ditutup.", number_ + " was not served when the day closed."};
  }

 private:
  std::string until(Language language) const { return clock_text(language, ticket_.until, plan_.settings().zone); }

  /// True if an open counter may call this ticket.
  bool reached(const CallingCounter& counter) const {
    return counter.reach.own_line == ticket_.pool || may_call(counter.reach, ticket_.pool, ticket_.klass);
  }

  std::string class_name(bool english) const {
    if (ticket_.klass >= plan_.settings().classes.size()) {
      return state_.classes[ticket_.klass];
    }
    const auto& klass = plan_.settings().classes[ticket_.klass];
    const auto& name = english ? klass.name_en : klass.name_id;
    return name.empty() ? klass.key : name;
  }

  Bilingual waiting() const {
    if (const auto& pause = state_.hall_pause) {
      const Zone zone = plan_.settings().zone;
      if (!pause->until) {
        return {number_ + " menunggu; aula sedang jeda dan tidak ada yang dipanggil.",
                number_ + " is waiting; the hall is paused and nobody is called."};
      }
      return {number_ + " menunggu; aula sedang jeda sampai pukul " + clock_text(Language::id, *pause->until, zone) +
                  " dan tidak ada yang dipanggil.",
              number_ + " is waiting; the hall is paused until " + clock_text(Language::en, *pause->until, zone) +
                  " and nobody is called."};
    }
    const auto counters = calling_counters(state_, plan_);
    const auto serves = std::find_if(counters.begin(), counters.end(), [&](const auto& one) { return reached(one); });
    if (serves == counters.end()) {
      return {number_ + " menunggu, tetapi belum ada loket buka yang melayani antreannya.",
              number_ + " is waiting, but no counter that serves its line is open."};
    }
    // Every waiting ticket is in the order.
    const auto turns = call_order(state_, plan_, running_);
    Ahead ahead;
    for (const ExpectedTurn& turn : turns) {
      if (turn.ticket == ticket_.id) {
        if (turn.next_at != 0) {
          return next(turn);
        }
        if (turn.ahead != 0) {
          return not_yet(turn.ahead, turn.kind, ahead);
        }
        return another_first(choose(state_.lines, plan_, serves->reach, running_, reaches(counters))->ticket);
      }
      if (turn.pool != ticket_.pool) {
        continue;
      }
      const bool must = turn.kind == TurnKind::waiting_limit || turn.kind == TurnKind::passed_over;
      const bool filling = plan_.fills(ticket_.klass) && !plan_.fills(turn.klass);
      ++(must                          ? ahead.must_go
         : turn.klass == ticket_.klass ? ahead.own_class
         : filling                     ? ahead.before_filling
                                       : ahead.by_ratio);
    }
    return not_yet(0, TurnKind::order, ahead);
  }

  /// Because of a counter's preference, or because it serves only some classes.
  Bilingual another_first(TicketId other) const {
    const std::string first = state_.ticket(other).number.text();
    return {number_ + " pertama di antreannya, tetapi loket yang buka mendahulukan " + first + ".",
            number_ + " is first in its line, but the counters that are open take " + first + " before it."};
  }

  Bilingual next(const ExpectedTurn& turn) const {
    Bilingual why{number_ + " berikutnya: " + reason(turn.kind, false),
                  number_ + " is next: " + reason(turn.kind, true)};
    if (turn.counter_free) {
      const std::string at = std::to_string(turn.next_at);
      why.id += "; loket " + at + " kosong dan akan memanggilnya sekarang";
      why.en += "; counter " + at + " is free and would call it now";
    }
    why.id += '.';
    why.en += '.';
    return why;
  }

  std::string reason(TurnKind kind, bool english) const {
    const std::string waited = minutes(running_ - ticket_.joined.since);
    switch (kind) {
      case TurnKind::own_line:
        return english ? "it was sent to this very counter" : "ia dikirim khusus ke loket ini";
      case TurnKind::waiting_limit:
        return english ? "it has waited " + waited + " minutes, longer than its limit"
                       : "sudah menunggu " + waited + " menit, lebih lama dari batasnya";
      case TurnKind::passed_over:
        return english ? "it was passed over as often as is allowed" : "sudah dilewati sebanyak yang diperbolehkan";
      case TurnKind::filling:
        return english
                   ? "nobody of a class that goes before it is waiting, and it is first of class " + class_name(true)
                   : "tidak ada golongan lain yang didahulukan, dan ia yang pertama di golongan " + class_name(false);
      case TurnKind::order:
      case TurnKind::out_of_order:
        break;
    }
    return english ? "it is the turn of class " + class_name(true) + ", and it is first there " + by_what(true)
                   : "giliran golongan " + class_name(false) + ", dan ia yang pertama di sana " + by_what(false);
  }

  std::string by_what(bool english) const {
    const bool hour = plan_.settings().policy.order == OrderKey::booked_hour;
    if (english) {
      return hour ? "by booked hour, then arrival" : "by arrival";
    }
    return hour ? "menurut jam pesanan, lalu kedatangan" : "menurut kedatangan";
  }

  Bilingual not_yet(std::uint32_t count, TurnKind kind, const Ahead& ahead) const {
    std::string id = number_ + " belum dipanggil: " + std::to_string(count) + " nomor lebih dahulu";
    std::string en = number_ + " is not next yet: " + std::to_string(count) +
                     (count == 1 ? " number goes" : " numbers go") + " first";
    std::string joint = " (";
    const auto part = [&](std::size_t number, const std::string& words_id, const std::string& words_en) {
      if (number == 0) {
        return;
      }
      id += joint + std::to_string(number) + " " + words_id;
      en += joint + std::to_string(number) + " " + words_en;
      joint = ", ";
    };
    if (kind == TurnKind::own_line) {
      part(count, "dikirim ke loket itu sebelumnya", "sent to that counter before");
    } else {
      part(ahead.must_go, "sudah terlalu lama menunggu atau dilewati", "waiting or passed over for too long already");
      part(ahead.own_class, "di golongan " + class_name(false) + " " + by_what(false),
           "in class " + class_name(true) + " " + by_what(true));
      part(ahead.by_ratio, "dari golongan lain menurut perbandingan", "of other classes by the ratio");
      part(ahead.before_filling, "dari golongan yang didahulukan", "of classes that go before it");
    }
    return {id + ").", en + ")."};
  }

  const State& state_;
  const Plan& plan_;
  const Ticket& ticket_;
  UtcTime running_;
  std::string number_;
};

}  // namespace

std::optional<Bilingual> why(const State& state, const Plan& plan, std::string_view number, UtcTime now) {
  const Ticket* ticket = state.find(number);
  if (ticket == nullptr) {
    return std::nullopt;
  }
  return Teller(state, plan, *ticket, now).tell();
}

}  // namespace antrean::queue
