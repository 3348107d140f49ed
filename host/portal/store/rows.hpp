// For the .cpp files of BookingsDb: values to and from the columns of a statement.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/sql/database.hpp"
#include "store/store.hpp"

namespace antrean::portal {

/// As booking_at reads them, from the first column on.
inline constexpr const char* booking_columns =
    "id, code, token, office, service, day, start, finish, party, name, mail, language, nik_last4, zone, office_name,"
    " service_id, service_en, status, booked_at, cancelled_at, checked_in_at, served_at, no_show_at, moves, revision,"
    " contact_confirmed, numbers, changed, moved_to, booked_by";
inline constexpr int checked_in_column = 20;
inline constexpr int numbers_column = 26;
inline constexpr int changed_column = 27;
inline constexpr int moved_to_column = 28;
inline constexpr int booked_by_column = 29;
inline constexpr int after_booking_columns = 30;             ///< what a statement asks for beside them
inline constexpr int erased_column = after_booking_columns;  ///< of the list of changes
/// Begins the codes of bookings whose person was erased.
inline constexpr std::string_view erased_code = "erased-";
inline constexpr int live = 0;  ///< status of a booking that is not cancelled

/// Without the companions.
StoredBooking booking_at(sql::Statement& row);

/// Of a held place, as held_at reads them.
inline constexpr const char* hold_columns =
    "id, code, token, office, service, day, start, finish, party, name, mail, language, nik_last4, zone, office_name,"
    " service_id, service_en, held_at, until, released, tries_left, sends, digits, link, nik_hmac, one_per_service,"
    " form, network, booked_by";
struct HoldRow {
  StoredBooking booking;
  UtcTime until{};
  bool released = false;
  int tries_left = 0;
  int sends = 0;
  ProofDigest digits{};
  ProofDigest link{};
  NikHmac nik{};
  bool one_per_service = false;
  Key128 form{};
  AddressDigest network{};
};
HoldRow hold_at(sql::Statement& row);

std::optional<UtcTime> time_at(sql::Statement& row, int column);
OfficeDay day_of(std::int32_t number);
/// The words of a text, separated by blanks.
std::vector<std::string> words_of(const std::string& text);

template <std::size_t N>
std::array<std::uint8_t, N> bytes_at(sql::Statement& row, int column) {
  const auto found = row.column(column).as_bytes();
  std::array<std::uint8_t, N> bytes{};
  std::copy_n(found.data(), std::min(found.size(), N), bytes.begin());
  return bytes;
}

template <std::size_t N>
void bind_bytes(sql::Statement& statement, int index, const std::array<std::uint8_t, N>& bytes) {
  statement.bind(index, std::span<const std::uint8_t>{bytes});
}
/// 1 to 4: the key of a slot.
void bind_slot(sql::Statement& statement, const std::string& office, const std::string& service, OfficeDay day,
               TimeOfDay start);

/// A statement in use. At its end, also by an exception, bindings and cursor are reset.
class Use {
 public:
  explicit Use(sql::Statement& statement) : statement_(statement) {}
  ~Use() { statement_.reset(); }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  sql::Statement* operator->() { return &statement_; }
  sql::Statement& operator*() { return statement_; }

 private:
  sql::Statement& statement_;
};

/// 1 to 14 of a row in booking or hold.
void bind_common(sql::Statement& statement, const StoredBooking& stored, const Key128& form, const NikHmac& nik);
/// Four columns from `first` on.
void bind_names(sql::Statement& statement, int first, const std::optional<KeptNames>& names);

/// Whether the order asks for this booking; the NIKs are not compared.
bool wants(const BookOrder& order, const StoredBooking& stored);

}  // namespace antrean::portal
