// The portal's interface for offices (office_api/office_api.hpp, openapi.yaml) on the HTTP server. It checks
// which office asks and whether it may, and answers from the store.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "booking/keys.hpp"
#include "http/rate_limiter.hpp"
#include "http/server.hpp"
#include "offices/offices.hpp"
#include "process/clock.hpp"
#include "store/feedback_box.hpp"
#include "store/office_facts.hpp"
#include "store/personal.hpp"
#include "store/store.hpp"
#include "today/day_board.hpp"
#include "web/accesses.hpp"

namespace antrean::portal {

/// Finds the office that a bearer token belongs to. Only hashes are stored, and every one is compared, so the
/// time taken reveals nothing.
class OfficeTokens {
 public:
  /// By office code. Throws std::runtime_error for a token with fewer than 32 characters, and for two offices
  /// with the same token.
  explicit OfficeTokens(const std::map<std::string, std::string>& token_by_office);
  /// "" if the token belongs to no office.
  std::string office_of(std::string_view token) const;

 private:
  using Hash = std::array<std::uint8_t, 32>;
  std::vector<std::pair<std::string, Hash>> hashes_;
};

class OfficeRoutes {
 public:
  /// Per office; a pull of 10,000 bookings takes 20 requests.
  static constexpr double requests_per_second = 20;
  static constexpr double burst = 60;

  /// All references must outlive this object; it must outlive the server. `my_number`:
  /// office_api::TodayAnswer.
  OfficeRoutes(Store& store, const OfficeTokens& tokens, const SigningKeys& keys, const Offices& offices,
               const process::Clock& clock, DayBoard& day, std::string my_number);
  /// Notes how many bookings an office was given.
  void note_to(NoteAccess note) { note_ = std::move(note); }
  /// The office may ask for the list of a day. Both before serve().
  void give_days_of(PersonalData& data) { data_ = &data; }
  /// Is told of each office that has told how its day stands: of the office, what it sent, and whether that
  /// is whole.
  using Heard = std::function<void(const std::string& office, const std::string& body, bool whole)>;
  void today_to(Heard heard) { heard_ = std::move(heard); }
  /// What people said of the service is given to their office. Before serve().
  void give_feedback_of(FeedbackBox& box) { feedback_ = &box; }
  /// Keeps the keys by which the offices sign exports.
  void keys_to(OfficeFacts& facts) { facts_ = &facts; }
  void serve(http::Server& server);

  /// When an office asked last since the start, and its program ("antrean-office/1.0.0"; "": it says none).
  struct Contact {
    UtcTime at{};
    std::string program;
  };
  const std::map<std::string, Contact, std::less<>>& contacts() const { return contacts_; }
  /// Of the offices that have asked since this was asked last: to be kept for other portals and the next
  /// start.
  std::vector<OfficeContact> take_new_contacts();

 private:
  using Answer = boost::asio::awaitable<http::Response>;
  using Handler = Answer (OfficeRoutes::*)(http::Request, std::string office);

  Answer guarded(http::Request request, Handler handler);
  Answer bookings(http::Request request, std::string office);
  Answer take_back(http::Request request, std::string office);
  Answer results(http::Request request, std::string office);
  Answer keys(http::Request request, std::string office);
  Answer journal(http::Request request, std::string office);
  Answer day(http::Request request, std::string office);
  boost::asio::awaitable<void> note(AccessKind kind, std::string office, std::size_t count);
  Answer held_journal(http::Request request, std::string office);
  Answer today(http::Request request, std::string office);
  /// What the office has not taken yet. A store that fails costs only that: it is given next time.
  boost::asio::awaitable<std::vector<office_api::TodayFeedback>> feedback(std::string office,
                                                                          std::vector<std::string> taken);
  /// A page as JSON, with proofs and keys.
  boost::asio::awaitable<std::string> page_of(std::string office, std::string generation, std::uint64_t cursor,
                                              std::size_t most);
  std::vector<office_api::SigningKey> key_list() const;
  /// The quota of the slot in the settings; 0 if it is not offered any more.
  int quota_of(const Booking& booking) const;

  Store& store_;
  const OfficeTokens& tokens_;
  const SigningKeys& keys_;
  const Offices& offices_;
  const process::Clock& clock_;
  DayBoard& day_;
  std::string my_number_;
  NoteAccess note_;
  Heard heard_;
  /// Keeps the key that an office says is its own, when it is new. Nothing: it is kept, or none came.
  boost::asio::awaitable<std::optional<http::Response>> keep_key(std::string office, std::string key,
                                                                 std::string proof);

  PersonalData* data_ = nullptr;
  FeedbackBox* feedback_ = nullptr;
  OfficeFacts* facts_ = nullptr;
  std::map<std::string, std::string> key_kept_;  ///< the newest of each office since the start
  std::map<std::string, Contact, std::less<>> contacts_;
  std::set<std::string> contacts_unkept_;
  http::RateLimiter rate_limiter_{requests_per_second, burst};
};

}  // namespace antrean::portal
