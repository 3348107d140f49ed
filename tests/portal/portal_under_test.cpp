#include "portal_under_test.hpp"

#include <filesystem>
#include <optional>
#include <stdexcept>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "booking/booking_service.hpp"
#include "http/client.hpp"
#include "pages/assets.hpp"
#include "pages/pages.hpp"
#include "portal_settings/portal_settings.hpp"
#include "scratch_folder.hpp"
#include "store/sqlite/sqlite_store.hpp"
#include "today/day_board.hpp"
#include "web/booking_now.hpp"
#include "web/booking_site.hpp"
#include "web/health.hpp"
#include "web/metered_store.hpp"
#include "web/office_routes.hpp"

namespace antrean::portal_test {
namespace {

using namespace antrean::portal;
namespace asio = boost::asio;

// spdlog makes its logger when it is first used, and CppUTest would call this a leak inside a test. Refusals
// are expected here.
[[maybe_unused]] const bool logging_is_warm = (spdlog::set_level(spdlog::level::off), true);
// The templates are read once, too.
[[maybe_unused]] const std::string pages_are_warm = notice_page({}, "", "", "", "");
[[maybe_unused]] const std::string& worker_is_warm = service_worker();

/// The real store, until the test breaks it.
class BreakableStore : public Store {
 public:
  explicit BreakableStore(Store* store) : store_(store) {}
  bool broken = false;
  std::uint64_t summaries = 0;
  void stand_before(Store* store) { store_ = store; }
  void must_work() { working(); }

  asio::awaitable<BookAnswer> book(BookOrder order) override { return working().book(std::move(order)); }
  asio::awaitable<ConfirmAnswer> confirm(ConfirmOrder order) override { return working().confirm(std::move(order)); }
  asio::awaitable<ResendAnswer> resend(ResendOrder order) override { return working().resend(std::move(order)); }
  asio::awaitable<ReleaseAnswer> release(ReleaseOrder order) override { return working().release(order); }
  asio::awaitable<CancelAnswer> cancel(CancelOrder order) override { return working().cancel(std::move(order)); }
  asio::awaitable<MoveAnswer> move(MoveOrder order) override { return working().move(std::move(order)); }
  asio::awaitable<CorrectAnswer> correct(CorrectOrder order) override { return working().correct(std::move(order)); }
  asio::awaitable<TellAnswer> tell(TellOrder order) override { return working().tell(std::move(order)); }
  asio::awaitable<std::vector<BookedFrom>> booked_from(OfficeDay first, std::size_t limit) override {
    return working().booked_from(first, limit);
  }
  asio::awaitable<std::vector<Upcoming>> upcoming(OfficeDay from) override { return working().upcoming(from); }
  asio::awaitable<WaitAnswer> wait(WaitOrder order) override { return working().wait(std::move(order)); }
  asio::awaitable<OfferAnswer> offer(OfferOrder order) override { return working().offer(std::move(order)); }
  asio::awaitable<Left> leave(LeaveOrder order) override { return working().leave(order); }
  asio::awaitable<std::optional<Waiting>> find_waiting(Key128 token) override { return working().find_waiting(token); }
  asio::awaitable<Swept> sweep(SweepOrder order) override { return working().sweep(order); }
  asio::awaitable<std::optional<std::variant<Held, Lapsed>>> find_held(Key128 token) override {
    return working().find_held(token);
  }
  asio::awaitable<bool> is_person_of(Key128 token, NikHmac nik) override { return working().is_person_of(token, nik); }
  asio::awaitable<std::optional<StoredBooking>> find(Key128 token) override { return working().find(token); }
  asio::awaitable<std::optional<StoredBooking>> find(std::string code, NikHmac person) override {
    return working().find(std::move(code), person);
  }
  asio::awaitable<std::vector<SlotPlaces>> places(std::string office, std::string service, OfficeDay first,
                                                  OfficeDay last) override {
    return working().places(std::move(office), std::move(service), first, last);
  }
  asio::awaitable<std::vector<SlotPlaces>> places_at(std::vector<std::string> offices, std::string service,
                                                     OfficeDay first, OfficeDay last) override {
    ++summaries;
    return working().places_at(std::move(offices), std::move(service), first, last);
  }
  std::uint64_t places_version(const std::string& office) const override { return store_->places_version(office); }
  asio::awaitable<office_api::BookingPage> pull(std::string office, std::string generation, std::uint64_t cursor,
                                                std::size_t limit, UtcTime now) override {
    return working().pull(std::move(office), std::move(generation), cursor, limit, now);
  }
  asio::awaitable<TakeBackAnswer> take_back(std::string office, std::string generation, std::vector<Returned> returned,
                                            bool complete, UtcTime now) override {
    return working().take_back(std::move(office), std::move(generation), std::move(returned), complete, now);
  }
  asio::awaitable<void> list(std::string office, std::string code, std::string what, UtcTime now) override {
    return working().list(std::move(office), std::move(code), std::move(what), now);
  }
  asio::awaitable<ResultsAnswer> apply(std::string office, std::string key, std::string body_hash,
                                       office_api::ResultBatch batch, int absent_days, UtcTime now) override {
    return working().apply(std::move(office), std::move(key), std::move(body_hash), std::move(batch), absent_days, now);
  }
  asio::awaitable<HeadsAnswer> keep_heads(std::string office, office_api::JournalHeads said, UtcTime now) override {
    return working().keep_heads(std::move(office), std::move(said), now);
  }
  asio::awaitable<office_api::JournalPage> held_heads(std::string office, std::string generation, std::uint64_t after,
                                                      std::size_t limit) override {
    return working().held_heads(std::move(office), std::move(generation), after, limit);
  }

