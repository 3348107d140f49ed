// An RS-485 pair on virtual time, byte by byte, as the byte channel of the bus. At its other end are the
// devices' firmware and everything else that can be on a wire: echo, noise before a reply, bytes that nobody
// asked for, collisions, a wire that is never silent. It shares no code with the drivers' own frames.
//
// If two send at the same time, both are spoiled. A sender receives nothing while it sends, unless its
// adapter echoes.
#pragma once

#include <deque>
#include <functional>
#include <map>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "serial_bus/byte_channel.hpp"
#include "serial_bus/line.hpp"
#include "serial_bus/serial_exchange.hpp"
#include "unit_rig.hpp"

namespace antrean::test {

class VirtualWire final : public bus::ByteChannel {
 public:
  explicit VirtualWire(bus::LineRate rate) : rate_(rate) {}

  UnitRig rig;
  bool echo = false;

  /// What a unit sends back, and when. The test may change it.
  struct Reply {
    Bytes request;
    Bytes bytes;                      ///< empty: it is silent
    std::chrono::nanoseconds begins;  ///< after the unit has seen the request's end
  };
  std::function<void(Reply&)> on_reply;

  /// At that time `what` is done to the units.
  void at(MonotonicTime when, std::function<void(UnitRig&)> what) { doings_.emplace(when, std::move(what)); }
  /// These bytes are sent without being asked for.
  void send_unasked(MonotonicTime at, const Bytes& bytes);
  void forget_unasked() { coming_.clear(); }  ///< bytes that were still to come do not come
  std::size_t requests() const { return requests_; }

  MonotonicTime now() const override { return now_; }
  void sleep_until(MonotonicTime until) override { now_ = std::max(now_, until); }
  void wait_awake(MonotonicTime until) override { sleep_until(until); }
  int send(std::span<const std::uint8_t> bytes) override;
  void drop_unsent() override {}
  bool readable_by(MonotonicTime until) override;
  std::size_t waiting() const override;
  std::ptrdiff_t read(std::span<std::uint8_t> into) override;

 private:
  struct Byte {
    MonotonicTime begins;
    std::uint8_t value = 0;
  };
  std::chrono::nanoseconds character() const { return rate_.characters(1); }
  bool spoil(MonotonicTime from, MonotonicTime to);
  void put(MonotonicTime at, const Bytes& bytes);
  void units_live_until_now();

  const bus::LineRate rate_;
  MonotonicTime now_{std::chrono::minutes{1}};
  std::deque<Byte> coming_;  // in order
  std::multimap<MonotonicTime, std::function<void(UnitRig&)>> doings_;
  std::size_t requests_ = 0;
};

/// The wire as the line of a bus, with the exchanges of a real port.
class WireLine final : public bus::Line {
 public:
  explicit WireLine(boost::asio::io_context& io) : wire(rate), io_(io), exchange_(wire, rate) {}

  boost::asio::awaitable<std::optional<Bilingual>> reopen() override {
    co_await turn();
    co_return exchange_.opened();
  }
  boost::asio::awaitable<bus::Finished> exchange(bus::Request request, bus::Nanoseconds allowance) override {
    co_await turn();
    auto finished = exchange_.exchange(request, allowance);
    longest_exchange = std::max(longest_exchange, finished.at - finished.sent);
    co_return finished;
  }
  boost::asio::awaitable<std::optional<Bilingual>> trouble() override { co_return std::nullopt; }
  MonotonicTime now() const override { return wire.now(); }
  boost::asio::awaitable<void> rest(MonotonicTime until) override {
    co_await turn();
    wire.sleep_until(until);
  }
  void wake() override {}
  bus::Nanoseconds cost(const bus::Request& request) const override {
    return rate.exchange(request.request_bytes(), request.reply_bytes(), std::chrono::milliseconds{2});
  }

  const bus::LineRate rate{.baud = 19200, .parity = bus::Parity::none, .stop_bits = 1};
  VirtualWire wire;
  std::chrono::nanoseconds longest_exchange{0};

 private:
  boost::asio::awaitable<void> turn() { co_await boost::asio::post(io_, boost::asio::use_awaitable); }

  boost::asio::io_context& io_;
  bus::SerialExchange exchange_;
};

}  // namespace antrean::test
