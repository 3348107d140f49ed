// One exchange on a bus as values: what is asked, what came of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/system/result.hpp>

#include "serial_bus/wire_time.hpp"
#include "values/device_health.hpp"
#include "values/office_time.hpp"

namespace antrean::bus {

using Registers = std::vector<std::uint16_t>;
using UnitAddress = std::uint8_t;  ///< 1..247
inline constexpr UnitAddress broadcast = 0;

enum class Function : std::uint8_t { read_holding = 3, read_input = 4, write = 16, report_id = 17, write_read = 23 };

struct Request {
  UnitAddress unit = broadcast;
  Function function = Function::read_input;
  std::uint16_t read_at = 0;
  std::uint16_t read_count = 0;  ///< 0 with write and report_id
  std::uint16_t write_at = 0;
  Registers values;  ///< written; empty when only read

  static Request read_input(UnitAddress unit, std::uint16_t at, std::uint16_t count);
  static Request read_holding(UnitAddress unit, std::uint16_t at, std::uint16_t count);
  static Request write(UnitAddress unit, std::uint16_t at, Registers values);  ///< unit may be broadcast
  static Request write_read(UnitAddress unit, std::uint16_t write_at, Registers values, std::uint16_t read_at,
                            std::uint16_t read_count);
  static Request report_id(UnitAddress unit);

  std::size_t request_bytes() const;  ///< on a serial line, CRC included
  std::size_t reply_bytes() const;    ///< of a good reply; 0 for a broadcast; the least there can be for report_id
  friend bool operator==(const Request&, const Request&) = default;
};

enum class Failure : std::uint8_t {
  silent,       ///< no first byte in time
  cut_short,    ///< the reply stopped in the middle
  damaged,      ///< something came, and no good frame in it
  stranger,     ///< somebody else's reply: a late one, or two units with one address
  misfit,       ///< a good frame that does not answer this request: a late one, or another product
  exception,    ///< the unit refused; `code` is the Modbus exception code
  unreachable,  ///< a gateway says that the unit does not answer; `code` is 10 or 11
  line_lost     ///< nothing can be exchanged until the line is opened again
};

struct ExchangeFailure {
  Failure failure = Failure::silent;
  std::uint8_t code = 0;       ///< of an exception; for line_lost the system's error number, 0 when `detail` says it
  Bilingual detail;            ///< for line_lost: what is wrong and what to do
  Bilingual in_words() const;  ///< "no answer: check its power, its cable and its address", ...
};

/// Registers read; empty after a write or a broadcast. For report_id one register per byte received.
using Outcome = boost::system::result<Registers, ExchangeFailure>;

struct Finished {
  Outcome outcome;
  MonotonicTime sent;     ///< when the request was handed to the line
  MonotonicTime at;       ///< when the outcome was known
  MonotonicTime free_at;  ///< from then on the next request may begin (t3.5 kept)
  std::size_t noise = 0;  ///< bytes that had to be passed over to find the answer
  Nanoseconds kept{0};    ///< so long the request had to wait because somebody went on sending
};

/// Needed by boost::system::result for value() on a failure: throws std::runtime_error with in_words().
[[noreturn]] void throw_exception_from_error(const ExchangeFailure& failure, const boost::source_location& where);

}  // namespace antrean::bus
