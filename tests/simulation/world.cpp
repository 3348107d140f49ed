#include "world.hpp"

#include <utility>

#include <fmt/format.h>

#include "queue/engine.hpp"
#include "sqlite/database.hpp"
#include "wire/wire.h"

namespace antrean::simulation {
namespace {

using namespace std::chrono_literals;

constexpr std::uint8_t key_id = 1;

codes::KeyPair signing_key() {
  codes::Seed seed{};
  seed[0] = 1;
  return codes::make_key_pair(seed);
}

OfficeLayout with_key(OfficeLayout layout) {
  layout.keys[key_id] = signing_key().public_key;
  return layout;
}

codes::KeyPair strangers_key() {
  codes::Seed seed{};
  seed[0] = 9;
  return codes::make_key_pair(seed);
}

codes::CodePayload payload_of(const Booking& booking) {
  codes::CodePayload payload;
  payload.key_id = key_id;
  payload.office = booking.office;
  payload.short_code = booking.code.substr(3);
  payload.day = booking.day;
  payload.slot = booking.slot;
  payload.service = booking.service;
  payload.party = booking.party;
  payload.booking = booking.id;
  return payload;
}

/// The code for people on the paper.
std::string code_on(const std::string& line) {
  const codes::Scan read = codes::read_scan(line, {{key_id, signing_key().public_key}});
  const auto* good = std::get_if<codes::Signed>(&read);
  return good != nullptr ? good->payload.code() : ScreenAudit::forged;
}

/// From showing a code until the answer on the screen is read: a code in two pieces, a commit, and reading.
constexpr Nanoseconds reads_within = 3s;

/// A press that the journal could not take is tried again after a second.
constexpr Nanoseconds pads_wait_after_failure = 1500ms;

Nanoseconds there_and_back(const World::PortalConnection& line) {
  return line.slow ? Nanoseconds{9s} : Nanoseconds{60ms};
}

}  // namespace

World::World(const DayPlan& the_plan, Mutant mutant, Verdict& verdict)
    : plan(the_plan),
      layout(with_key(layout_of(the_plan))),
      wiring(agenda, mixed(the_plan.seed, 1)),
      auditor(layout, wiring, verdict),
      portal(the_plan.seed, verdict),
      desk(*this),
      verdict_(verdict),
      mutant_(mutant),
      signing_(signing_key()),
      disk_(mixed(the_plan.seed, 2)),
      door_(agenda, the_plan.seed, [this](const std::string& line) { line_came(line); }) {
  for (const OfficeLayout::Board& board : layout.boards) {
    wiring.add_board(board.address, board.plan.width);
  }
  for (const OfficeLayout::Pad& pad : layout.pads) {
    wiring.add_pad(pad.address);
  }
  wiring.on_counted = [this](UnitAddress pad, Button button) {
    auditor.presses().counted(pad, button, wiring.pad(pad).boot_id, time_text(of_day()), agenda.now());
  };
  wiring.on_read = [this](UnitAddress pad, std::uint16_t boot, const auto& counters) {
    auditor.presses().read(pad, boot, counters);
  };
  wiring.on_flash = [this](UnitAddress pad, Button button) {
    auditor.presses().flash_begins(pad, button, agenda.now());
  };
  wiring.on_restart = [this](UnitAddress pad) { auditor.presses().pad_lost_memory(pad, agenda.now()); };
  wiring.on_swap = [this](UnitAddress pad, std::uint16_t boot, const auto& counters) {
    auditor.presses().swapped(pad, boot, counters);
  };
  wiring.on_picture = [this](UnitAddress board) {
    auditor.picture_changed(board);
    if (board != hall_board_address && on_sight) {
      on_sight(static_cast<std::uint16_t>(board - board_address(0)));
    }
  };
  wiring.on_lamps = [this](UnitAddress pad) {
    if (on_sight) {
      on_sight(pad);
    }
  };
}

World::~World() { die(); }

Milliseconds World::of_day() const { return std::chrono::duration_cast<Milliseconds>(agenda.now().time_since_epoch()); }

UtcTime World::true_time() const { return instant(the_day, TimeOfDay{0}, the_zone) + of_day(); }

UtcTime World::wall() const { return true_time() + clock_ahead_ + clock_days_ahead; }

UtcTime World::office_time() const { return office_ ? office_->now() : wall(); }

// The office's machine

Seen World::seen() {
  Seen seen;
  seen.opened = [this](journal::Journal& journal) {
    // Its content was decided under the old settings.
    auditor.office_started(journal);
    for (const std::int64_t detail : std::exchange(settings_changes_, {})) {
      simulation::change_settings(layout.plan, detail);
    }
  };
  seen.durable = [this](const journal::Batch& batch) { auditor.durable(batch, agenda.now()); };
  seen.shown = [this](const std::shared_ptr<const Snapshot>& snapshot) {
    feed_ = snapshot;
    auditor.snapshot(*snapshot);
    if (mutant_ == Mutant::hides_stranded) {
      auto hidden = std::make_shared<Snapshot>(*snapshot);
      std::erase_if(hidden->alarms, [](const AlarmView& alarm) { return alarm.subject == "settings"; });
      feed_ = std::move(hidden);
    }
  };
  seen.announced = [this](const Announcement& announcement, UtcTime now) { auditor.announced(announcement, now); };
  return seen;
}

void World::start() {
  if (office_) {
    return;
  }
  try {
    office_ = std::make_unique<OfficeProcess>(
        agenda, wiring, layout, disk_.vfs(), [this] { return wall(); }, mutant_, seen());
  } catch (const sqlite::OpenError& error) {
    if (error.why == sqlite::OpenError::Why::corrupt || error.why == sqlite::OpenError::Why::not_ours) {
      verdict_.broken(9, std::string("a database of the office does not open any more: ") + error.what());
      return;
    }
    // The disk is full or fails: systemd tries again.
    disk_.cut_power();
    disk_.process_died();
    agenda.after(2s, [this] { start(); });
    return;
  } catch (const queue::ReplayError& error) {
    verdict_.broken(9, std::string("the journal does not replay: ") + error.what());
    return;
  }
  ++starts_;
  ++life_;
  office_->tick();
  office_->settle(true);
}

void World::die() {
  disk_.cut_power();
  wiring.host_died();
  office_.reset();
  door_.host_died();
  at_the_door_.clear();
  auditor.office_died(agenda.now());
  feed_.reset();
  kill_in_commit_.reset();
}

void World::kill(Milliseconds back_in) {
  if (!office_) {
    return;
  }
  die();
  disk_.process_died();
  agenda.after(back_in, [this] { start(); });
}

void World::cut_power(Milliseconds back_in) {
  if (!office_) {
    return;
  }
  die();
  disk_.set_capacity(0);
  disk_.fail_syncs(0, 0);
  disk_.power_on(plan.seed % 2 == 0 ? tests::CrashDisk::Sectors::torn : tests::CrashDisk::Sectors::whole);
  agenda.after(back_in, [this] { start(); });
}

void World::kill_in_commit(Milliseconds into, Milliseconds back_in) {
  if (office_) {
    kill_in_commit_ = {into, back_in};
  }
}

bool World::step() {
  if (!agenda.step()) {
    return false;
  }
  const Wiring::Step step = wiring.take_step();
  // What people only decided does not concern the line.
  if (step == Wiring::Step::not_ours && (wiring.take_touched() || (office_ && office_->touched()))) {
    wiring.something_happened();
  }
  after_step(step == Wiring::Step::told);
  return true;
}

void World::after_step(bool office_told) {
  if (office_) {
    office_->settle(office_told);
    if (disk_.power_is_off()) {
      cut_power(power_back_in_);
    } else if (office_->ended()) {
      kill(2s);
    } else if (kill_in_commit_ && office_->committing()) {
      const auto [into, back_in] = *kill_in_commit_;
      kill_in_commit_.reset();
      agenda.after(into, [this, back_in = back_in, life = life_] {
        if (life == life_) {
          kill(back_in);
        }
      });
    }
  }
  if (office_ && office_->failing()) {
    failed_at_ = agenda.now();
  }
  const bool failing = agenda.now() - failed_at_ <= pads_wait_after_failure;
  const bool settled = wiring.parked() && office_ && !office_->busy() && !failing;
  if (settled || agenda.happened() - looked_ >= 16) {
    looked_ = agenda.happened();
    auditor.look(settled, office_ != nullptr, failing, agenda.now());
  }
}

// What people do

void World::press(std::uint16_t counter, Button button) {
  const UnitAddress pad = pad_address(counter);
  const std::uint32_t bit = 1U << counter;
  const bool bounces = (bouncing & bit) != 0;
  wiring.press(pad, button, 90ms, bounces);
  if ((twice & bit) != 0) {
    twice &= ~bit;
    agenda.after(340ms, [this, pad, button] { wiring.press(pad, button, 90ms); });
  }
}

std::string World::qr_of(const Booking& booking) const {
  return codes::encode_qr(payload_of(booking), signing_.secret_key);
}

std::string World::forged_qr_of(const Booking& booking) const {
  return codes::encode_qr(payload_of(booking), strangers_key().secret_key);
}

void World::scan(const Person& person, BookingId booking, Scan what, std::function<void(const ScanAnswer&)> answered) {
  if (!office_) {
    return;
  }
  auto heard = [this, &person, booking, answered = std::move(answered)](const ScanAnswer& answer) {
    auditor.answered(person, booking, answer);
    answered(answer);
  };
  // A person who gets a class granted, or has no QR, goes to the staff.
  const bool at_scanner = person.code_by == CodeBy::qr && what.class_key.empty();
  if (!at_scanner) {
    desk.check_in(what, std::move(heard));
    return;
  }
  at_the_door_[what.line] = std::move(heard);
  hold_up(person.id % Door::scanners, fmt::format("person {}", person.id), what.line, code_on(what.line));
}

void World::hold_up(unsigned scanner, const std::string& who, const std::string& what, const std::string& code) {
  door_.hold_up(scanner, what, [this, who, code] {
    if (!office_) {
      return;
    }
    const auto reader = auditor.screen().holds_up(who, code);
    agenda.after(reads_within, [this, reader, life = life_, since = agenda.now()] {
      // A person who saw the screen go dark, or say that it cannot write, tries again.
      if (office_ && life == life_ && failed_at_ < since && !office_->failing()) {
        auditor.screen().reads(reader);
      } else {
        auditor.screen().forget(reader);
      }
    });
  });
}

void World::line_came(const std::string& line) {
  if (!office_) {
    return;
  }
  std::function<void(const ScanAnswer&)> heard = [](const ScanAnswer&) {};
  for (const auto& [paper, person] : at_the_door_) {
    if (line.find(paper) != std::string::npos) {
      heard = person;
    }
  }
  office_->scan({.line = line, .picked = {}, .class_key = {}, .scanned = true}, std::move(heard));
}

void World::walk_in(queue::WalkIn wish, std::function<void(const std::string& number)> given) {
  desk.at_entrance(std::move(wish), [this, given = std::move(given)](const Reply& reply) {
    const std::string number = reply.numbers.empty() ? std::string() : reply.numbers.front();
    if (!number.empty() && auditor.tickets().by_number(number) == nullptr) {
      verdict_.broken(9, "a walk-in was given " + number + ", and the journal does not hold it");
    }
    given(number);
  });
}

// What people see

std::optional<std::string> World::number_over(std::uint16_t counter) {
  const std::string text = wiring.shown(board_address(counter));
  const bool seen = !text.empty() && text.find_first_not_of('-') != std::string::npos &&
                    text.find_first_not_of('8') != std::string::npos;
  if (seen) {
    const auto end = text.find_last_not_of(' ');
    return end == std::string::npos ? std::string() : text.substr(0, end + 1);
  }
  if (wiring.dead(board_address(counter)) && feed_) {
    for (const CounterView& view : feed_->counters) {
      if (view.id == counter) {
        return view.number.value_or("");
      }
    }
  }
  return std::nullopt;
}

bool World::somebody_waits(std::uint16_t counter) const {
  if (wiring.dead(pad_address(counter))) {
    for (const CounterView& view : feed_ ? feed_->counters : std::vector<CounterView>{}) {
      if (view.id == counter) {
        return view.waiting > 0;
      }
    }
    return false;
  }
  const call_pad& pad = wiring.pad(pad_address(counter));
  return !pad.dark && pad.waiting > 0 && pad.waiting != WIRE_PAD_WAITING_DASHES;
}

// The portal's line: as in host/office/bookings, without HTTP

void World::pull() {
  if (!office_ || portal_line.gone) {
    return;
  }
  const auto from = from_the_start_ ? 0 : office_->journal().day_list().cursor();
  auto page = portal.page(from);
  if (portal_line.repeats && old_page_) {
    page = *std::exchange(old_page_, std::nullopt);
  } else if (!page.bookings.empty()) {
    old_page_ = page;
  }
  agenda.after(there_and_back(portal_line), [this, from, page = std::move(page), life = life_] {
    if (!office_ || life != life_) {
      return;
    }
    if (page.cursor < from) {
      from_the_start_ = true;
      return;
    }
    if (page.cursor > from || from_the_start_) {
      from_the_start_ = !office_->journal().day_list().apply(page).has_value();
    }
  });
}

void World::push() {
  if (!office_ || portal_line.gone) {
    return;
  }
  auto parcel = office_->journal().outbox().next();
  if (!parcel || !*parcel) {
    return;
  }
  const bool taken = portal.take(**parcel, true_time());
  if (!taken) {
    verdict_.broken(6, "the portal does not know a booking that the office had from it");
  }
  if (portal_line.repeats) {
    return;  // its answer is lost, so the parcel is sent again with the same key
  }
  agenda.after(there_and_back(portal_line), [this, key = (*parcel)->key, life = life_] {
    if (office_ && life == life_ && office_->journal().outbox().delivered(key)) {
      push();
    }
  });
}

}  // namespace antrean::simulation
