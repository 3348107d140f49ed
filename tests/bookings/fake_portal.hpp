// A portal in the test's own io_context, on a real socket, that can be told to misbehave; and stores in
// memory.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bookings/stores.hpp"
#include "http/server.hpp"
#include "today/day_board.hpp"

namespace antrean::bookings::test {

namespace asio = boost::asio;

inline Booking booking(BookingId id, BookingStatus status = BookingStatus::confirmed) {
  Booking result;
  result.id = id;
  result.code = "AD-" + std::to_string(100000 + id);
  result.office = "AD";
  result.service = "paspor";
  result.day = *OfficeDay::parse("2026-11-23");
  result.slot = {TimeOfDay(8 * 60), TimeOfDay(10 * 60)};
  result.name = "Orang " + std::to_string(id);
  result.nik_last4 = "1234";
  result.status = status;
  return result;
}

/// Keeps bookings in the order of change, and takes each batch once per key, as the office API says.
class FakePortal {
 public:
  using Fault = std::function<std::optional<http::Response>(const http::Request&)>;

  explicit FakePortal(asio::io_context& io) : io_(io) { start(0); }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  void change(const Booking& changed) {
    for (auto row = rows_.begin(); row != rows_.end(); ++row) {
      if (row->second.id == changed.id) {
        rows_.erase(row);
        break;
      }
    }
    rows_[++last_] = changed;
  }

  /// Faults for the next requests, one each; after that the portal works again. Nothing means that there is
  /// never an answer.
  std::deque<Fault> faults;
  static Fault answers(http::Response response) {
    return [response](const http::Request&) { return response; };
  }
  static Fault silence() {
    return [](const http::Request&) { return std::nullopt; };
  }

  std::vector<http::Request> seen;
  std::map<std::string, std::string> batches;  ///< by key: the batches that were taken
  std::vector<office_api::Result> taken;
  std::string keys_json = R"({"keys":[]})";
  std::string generation;  ///< of the database; empty: a portal of an earlier release
  std::vector<office_api::SigningKey> page_keys;
  std::vector<office_api::Return> given_back;
  std::set<std::string> no_place;  ///< proofs
  /// By event: the hashes that were told, the first for each. Nothing: a portal of an earlier release.
  std::optional<std::map<std::uint64_t, std::string>> heads{std::in_place};
  bool contradicted = false;
  /// What was told of the day; nothing: a portal of an earlier release.
  std::optional<portal::DayBoard> days{std::in_place, std::string(32, 'd')};
  std::vector<office_api::Today> told;              ///< every summary that came and could be read
  std::vector<office_api::TodayFeedback> feedback;  ///< given until it was taken

  /// Acts like a database that was put back from an empty copy.
  void put_back(const std::string& fresh) {
    generation = fresh;
    rows_.clear();
    last_ = 0;
  }

  asio::awaitable<void> stop() {
    auto ending = server_->stop(std::chrono::milliseconds(0));
    co_await std::move(ending);
    server_.reset();
  }
  void start() { start(port_); }

 private:
  void start(std::uint16_t port) {
    http::Limits limits;
    limits.body_bytes = office_api::max_body_bytes;
    server_.emplace(io_, limits);
    route("GET", "/office/v1/bookings", [this](const http::Request& request) { return page(request); });
    route("POST", "/office/v1/bookings", [this](const http::Request& request) { return take_back(request); });
    route("POST", "/office/v1/results", [this](const http::Request& request) { return take(request); });
    route("POST", "/office/v1/journal", [this](const http::Request& request) { return journal(request); });
    route("PUT", "/office/v1/today", [this](const http::Request& request) { return today(request); });
    route("GET", "/office/v1/keys", [this](const http::Request&) { return http::Response::json(keys_json); });
    server_->listen("127.0.0.1", port);
    port_ = server_->port();
  }

  void route(std::string method, std::string path, std::function<http::Response(const http::Request&)> answer) {
    server_->route(std::move(method), std::move(path),
                   [this, answer](http::Request request) -> asio::awaitable<http::Response> {
                     seen.push_back(request);
                     if (!faults.empty()) {
                       const auto fault = faults.front();
                       faults.pop_front();
                       const auto response = fault(request);
                       if (response) {
                         co_return *response;
                       }
                       asio::steady_timer never(io_, asio::steady_timer::time_point::max());
                       co_await never.async_wait(asio::use_awaitable);
                     }
                     co_return answer(request);
                   });
  }

