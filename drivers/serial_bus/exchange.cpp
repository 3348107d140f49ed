#include "serial_bus/exchange.hpp"

#include <stdexcept>

#include <fmt/format.h>

namespace antrean::bus {

Request Request::read_input(UnitAddress unit, std::uint16_t at, std::uint16_t count) {
  return {
      .unit = unit, .function = Function::read_input, .read_at = at, .read_count = count, .write_at = 0, .values = {}};
}

Request Request::read_holding(UnitAddress unit, std::uint16_t at, std::uint16_t count) {
  return {.unit = unit,
          .function = Function::read_holding,
          .read_at = at,
          .read_count = count,
          .write_at = 0,
          .values = {}};
}

Request Request::write(UnitAddress unit, std::uint16_t at, Registers values) {
  return {.unit = unit,
          .function = Function::write,
          .read_at = 0,
          .read_count = 0,
          .write_at = at,
          .values = std::move(values)};
}

Request Request::write_read(UnitAddress unit, std::uint16_t write_at, Registers values, std::uint16_t read_at,
                            std::uint16_t read_count) {
  return {.unit = unit,
          .function = Function::write_read,
          .read_at = read_at,
          .read_count = read_count,
          .write_at = write_at,
          .values = std::move(values)};
}

Request Request::report_id(UnitAddress unit) {
  return {.unit = unit, .function = Function::report_id, .read_at = 0, .read_count = 0, .write_at = 0, .values = {}};
}

std::size_t Request::request_bytes() const {
  switch (function) {
    case Function::read_holding:
    case Function::read_input:
      return frame_bytes::read_request;
    case Function::write:
      return frame_bytes::write_request(values.size());
    case Function::write_read:
      return frame_bytes::write_read_request(values.size());
    case Function::report_id:
      return frame_bytes::report_id_request;
  }
  return 0;
}

std::size_t Request::reply_bytes() const {
  if (unit == broadcast) {
    return 0;
  }
  switch (function) {
    case Function::read_holding:
    case Function::read_input:
    case Function::write_read:
      return frame_bytes::read_reply(read_count);
    case Function::write:
      return frame_bytes::write_reply;
    case Function::report_id:
      return frame_bytes::read_reply(0);
  }
  return 0;
}

std::string ExchangeFailure::in_words() const {
  switch (failure) {
    case Failure::silent:
      return "no answer: check its power, its cable and its address";
    case Failure::cut_short:
      return "the answer stopped in the middle: check cable and termination";
    case Failure::damaged:
      return "the answer was damaged (checksum): check cable, termination, baud rate and parity";
    case Failure::stranger:
      return "another unit answered: too slow, or two units with one address";
    case Failure::misfit:
      return "an answer to another question: too slow, or not the product the settings say";
    case Failure::exception:
      break;
    case Failure::line_lost:
      return detail.empty() ? "the port is gone" : detail;
  }
  switch (code) {
    case 1:
      return "refused: it does not know this function; is it the product the settings say?";
    case 2:
      return "refused: it has no such register; is it the product the settings say?";
    case 3:
      return "refused: it does not accept this value";
    case 4:
      return "refused: it reports a failure of its own";
    case 6:
      return "refused: busy";
    case 10:
      return "the gateway has no path to it";
    case 11:
      return "the gateway got no answer from it: check its power, its cable and its address";
    default:
      return fmt::format("refused with exception {}", code);
  }
}

void throw_exception_from_error(const ExchangeFailure& failure, const boost::source_location&) {
  throw std::runtime_error(failure.in_words());
}

}  // namespace antrean::bus
