#include "storm.hpp"

#include <algorithm>
#include <stdexcept>

#include <boost/asio/co_spawn.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <CppUTest/TestHarness.h>

namespace antrean::tests {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

std::string trimmed(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::string pad_name(unsigned pad) { return fmt::format("pad {} on counters", pad); }

void check(bool holds, const std::string& what) { CHECK_TRUE_TEXT(holds, what.c_str()); }

/// The result of the events of a whole day, from their bodies alone.
struct Told {
  std::map<std::string, int> issued, admitted_codes, walk_ins;
  std::map<std::string, std::set<std::string>> numbers_of_code;
  std::map<std::string, std::map<std::string, std::uint64_t>> by_pad;  ///< pad, event
  std::map<std::uint64_t, std::pair<std::string, CounterId>> calls;
  std::map<CounterId, std::set<std::string>> called_at;
  std::map<CounterId, std::string> at_counter;

  explicit Told(const std::vector<queue::Event>& events) {
    for (const queue::Event& event : events) {
      if (event.by.kind == queue::ActorKind::pad) {
        ++by_pad[event.by.name][std::string(name_of(event))];
      }
      std::visit([&](const auto& body) { take(event, body); }, event.body);
    }
  }

 private:
  void take(const queue::Event& event, const queue::TicketIssued& it) {
    ++issued[it.number];
    if (it.booking == 0) {
      ++walk_ins[event.by.name];
    }
  }
  void take(const queue::Event&, const queue::Admitted& it) {
    ++admitted_codes[it.code];
    numbers_of_code[it.code].insert(it.numbers.begin(), it.numbers.end());
  }
  void take(const queue::Event&, const queue::Called& it) { call(it.call, it.number, it.counter); }
  void take(const queue::Event&, const queue::Recalled& it) { call(it.call, it.number, it.counter); }
  void take(const queue::Event&, const queue::Finished& it) { at_counter[it.counter].clear(); }
  template <class Other>
  void take(const queue::Event&, const Other&) {}

  void call(std::uint64_t call, const std::string& number, CounterId counter) {
    calls[call] = {number, counter};
    called_at[counter].insert(number);
    at_counter[counter] = number;
  }
};

}  // namespace

asio::awaitable<void> Storm::begin(unsigned people) {
  for (unsigned i = 0; i < people; ++i) {
    const std::string who = fmt::format("w{}", walk_ins_.size());
    const auto answer = co_await office_.walk_in(who);
    walk_ins_[who].answered = answer.status == 200;
    if (answer.status != 200) {
      throw std::runtime_error("a walk-in was not taken: " + answer.body);
    }
  }
  demo::DeviceLine line = office_.line();
  for (unsigned pad = 1; pad <= counters; ++pad) {
    co_await push(line, pad, "next");
    co_await office_.until("the first call", [&] { return office_.seen().calls.size() == pad; });
  }
}

void Storm::rage() {
  over_ = false;
  for (unsigned pad = 1; pad <= counters; ++pad) {
    go(press(pad));
  }
  go(admit_walk_ins());
  go(scan());
  go(check_in_by_page());
  go(watch_boards());
}

void Storm::go(asio::awaitable<void> loop) {
  ++running_;
  asio::co_spawn(office_.io(), std::move(loop), [this](std::exception_ptr error) {
    --running_;
    try {
      if (error) {
        std::rethrow_exception(error);
      }
    } catch (const std::exception& what) {
      trouble_ += std::string(what.what()) + "\n";
    }
  });
}

asio::awaitable<void> Storm::push(demo::DeviceLine& line, unsigned pad, const char* button) {
  boost::json::object order{{"op", "press"}, {"pad", pad}, {"button", button}, {"ms", 25}};
  co_await line.ask(std::move(order));
  ++(std::string(button) == "next" ? next_ : recall_)[pad];
}

asio::awaitable<void> Storm::press(unsigned pad) {
  demo::DeviceLine line = office_.line();
  while (!over_) {
    co_await office_.pause(std::chrono::milliseconds(60 + below(240)));
    // No press may have a reason to be refused. So fingers that get no reaction stop after a while (thirty
    // presses at once count as a bouncing contact), and somebody must be waiting.
    const Snapshot& shown = office_.seen().latest;
    const bool patient = presses() > 40 + (shown.calls.empty() ? 0 : shown.calls.front().call);
    const bool nobody = shown.services.empty() || shown.services.front().waiting < 40;
    if (!over_ && !patient && !nobody) {
      co_await push(line, pad, below(3) == 0 ? "recall" : "next");
    }
  }
}

asio::awaitable<void> Storm::admit_walk_ins() {
  while (!over_) {
    co_await office_.pause(std::chrono::milliseconds(10 + below(30)));
    const std::string who = fmt::format("w{}", walk_ins_.size());
    walk_ins_[who];
    const auto answer = co_await office_.walk_in(who);
    walk_ins_[who].answered = answer.status == 200;
  }
}

asio::awaitable<void> Storm::scan() {
  while (!over_) {
    co_await office_.pause(std::chrono::milliseconds(20 + below(80)));
    // A new code, or an old one again, which may be used by then.
    const BookingId booking =
        bookings_ > 4 && below(3) == 0 ? 1 + below(static_cast<unsigned>(bookings_)) : ++bookings_;
    scanned_.insert(booking);
    office_.scanner().present(office_.qr(booking));
  }
}

asio::awaitable<void> Storm::check_in_by_page() {
  while (!over_) {
    co_await office_.pause(std::chrono::milliseconds(20 + below(80)));
    const BookingId booking =
        bookings_ > 4 && below(2) == 0 ? 1 + below(static_cast<unsigned>(bookings_)) : ++bookings_;
    const auto answer =
        co_await office_.post("/entrance/check", fmt::format(R"({{"code":"{}"}})", office_.qr(booking)));
    if (answer.status != 200) {
      ++checks_unanswered_;
      continue;
    }
    const auto said = boost::json::parse(answer.body);
    const std::string outcome(said.at("outcome").as_string());
    if (outcome != "admitted" && outcome != "already_used") {
      throw std::runtime_error("a good code was answered " + answer.body);
    }
    const std::string number(said.at("numbers").as_array().at(0).as_string());
    const auto [known, fresh] = admitted_.emplace(RealOffice::code(booking), number);
    if (!fresh && known->second != number) {
      throw std::runtime_error("one code was told two numbers: " + known->second + " and " + number);
    }
  }
}

asio::awaitable<void> Storm::watch_boards() {
  demo::DeviceLine line = office_.line();
  while (!over_) {
    co_await office_.pause(15ms);
    const boost::json::object shown = co_await line.show();
    for (const auto& board : shown.at("boards").as_array()) {
      const unsigned counter = board.at("unit").to_number<unsigned>() - 20;
      last_board_[counter] = trimmed(std::string(board.at("text").as_string()));
      boards_[counter].insert(last_board_[counter]);
    }
  }
}

std::uint64_t Storm::unanswered() const {
  return checks_unanswered_ + static_cast<std::uint64_t>(std::ranges::count_if(
                                  walk_ins_, [](const auto& entry) { return !entry.second.answered; }));
}

std::uint64_t Storm::presses() const {
  std::uint64_t sum = 0;
  for (const auto* presses : {&next_, &recall_}) {
    for (const auto& [pad, count] : *presses) {
      sum += count;
    }
  }
  return sum;
}

asio::awaitable<void> Storm::end() {
  over_ = true;
  co_await office_.until(
      "the storm's end", [this] { return running_ == 0; }, 60s);
  if (!trouble_.empty()) {
    throw std::runtime_error(trouble_);
  }
  // Every press is a call or a recall, and these are numbered one by one.
  const auto acted = [this] {
    const auto& calls = office_.seen().latest.calls;
    return calls.empty() ? 0 : calls.front().call;
  };
  try {
    co_await office_.until("every press acted on", [&] { return acted() >= presses(); });
  } catch (const std::exception& error) {
    std::string alarms;
    for (const AlarmView& alarm : office_.seen().latest.alarms) {
      alarms += alarm.text_en + "\n";
    }
    throw std::runtime_error(
        fmt::format("{} of {} presses acted on; alarms: {}{}", acted(), presses(), alarms, error.what()));
  }
  over_ = false;
  go(watch_boards());
  co_await office_.until("the boards show what the feed shows", [this] {
    return std::ranges::all_of(office_.seen().latest.counters, [this](const CounterView& counter) {
      return last_board_[counter.id] == counter.number.value_or("");
    });
  });
  over_ = true;
  co_await office_.until("the last look at the boards", [this] { return running_ == 0; });
}

void Storm::settle(const Record& record) const {
  CHECK_TRUE_TEXT(!record.chain.bad, record.chain.text.c_str());
  for (const std::string& text : office_.seen().went_back) {
    FAIL(text.c_str());
  }
  const Told told(record.events);

  for (const auto& [number, times] : told.issued) {
    check(times == 1, number + " was issued twice");
  }
  if (!office_.person().empty()) {
    // Whoever the body names, the record names who was signed in.
    const int times = told.walk_ins.contains(office_.person()) ? told.walk_ins.at(office_.person()) : 0;
    LONGS_EQUAL_TEXT(walk_ins_.size(), times, "walk-ins of who was signed in");
  }
  for (const auto& [who, asked] : walk_ins_) {
    if (!office_.person().empty()) {
      break;
    }
    const int times = told.walk_ins.contains(who) ? told.walk_ins.at(who) : 0;
    check(times <= 1, "the walk-in of " + who + " is there twice");
    check(times == 1 || !asked.answered, "the walk-in of " + who + " was answered and is not there");
  }
  for (const auto& [code, times] : told.admitted_codes) {
    check(times == 1, code + " was admitted twice");
  }
  for (const auto& [code, number] : admitted_) {
    check(told.numbers_of_code.contains(code) && told.numbers_of_code.at(code).contains(number),
          code + " was answered with " + number + ", which is not there");
  }
  for (unsigned pad = 1; pad <= counters; ++pad) {
    const auto found = told.by_pad.find(pad_name(pad));
    check(found != told.by_pad.end(), pad_name(pad) + " did nothing");
    const auto count = [&](const char* event) {
      const auto events = found->second.find(event);
      return events == found->second.end() ? std::uint64_t{0} : events->second;
    };
    UNSIGNED_LONGS_EQUAL_TEXT(next_.at(pad), count("called"), pad_name(pad).c_str());
    UNSIGNED_LONGS_EQUAL_TEXT(recall_.contains(pad) ? recall_.at(pad) : 0, count("recalled"), pad_name(pad).c_str());
  }
  // Nothing was shown that is not in the journal.
  for (const auto& [call, view] : office_.seen().calls) {
    const auto found = told.calls.find(call);
    check(found != told.calls.end() && found->second == std::pair{view.number, view.counter},
          fmt::format("call {} of {} at {} was shown and is not there", call, view.number, view.counter));
  }
  for (const std::string& number : office_.seen().numbers) {
    check(told.issued.contains(number), number + " was shown and never issued");
  }
  for (const auto& [counter, texts] : boards_) {
    for (const std::string& text : texts) {
      const bool blank = text.empty() || text.find('-') != std::string::npos;
      check(blank || told.called_at.at(static_cast<CounterId>(counter)).contains(text),
            fmt::format("board {} showed {}, which was never called there", counter, text));
    }
  }
  for (const auto& [counter, text] : last_board_) {
    STRCMP_EQUAL(told.at_counter.at(static_cast<CounterId>(counter)).c_str(), text.c_str());
  }
}

std::string Storm::figures() const {
  const auto answered = std::ranges::count_if(walk_ins_, [](const auto& entry) { return entry.second.answered; });
  return fmt::format("presses={} walk_ins={} answered={} codes={} answered_by_page={} feed_calls={}", presses(),
                     walk_ins_.size(), answered, bookings_, admitted_.size(), office_.seen().calls.size());
}

}  // namespace antrean::tests
