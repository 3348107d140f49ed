// What the portal knows of the offices beside their bookings: by which keys they sign exports of their audit,
// and when each asked last. BookingStore keeps it, so all portals on one database know the same.
//
// A key that was given is kept for ever with the time of the first time: another one never takes its place.
// What the directorate says of a key is added as a note, never altered.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "codes/office_key.hpp"
#include "values/office_time.hpp"

namespace antrean::portal {

/// What somebody at the directorate says of a key.
struct OfficeKeyNote {
  UtcTime at{};
  std::string who, why;
  bool refused = false;  ///< else confirmed
  friend bool operator==(const OfficeKeyNote&, const OfficeKeyNote&) = default;
};
struct OfficeKey {
  codes::KnownOfficeKey known;
  std::vector<OfficeKeyNote> notes;  ///< oldest first
  friend bool operator==(const OfficeKey&, const OfficeKey&) = default;
};

struct KeepKeyOrder {
  std::string office;
  std::string key;  ///< codes::to_text
  UtcTime now{};
};
struct KeyKept {
  bool is_new = false;      ///< the portal did not have it
  bool is_another = false;  ///< new, and it had others of this office
  bool too_many = false;    ///< it has most_office_keys of this office; this one is not kept
};
inline constexpr std::int64_t most_office_keys = 100;

struct JudgeKeyOrder {
  std::string office;
  std::string key;
  OfficeKeyNote note;
  UtcTime now{};
};
struct KeyJudged {
  bool done = false;  ///< else there is no such key, it is refused already, or nothing of it is open
};

struct OfficeContact {
  std::string office;
  UtcTime at{};
  std::string program;  ///< "antrean-office/1.0.0"; "": it says none
  friend bool operator==(const OfficeContact&, const OfficeContact&) = default;
};
/// The newest of each office stays.
struct KeepContactsOrder {
  std::vector<OfficeContact> contacts;
  UtcTime now{};
};
struct ContactsKept {};

class OfficeFacts {
 public:
  virtual ~OfficeFacts() = default;
  virtual boost::asio::awaitable<KeyKept> keep_key(KeepKeyOrder order) = 0;
  virtual boost::asio::awaitable<KeyJudged> judge_key(JudgeKeyOrder order) = 0;
  virtual boost::asio::awaitable<std::vector<OfficeKey>> office_keys() = 0;  ///< by office, since
  virtual boost::asio::awaitable<ContactsKept> keep_contacts(KeepContactsOrder order) = 0;
  virtual boost::asio::awaitable<std::vector<OfficeContact>> office_contacts() = 0;  ///< by office
};

/// As key_list_text() takes them.
std::vector<codes::KnownOfficeKey> known_keys(const std::vector<OfficeKey>& keys);

}  // namespace antrean::portal