  http::Response page(const http::Request& request) {
    if (request.header("Authorization") != "Bearer token-of-AD") {
      return http::Response::problem(401, "who", "token");
    }
    office_api::BookingPage result;
    result.cursor = std::stoull(request.query.at("cursor"));
    const auto limit = std::stoull(request.query.at("limit"));
    result.generation = generation;
    result.keys = page_keys;
    const auto asked = request.query.find("generation");
    if (asked != request.query.end() && asked->second != generation) {
      result.afresh = true;
      result.cursor = 0;
    }
    for (auto row = rows_.upper_bound(result.cursor); row != rows_.end(); ++row) {
      if (result.bookings.size() == limit) {
        result.more = true;
        break;
      }
      result.bookings.push_back(row->second);
      result.cursor = row->first;
    }
    return http::Response::json(office_api::to_json(result));
  }

  http::Response take_back(const http::Request& request) {
    const auto back = office_api::return_from_json(request.body);
    if (!back) {
      return http::Response::problem(400, "bad", "list");
    }
    if (back->generation != generation) {
      return http::Response::problem(409, "other", "generation");
    }
    given_back.push_back(*back);
    office_api::ReturnAnswer answer;
    for (const auto& one : back->bookings) {
      if (no_place.contains(one.proof)) {
        answer.listed.push_back(one.proof);
      } else {
        ++answer.kept;
      }
    }
    return http::Response::json(office_api::to_json(answer));
  }

  /// One generation is enough here.
  http::Response journal(const http::Request& request) {
    if (!heads) {
      return http::Response::problem(404, "not found", "no such page");
    }
    const auto said = office_api::journal_heads_from_json(request.body);
    if (!said) {
      return http::Response::problem(400, "bad", "heads");
    }
    office_api::JournalAnswer known;
    if (!heads->empty()) {
      known = {.generation = said->generations.back().id, .seq = heads->rbegin()->first};
    }
    for (const auto& head : said->heads) {
      const auto held = heads->emplace(head.seq, head.hash).first;
      contradicted = contradicted || held->second != head.hash;
    }
    return contradicted ? http::Response::problem(409, "another past", "compare")
                        : http::Response::json(office_api::to_json(known));
  }

  http::Response today(const http::Request& request) {
    if (!days) {
      return http::Response::problem(404, "not found", "no such page");
    }
    const auto said = office_api::today_from_json(request.body);
    if (!said) {
      return http::Response::problem(400, "bad", "day");
    }
    told.push_back(*said);
    if (!days->take("AD", *said, {}, {})) {
      return http::Response::problem(409, "not in order", "send it whole");
    }
    for (const auto& key : said->feedback_taken) {
      std::erase_if(feedback, [&](const auto& one) { return one.key == key; });
    }
    return http::Response::json(
        office_api::to_json(office_api::TodayAnswer{days->run(), "https://portal.example/n/", feedback}));
  }

  http::Response take(const http::Request& request) {
    const std::string key(request.header("Idempotency-Key"));
    const auto batch = office_api::batch_from_json(request.body);
    if (!batch) {
      return http::Response::problem(400, "bad", "batch");
    }
    const auto [known, fresh] = batches.emplace(key, request.body);
    if (!fresh && known->second != request.body) {
      return http::Response::problem(422, "key", "used");
    }
    if (fresh) {
      taken.insert(taken.end(), batch->results.begin(), batch->results.end());
    }
    return http::Response::json("{\"accepted\":" + std::to_string(batch->results.size()) + "}");
  }

