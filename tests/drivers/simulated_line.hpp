// A line on virtual time. Exchanges go to the rig's firmware and take the time of a wire. The test asks for
// faults.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "serial_bus/frame.hpp"
#include "serial_bus/line.hpp"
#include "unit_rig.hpp"

namespace antrean::test {

class SimulatedLine final : public bus::Line {
 public:
  enum class Fault {
    none,
    request_lost,
    not_sent,  ///< the port takes nothing
    reply_lost,
    reply_damaged,
    reply_late,    ///< the reply comes with the next late_arrives, in place of its reply
    late_arrives,  ///< this request is lost, but the late reply comes as if it were its own
    unplugged,
    lost  ///< the open line fails; it can be opened again
  };

  explicit SimulatedLine(boost::asio::io_context& io) : io_(io) {}

  boost::asio::awaitable<std::optional<Bilingual>> reopen() override {
    ++opened;
    opened_at.push_back(now());
    co_await turn();
    if (unplugged) {
      co_return trouble_now;
    }
    co_return std::nullopt;
  }

  boost::asio::awaitable<bus::Finished> exchange(bus::Request request, bus::Nanoseconds allowance) override {
    co_await turn();
    const auto sent = now();
    auto outcome = carry(request);
    const bool silent = outcome.has_error() && outcome.error().failure == bus::Failure::silent;
    time_ += cost(request) + (silent ? allowance : bus::Nanoseconds{0});
    requests.push_back(request);
    co_return bus::Finished{.outcome = std::move(outcome), .sent = sent, .at = now(), .free_at = now()};
  }

  boost::asio::awaitable<std::optional<Bilingual>> trouble() override {
    co_return unplugged ? std::optional(trouble_now) : std::nullopt;
  }
  MonotonicTime now() const override { return time_; }
  boost::asio::awaitable<void> rest(MonotonicTime until) override {
    co_await turn();
    time_ = std::max(time_, until);
  }
  void wake() override {}
  bus::Nanoseconds cost(const bus::Request& request) const override {
    return bus::cost_of(rate, request, std::chrono::milliseconds{2});
  }

  UnitRig rig;
  bus::LineRate rate{.baud = 19200, .parity = bus::Parity::none, .stop_bits = 1};
  std::function<Fault(const bus::Request&)> fault = [](const bus::Request&) { return Fault::none; };
  bool unplugged = false;
  Bilingual trouble_now{.id = "port tidak ada", .en = "no such port"};  ///< while unplugged
  unsigned opened = 0;
  std::vector<MonotonicTime> opened_at;
  /// Units that refuse everything, and with which exception.
  std::map<bus::UnitAddress, std::uint8_t> refusing;
  std::deque<bus::Request> requests;  ///< all that were sent

  /// The host stands still: nothing is sent during this time.
  void stand_still(std::chrono::nanoseconds time) { time_ += time; }

 private:
  // Lets the test look between any two steps.
  boost::asio::awaitable<void> turn() { co_await boost::asio::post(io_, boost::asio::use_awaitable); }

  bus::Outcome carry(const bus::Request& request) {
    const auto failed = [](bus::Failure failure) {
      return bus::ExchangeFailure{.failure = failure, .code = 0, .detail = {.id = "dicabut", .en = "unplugged"}};
    };
    const auto happens = fault(request);
    if (unplugged || happens == Fault::unplugged) {
      unplugged = true;
      return failed(bus::Failure::line_lost);
    }
    if (happens == Fault::lost) {
      return failed(bus::Failure::line_lost);
    }
    if (happens == Fault::late_arrives) {
      return bus::decode(request, late_);
    }
    if (happens == Fault::request_lost || happens == Fault::not_sent) {
      return request.is_answered() || happens == Fault::not_sent ? bus::Outcome{failed(bus::Failure::silent)}
                                                                 : bus::Outcome{bus::Registers{}};
    }
    if (refusing.contains(request.unit)) {
      return bus::ExchangeFailure{.failure = bus::Failure::exception, .code = refusing.at(request.unit), .detail = {}};
    }
    rig.advance_to(static_cast<std::uint64_t>(time_.time_since_epoch().count() / 1000));
    auto reply = rig.hear(with_checksum(bus::encode(request)));
    if (!request.is_answered()) {
      return bus::Registers{};
    }
    if (happens == Fault::reply_damaged || (!reply.empty() && !checksum_is_good(reply))) {
      return failed(bus::Failure::damaged);
    }
    if (reply.empty() || happens == Fault::reply_lost) {
      return failed(bus::Failure::silent);
    }
    reply.resize(reply.size() - 2);
    if (happens == Fault::reply_late) {
      late_ = reply;
      return failed(bus::Failure::silent);
    }
    return bus::decode(request, reply);
  }

  boost::asio::io_context& io_;
  Bytes late_;
  MonotonicTime time_{std::chrono::minutes{1}};
};

}  // namespace antrean::test
