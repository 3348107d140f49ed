// How long what is known of persons is kept: [privacy] of the settings.
#pragma once

#include <filesystem>

namespace antrean::portal {

/// In the database: what is older than these days after the visit is forgotten.
struct KeepFor {
  int name_days = 30;     ///< names of all the people
  int contact_days = 30;  ///< mail address
  int nik_days = 365;     ///< the NIK's HMAC and last digits
  friend bool operator==(const KeepFor&, const KeepFor&) = default;
};

/// Elsewhere: what persons are told, and what is done by other means.
struct CopiesKept {
  int portal_days = 90;    ///< backups of the portal's database
  int office_days = 31;    ///< an office's day list and its backups, after the visit
  int journal_days = 400;  ///< an office's journal: codes and numbers of bookings, no names
  friend bool operator==(const CopiesKept&, const CopiesKept&) = default;
};

struct PrivacySettings {
  KeepFor keep;
  CopiesKept copies;
  std::filesystem::path access_log;
  friend bool operator==(const PrivacySettings&, const PrivacySettings&) = default;
};

}  // namespace antrean::portal
