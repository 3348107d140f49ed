// antrean doctor: the connection to the portal, tested in the way the office uses it
// (bookings/portal_link.hpp).
#include <algorithm>
#include <chrono>
#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core/string.hpp>
#include <fmt/format.h>

#include "bookings/key_file.hpp"
#include "bookings/portal_link.hpp"
#include "cli/checks/probes.hpp"
#include "http/client.hpp"
#include "process/clock.hpp"
#include "process/loops.hpp"
#include "service/portal_connection.hpp"

namespace antrean::cli {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds patience{5};

/// Takes a page and stores nothing, because an office pulls what it does not know. It also gives nothing back
/// to a portal that asks for it, because only the office knows what it has.
class NothingKept final : public bookings::DayListStore, public bookings::ResultOutbox {
 public:
  asio::awaitable<bookings::Stored<bookings::Position>> position() override { co_return bookings::Position{}; }
  asio::awaitable<bookings::Stored<void>> apply(office_api::BookingPage) override {
    co_return bookings::Stored<void>{};
  }
  asio::awaitable<bookings::Stored<bookings::Missing>> missing(std::size_t) override {
    co_return bookings::StoreFailure{"only the office gives back"};
  }
  asio::awaitable<bookings::Stored<void>> given_back(std::vector<BookingId>, bool) override {
    co_return bookings::StoreFailure{"only the office gives back"};
  }
  asio::awaitable<bookings::Stored<std::optional<bookings::Parcel>>> next() override {
    co_return std::optional<bookings::Parcel>{};
  }
  asio::awaitable<bookings::Stored<void>> delivered(std::string) override { co_return bookings::Stored<void>{}; }
  asio::awaitable<bookings::Stored<void>> refused(std::string, std::string) override {
    co_return bookings::Stored<void>{};
  }
};

Finding of_line(const std::string& part, const bookings::LineHealth& line, std::string id, std::string en) {
  if (line.working()) {
    return {.part = part, .condition = Condition::well, .id = std::move(id), .en = std::move(en)};
  }
  return {.part = part, .condition = Condition::broken, .id = line.last_error, .en = line.last_error};
}

/// The portal's clock, or that of what stands before it, by the Date of any answer.
std::optional<std::chrono::seconds> clock_ahead(const office::PortalSettings& portal) {
  const process::SystemClock clock;
  asio::io_context io{1};
  http::ClientRequest call;
  call.url = portal.url + "/office/v1/keys";
  call.trust.ca_file = portal.ca_file;
  call.deadline = patience;
  std::optional<std::chrono::seconds> ahead;
  asio::co_spawn(io, http::fetch(std::move(call)),
                 [&](const std::exception_ptr& error, boost::system::result<http::Response> answer) {
                   if (error || !answer) {
                     return;
                   }
                   for (const auto& [name, value] : answer->headers) {
                     const auto theirs = parse_http_date(value);
                     if (theirs && boost::beast::iequals(name, "Date")) {
                       ahead = std::chrono::floor<std::chrono::seconds>(clock.now() - *theirs);
                     }
                   }
                 });
  io.run();
  return ahead;
}

struct Answers {
  bookings::LinkHealth health;
  codes::Keyring keys;
};

Answers ask(const office::PortalSettings& portal, const std::string& token) {
  asio::io_context io{1};
  const process::SystemClock clock;
  NothingKept nothing;
  bookings::LinkSettings how;
  how.url = portal.url;
  how.token = token;
  how.ca_file = portal.ca_file;
  how.deadline = patience;
  how.page_limit = 1;
  bookings::PortalLink link(io, how, clock, nothing, nothing);
  Answers answers;
  process::Loops loops(io, [] {});
  bool enough = false;
  link.on_keys([&](const codes::Keyring& keys) { answers.keys = keys; });
  link.on_change([&](const bookings::LinkHealth& health) {
    const auto known = [](const bookings::LineHealth& line) { return line.working() || line.failures > 0; };
    if (!enough && known(health.bookings) && known(health.keys)) {
      enough = true;
      answers.health = health;
      loops.stop();
    }
  });
  loops.spawn("bookings", link.pull_bookings());
  loops.spawn("keys", link.refresh_keys());
  io.run();
  return answers;
}

Finding check_keys(std::size_t known) {
  if (known > 0) {
    return {.part = "signing keys",
            .condition = Condition::well,
            .id = fmt::format("{} dikenal", known),
            .en = fmt::format("{} known", known)};
  }
  return {.part = "signing keys",
          .condition = Condition::broken,
          .id =
              "tidak ada yang dikenal, jadi tidak ada kode yang bisa diperiksa: hubungkan ke portal, atau tulis "
              "[[signing_key]] di pengaturan (antrean-portal keygen mencetaknya)",
          .en =
              "none is known, so no code can be verified: get the line to the portal up, or put a [[signing_key]] "
              "into the settings (antrean-portal keygen prints it)"};
}

}  // namespace

Findings probe_portal(const office::OfficeSettings& settings) {
  Findings found;
  codes::Keyring keys = settings.keys;
  if (settings.portal) {
    try {
      keys.merge(bookings::load_keys(office::PortalConnection::key_file(settings)));
    } catch (const std::exception& problem) {
      found.push_back(
          {.part = "signing keys", .condition = Condition::broken, .id = problem.what(), .en = problem.what()});
    }
    try {
      const std::string token = settings::read_secret(settings.portal->token_file);
      Answers answers = ask(*settings.portal, token);
      keys.merge(answers.keys);
      found.push_back(of_line("bookings", answers.health.bookings,
                              "diterima dari " + settings.portal->url + "; kode akses kantor ini dikenal",
                              "come in from " + settings.portal->url + "; this office's token is known"));
      if (const auto ahead = clock_ahead(*settings.portal)) {
        found.push_back(check_skew(*ahead));
      }
    } catch (const std::exception& problem) {  // the token, or an invalid address
      found.push_back({.part = "portal", .condition = Condition::broken, .id = problem.what(), .en = problem.what()});
    }
  }
  found.push_back(check_keys(keys.size()));
  return found;
}

}  // namespace antrean::cli
