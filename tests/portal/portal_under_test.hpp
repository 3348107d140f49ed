// The whole portal without its main: settings, SQLite file, booking service, site and office interface behind
// the real HTTP server on a loopback port, with a clock that stands still. Requests go through the real
// client. There are also browsers with cookies and forms.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "http/server.hpp"
#include "notices/courier.hpp"
#include "process/clock.hpp"
#include "store/office_facts.hpp"
#include "store/personal.hpp"
#include "store/store.hpp"

namespace antrean::portal_test {

inline const std::string bandung_token(40, 'b');
inline const std::string makassar_token(40, 'm');

/// Booked at once, and nobody is limited.
inline constexpr const char* plain_rules = R"(
confirm_contact = "offered"
one_booking_per = "day"
people_per_contact = 0
cancels = 0
rests_at_least = "0m"
rests_at_most = "0m"
)";
/// As shipped.
inline constexpr const char* shipped_rules = "";

/// Bandung (AD, WIB) and Makassar (FB, WITA), one service, Monday to Friday 08-10 with 20 places, 10-12 with
/// 2; the 25th of November 2026 is a holiday.
/// `booking_rules`: more lines of [booking].
std::string settings_text(const std::string& booking_rules = plain_rules);

struct Outgoing {
  std::string method = "GET";
  std::string target;
  http::Headers headers;
  std::string body;
};

using Form = std::map<std::string, std::string>;
std::string encode(const Form& form);
std::string_view header(const http::Response& response, std::string_view name);  ///< "" when absent
/// The value of the page's hidden "form" field; "" when there is none.
std::string form_token(const http::Response& page);
/// A valid NIK; a different one for each n below 9,999.
std::string nik(int n);

class PortalUnderTest {
 public:
  /// Its clock is at Sunday, 22 November 2026, 09:00 WIB.
  explicit PortalUnderTest(int bookings_per_minute = 100'000, int lookups_per_minute = 100'000,
                           const std::string& booking_rules = plain_rules);
  /// With other settings than settings_text().
  explicit PortalUnderTest(const std::string& settings, int bookings_per_minute = 100'000,
                           int lookups_per_minute = 100'000);
  ~PortalUnderTest();

  process::ManualClock& clock();
  portal::Store& store();
  std::vector<portal::OfficeKey> office_keys();
  /// As an operator does: this person may book again.
  std::vector<portal::PersonFrozen> lift(const std::string& code);
  /// What /health says of the mails.
  portal::CourierState& mail_state();
  /// From now on the store throws, as with a full disk.
  void break_store(bool broken);

  http::Response send(const Outgoing& request);
  /// Sends all at once, each on its own connection. The answers are in the order of the requests.
  std::vector<http::Response> send_all(const std::vector<Outgoing>& requests);
  /// How often the places of many offices were asked for.
  std::uint64_t summaries() const;
  office_api::BookingPage pull(const std::string& token, std::uint64_t cursor = 0);
  /// Copies the database as a backup does: without its mark.
  void keep_copy();
  /// Stops the portal, replaces the database by the copy, and starts the portal.
  void put_copy_back();
  boost::asio::io_context& io();
  std::string url() const;

  /// What people are told now; it counts as sent.
  std::vector<portal::Notice> told();
  /// As if the portal had been stopped, and started with other offices, services, holidays and rules.
  void change_settings(const std::string& settings);
  /// As main does after the start: how many live bookings the settings no longer offer.
  std::size_t tell_affected();
  /// As main's sweeper does.
  void sweep();

  std::string generation();
  /// A code signed as the portal signs it.
  std::string proof(const Booking& booking) const;
  std::vector<portal::SlotPlaces> places(const std::string& office);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Keeps cookies, sends Origin with posts, and fills in forms. Follows no redirects.
class Browser {
 public:
  explicit Browser(PortalUnderTest& portal) : portal_(portal) {}

  http::Response get(const std::string& target, const http::Headers& more = {});
  http::Response post(const std::string& target, const Form& form);
  Outgoing prepare_post(const std::string& target, const Form& form) const;
  /// Opens the details page of this hour at Bandung and returns its form, filled in for the n-th person.
  Form filled(int n, const std::string& day = "2026-11-23", const std::string& time = "08:00");
  /// Books and returns the path of the confirmation; "" if there was no redirect.
  std::string book(int n, const std::string& day = "2026-11-23", const std::string& time = "08:00");
  std::map<std::string, std::string> cookies;

 private:
  http::Response remember(http::Response response);
  PortalUnderTest& portal_;
};

}  // namespace antrean::portal_test
