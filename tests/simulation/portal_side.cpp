#include "portal_side.hpp"

#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include "codes/booking_code.hpp"

namespace antrean::simulation {
namespace {

constexpr int quota = 9;  ///< people per slot and service

template <std::size_t N>
std::array<std::uint8_t, N> bytes(std::uint64_t number) {
  std::array<std::uint8_t, N> made{};
  for (std::size_t i = 0; i < N; ++i) {
    made[i] = static_cast<std::uint8_t>(number >> (8 * (i % 8)));
  }
  return made;
}

}  // namespace

PortalSide::PortalSide(std::uint64_t seed, Verdict& verdict)
    : seed_(seed), verdict_(verdict), chance_(mixed(seed, 7)), disk_(mixed(seed, 8)) {
  open();
}

PortalSide::~PortalSide() = default;

void PortalSide::open() {
  db_ = std::make_unique<portal::BookingsDb>("portal.db", sqlite::Synchronous::extra, disk_.vfs());
}

portal::BookOrder PortalSide::order(std::uint32_t person, const Person& who, OfficeDay day, UtcTime now) {
  portal::BookOrder order;
  order.id = 1 + mixed(seed_, 400'000 + person) % ((std::uint64_t{1} << 53) - 1);
  order.slot = {"AD", who.service, day, who.slot};
  order.end = TimeOfDay{who.slot.minutes() + 60};
  order.quota = quota;
  order.form = bytes<16>(mixed(seed_, 100 + person));
  order.token = bytes<16>(mixed(seed_, 200'000 + person));
  order.codes = {codes::make_short_code("AD", [this] { return static_cast<std::uint32_t>(chance_.next()); })};
  order.name = "Person " + std::to_string(person);
  order.mail = "person@example.id";
  order.language = "id";
  order.nik = bytes<32>(mixed(seed_, 300'000 + person));
  order.nik_last4 = fmt::format("{:04}", person % 10'000);
  order.party = who.party;
  order.now = now;
  return order;
}

std::vector<portal::WriteAnswer> PortalSide::write(const std::vector<portal::BookOrder>& orders) {
  const std::vector<portal::WriteOrder> all(orders.begin(), orders.end());
  auto answers = db_->write(all);
  for (const portal::WriteAnswer& answer : answers) {
    if (const auto* booked = std::get_if<portal::Booked>(&std::get<portal::BookAnswer>(answer))) {
      confirmed_[booked->booking.booking.id] = booked->booking;
    }
  }
  judge();
  return answers;
}

std::map<std::uint32_t, Booking> PortalSide::evening(const std::vector<Person>& people, UtcTime now) {
  std::map<std::uint32_t, Booking> got;
  std::vector<portal::BookOrder> orders;
  std::vector<const Person*> whose;
  for (const Person& person : people) {
    if (!person.booked) {
      continue;
    }
    orders.push_back(order(person.id, person, the_day, now));
    whose.push_back(&person);
    if (person.id % 7 == 0) {
      orders.push_back(orders.back());
      whose.push_back(&person);
    }
  }
  if (orders.empty()) {
    return got;
  }
  const auto answers = write(orders);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (const auto* booked = std::get_if<portal::Booked>(&std::get<portal::BookAnswer>(answers[i]))) {
      got[whose[i]->id] = booked->booking.booking;
      if (whose[i]->cancels) {
        const portal::WriteOrder cancel = portal::CancelOrder{.token = booked->booking.token, .now = now};
        db_->write({&cancel, 1});
        confirmed_.erase(booked->booking.booking.id);
      }
    }
  }
  judge();
  return got;
}

void PortalSide::judge() {
  std::map<portal::SlotKey, int> people;
  for (const auto& [id, stored] : confirmed_) {
    const Booking& booking = stored.booking;
    people[{booking.office, booking.service, booking.day, booking.slot.start}] += booking.party;
    const auto there = db_->find(stored.token);
    if (!there || there->booking != booking) {
      verdict_.broken(6, fmt::format("booking {} was confirmed, and the portal does not have it", id));
    }
  }
  for (const auto& [slot, count] : people) {
    if (count > quota) {
      verdict_.broken(6, fmt::format("slot {} of {} has {} people, its quota is {}", slot.start.text(), slot.service,
                                     count, quota));
    }
  }
}

office_api::BookingPage PortalSide::page(std::uint64_t cursor) { return db_->changes("AD", cursor, 200); }

bool PortalSide::take(const journal::Parcel& parcel, UtcTime now) {
  const auto answer = db_->apply("AD", parcel.key, office_api::to_json(parcel.results), parcel.results, now);
  if (std::holds_alternative<portal::ResultsKeyReused>(answer)) {
    verdict_.broken(6, "the office sends other results under the key of an earlier parcel");
  }
  const auto* accepted = std::get_if<portal::ResultsAccepted>(&answer);
  return accepted != nullptr && accepted->listed == 0;
}

void PortalSide::power_cut(std::uint64_t operation, UtcTime now) {
  std::vector<Person> people;
  for (std::uint32_t i = 0; i < 12; ++i) {
    Person person;
    person.id = static_cast<std::uint32_t>(10'000 + confirmed_.size() * 50 + i);
    person.service = "paspor";
    person.slot = TimeOfDay{9 * 60};
    people.push_back(person);
  }
  disk_.cut_power_in(disk_.operations() + operation);
  try {
    for (const Person& person : people) {
      write({order(person.id, person, the_day.plus(1), now)});
    }
  } catch (const SQLite::Exception&) {
    // The power is off, so people who were booking get no answer.
  }
  disk_.cut_power();
  db_.reset();
  disk_.power_on(chance_.happens(0.5) ? tests::CrashDisk::Sectors::torn : tests::CrashDisk::Sectors::whole);
  open();
  judge();
  // Each sends the form again, like a browser that got no answer.
  for (const Person& person : people) {
    write({order(person.id, person, the_day.plus(1), now)});
  }
}

std::optional<portal::StoredBooking> PortalSide::of(const Booking& booking) {
  const auto found = confirmed_.find(booking.id);
  return found == confirmed_.end() ? std::nullopt : db_->find(found->second.token);
}

}  // namespace antrean::simulation
