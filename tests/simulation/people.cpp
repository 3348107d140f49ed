#include "people.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace antrean::simulation {
namespace {

using namespace std::chrono_literals;

constexpr Nanoseconds patience = 8s;  ///< how long they wait for an answer
constexpr int most_tries = 400;
constexpr Milliseconds goes_home = 22h;

Nanoseconds seconds(double value) { return Nanoseconds{static_cast<std::int64_t>(value * 1e9)}; }

}  // namespace

// Applicants

Applicants::Applicants(World& world) : world_(world) {}

void Applicants::begin() {
  bookings_ = world_.portal.evening(world_.plan.people, world_.true_time());
  for (const Person& person : world_.plan.people) {
    if (person.stays_away) {
      continue;
    }
    world_.agenda.at(MonotonicTime{person.arrives}, [this, &person] { arrive(person, 0); });
    const auto booking = bookings_.find(person.id);
    if (booking == bookings_.end()) {
      continue;
    }
    for (int i = 1; i <= person.scans_again; ++i) {
      world_.agenda.at(MonotonicTime{person.arrives} + i * 3500ms,
                       [this, &person, b = booking->second] { scan_again(person, b); });
    }
    if (person.lends_code) {
      world_.agenda.at(MonotonicTime{person.arrives} + 50min,
                       [this, &person, b = booking->second] { scan_again(person, b); });
    }
  }
}

void Applicants::arrive(const Person& person, int tries) {
  const auto booking = bookings_.find(person.id);
  if (booking != bookings_.end()) {
    scan(person, booking->second, tries);
  } else {
    walk_in(person, tries);
  }
}

Scan Applicants::code(const Person& person, const Booking& booking) const {
  Scan scan;
  if (person.priority) {
    scan.class_key = "priority";
  }
  if (person.code_by == CodeBy::qr) {
    scan.line = world_.qr_of(booking);
  } else if (person.code_by == CodeBy::typed) {
    scan.line = booking.code;
  } else {
    scan.picked = booking.id;
  }
  return scan;
}

void Applicants::scan(const Person& person, const Booking& booking, int tries) {
  if (tries > most_tries || done_[person.id]) {
    return;
  }
  world_.scan(person, booking.id, code(person, booking), [this, &person](const ScanAnswer& answer) {
    if (answer.outcome == "admitted" || answer.outcome == "already_used" || answer.outcome == "already_admitted") {
      done_[person.id] = true;
      for (const std::string& number : answer.numbers) {
        got(person, number);
      }
    }
  });
  // There was no answer, or one that says to try again.
  world_.agenda.after(patience + seconds(tries < 5 ? 0 : 60), [this, &person, booking, tries] {
    if (!done_[person.id]) {
      scan(person, booking, tries + 1);
    }
  });
}

void Applicants::scan_again(const Person& person, const Booking& booking) {
  world_.scan(person, booking.id, code(person, booking), [](const ScanAnswer&) {});
}

void Applicants::walk_in(const Person& person, int tries) {
  if (tries > most_tries || done_[person.id]) {
    return;
  }
  world_.walk_in({.service = person.service, .class_key = person.priority ? "priority" : "", .people = person.party},
                 [this, &person](const std::string& number) {
                   if (!number.empty() && !done_[person.id]) {
                     done_[person.id] = true;
                     got(person, number);
                   }
                 });
  world_.agenda.after(patience + seconds(tries < 5 ? 0 : 60), [this, &person, tries] { walk_in(person, tries + 1); });
}

void Applicants::got(const Person& person, const std::string& number) { by_number_[number] = &person; }

bool Applicants::comes(const std::string& number) const {
  const auto found = by_number_.find(number);
  // A person who does not know the number (the answer and the paper were lost) does not come when it is
  // called.
  return found != by_number_.end() && !found->second->walks_off;
}

void Applicants::missed(const std::string& number) {
  const auto found = by_number_.find(number);
  if (found == by_number_.end() || !found->second->comes_back) {
    return;
  }
  world_.agenda.after(6min, [this, number] { world_.desk.at_entrance(queue::ReturnTicket{number}); });
}

