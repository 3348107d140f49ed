// Writes what a person is told when something happens to their booking, as notices for the store's outbox. A
// booking without a contact gets none. Everything that a message shows is put into the notice here, by the
// settings of this moment. Plain functions of their arguments and of random ids; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "booking/keys.hpp"
#include "notices/notice.hpp"
#include "office_api/today.hpp"
#include "offices/offices.hpp"
#include "store/day_contacts.hpp"
#include "store/store.hpp"

namespace antrean::portal {

/// The place that a booking has, by the names and the zone that it was made with.
ShownPlace shown_place(const StoredBooking& stored, const Offices& offices);

class NoticeWriter {
 public:
  /// All are kept by reference. `site`: where people find the portal, "https://antrean.example.go.id",
  /// without a path.
  NoticeWriter(const Offices& offices, const SigningKeys& keys, const NikKey& nik_key, std::string site)
      : offices_(offices), keys_(keys), nik_key_(nik_key), site_(std::move(site)) {}

  const std::string& site() const { return site_; }

  /// Digits and a link that confirm the contact until then.
  std::vector<Notice> asks_for_confirmation(const StoredBooking& held, UtcTime until, const std::string& digits,
                                            const std::string& link_key, UtcTime now) const;
  /// The confirmation, and the reminders that are still to come.
  std::vector<Notice> booked(const StoredBooking& stored, UtcTime now) const;
  /// Only the reminders.
  std::vector<Notice> reminders(const StoredBooking& stored, UtcTime now) const;
  /// The same for the new place.
  std::vector<Notice> moved(const StoredBooking& before, const StoredBooking& after, UtcTime now) const;
  /// What the confirmation says, whether there is a contact or not.
  Notice confirmation(const StoredBooking& stored, UtcTime now) const;
  /// To the contact that it has now: a name was put right, or it is sent once more.
  std::vector<Notice> sent_again(const StoredBooking& stored, UtcTime now) const;
  std::vector<Notice> cancelled(const StoredBooking& stored, UtcTime now) const;
  /// The office cannot keep it; the link leads to the nearest other places.
  std::vector<Notice> cannot_be_kept(const StoredBooking& stored, const Bilingual& reason, UtcTime now) const;
  /// The office has cancelled it; `offers`: the nearest other places.
  std::vector<Notice> cancelled_by_office(const StoredBooking& stored, const Bilingual& reason,
                                          std::vector<ShownOffer> offers, UtcTime now) const;
  /// A place came free for somebody who waits; the link takes it.
  std::vector<Notice> waitlist_offer(const FreedPlaces& freed, UtcTime until, const std::string& link_key,
                                     UtcTime now) const;
  /// On the day: `ticket` is near or is called. Nothing: there is no mail to tell it to. The same said twice
  /// has the same id.
  std::optional<Notice> of_the_day(NoticeKind kind, const StoredBooking& stored, const DayContact& contact,
                                   const office_api::TodayTicket& ticket, UtcTime now) const;
  /// It can be kept after all: that, and the reminders that are still to come.
  std::vector<Notice> kept_after_all(const StoredBooking& stored, UtcTime now) const;

 private:
  Notice notice(NoticeKind kind, const StoredBooking& stored, UtcTime now) const;
  void add_reminders(std::vector<Notice>& notices, const StoredBooking& stored, UtcTime now) const;

  const Offices& offices_;
  const SigningKeys& keys_;
  const NikKey& nik_key_;
  std::string site_;
};

}  // namespace antrean::portal
