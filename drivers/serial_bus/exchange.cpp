#include "serial_bus/exchange.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "serial_bus/frame.hpp"

namespace antrean::bus {

Request Request::read(Function function, UnitAddress unit, std::uint16_t at, std::uint16_t count) {
  return {.unit = unit, .function = function, .read_at = at, .read_count = count, .write_at = 0, .values = {}};
}

Request Request::read_input(UnitAddress unit, std::uint16_t at, std::uint16_t count) {
  return read(Function::read_input, unit, at, count);
}

Request Request::read_holding(UnitAddress unit, std::uint16_t at, std::uint16_t count) {
  return read(Function::read_holding, unit, at, count);
}

Request Request::write_coil(UnitAddress unit, std::uint16_t at, bool on) {
  return {.unit = unit,
          .function = Function::write_coil,
          .read_at = 0,
          .read_count = 0,
          .write_at = at,
          .values = {on ? std::uint16_t{1} : std::uint16_t{0}}};
}

Request Request::write_register(UnitAddress unit, std::uint16_t at, std::uint16_t value) {
  return {.unit = unit,
          .function = Function::write_register,
          .read_at = 0,
          .read_count = 0,
          .write_at = at,
          .values = {value}};
}

Request Request::write_coils(UnitAddress unit, std::uint16_t at, Registers bits) {
  return {.unit = unit,
          .function = Function::write_coils,
          .read_at = 0,
          .read_count = 0,
          .write_at = at,
          .values = std::move(bits)};
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

Request Request::read_news(UnitAddress unit) {
  return {.unit = unit, .function = Function::read_news, .read_at = 0, .read_count = 1, .write_at = 0, .values = {}};
}

namespace {

constexpr std::uint16_t event_request = 0x10;
constexpr std::uint16_t enable = 0x18;
constexpr std::uint16_t scan_start = 0x01;
constexpr std::uint16_t scan_next = 0x02;
constexpr std::uint16_t to_serial = 0x08;

Request extension(Registers bytes) {
  return {.unit = to_all,
          .function = Function::extension,
          .read_at = 0,
          .read_count = 0,
          .write_at = 0,
          .values = std::move(bytes)};
}

}  // namespace

Request Request::write_pictures(Registers parts) {
  return {.unit = to_all,
          .function = Function::write_pictures,
          .read_at = 0,
          .read_count = 0,
          .write_at = 0,
          .values = std::move(parts)};
}

Request Request::events(UnitAddress lowest, std::uint8_t most_bytes, UnitAddress acknowledged, std::uint8_t flag) {
  return extension({event_request, lowest, most_bytes, acknowledged, flag});
}

Request Request::scan(bool from_first) { return extension({from_first ? scan_start : scan_next}); }

Request Request::by_serial(std::uint32_t serial, const Request& asked) {
  Registers bytes{to_serial};
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<std::uint16_t>(serial >> shift & 0xFFU));
  }
  const auto frame = encode(asked);
  bytes.insert(bytes.end(), frame.begin() + 1, frame.end());
  return extension(std::move(bytes));
}

unsigned Request::windows() const {
  if (function != Function::extension || unit != to_all) {
    return 0;
  }
  switch (values.front()) {
    case event_request:
      return LineRate::event_windows;
    case scan_start:
    case scan_next:
      return LineRate::scan_windows;
    default:
      return 0;
  }
}

Request Request::enable_events(UnitAddress unit, Registers ranges) {
  const auto length = static_cast<std::uint16_t>(ranges.size());
  ranges.insert(ranges.begin(), {enable, length});
  return {.unit = unit,
          .function = Function::extension,
          .read_at = 0,
          .read_count = 0,
          .write_at = 0,
          .values = std::move(ranges)};
}

std::size_t Request::request_bytes() const {
  switch (function) {
    case Function::read_coils:
    case Function::read_discrete:
    case Function::read_holding:
    case Function::read_input:
      return frame_bytes::read_request;
    case Function::write_coil:
    case Function::write_register:
      return frame_bytes::write_single;
    case Function::write_coils:
      return frame_bytes::write_bits_request(values.size());
    case Function::write:
      return frame_bytes::write_request(values.size());
    case Function::write_read:
      return frame_bytes::write_read_request(values.size());
    case Function::report_id:
      return frame_bytes::report_id_request;
    case Function::read_news:
      return frame_bytes::news_request;
    case Function::write_pictures:
    case Function::extension:
      return frame_bytes::extension_request(values.size());
  }
  return 0;
}