// Officers

Officer::Officer(World& world, Applicants& applicants, std::uint16_t counter)
    : world_(world), applicants_(applicants), counter_(counter), chance_(mixed(world.plan.seed, 3000 + counter)) {}

void Officer::begin() {
  world_.agenda.at(MonotonicTime{8h} + seconds(chance_.between(0, 240)), [this] {
    begun_ = true;
    press(Button::next);
  });
}

void Officer::plan(Nanoseconds in, std::function<void()> what) {
  if (planned_ != 0) {
    world_.agenda.cancel(planned_);
  }
  planned_ = world_.agenda.after(in, [this, what = std::move(what)] {
    planned_ = 0;
    what();
  });
}

void Officer::look() {
  if (!begun_) {
    return;
  }
  const auto number = world_.number_over(counter_);
  if (number && *number != current_) {
    shown(*number);
  } else if (doing_ == Doing::nothing && planned_ == 0 && world_.somebody_waits(counter_)) {
    plan(seconds(chance_.between(2, 6)), [this] { consider(); });
  }
}

void Officer::shown(const std::string& number) {
  current_ = number;
  if (number.empty()) {
    doing_ = Doing::nothing;
    plan(seconds(chance_.between(2, 6)), [this] { consider(); });
    return;
  }
  if (applicants_.comes(number)) {
    doing_ = Doing::serving;
    const double mean = chance_.between(300, 420);
    plan(seconds(chance_.between(5, 25) + mean * std::exp(0.4 * chance_.normal() - 0.08)), [this] { serve(); });
  } else {
    doing_ = Doing::waiting_for_person;
    plan(25s, [this] { recall(0); });
  }
}

void Officer::serve() {
  doing_ = Doing::asking;
  if (chance_.happens(0.05)) {
    // Done a moment too early: seen, and taken back at the console. It may be too late by then.
    press(Button::done);
    world_.agenda.after(seconds(chance_.between(1, 20)),
                        [this] { world_.desk.at_counter(counter_, queue::UndoFinish{counter_}); });
    return;
  }
  press(chance_.happens(0.7) ? Button::next : Button::done);
}

void Officer::recall(int times) {
  if (applicants_.comes(current_)) {
    shown(current_);
    return;
  }
  if (times < 2) {
    press(Button::recall, most_tries);
    plan(20s, [this, times] { recall(times + 1); });
    return;
  }
  applicants_.missed(current_);
  doing_ = Doing::asking;
  press(Button::no_show);
}

void Officer::consider() {
  if (doing_ == Doing::nothing && current_.empty() && world_.somebody_waits(counter_)) {
    press(Button::next);
  }
}

/// `tries`: how often it was pressed already. An officer who sees no effect presses again, each time after a
/// longer pause.
void Officer::press(Button button, int tries) {
  if (world_.of_day() > goes_home) {
    return;
  }
  if (world_.wiring.dead(pad_address(counter_))) {
    console(button);
  } else {
    world_.press(counter_, button);
  }
  if (tries >= most_tries) {
    return;
  }
  doing_ = Doing::asking;
  plan(seconds(chance_.between(4, 6) + std::min(tries, 40) * 3), [this, button, tries] {
    look();
    if (doing_ != Doing::asking) {
      return;
    }
    // As before: nobody waits, or the press had no effect.
    if (current_.empty() && !world_.somebody_waits(counter_)) {
      doing_ = Doing::nothing;
    } else {
      press(button, tries + 1);
    }
  });
}

void Officer::console(Button button) {
  const auto ask = [&](queue::Action action) { world_.desk.at_counter(counter_, std::move(action)); };
  switch (button) {
    case Button::next:
      ask(queue::OpenCounter{counter_});
      ask(queue::FinishAndNext{counter_});
      break;
    case Button::recall:
      ask(queue::Recall{counter_});
      break;
    case Button::no_show:
      ask(queue::NoShow{counter_});
      break;
    case Button::done:
      ask(queue::Finish{counter_});
      break;
  }
}

}  // namespace antrean::simulation
