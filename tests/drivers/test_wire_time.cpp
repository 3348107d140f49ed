#include "serial_bus/exchange.hpp"
#include "serial_bus/wire_time.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::bus;

namespace {

constexpr LineRate even(std::uint32_t baud) { return {.baud = baud, .parity = Parity::even, .stop_bits = 1}; }
constexpr LineRate none(std::uint32_t baud) { return {.baud = baud, .parity = Parity::none, .stop_bits = 1}; }

// Request + t3.5 + reply + t3.5 without slave time, in milliseconds: the published arithmetic for common
// exchanges.
struct Row {
  std::uint32_t baud;
  std::size_t request;
  std::size_t reply;
  double milliseconds;
};
const Row rows[] = {
    {9600, 8, 6, 24.1},   {19200, 8, 6, 12.0},  {38400, 8, 6, 7.5},   {115200, 8, 6, 4.8},  {9600, 8, 8, 26.4},
    {19200, 8, 8, 13.2},  {9600, 17, 8, 36.7},  {19200, 17, 8, 18.3}, {9600, 21, 7, 40.1},  {19200, 21, 7, 20.1},
    {38400, 21, 7, 11.5}, {115200, 21, 7, 6.2}, {9600, 17, 0, 23.5},  {19200, 17, 0, 11.7}, {38400, 17, 0, 6.6},
};

}  // namespace

TEST_GROUP(WireTime){};

TEST(WireTime, OfAnExchangeIsItsCharactersAndTwoSilences) {
  for (const auto& row : rows) {
    const auto exchange = even(row.baud).exchange(row.request, row.reply, Nanoseconds{0});
    DOUBLES_EQUAL(row.milliseconds, static_cast<double>(exchange.count()) / 1e6, 0.06);
  }
}

TEST(WireTime, AddsTheSlavesOwnTimeOnlyWhenItAnswers) {
  const auto slave = std::chrono::milliseconds{2};
  CHECK(even(19200).exchange(8, 7, slave) - even(19200).exchange(8, 7, Nanoseconds{0}) == slave);
  CHECK(even(19200).exchange(8, 0, slave) == even(19200).exchange(8, 0, Nanoseconds{0}));
}

TEST(WireTime, HasAFixedSilenceAbove19200) {
  LONGS_EQUAL(2'005'208, even(19200).gap().count());
  LONGS_EQUAL(1'822'916, none(19200).gap().count());
  LONGS_EQUAL(1'750'000, even(38400).gap().count());
  LONGS_EQUAL(1'750'000, none(115200).gap().count());
}

TEST(WireTime, CountsParityAndStopBits) {
  UNSIGNED_LONGS_EQUAL(10, none(9600).bits_per_character());
  UNSIGNED_LONGS_EQUAL(11, even(9600).bits_per_character());
  UNSIGNED_LONGS_EQUAL(11, (LineRate{.baud = 9600, .parity = Parity::none, .stop_bits = 2}.bits_per_character()));
  LONGS_EQUAL(1'000'000, none(10000).characters(1).count());
}

TEST(WireTime, OfARequestFollowsFromItsFrame) {
  UNSIGNED_LONGS_EQUAL(8, Request::read_input(1, 0, 1).request_bytes());
  UNSIGNED_LONGS_EQUAL(7, Request::read_input(1, 0, 1).reply_bytes());
  UNSIGNED_LONGS_EQUAL(19, Request::write(21, 0, Registers(5)).request_bytes());
  UNSIGNED_LONGS_EQUAL(8, Request::write(21, 0, Registers(5)).reply_bytes());
  UNSIGNED_LONGS_EQUAL(0, Request::write(broadcast, 0, Registers(5)).reply_bytes());
  UNSIGNED_LONGS_EQUAL(17, Request::write_read(1, 8, Registers(2), 0, 6).request_bytes());
  UNSIGNED_LONGS_EQUAL(17, Request::write_read(1, 8, Registers(2), 0, 6).reply_bytes());
}

TEST(WireTime, OfAQuestionToAllIsThatOfTheFirmware) {
  // As rtu_timing_of says it: max(3.5 characters, 12 bits + 800 us); 13 bits, or 12 and 50 us.
  const struct {
    std::uint32_t baud;
    std::uint8_t stop_bits;
    int before_us, window_us;
  } speeds[] = {{9600, 2, 4010, 1354}, {19200, 2, 2005, 677}, {19200, 1, 1822, 677}, {38400, 2, 1112, 364}};
  for (const auto& each : speeds) {
    const LineRate rate{.baud = each.baud, .parity = Parity::none, .stop_bits = each.stop_bits};
    LONGS_EQUAL(each.before_us, rate.before_windows() / std::chrono::microseconds{1});
    LONGS_EQUAL(each.window_us, rate.windows(1) / std::chrono::microseconds{1});
  }
}
