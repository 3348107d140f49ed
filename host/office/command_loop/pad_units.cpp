#include "command_loop/pad_units.hpp"

#include <fmt/format.h>

#include "command_loop/press_age.hpp"

namespace antrean::office {

bool is_other_unit(const Turn& turn, const PadReading& reading) {
  const std::uint32_t before = turn.serial(reading.pad);
  return reading.serial != 0 && before != 0 && reading.serial != before;
}

NewPresses presses_of_other_unit(const Turn& turn, const PadReading& reading) {
  PadReading all = reading;
  all.undecided = 0;
  const auto* elsewhere = turn.other_with(reading.serial, reading.pad);
  const bool known = elsewhere != nullptr && elsewhere->second.acknowledged.boot_id == reading.boot_id;
  const NewPresses since = presses_since(all, known ? elsewhere->second.acknowledged : AcknowledgedPresses{});
  NewPresses result = presses_since(all, std::nullopt);
  result.restarted = true;
  result.unsure = static_cast<ButtonSet>(since.pressed() | since.unsure);
  return result;
}

Bilingual words_of_other_unit(const Turn& turn, const PadReading& reading, CounterId counter) {
  const std::string name = counter_name(turn.plan().settings(), counter) + ", " + text(reading.pad);
  const std::uint32_t before = turn.serial(reading.pad);
  const auto* from = turn.other_with(reading.serial, reading.pad);
  const auto* to = from != nullptr ? from : turn.other_with(before, reading.pad);
  if (to == nullptr) {
    return {
        .id = fmt::format("{}: unit lain menjawab, nomor seri 0x{:08X}, sebelumnya 0x{:08X}. Hitungannya dari tempat "
                          "lain tidak dijalankan; tekanan berikutnya dijalankan. Bila tidak ada yang menggantinya, "
                          "periksa pad mana yang terpasang.",
                          name, reading.serial, before),
        .en = fmt::format("{}: another unit answers, serial number 0x{:08X}, before 0x{:08X}. Nothing that it had "
                          "counted elsewhere was carried out; its next press is. If nobody has put another pad "
                          "there, look which one hangs there.",
                          name, reading.serial, before)};
  }
  return {
      .id = fmt::format("{}: unit tertukar dengan {} (nomor seri 0x{:08X}, sebelumnya 0x{:08X}). Bila pad itu masih "
                        "di loket lain, tombolnya bekerja untuk loket yang salah: kembalikan alamatnya dengan "
                        "antrean bus --set-address, atau pasang setiap pad di loketnya.",
                        name, to->first, reading.serial, before),
      .en = fmt::format("{}: its unit was exchanged with that of {} (serial number 0x{:08X}, before 0x{:08X}). If it "
                        "still hangs at the other counter, its buttons act for the wrong one: give it its address "
                        "again with antrean bus --set-address, or hang each pad at its counter.",
                        name, to->first, reading.serial, before)};
}

}  // namespace antrean::office
