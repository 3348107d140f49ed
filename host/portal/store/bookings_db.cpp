#include "store/bookings_db.hpp"

#include <algorithm>

#include "store/schema.hpp"
#include "store/statements.hpp"

namespace antrean::portal {
namespace {

bool same_person(SQLite::Statement& row, const NikHmac& nik) {
  const auto hmac = row.getColumn(changed_column + 1);
  return static_cast<std::size_t>(hmac.getBytes()) == nik.size() &&
         std::equal(nik.begin(), nik.end(), static_cast<const std::uint8_t*>(hmac.getBlob()));
}

}  // namespace

BookingsDb::BookingsDb(const std::filesystem::path& file, sqlite::Synchronous synchronous, const std::string& vfs,
                       const std::filesystem::path& mark)
    : db_(sqlite::open({.file = file,
                        .application_id = bookings_application_id,
                        .migrations = bookings_migrations(),
                        .synchronous = synchronous,
                        .vfs = vfs})),
      sql_(std::make_unique<Statements>(*db_)),
      mark_(mark) {
  open_generation();
}

BookingsDb::~BookingsDb() = default;

std::vector<WriteAnswer> BookingsDb::write(std::span<const WriteOrder> orders) {
  std::vector<WriteAnswer> answers;
  answers.reserve(orders.size());
  if (!orders.empty()) {
    know_the_time(std::visit([](const auto& order) { return order.now; }, orders.front()));
  }
  SQLite::Transaction transaction{*db_, SQLite::TransactionBehavior::IMMEDIATE};
  for (const auto& order : orders) {
    db_->exec("SAVEPOINT one");
    answers.push_back(std::visit(
        [this](const auto& what) -> WriteAnswer {
          if constexpr (std::is_same_v<std::decay_t<decltype(what)>, BookOrder>) {
            return book(what);
          } else {
            return cancel(what);
          }
        },
        order));
    const auto* booked = std::get_if<BookAnswer>(&answers.back());
    if (booked != nullptr && !std::holds_alternative<Booked>(*booked)) {
      db_->exec("ROLLBACK TO one");
    }
    db_->exec("RELEASE one");
  }
  transaction.commit();
  write_mark(false);
  return answers;
}

std::int64_t BookingsDb::next_change() {
  Use change{sql_->change};
  change->executeStep();
  const auto next = change->getColumn(0).getInt64();
  // RETURNING rows come before the statement has ended, so it must run to its end.
  while (change->executeStep()) {
  }
  return next;
}

void BookingsDb::offer(const SlotKey& slot, TimeOfDay end, int quota) {
  Use offer{sql_->offer_slot};
  bind_slot(*offer, slot.office, slot.service, slot.day, slot.start);
  offer->bind(5, quota);
  offer->bind(6, end.minutes());
  offer->exec();
}

bool BookingsDb::take_place(const SlotKey& slot, TimeOfDay end, int quota, std::uint8_t party) {
  offer(slot, end, quota);
  Use take{sql_->take};
  bind_slot(*take, slot.office, slot.service, slot.day, slot.start);
  take->bind(5, party);
  return take->exec() == 1;
}

BookAnswer BookingsDb::book(const BookOrder& order) {
  {
    Use by_form{sql_->by_form};
    bind_bytes(*by_form, 1, order.form);
    if (by_form->executeStep()) {
      auto before = booking_at(*by_form);
      const auto& b = before.booking;
      const bool same = b.office == order.slot.office && b.service == order.slot.service && b.day == order.slot.day &&
                        b.slot.start == order.slot.start && b.party == order.party && b.name == order.name &&
                        before.mail == order.mail && same_person(*by_form, order.nik);
      if (same) {
        return Booked{std::move(before), true};
      }
      return FormUsed{std::move(before)};
    }
  }
  if (checks(order.slot.office, order.now)) {
    return Checking{};
  }
  {
    Use person{sql_->person_has};
    person->bind(1, order.slot.day.number());
    bind_bytes(*person, 2, order.nik);
    if (person->executeStep()) {
      return PersonHasBooking{};
    }
  }
  const auto code = std::ranges::find_if(order.codes, [this](const std::string& candidate) {
    Use in_use{sql_->code_in_use};
    in_use->bind(1, candidate);
    return !in_use->executeStep();
  });
  if (code == order.codes.end()) {
    return CodesInUse{};
  }
  if (order.id == 0) {
    throw std::logic_error("bookings: an order without an id");
  }
  {
    Use in_use{sql_->id_in_use};
    in_use->bind(1, static_cast<std::int64_t>(order.id));
    if (in_use->executeStep()) {
      return CodesInUse{};
    }
  }
  if (!take_place(order.slot, order.end, order.quota, order.party)) {
    return SlotFull{};
  }

  Use insert{sql_->insert};
  insert->bind(1, *code);
  bind_bytes(*insert, 2, order.token);
  bind_bytes(*insert, 3, order.form);
  insert->bind(4, order.slot.office);
  insert->bind(5, order.slot.service);
  insert->bind(6, order.slot.day.number());
  insert->bind(7, order.slot.start.minutes());
  insert->bind(8, order.end.minutes());
  insert->bind(9, order.party);
  insert->bind(10, order.name);
  insert->bind(11, order.mail);
  insert->bind(12, order.language);
  bind_bytes(*insert, 13, order.nik);
  insert->bind(14, order.nik_last4);
  insert->bind(15, to_ms(order.now));
  insert->bind(16, next_change());
  insert->bind(17, static_cast<std::int64_t>(order.id));
  insert->exec();
  auto stored = find(order.token);
  if (!stored) {
    throw std::logic_error("bookings: a booking that was just inserted is not there");
  }
  return Booked{std::move(*stored), false};
}

CancelAnswer BookingsDb::cancel(const CancelOrder& order) {
  auto stored = find(order.token);
  if (!stored) {
    return NoSuchBooking{};
  }
  auto& booking = stored->booking;
  if (booking.status == BookingStatus::cancelled) {
    return Cancelled{std::move(*stored), true};
  }
  if (stored->checked_in_at || stored->served_at) {
    return AlreadyUsed{std::move(*stored)};
  }
  {
    Use mark{sql_->mark_cancelled};
    mark->bind(1, static_cast<std::int64_t>(booking.id));
    mark->bind(2, to_ms(order.now));
    mark->bind(3, next_change());
    mark->exec();
  }
  Use give{sql_->give_back};
  bind_slot(*give, booking.office, booking.service, booking.day, booking.slot.start);
  give->bind(5, booking.party);
  give->exec();
  booking.status = BookingStatus::cancelled;
  stored->cancelled_at = order.now;
  return Cancelled{std::move(*stored), false};
}

std::optional<StoredBooking> BookingsDb::find(const Key128& token) {
  Use by_token{sql_->by_token};
  bind_bytes(*by_token, 1, token);
  if (!by_token->executeStep()) {
    return std::nullopt;
  }
  return booking_at(*by_token);
}

std::optional<StoredBooking> BookingsDb::find(const std::string& code, const NikHmac& nik) {
  Use by_code{sql_->by_code};
  by_code->bind(1, code);
  bind_bytes(*by_code, 2, nik);
  if (!by_code->executeStep()) {
    return std::nullopt;
  }
  return booking_at(*by_code);
}

std::vector<SlotPlaces> BookingsDb::places(const std::string& office, const std::string& service, OfficeDay first,
                                           OfficeDay last) {
  Use places{sql_->places};
  places->bind(1, office);
  places->bind(2, service);
  places->bind(3, first.number());
  places->bind(4, last.number());
  std::vector<SlotPlaces> found;
  while (places->executeStep()) {
    const auto quota = places->getColumn(2).getInt();
    found.push_back({{office, service, day_of(places->getColumn(0).getInt()), TimeOfDay{places->getColumn(1).getInt()}},
                     quota,
                     quota - places->getColumn(3).getInt(),
                     TimeOfDay{places->getColumn(4).getInt()}});
  }
  return found;
}
}  // namespace antrean::portal