  asio::io_context& io_;
  std::optional<http::Server> server_;
  std::uint16_t port_ = 0;
  std::map<std::uint64_t, Booking> rows_;
  std::uint64_t last_ = 0;
};

class MemoryDayList final : public DayListStore {
 public:
  asio::awaitable<Stored<Position>> position() override {
    if (broken) {
      co_return StoreFailure{"disk full"};
    }
    co_return Position{generation, at, owed};
  }
  asio::awaitable<Stored<void>> apply(office_api::BookingPage page) override {
    if (broken) {
      co_return StoreFailure{"disk full"};
    }
    if (page.afresh) {
      lacking = rows;
      afresh = true;
    }
    for (const auto& row : page.bookings) {
      rows[row.id] = row;
      lacking.erase(row.id);
    }
    if (afresh && !page.more) {
      owed = true;
    }
    if (!page.more) {
      afresh = false;
    }
    generation = page.generation;
    at = page.cursor;
    ++pages;
    co_return boost::system::in_place_value;
  }
  asio::awaitable<Stored<Missing>> missing(std::size_t most) override {
    Missing part;
    for (const auto& [id, row] : lacking) {
      if (part.ids.size() == most) {
        co_return part;
      }
      part.ids.push_back(id);
      part.bookings.push_back({"proof of " + row.code, row.name, row.nik_last4, row.status});
    }
    part.complete = true;
    co_return part;
  }
  asio::awaitable<Stored<void>> given_back(std::vector<BookingId> ids, bool complete) override {
    for (const auto id : ids) {
      lacking.erase(id);
    }
    if (complete) {
      owed = false;
    }
    co_return boost::system::in_place_value;
  }
  bool broken = false;
  std::string generation;
  bool owed = false;
  bool afresh = false;
  std::map<BookingId, Booking> lacking;
  std::uint64_t at = 0;
  int pages = 0;
  std::map<BookingId, Booking> rows;
};

class MemoryDay final : public TodaySource {
 public:
  std::uint64_t version() const override { return number; }
  office_api::Today now() const override {
    ++asked;
    return day;
  }
  /// Another state of the ticket with this number.
  void set(std::size_t n, office_api::TodayState state = office_api::TodayState::waiting) {
    while (day.tickets.size() <= n) {
      auto& ticket = day.tickets.emplace_back();
      ticket.number = "A" + std::to_string(day.tickets.size());
      ticket.key = std::to_string(day.tickets.size());
      ticket.key.insert(0, 24 - ticket.key.size(), '0');
    }
    day.tickets[n].state = state;
    ++number;
  }
  office_api::Today day;
  std::uint64_t number = 0;
  mutable int asked = 0;
};

class MemoryJournal final : public JournalHeadSource {
 public:
  asio::awaitable<Stored<office_api::JournalHeads>> newest() override {
    if (broken) {
      co_return StoreFailure{"disk full"};
    }
    office_api::JournalHeads said{.generations = {{.id = std::string(32, 'a'), .after = 0}}, .heads = {}};
    if (!hashes.empty()) {
      said.heads = {*head(hashes.rbegin()->first)};
    }
    co_return said;
  }
  asio::awaitable<Stored<std::optional<office_api::JournalHead>>> at(std::uint64_t seq) override {
    co_return head(seq);
  }
  void append(std::uint64_t seq, char letter = 'a') { hashes[seq] = std::string(64, letter); }
  bool broken = false;
  std::map<std::uint64_t, std::string> hashes;  ///< by event

 private:
  std::optional<office_api::JournalHead> head(std::uint64_t seq) const {
    const auto found = hashes.find(seq);
    if (found == hashes.end()) {
      return std::nullopt;
    }
    return office_api::JournalHead{
        .generation = std::string(32, 'a'), .seq = seq, .at = from_ms(1'000), .hash = found->second};
  }
};

class MemoryOutbox final : public ResultOutbox {
 public:
  void add(BookingId id) {
    waiting.push_back({"key-" + std::to_string(id), {{{id, office_api::ResultKind::checked_in, from_ms(1'000)}}}});
  }
  asio::awaitable<Stored<std::optional<Parcel>>> next() override {
    if (broken) {
      co_return StoreFailure{"disk full"};
    }
    if (waiting.empty()) {
      co_return std::optional<Parcel>();
    }
    co_return waiting.front();
  }
  asio::awaitable<Stored<void>> delivered(std::string key) override {
    if (broken_once) {
      broken_once = false;
      co_return StoreFailure{"disk full"};
    }
    drop(key);
    co_return boost::system::in_place_value;
  }
  asio::awaitable<Stored<void>> refused(std::string key, std::string answer) override {
    drop(key);
    aside.emplace_back(std::move(key), std::move(answer));
    co_return boost::system::in_place_value;
  }
  bool broken = false;
  bool broken_once = false;  ///< true: the next delivered() fails
  std::deque<Parcel> waiting;
  std::vector<std::pair<std::string, std::string>> aside;

 private:
  void drop(const std::string& key) {
    if (!waiting.empty() && waiting.front().key == key) {
      waiting.pop_front();
    }
  }
};

}  // namespace antrean::bookings::test
