// For the .cpp files of BookingsDb: values to and from the columns of a statement.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

#include "store/store.hpp"

namespace antrean::portal {

/// As booking_at reads them, from the first column on.
inline constexpr const char* booking_columns =
    "id, code, token, office, service, day, start, finish, party, name, mail, language, nik_last4, status, booked_at,"
    " cancelled_at, checked_in_at, served_at, no_show_at, numbers, changed";
inline constexpr int numbers_column = 19;
inline constexpr int changed_column = 20;
inline constexpr int live = 0;  ///< status of a booking that is not cancelled

StoredBooking booking_at(SQLite::Statement& row);
std::optional<UtcTime> time_at(SQLite::Statement& row, int column);
OfficeDay day_of(std::int32_t number);
/// The words of a text, separated by blanks.
std::vector<std::string> words_of(const std::string& text);

template <std::size_t N>
void bind_bytes(SQLite::Statement& statement, int index, const std::array<std::uint8_t, N>& bytes) {
  statement.bind(index, bytes.data(), static_cast<int>(N));
}
/// 1 to 4: the key of a slot.
void bind_slot(SQLite::Statement& statement, const std::string& office, const std::string& service, OfficeDay day,
               TimeOfDay start);

/// A statement in use. At its end, also by an exception, bindings and cursor are reset.
class Use {
 public:
  explicit Use(SQLite::Statement& statement) : statement_(statement) {}
  ~Use() {
    statement_.tryReset();
    statement_.clearBindings();
  }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;
  SQLite::Statement* operator->() { return &statement_; }
  SQLite::Statement& operator*() { return statement_; }

 private:
  SQLite::Statement& statement_;
};

}  // namespace antrean::portal
