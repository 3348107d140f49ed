#include "device_profiles/serial_numbers.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "serial_bus/frame.hpp"
#include "wire/wire.h"

namespace antrean {
namespace {

constexpr std::uint32_t first_of_ours = 0x0D000000;
constexpr std::uint32_t last_of_ours = 0x0D00FFFF;
constexpr unsigned tries = 4;
constexpr unsigned most_units = 250;
constexpr std::size_t with_serial = 7;  // unit, sub-function, serial number, address

bool is_ours(std::uint32_t serial) { return serial >= first_of_ours && serial <= last_of_ours; }

bool is_silence(const bus::Outcome& outcome) {
  return outcome.has_error() && outcome.error().failure == bus::Failure::silent;
}

/// As `asked` would be answered under the unit's address.
bus::Outcome ask_by_serial(const AskUnit& ask, std::uint32_t serial, const bus::Request& asked) {
  bus::Outcome outcome = bus::ExchangeFailure{};
  for (unsigned count = 0; count < tries; ++count) {
    outcome = ask(bus::Request::by_serial(serial, asked));
    if (!outcome.has_error()) {
      std::vector<std::uint8_t> frame{asked.unit};
      for (const auto byte : *outcome) {
        frame.push_back(static_cast<std::uint8_t>(byte));
      }
      return bus::decode(asked, frame);
    }
  }
  return outcome;
}

/// The address in it is not used.
constexpr bus::UnitAddress whoever = 1;

std::optional<Bilingual> refused(const bus::Outcome& outcome, std::string_view id, std::string_view en) {
  auto why = outcome.error().in_words();
  return Bilingual{.id = fmt::format("{}: {}", id, why.id), .en = fmt::format("{}: {}", en, why.en)};
}

bus::Outcome ask_again(const AskUnit& ask, const bus::Request& request) {
  bus::Outcome outcome = ask(request);
  for (unsigned count = 1; count < tries && outcome.has_error() && !bus::answers(outcome); ++count) {
    outcome = ask(request);
  }
  return outcome;
}

/// True if the round came to its end.
bool scan_once(const AskUnit& ask, std::map<std::uint32_t, NumberedUnit>& found, bool& nobody) {
  for (unsigned count = 0; count < most_units; ++count) {
    const auto outcome = ask(bus::Request::scan(count == 0));
    if (outcome.has_error()) {
      nobody = count == 0 && is_silence(outcome);
      return false;
    }
    const bus::Registers& bytes = *outcome;
    if (bytes.size() < with_serial) {
      return true;
    }
    const std::uint32_t serial = static_cast<std::uint32_t>(bytes[2]) << 24 |
                                 static_cast<std::uint32_t>(bytes[3]) << 16 |
                                 static_cast<std::uint32_t>(bytes[4]) << 8 | static_cast<std::uint32_t>(bytes[5]);
    found[serial] = {.serial = serial, .address = static_cast<bus::UnitAddress>(bytes[6]), .identity = {}};
  }
  return false;
}

}  // namespace

bool NumberedUnit::ours() const { return is_ours(serial); }

NumberedUnits find_by_serial(const AskUnit& ask) {
  NumberedUnits all;
  std::map<std::uint32_t, NumberedUnit> found;
  bool whole = false;
  bool nobody = true;
  // A unit whose answer was damaged counts as one that has answered, so each try begins with the first unit.
  for (unsigned count = 0; count < tries && !whole; ++count) {
    bool silent = false;
    whole = scan_once(ask, found, silent);
    nobody = nobody && silent;
  }
  if (!whole && !nobody) {
    all.trouble = Bilingual{.id = "tidak semua perangkat terdengar: periksa kabel dan terminasi, lalu ulangi",
                            .en = "not all units could be heard: check cable and termination, then try again"};
  }
  for (auto& [serial, unit] : found) {
    const auto who = ask_by_serial(ask, serial, bus::Request::report_id(whoever));
    if (!who.has_error()) {
      unit.identity = identity_of(*who);
    }
    all.units.push_back(std::move(unit));
  }
  return all;
}

std::optional<Bilingual> give_address(const AskUnit& ask, std::uint32_t serial, bus::UnitAddress address) {
  if (!is_ours(serial)) {
    return Bilingual{.id = "nomor seri ini bukan milik perangkat Antrean; alamatnya diatur dengan alat pembuatnya",
                     .en = "this serial number is of another maker's unit; its address is set with its maker's tool"};
  }
  const auto settings = bus::Request::read_holding(whoever, WIRE_LINE_SETTINGS, 3);
  auto now = ask_by_serial(ask, serial, settings);
  if (now.has_error()) {
    return refused(now, "tidak ada yang menjawab dengan nomor seri ini", "nobody answers to this serial number");
  }
  const bool on_trial = now->at(2) != 0;
  if (now->at(0) == address && !on_trial) {
    return std::nullopt;
  }
  if (now->at(0) != address && !is_silence(ask_again(ask, bus::Request::report_id(address)))) {
    return Bilingual{.id = fmt::format("alamat {} sudah dipakai perangkat lain", address),
                     .en = fmt::format("address {} is taken by another unit", address)};
  }
  const auto written = ask_by_serial(ask, serial, bus::Request::write(whoever, WIRE_LINE_ADDRESS, {address}));
  if (written.has_error()) {
    return refused(written, "alamatnya tidak diterima", "it did not take the address");
  }
  // Only the new address carries the confirmation, so what was wrong with it would show here.
  const auto confirmed = ask_again(ask, bus::Request::write(address, WIRE_LINE_CONFIRM, {1}));
  now = ask_by_serial(ask, serial, settings);
  if (now.has_error() || now->at(0) != address || now->at(2) != 0) {
    const std::string_view id = "tidak menjawab pada alamat baru, dan kembali ke yang lama dalam sepuluh detik";
    const std::string_view en = "no answer at the new address; it takes the old one again within ten seconds";
    return confirmed.has_error() ? refused(confirmed, id, en) : Bilingual{.id = std::string(id), .en = std::string(en)};
  }
  return std::nullopt;
}

std::string serial_text(std::uint32_t serial) { return fmt::format("0x{:08X}", serial); }

std::optional<std::uint32_t> serial_from(std::string_view text) {
  if (text.starts_with("0x") || text.starts_with("0X")) {
    text.remove_prefix(2);
  }
  std::uint32_t serial = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), serial, 16);
  const bool whole = error == std::errc{} && end == text.data() + text.size() && text.size() <= 8;
  return whole ? std::optional(serial) : std::nullopt;
}

}  // namespace antrean