 private:
  Store& working() {
    if (broken) {
      throw std::runtime_error("database or disk is full");
    }
    return *store_;
  }
  Store* store_;
};

const codes::SecretKey& signing_key() {
  static const codes::SecretKey key = codes::make_key_pair(codes::Seed{1, 2, 3}).secret_key;
  return key;
}

}  // namespace

std::string settings_text(const std::string& booking_rules) {
  return R"toml(
[portal]
database = "portal.db"
https = false
public_url = "https://antrean.example.go.id"
trusted_proxies = ["127.0.0.1"]
[signing]
use = 7
[[signing.key]]
id = 7
file = "signing.key"
[booking]
days_ahead = 30
release_time = "08:00"
cancel_before = "2h"
)toml" + booking_rules +
         R"toml(
[[service]]
key = "paspor"
name_id = "Permohonan paspor"
name_en = "Passport application"
bring_id = ["KTP asli"]
bring_en = ["Original identity card"]
[[slots.week.slot]]
days = ["mon", "tue", "wed", "thu", "fri"]
from = "08:00"
to = "10:00"
quota = { paspor = 20 }
[[slots.week.slot]]
days = ["mon", "tue", "wed", "thu", "fri"]
from = "10:00"
to = "12:00"
quota = { paspor = 2 }
[[holiday]]
date = 2026-11-25
name_id = "Hari Guru"
name_en = "Teachers' Day"
[[office]]
code = "AD"
name = "Bandung"
zone = "WIB"
slots = "week"
[[office]]
code = "FB"
name = "Makassar"
zone = "WITA"
slots = "week"
)toml";
}

std::string encode(const Form& form) {
  std::string body;
  for (const auto& [name, value] : form) {
    body += (body.empty() ? "" : "&") + http::url_encode(name) + "=" + http::url_encode(value);
  }
  return body;
}

std::string_view header(const http::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key.size() == name.size() && ::strncasecmp(key.data(), name.data(), name.size()) == 0) {
      return value;
    }
  }
  return {};
}

std::string form_token(const http::Response& page) {
  constexpr std::string_view before = R"(name="form" value=")";
  const auto at = page.body.find(before);
  if (at == std::string::npos) {
    return {};
  }
  const auto from = at + before.size();
  return page.body.substr(from, page.body.find('"', from) - from);
}

std::string nik(int n) { return fmt::format("327301010190{:04}", n + 1); }

struct PortalUnderTest::Parts {
  Parts(int bookings_per_minute, int lookups_per_minute, const std::string& toml)
      : settings(portal_settings_from(settings::Source::text(toml, "test.toml"))),
        site(
            booking_service, signing_key(),
            SiteOptions{.https = false,
                        .calendar = {},
                        .pdf = [](BookingSheet sheet) -> asio::awaitable<std::string> { co_return booking_pdf(sheet); },
                        .bookings_per_minute = bookings_per_minute,
                        .lookups_per_minute = lookups_per_minute,
                        .pressure = settings.pressure,
                        .figures = &figures,
                        .day = &day,
                        .feedback = &*sqlite,
                        .app_link = settings.app.android_link,
                        .asset_links = asset_links(settings.app.android_package, settings.app.android_fingerprints),
                        .on_the_day = {.contacts = &*sqlite,
                                       .push_key = "BPortalsPublicKey",
                                       .own_services = {},
                                       .changed = [this](const std::string& office) { changed.push_back(office); }}},
            clock) {
    site.serve(server);
    offices.note_to([this](AccessEntry entry) -> asio::awaitable<void> {
      noted.push_back(std::move(entry));
      co_return;
    });
    offices.give_days_of(*sqlite);
    offices.give_feedback_of(*sqlite);
    offices.keys_to(*sqlite);
    offices.serve(server);
    figures.serve(server, *gate);
    health.serve(server);
    server.listen("127.0.0.1", 0);
  }

