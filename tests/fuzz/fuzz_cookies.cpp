// The Cookie header of a request. What we have not signed is nothing; what we have is the same when it is
// written again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "codes/booking_code.hpp"
#include "http/server.hpp"
#include "web/opening_line.hpp"
#include "web/session.hpp"
#include "web/waiting_room.hpp"

namespace {

using namespace antrean;
using namespace antrean::portal;

void demand(bool right) {
  if (!right) {
    std::abort();
  }
}

/// What a browser would send back.
http::Request back(const http::Response& response) {
  http::Request request;
  for (const auto& [name, value] : response.headers) {
    if (name == "Set-Cookie") {
      request.headers.emplace_back("Cookie", value.substr(0, value.find(';')));
    }
  }
  return request;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto key = codes::make_key_pair(codes::Seed{1, 2, 3}).secret_key;
  const UtcTime now{std::chrono::hours{500'000}};
  http::Request request;
  request.headers = {{"Cookie", std::string(data, data + size)}};
  for (const bool https : {false, true}) {
    const Cookies cookies{https};
    const auto visitor = cookies.visitor(request);
    demand(visitor.session.key.size() == 32 && key_from_hex(visitor.session.key).has_value());
    const OwnBookings own{key, https};
    const auto bookings = own.of(request);
    demand(bookings.size() <= OwnBookings::most);
    if (!bookings.empty()) {
      http::Response response;
      own.remember(response, request, bookings.front());
      demand(own.of(back(response)) == bookings);
    }
    const WaitingRoom room{key, https, 60};
    if (const auto turn = room.of(request, now)) {
      http::Response response;
      room.remember(response, *turn);
      const auto again = room.of(back(response), now);
      demand(again && again->id == turn->id && again->from == turn->from);
    }
    OpeningLine line{key, https, 60, "AD"};
    if (const auto place = line.of(request, now, now)) {
      http::Response response;
      line.remember(response, *place);
      const auto again = line.of(back(response), now, now);
      demand(again && again->id == place->id && line.turn(*again) == line.turn(*place));
    }
  }
  return 0;
}
