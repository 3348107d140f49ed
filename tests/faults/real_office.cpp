#include "real_office.hpp"

#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "demo/people.hpp"
#include "demo/whole_office.hpp"
#include "feed/feed_json.hpp"
#include "http/client.hpp"

#include <CppUTest/TestHarness.h>

namespace antrean::tests {

namespace asio = boost::asio;
namespace fs = std::filesystem;

namespace {

[[maybe_unused]] const bool quiet = (spdlog::set_level(spdlog::level::off), true);

UtcTime now() { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

/// A zone in which the day does not end within the hour, so that a test is within one office day at any time.
Zone quiet_zone() {
  for (const Zone zone : {Zone::wib, Zone::wita}) {
    if (TimeOfDay::of(now(), zone).minutes() < 23 * 60) {
      return zone;
    }
  }
  return Zone::wit;
}

constexpr const char* settings_text = R"toml(
[office]
code = "AD"
name = "Kantor Uji"
zone = "{zone}"
journal = "{journal}"

[[hours]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
open = "00:00"
last_numbers = "24:00"
close = "24:00"

[series.booked]
letters = "B"
[series.walk_in]
letters = "ACDEFGHJ"
[class.booked]
name_id = "Antrean daring"
name_en = "Booked online"
[class.walk_in]
name_id = "Datang langsung"
name_en = "Walk-in"

[[service]]
key = "paspor"
name_id = "Paspor"
name_en = "Passport"
series = "walk_in"
early = "24h"
late = "24h"
[[service.stage]]
key = "layanan"
name_id = "Wawancara"
name_en = "Interview"
[[service.walk_in]]
reasons = []

{counters}
[call]
pad_guard = "0ms"

[[bus]]
name = "counters"
port = "line"
parity = "none"
{units}
[scanner]
device = "scanner"

[[signing_key]]
id = 1
public = "{key}"

[web]
port = {web_port}
{proxies}
[staff]
port = {port}
sign_in = {sign_in}
{proxies}
[technician]
socket = "technician.sock"
)toml";

}  // namespace

RealOffice::RealOffice(asio::io_context& io, fs::path folder, How how)
    : io_(io),
      folder_(std::move(folder)),
      how_(std::move(how)),
      zone_(how_.zone ? *how_.zone : quiet_zone()),
      today_(OfficeDay::of(now(), zone_)),
      port_(demo::free_port()),
      web_port_(demo::free_port()),
      keys_(codes::make_key_pair(codes::Seed{1})),
      scanner_(std::make_unique<demo::ScannerPlug>(folder_ / "scanner")) {
  if (how_.journal.empty()) {
    how_.journal = folder_ / "office.db";
  }
  write_settings();
  if (how_.sign_in) {
    machine_key_ = demo::make_demo_people(how_.journal.parent_path() / "accounts.db");
  }
  const auto take = [seen = seen_](std::string text) {
    auto read = feed::from_json(text);
    if (!read) {
      return;
    }
    // The first snapshot of a start says what the start found. An empty queue has nothing to report yet.
    if (read->journal_seq < seen->journal_seq) {
      seen->went_back.push_back(
          fmt::format("event {} was shown before a start that shows {}", seen->journal_seq, read->journal_seq));
    }
    seen->journal_seq = std::max(seen->journal_seq, read->journal_seq);
    for (const CallView& call : read->calls) {
      seen->calls.emplace(call.call, call);
    }
    for (const TicketView& ticket : read->tickets) {
      seen->numbers.insert(ticket.number);
    }
    seen->journal_alarm =
        std::ranges::any_of(read->alarms, [](const AlarmView& alarm) { return alarm.subject == "journal"; });
    seen->latest = std::move(*read);
  };
  asio::co_spawn(io_,
                 http::follow(fmt::format("ws://127.0.0.1:{}/feed", port_), feed::max_bytes, take, [] {},
                              {.silence = std::chrono::seconds(5),
                               .first_retry = std::chrono::milliseconds(5),
                               .last_retry = std::chrono::milliseconds(20)}),
                 asio::bind_cancellation_slot(stop_feed_->slot(), [kept = stop_feed_](std::exception_ptr) {}));
}

RealOffice::~RealOffice() {
  stop_feed_->emit(asio::cancellation_type::terminal);
  io_.restart();
  io_.poll();
}

void RealOffice::write_settings() const {
  std::string counter_lines, units;
  for (unsigned id = 1; id <= counters; ++id) {
    counter_lines += fmt::format("[[counter]]\nid = {}\nserves = [\"paspor/layanan\"]\n", id);
    units += fmt::format("[[bus.pad]]\naddress = {0}\ncounter = {0}\n[[bus.board]]\naddress = {1}\ncounters = [{0}]\n",
                         id, 20 + id);
  }
  std::string text = fmt::format(
      fmt::runtime(settings_text), fmt::arg("zone", zone_name(zone_)), fmt::arg("journal", how_.journal.string()),
      fmt::arg("counters", counter_lines), fmt::arg("units", units), fmt::arg("key", codes::to_text(keys_.public_key)),
      fmt::arg("port", port_), fmt::arg("web_port", web_port_), fmt::arg("sign_in", how_.sign_in),
      fmt::arg("proxies", how_.proxy.empty() ? "" : "trusted_proxies = [\"" + how_.proxy + "\"]"));
  if (!how_.copy.empty()) {
    text += fmt::format("[journal]\ncopy = \"{}\"\n", how_.copy.string());
  }
  std::ofstream(settings_file()) << text;
}

asio::awaitable<void> RealOffice::pause(std::chrono::milliseconds time) {
  asio::steady_timer timer(io_, time);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> RealOffice::until(std::string what, std::function<bool()> true_now,
                                        std::chrono::seconds patience) {
  const auto give_up = std::chrono::steady_clock::now() + patience;
  while (!true_now()) {
    if (std::chrono::steady_clock::now() > give_up) {
      throw std::runtime_error("never happened: " + what + "\nThe office's log ends:\n" + log());
    }
    co_await pause(std::chrono::milliseconds(5));
  }
}

asio::awaitable<void> RealOffice::start_devices() {
  devices_ = std::make_unique<demo::Child>(demo::Child::How{
      .program = fs::path(PROGRAMS) / "antrean-device",
      .arguments = {"--link", (folder_ / "line").string(), "--control", (folder_ / "line.control").string(), "--pads",
                    fmt::format("1-{}", counters), "--boards", fmt::format("21:4,22:4,23:4,24:4")},
      .environment = {},
      .log = folder_ / "devices.log"});
  co_await until("the devices are there", [this] { return fs::exists(folder_ / "line.control"); });
}

void RealOffice::spawn(std::map<std::string, std::string> environment) {
  office_ = std::make_unique<demo::Child>(demo::Child::How{.program = fs::path(PROGRAMS) / "antrean-office",
                                                           .arguments = {"--config", settings_file().string()},
                                                           .environment = std::move(environment),
                                                           .log = folder_ / "office.log"});
}

asio::awaitable<void> RealOffice::ready() {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  for (;;) {
    const Answer answer = co_await get("/health");
    if (answer.status == 200) {
      const auto health = boost::json::parse(answer.body);
      const auto& parts = health.at("parts").as_array();
      const bool scans = std::ranges::any_of(parts, [](const boost::json::value& part) {
        return part.at("name").as_string() == "scanner" && part.at("well").as_bool();
      });
      if (scans) {
        co_return;
      }
    }
    if (const auto code = office_->ended()) {
      throw std::runtime_error(fmt::format("the office ended with code {}:\n{}", *code, log()));
    }
    if (std::chrono::steady_clock::now() > give_up) {
      throw std::runtime_error("the office is not ready:\n" + log());
    }
    co_await pause(std::chrono::milliseconds(3));
  }
}

asio::awaitable<void> RealOffice::every_pad_heard() {
  demo::DeviceLine devices = line();
  for (;;) {
    const boost::json::object shown = co_await devices.show();
    bool heard = true;
    for (const auto& pad : shown.at("pads").as_array()) {
      heard = heard && !pad.at("dashes").as_bool();
    }
    if (heard) {
      co_return;
    }
    co_await pause(std::chrono::milliseconds(10));
  }
}

void RealOffice::kill() {
  office_->signal(SIGKILL);
  office_->wait(std::chrono::seconds(5));
}

int RealOffice::stop() {
  office_->signal(SIGTERM);
  const auto code = office_->wait(std::chrono::seconds(10));
  return code.value_or(-1);
}

std::string RealOffice::log() const { return office_ ? office_->last_words(4000) : ""; }

asio::awaitable<void> RealOffice::sign_in() {
  http::ClientRequest call;
  call.method = "POST";
  call.url = fmt::format("http://127.0.0.1:{}/sign-in", port_);
  call.headers = {{"Content-Type", "application/json"}, {"Cookie", "antrean-machine=" + machine_key_}};
  call.body = fmt::format(R"({{"user":"rina","pin":"{}"}})", demo::demo_pin);
  const auto answer = co_await http::fetch(std::move(call));
  if (!answer || answer->status != 200) {
    throw std::runtime_error("nobody could sign in: " + (answer ? answer->body : answer.error().message()));
  }
  for (const auto& [name, value] : answer->headers) {
    if (name == "Set-Cookie") {
      cookie_ = value.substr(0, value.find(';'));
    }
  }
  person_ = "rina";
}

asio::awaitable<RealOffice::Answer> RealOffice::post(std::string path, std::string body) {
  http::ClientRequest call;
  call.method = "POST";
  call.url = fmt::format("http://127.0.0.1:{}{}", port_, path);
  call.headers.emplace_back("Content-Type", "application/json");
  if (!cookie_.empty()) {
    call.headers.emplace_back("Cookie", cookie_);
  }
  call.body = std::move(body);
  const auto answer = co_await http::fetch(std::move(call));
  co_return answer ? Answer{answer->status, answer->body} : Answer{0, answer.error().message()};
}

asio::awaitable<RealOffice::Answer> RealOffice::get(std::string path) {
  http::ClientRequest call;
  call.url = fmt::format("http://127.0.0.1:{}{}", port_, path);
  call.deadline = std::chrono::seconds(10);
  if (!cookie_.empty()) {
    call.headers.emplace_back("Cookie", cookie_);
  }
  const auto answer = co_await http::fetch(std::move(call));
  co_return answer ? Answer{answer->status, answer->body} : Answer{0, answer.error().message()};
}

asio::awaitable<RealOffice::Answer> RealOffice::walk_in(std::string who) {
  co_return co_await post("/console/command",
                          fmt::format(R"({{"command":"walk_in","service":"paspor","supervisor":"{}"}})", who));
}

std::string RealOffice::code(BookingId booking) {
  std::string symbols;
  for (std::size_t i = 0; i < codes::short_code_symbols; ++i, booking /= codes::alphabet.size()) {
    symbols += codes::alphabet[booking % codes::alphabet.size()];
  }
  return "AD-" + symbols;
}

std::string RealOffice::qr(BookingId booking) const {
  codes::CodePayload payload;
  payload.key_id = 1;
  payload.office = "AD";
  payload.short_code = code(booking).substr(3);
  payload.day = today_;
  payload.slot = {TimeOfDay{0}, TimeOfDay{24 * 60}};
  payload.service = "paspor";
  payload.booking = booking;
  return codes::encode_qr(payload, keys_.secret_key);
}

Record read_journal(const fs::path& file) {
  journal::Options options;
  options.file = file;
  const auto journal = journal::Journal::open(options);
  return {journal->events_after(0, SIZE_MAX >> 1), journal->pads(), journal->verify()};
}

void play(asio::io_context& io, std::function<asio::awaitable<void>()> story) {
  std::string failure;
  asio::co_spawn(io, story(), [&](std::exception_ptr error) {
    try {
      if (error) {
        std::rethrow_exception(error);
      }
    } catch (const std::exception& what) {
      failure = what.what();
    }
    io.stop();
  });
  io.restart();
  io.run();
  if (!failure.empty()) {
    FAIL(failure.c_str());
  }
}

Place::Place() {
  std::string pattern = (fs::temp_directory_path() / "antrean-faults-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error("no folder in the temporary directory");
  }
  path_ = pattern;
}

Place::~Place() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace antrean::tests
