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

namespace {

BothLanguages refusal_in_words(std::uint8_t code) {
  switch (code) {
    case 1:
      return {.en = "refused: it does not know this function; is it the product the settings say?",
              .id = "menolak: fungsi ini tidak dikenalnya; apakah produknya sama dengan di pengaturan?"};
    case 2:
      return {.en = "refused: it has no such register; is it the product the settings say?",
              .id = "menolak: register ini tidak ada padanya; apakah produknya sama dengan di pengaturan?"};
    case 3:
      return {.en = "refused: it does not accept this value; is it the product the settings say?",
              .id = "menolak: nilai ini tidak diterimanya; apakah produknya sama dengan di pengaturan?"};
    case 4:
      return {.en = "refused: it reports a failure of its own; switch it off and on, then replace it",
              .id = "menolak: ada kerusakan di dalamnya; matikan lalu hidupkan lagi, kalau tetap begitu ganti"};
    case 5:
    case 6:
      return {.en = "refused: busy; if it stays so, switch it off and on",
              .id = "menolak: sibuk; kalau tetap begitu, matikan lalu hidupkan lagi"};
    case 8:
      return {.en = "refused: its memory is damaged; switch it off and on, then replace it",
              .id = "menolak: memorinya rusak; matikan lalu hidupkan lagi, kalau tetap begitu ganti"};
    default:
      return {.en = fmt::format("refused with exception {}; is it the product the settings say?", code),
              .id = fmt::format("menolak dengan kode {}; apakah produknya sama dengan di pengaturan?", code)};
  }
}

}  // namespace

BothLanguages ExchangeFailure::in_words() const {
  switch (failure) {
    case Failure::silent:
      return {.en = "no answer: check its power, its cable and its address",
              .id = "tidak menjawab: periksa daya, kabel, dan alamatnya"};
    case Failure::cut_short:
      return {.en = "the answer stopped in the middle: check cable and termination",
              .id = "jawabannya terputus di tengah: periksa kabel dan terminasi"};
    case Failure::damaged:
      return {.en = "the answer was damaged (checksum): check cable, termination, baud rate and parity",
              .id = "jawabannya rusak (checksum): periksa kabel, terminasi, kecepatan (baud), dan paritas"};
    case Failure::stranger:
      return {.en = "another unit answered: too slow, or two units with one address",
              .id = "perangkat lain yang menjawab: terlalu lambat, atau dua perangkat beralamat sama"};
    case Failure::misfit:
      return {.en = "an answer to another question: too slow, or not the product the settings say",
              .id = "jawaban atas pertanyaan lain: terlalu lambat, atau produknya tidak sama dengan di pengaturan"};
    case Failure::exception:
      return refusal_in_words(code);
    case Failure::unreachable:
      return code == 10 ? BothLanguages{.en = "no answer: the gateway has no path to it; check the gateway's settings",
                                        .id =
                                            "tidak menjawab: gateway tidak punya jalur ke perangkat ini; periksa "
                                            "pengaturan gateway"}
                        : BothLanguages{.en = "no answer to the gateway: check its power, its cable and its address",
                                        .id = "tidak menjawab gateway: periksa daya, kabel, dan alamatnya"};
    case Failure::line_lost:
      break;
  }
  return detail.en.empty() ? BothLanguages{.en = "the port is gone", .id = "port tidak ada lagi"} : detail;
}

void throw_exception_from_error(const ExchangeFailure& failure, const boost::source_location&) {
  throw std::runtime_error(failure.in_words().en);
}

}  // namespace antrean::bus