  /// Runs everything until `work` has ended.
  template <class T>
  T run(asio::awaitable<T> work) {
    std::optional<T> result;
    std::exception_ptr failure;
    asio::co_spawn(io, std::move(work), [&](std::exception_ptr error, T value) {
      failure = error;
      result = std::move(value);
    });
    while (!result && !failure) {
      io.run_one();
    }
    if (failure) {
      std::rethrow_exception(failure);
    }
    return std::move(*result);
  }

  asio::awaitable<void> check() {
    store.must_work();
    return sqlite->check();
  }

  void reopen() {
    sqlite.emplace(io, database);
    store.stand_before(&*sqlite);
  }

  http::ClientRequest call_of(const Outgoing& request) const {
    return {.method = request.method,
            .url = fmt::format("http://127.0.0.1:{}{}", server.port(), request.target),
            .headers = request.headers,
            .body = request.body,
            .deadline = std::chrono::minutes{2},
            .max_body = 1u << 20};
  }

  ScratchFolder folder;
  process::ManualClock clock{instant(*OfficeDay::parse("2026-11-22"), TimeOfDay{9 * 60}, Zone::wib)};
  PortalSettings settings;
  NikKey nik_key{std::string(40, 'k')};
  SigningKeys keys{.current = 7, .secret = {{7, signing_key()}}};
  OfficeTokens tokens{{{"AD", bandung_token}, {"FB", makassar_token}}};
  asio::io_context io{1};
  const std::filesystem::path database = folder / "portal.db";
  std::optional<SqliteStore> sqlite{std::in_place, io, database};
  BreakableStore store{&*sqlite};
  CourierState mail;
  std::vector<AccessEntry> noted;
  std::vector<std::string> changed;  ///< offices where other people are told on the day
  PortalFigures figures{settings.offices};
  MeteredStore metered{store, figures};
  NoticeWriter notices{settings.offices, keys, nik_key, "https://antrean.example.go.id"};
  BookingService booking_service{settings.offices, metered, nik_key, keys, notices};
  DayBoard day{std::string(32, 'd')};
  BookingSite site;
  OfficeRoutes offices{metered, tokens, keys, settings.offices, clock, day, "https://antrean.example.go.id/n/"};
  Health health{io, [this] { return check(); }, {{"mail", [this] { return mail; }}}, clock};
  std::shared_ptr<http::Gate> gate = std::make_shared<http::Gate>(http::ShareLimits{});
  http::Server server{io, {.body_bytes = 256u << 10}, settings.listen.site, gate};
};

PortalUnderTest::PortalUnderTest(int bookings_per_minute, int lookups_per_minute, const std::string& booking_rules)
    : PortalUnderTest(settings_text(booking_rules), bookings_per_minute, lookups_per_minute) {}

PortalUnderTest::PortalUnderTest(const std::string& settings, int bookings_per_minute, int lookups_per_minute)
    : parts_(std::make_unique<Parts>(bookings_per_minute, lookups_per_minute, settings)) {}

PortalUnderTest::~PortalUnderTest() {
  asio::co_spawn(parts_->io, parts_->server.stop(std::chrono::seconds{1}), [](std::exception_ptr error) {
    if (error) {
      std::rethrow_exception(error);
    }
  });
  parts_->io.run();
}

process::ManualClock& PortalUnderTest::clock() { return parts_->clock; }
CourierState& PortalUnderTest::mail_state() { return parts_->mail; }
Store& PortalUnderTest::store() { return parts_->store; }
std::vector<OfficeKey> PortalUnderTest::office_keys() { return parts_->run(parts_->sqlite->office_keys()); }
std::vector<PersonFrozen> PortalUnderTest::lift(const std::string& code) {
  return parts_->run(parts_->sqlite->lift({.nik = {}, .code = code}));
}
void PortalUnderTest::break_store(bool broken) { parts_->store.broken = broken; }
std::uint64_t PortalUnderTest::summaries() const { return parts_->store.summaries; }

http::Response PortalUnderTest::send(const Outgoing& request) { return send_all({request}).front(); }

std::vector<http::Response> PortalUnderTest::send_all(const std::vector<Outgoing>& requests) {
  std::vector<std::optional<boost::system::result<http::Response>>> answers(requests.size());
  std::size_t missing = requests.size();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    asio::co_spawn(parts_->io, http::fetch(parts_->call_of(requests[i])),
                   [&, i](std::exception_ptr error, boost::system::result<http::Response> answer) {
                     if (error) {
                       std::rethrow_exception(error);
                     }
                     answers[i] = std::move(answer);
                     --missing;
                   });
  }
  while (missing > 0) {
    parts_->io.run_one();
  }
  std::vector<http::Response> responses;
  for (auto& answer : answers) {
    responses.push_back(std::move(answer->value()));
  }
  return responses;
}

