// The portal's interface for offices (office_api/office_api.hpp, openapi.yaml) on the HTTP server: who asks,
// whether it may, and what the store says.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "booking/keys.hpp"
#include "http/server.hpp"
#include "offices/offices.hpp"
#include "process/clock.hpp"
#include "store/store.hpp"
#include "web/rate_limiter.hpp"

namespace antrean::portal {

/// Which office a bearer token belongs to. Only hashes are kept, and every one is compared, so the time taken
/// tells nothing.
class OfficeTokens {
 public:
  /// By office code; throws std::runtime_error for a token under 32 characters and for two offices with the
  /// same.
  explicit OfficeTokens(const std::map<std::string, std::string>& token_by_office);
  /// "" when it is nobody's.
  std::string office_of(std::string_view token) const;

 private:
  using Hash = std::array<std::uint8_t, 32>;
  std::vector<std::pair<std::string, Hash>> hashes_;
};

class OfficeRoutes {
 public:
  static constexpr double requests_per_second = 20;  ///< per office; a pull of 10,000 bookings is 20 requests
  static constexpr double burst = 60;

  /// All references must outlive this, and this the server.
  OfficeRoutes(Store& store, const OfficeTokens& tokens, const SigningKeys& keys, const Offices& offices,
               const process::Clock& clock);
  void serve(http::Server& server);

 private:
  using Answer = boost::asio::awaitable<http::Response>;
  using Handler = Answer (OfficeRoutes::*)(http::Request, std::string office);

  Answer guarded(http::Request request, Handler handler);
  Answer bookings(http::Request request, std::string office);
  Answer take_back(http::Request request, std::string office);
  Answer results(http::Request request, std::string office);
  Answer keys(http::Request request, std::string office);
  std::vector<office_api::SigningKey> key_list() const;
  /// What the slot holds by the settings; 0 when it is not offered any more.
  int quota_of(const Booking& booking) const;

  Store& store_;
  const OfficeTokens& tokens_;
  const SigningKeys& keys_;
  const Offices& offices_;
  const process::Clock& clock_;
  RateLimiter rate_limiter_{requests_per_second, burst};
};

}  // namespace antrean::portal
