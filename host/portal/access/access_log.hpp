// Who looked at a person's data, in a file beside the database: an entry a line, with a hash chain
// (base/chain) that only somebody with the portal's NIK key can make. It has no names, NIKs or contacts: only
// the numbers of bookings.
//
// The file is no part of a backup, so it knows what the database was told to forget after the copy was made.
//
// The functions block: call them on one worker. One process per file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "chain/chain.hpp"
#include "values/booking.hpp"
#include "values/office_time.hpp"
#include "values/words.hpp"

namespace antrean::portal {

enum class AccessKind : std::uint8_t {
  exported,   ///< an operator had everything that is stored of a person
  erased,     ///< an operator had a person forgotten; what it was is named, so that it stays forgotten
  shown,      ///< somebody gave the whole NIK, and saw the booking
  refused,    ///< somebody gave a NIK that is not of the booking
  pulled,     ///< an office was given `count` bookings, in the minutes until then
  day_given,  ///< an operator or an office had the list of a day, of `count` bookings
  lifted      ///< an operator let a person book again, who did not come or cancelled late `count` times
};

struct AccessEntry {
  UtcTime at{};
  AccessKind kind = AccessKind::shown;
  std::string who;  ///< "office AD", "operator uid 0", "person"
  std::uint64_t count = 0;
  /// A booking, and its person in it: 0 is who booked, then the companions.
  struct Person {
    BookingId booking = 0;
    std::uint32_t nr = 0;
    friend bool operator==(const Person&, const Person&) = default;
  };
  std::vector<Person> people;
  friend bool operator==(const AccessEntry&, const AccessEntry&) = default;
};

struct AccessReport {
  std::uint64_t entries = 0;  ///< that are good, from the first on
  Hash head{};
  std::string wrong;  ///< what is wrong with the entry after them, in words; "": nothing
};

class AccessLog {
 public:
  /// Makes the file if there is none. A last line that was only half written is cut off. Throws
  /// std::system_error, and std::runtime_error for a file whose end is not an entry of this chain.
  /// `each` is called with every entry that is there.
  AccessLog(std::filesystem::path file, std::string key, const std::function<void(const AccessEntry&)>& each = {});
  ~AccessLog();
  AccessLog(const AccessLog&) = delete;
  AccessLog& operator=(const AccessLog&) = delete;

  /// Durable on return. Nothing is added if it throws std::system_error.
  void add(const AccessEntry& entry);
  std::uint64_t entries() const { return seq_; }
  const Hash& head() const { return head_; }

  /// Every entry, from the first; also while a portal writes. Throws std::system_error.
  static AccessReport verify(const std::filesystem::path& file, const std::string& key,
                             const std::function<void(const AccessEntry&)>& each = {});

 private:
  void write(const std::string& line);

  std::filesystem::path file_;
  Chain chain_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;  ///< of what is whole
  bool broken_ = false;     ///< what was written in vain could not be cut off
  std::uint64_t seq_ = 0;
  Hash head_{};
};

}  // namespace antrean::portal

template <>
inline constexpr std::array<std::string_view, 7> antrean::words<antrean::portal::AccessKind>{
    "exported", "erased", "shown", "refused", "pulled", "day_given", "lifted"};