office_api::BookingPage PortalUnderTest::pull(const std::string& token, std::uint64_t cursor) {
  const auto response = send({.method = "GET",
                              .target = fmt::format("/office/v1/bookings?cursor={}&limit=500", cursor),
                              .headers = {{"Authorization", "Bearer " + token}},
                              .body = {}});
  return office_api::page_from_json(response.body).value();
}

void PortalUnderTest::keep_copy() {
  parts_->sqlite.reset();
  std::filesystem::copy_file(parts_->database, parts_->folder / "copy.db",
                             std::filesystem::copy_options::overwrite_existing);
  parts_->reopen();
}

void PortalUnderTest::put_copy_back() {
  parts_->sqlite.reset();
  std::filesystem::copy_file(parts_->folder / "copy.db", parts_->database,
                             std::filesystem::copy_options::overwrite_existing);
  parts_->reopen();
}

asio::io_context& PortalUnderTest::io() { return parts_->io; }
std::string PortalUnderTest::url() const { return fmt::format("http://127.0.0.1:{}", parts_->server.port()); }

std::string PortalUnderTest::generation() { return pull(bandung_token).generation; }
std::string PortalUnderTest::proof(const Booking& booking) const { return qr_text(booking, parts_->keys); }

std::vector<Notice> PortalUnderTest::told() {
  const auto now = clock().now();
  auto taken = parts_->run(parts_->sqlite->take(NoticeChannel::mail, now, now + std::chrono::minutes{5}, 100));
  std::vector<Notice> told;
  std::vector<SettledNotice> sent;
  for (auto& one : taken) {
    sent.push_back({.id = one.notice.id, .outcome = SendOutcome::sent, .at = now, .next = {}, .why = {}});
    told.push_back(std::move(one.notice));
  }
  asio::co_spawn(parts_->io, parts_->sqlite->settle(std::move(sent)), asio::detached);
  return told;
}

void PortalUnderTest::change_settings(const std::string& settings) {
  parts_->settings.offices = portal_settings_from(settings::Source::text(settings, "test.toml")).offices;
}

std::size_t PortalUnderTest::tell_affected() {
  const bool stopping = false;
  const auto found = parts_->run(parts_->booking_service.tell_affected(clock().now(), stopping));
  std::size_t bookings = 0;
  for (const auto& [group, count] : found.groups) {
    bookings += count;
  }
  return bookings;
}

void PortalUnderTest::sweep() { parts_->run(parts_->booking_service.sweep(clock().now())); }

std::vector<SlotPlaces> PortalUnderTest::places(const std::string& office) {
  return parts_->run(
      parts_->sqlite->places(office, "paspor", *OfficeDay::parse("2026-11-01"), *OfficeDay::parse("2027-12-31")));
}

http::Response Browser::remember(http::Response response) {
  for (const auto& [name, value] : response.headers) {
    if (name != "Set-Cookie" && name != "set-cookie") {
      continue;
    }
    const auto equals = value.find('=');
    cookies[value.substr(0, equals)] = value.substr(equals + 1, value.find(';') - equals - 1);
  }
  return response;
}

Outgoing Browser::prepare_post(const std::string& target, const Form& form) const {
  std::string jar;
  for (const auto& [name, value] : cookies) {
    jar += (jar.empty() ? "" : "; ") + name + "=" + value;
  }
  Outgoing request{.method = "POST", .target = target, .headers = {}, .body = encode(form)};
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Sec-Fetch-Site", "same-origin"}};
  if (!jar.empty()) {
    request.headers.emplace_back("Cookie", jar);
  }
  return request;
}

http::Response Browser::get(const std::string& target, const http::Headers& more) {
  auto request = prepare_post(target, {});
  request.method = "GET";
  request.body.clear();
  request.headers.erase(request.headers.begin(), request.headers.begin() + 2);
  request.headers.insert(request.headers.end(), more.begin(), more.end());
  return remember(portal_.send(request));
}

http::Response Browser::post(const std::string& target, const Form& form) {
  return remember(portal_.send(prepare_post(target, form)));
}

Form Browser::filled(int n, const std::string& day, const std::string& time) {
  const auto page = get("/book/AD/paspor/" + day + "/" + time);
  return {{"form", form_token(page)}, {"office", "AD"}, {"service", "paspor"},     {"slot", day + "T" + time},
          {"name", "Siti Aminah"},    {"nik", nik(n)},  {"mail", "siti@contoh.id"}};
}

std::string Browser::book(int n, const std::string& day, const std::string& time) {
  const auto answer = post("/book", filled(n, day, time));
  return answer.status == 303 ? std::string{header(answer, "Location")} : std::string{};
}

}  // namespace antrean::portal_test