std::size_t Request::reply_bytes() const {
  if (!is_answered()) {
    return 0;
  }
  switch (function) {
    case Function::read_coils:
    case Function::read_discrete:
      return frame_bytes::read_bits_reply(read_count);
    case Function::read_holding:
    case Function::read_input:
    case Function::write_read:
      return frame_bytes::read_reply(read_count);
    case Function::write_coil:
    case Function::write_register:
      return frame_bytes::write_single;
    case Function::write_coils:
    case Function::write:
      return frame_bytes::write_reply;
    case Function::report_id:
      return frame_bytes::read_reply(0);
    case Function::read_news:
      return frame_bytes::news_reply;
    case Function::write_pictures:
      return 0;
    case Function::extension:
      if (unit != to_all) {
        return frame_bytes::enabled(0);
      }
      return is_arbitrated() ? frame_bytes::no_events : frame_bytes::serial_head + frame_bytes::exception_reply - 1;
  }
  return 0;
}

Nanoseconds cost_of(const LineRate& rate, const Request& request, Nanoseconds slave) {
  return request.is_arbitrated()
             ? rate.question_to_all(request.request_bytes(), request.reply_bytes(), request.windows())
             : rate.exchange(request.request_bytes(), request.reply_bytes(), slave);
}

namespace {

Bilingual refusal_in_words(std::uint8_t code) {
  switch (code) {
    case 1:
      return {.id = "menolak: fungsi ini tidak dikenalnya; apakah produknya sama dengan di pengaturan?",
              .en = "refused: it does not know this function; is it the product the settings say?"};
    case 2:
      return {.id = "menolak: register ini tidak ada padanya; apakah produknya sama dengan di pengaturan?",
              .en = "refused: it has no such register; is it the product the settings say?"};
    case 3:
      return {.id = "menolak: nilai ini tidak diterimanya; apakah produknya sama dengan di pengaturan?",
              .en = "refused: it does not accept this value; is it the product the settings say?"};
    case 4:
      return {.id = "menolak: ada kerusakan di dalamnya; matikan lalu hidupkan lagi, kalau tetap begitu ganti",
              .en = "refused: it reports a failure of its own; switch it off and on, then replace it"};
    case 5:
    case 6:
      return {.id = "menolak: sibuk; kalau tetap begitu, matikan lalu hidupkan lagi",
              .en = "refused: busy; if it stays so, switch it off and on"};
    case 8:
      return {.id = "menolak: memorinya rusak; matikan lalu hidupkan lagi, kalau tetap begitu ganti",
              .en = "refused: its memory is damaged; switch it off and on, then replace it"};
    default:
      return {.id = fmt::format("menolak dengan kode {}; apakah produknya sama dengan di pengaturan?", code),
              .en = fmt::format("refused with exception {}; is it the product the settings say?", code)};
  }
}

}  // namespace

Bilingual ExchangeFailure::in_words() const {
  switch (failure) {
    case Failure::silent:
      return {.id = "tidak menjawab: periksa daya, kabel, dan alamatnya",
              .en = "no answer: check its power, its cable and its address"};
    case Failure::cut_short:
      return {.id = "jawabannya terputus di tengah: periksa kabel dan terminasi",
              .en = "the answer stopped in the middle: check cable and termination"};
    case Failure::damaged:
      return {.id = "jawabannya rusak (checksum): periksa kabel, terminasi, kecepatan (baud), dan paritas",
              .en = "the answer was damaged (checksum): check cable, termination, baud rate and parity"};
    case Failure::stranger:
      return {.id = "perangkat lain yang menjawab: terlalu lambat, atau dua perangkat beralamat sama",
              .en = "another unit answered: too slow, or two units with one address"};
    case Failure::misfit:
      return {.id = "jawaban atas pertanyaan lain: terlalu lambat, atau produknya tidak sama dengan di pengaturan",
              .en = "an answer to another question: too slow, or not the product the settings say"};
    case Failure::exception:
      return refusal_in_words(code);
    case Failure::unreachable:
      return code == 10 ? Bilingual{.id =
                                        "tidak menjawab: gateway tidak punya jalur ke perangkat ini; periksa "
                                        "pengaturan gateway",
                                    .en = "no answer: the gateway has no path to it; check the gateway's settings"}
                        : Bilingual{.id = "tidak menjawab gateway: periksa daya, kabel, dan alamatnya",
                                    .en = "no answer to the gateway: check its power, its cable and its address"};
    case Failure::line_lost:
      break;
  }
  return detail.en.empty() ? Bilingual{.id = "port tidak ada lagi", .en = "the port is gone"} : detail;
}

void throw_exception_from_error(const ExchangeFailure& failure, const boost::source_location&) {
  throw std::runtime_error(failure.in_words().en);
}

}  // namespace antrean::bus
