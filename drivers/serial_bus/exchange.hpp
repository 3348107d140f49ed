// One exchange on a bus as values: the request and its outcome.
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
/// Requests that any unit may answer (firmware/wire, "Requests to all units").
inline constexpr UnitAddress to_all = 0xFD;

enum class Function : std::uint8_t {
  read_coils = 1,
  read_discrete = 2,
  read_holding = 3,
  read_input = 4,
  write_coil = 5,
  write_register = 6,
  write_coils = 15,
  write = 16,
  report_id = 17,
  write_read = 23,
  read_news = 65,       ///< our own pads' news by button (firmware/wire), in a frame as short as can be
  write_pictures = 66,  ///< for many of our own boards at once (firmware/wire); nobody answers
  extension = 70        ///< events and what belongs to them
};

/// True if its values are bits: coils or discrete inputs.
constexpr bool is_of_bits(Function function) {
  return function == Function::read_coils || function == Function::read_discrete || function == Function::write_coil ||
         function == Function::write_coils;
}

struct Request {
  UnitAddress unit = broadcast;
  Function function = Function::read_input;
  std::uint16_t read_at = 0;
  std::uint16_t read_count = 0;  ///< registers or bits; 0 with writes and report_id
  std::uint16_t write_at = 0;
  /// Registers to write; or bits, one element each (0 or 1); or bytes, of
  /// an extension and of pictures. Empty for a read.
  Registers values;

  static Request read_input(UnitAddress unit, std::uint16_t at, std::uint16_t count);
  static Request read_holding(UnitAddress unit, std::uint16_t at, std::uint16_t count);
  /// `function`: one of the four that read, 1 to 4.
  static Request read(Function function, UnitAddress unit, std::uint16_t at, std::uint16_t count);
  static Request write_coil(UnitAddress unit, std::uint16_t at, bool on);
  static Request write_register(UnitAddress unit, std::uint16_t at, std::uint16_t value);
  static Request write_coils(UnitAddress unit, std::uint16_t at, Registers bits);
  static Request write(UnitAddress unit, std::uint16_t at, Registers values);  ///< unit may be broadcast
  static Request write_read(UnitAddress unit, std::uint16_t write_at, Registers values, std::uint16_t read_at,
                            std::uint16_t read_count);
  static Request report_id(UnitAddress unit);
  static Request read_news(UnitAddress unit);  ///< its outcome is one register
  /// To all; `parts` as on the wire.
  static Request write_pictures(Registers parts);
  /// To all. Its outcome has one element per byte: unit, sub-function, flag, events left, length, events; or
  /// unit and sub-function only, if nobody has news.
  static Request events(UnitAddress lowest, std::uint8_t most_bytes, UnitAddress acknowledged, std::uint8_t flag);
  /// Switches events of a unit on and off. `ranges` as on the wire. Its outcome has one element per byte:
  /// unit, sub-function, length, masks.
  static Request enable_events(UnitAddress unit, Registers ranges);

  /// To all: the units say serial number and address, one after another. `from_first`: those that have said
  /// so before, too. Its outcome has one element per byte: unit, sub-function, serial number (4), address; or
  /// unit and sub-function only, if all have said so.
  static Request scan(bool from_first);
  /// `asked`, to the unit with this serial number, whatever its address is. Its outcome has one element per
  /// byte of the answer, from the function on; it may be a refusal.
  static Request by_serial(std::uint32_t serial, const Request& asked);

  /// False for what goes to many units without an answer: a broadcast, and pictures.
  bool is_answered() const { return unit != broadcast && function != Function::write_pictures; }
  /// True if units settle who answers, after it and before the reply.
  bool is_arbitrated() const { return windows() > 0; }
  unsigned windows() const;           ///< of that arbitration
  std::size_t request_bytes() const;  ///< on a serial line, CRC included
  /// Of a good reply; 0 if there is none; the smallest possible one for report_id.
  std::size_t reply_bytes() const;
  friend bool operator==(const Request&, const Request&) = default;
};

/// The duration of an exchange whose unit takes `slave` to answer.
Nanoseconds cost_of(const LineRate& rate, const Request& request, Nanoseconds slave);

enum class Failure : std::uint8_t {
  silent,       ///< no first byte in time
  cut_short,    ///< the reply stopped in the middle
  damaged,      ///< bytes came, but no good frame
  stranger,     ///< the reply of another unit: a late one, or two units have one address
  misfit,       ///< a good frame that does not answer this request: a late one, or another product
  exception,    ///< the unit refused; `code` is the Modbus exception code
  unreachable,  ///< a gateway reports that the unit does not answer; `code` is 10 or 11
  line_lost     ///< nothing can be exchanged until the line is opened again
};

struct ExchangeFailure {
  Failure failure = Failure::silent;
  /// The exception code; for line_lost the system's error number, 0 if `detail` says it.
  std::uint8_t code = 0;
  Bilingual detail;            ///< for line_lost: what is wrong and what to do
  Bilingual in_words() const;  ///< "no answer: check its power, its cable and its address", ...
};

/// The registers that were read, or bits, one element each (0 or 1); empty after a write or a broadcast. For
/// report_id one element per received byte.
using Outcome = boost::system::result<Registers, ExchangeFailure>;

struct Finished {
  Outcome outcome;
  MonotonicTime sent;     ///< when the request was handed to the line
  MonotonicTime at;       ///< when the outcome was known
  MonotonicTime free_at;  ///< from this time on the next request may begin (t3.5 is kept)
  std::size_t noise = 0;  ///< bytes that were skipped to find the answer
  Nanoseconds kept{0};    ///< how long the request had to wait because a unit continued to send
};

/// boost::system::result needs it for value() on a failure. Throws std::runtime_error with in_words().
[[noreturn]] void throw_exception_from_error(const ExchangeFailure& failure, const boost::source_location& where);

}  // namespace antrean::bus
