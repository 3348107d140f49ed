#include "cli/checks/machine.hpp"

#include <array>
#include <fstream>
#include <string>

#include <fmt/format.h>

namespace antrean::cli {
namespace {

namespace fs = std::filesystem;

std::optional<int> number_in(const fs::path& file) {
  std::ifstream in(file);
  int number = 0;
  return in >> number ? std::optional{number} : std::nullopt;
}

/// Masked by `systemctl mask`: a link to nowhere.
bool is_masked(const fs::path& root, const char* unit) {
  std::error_code none;
  for (const char* folder : {"etc/systemd/system", "run/systemd/system"}) {
    if (fs::read_symlink(root / folder / unit, none) == "/dev/null") {
      return true;
    }
  }
  return false;
}

/// A UPS that upsmon (nut) or apcupsd watches: the program is set up, and runs.
bool watches_ups(const fs::path& root) {
  for (const char* running : {"run/nut/upsmon.pid", "run/upsmon.pid", "run/apcupsd.pid"}) {
    std::error_code none;
    if (fs::exists(root / running, none)) {
      return true;
    }
  }
  return false;
}

bool has_battery(const fs::path& root) {
  std::error_code none;
  for (const auto& supply : fs::directory_iterator(root / "sys/class/power_supply", none)) {
    std::string type, scope;
    std::ifstream(supply.path() / "type") >> type;
    std::ifstream(supply.path() / "scope") >> scope;
    if (type == "Battery" && scope != "Device") {  // not that of a mouse
      return true;
    }
  }
  return false;
}

}  // namespace

Machine look_at_machine(const fs::path& root) {
  return {.can_sleep = !is_masked(root, "sleep.target") && !is_masked(root, "suspend.target"),
          .console_blank_s = number_in(root / "sys/module/kernel/parameters/consoleblank"),
          .sound_sleeps_s = number_in(root / "sys/module/snd_hda_intel/parameters/power_save"),
          .watches_ups = watches_ups(root),
          .has_battery = has_battery(root)};
}

Findings check_machine(const Machine& machine) {
  Findings found;
  if (machine.can_sleep) {
    found.push_back({.part = "sleep",
                     .condition = Condition::doubtful,
                     .id = "mesin ini dapat tertidur, lalu tidak ada yang dipanggil: systemctl mask sleep.target "
                           "suspend.target hibernate.target",
                     .en = "this machine can fall asleep, and then nobody is called: systemctl mask sleep.target "
                           "suspend.target hibernate.target"});
  } else {
    found.push_back({.part = "sleep",
                     .condition = Condition::well,
                     .id = "mesin ini tidak pernah tertidur",
                     .en = "this machine never sleeps"});
  }
  if (machine.console_blank_s && *machine.console_blank_s > 0) {
    found.push_back({.part = "screen",
                     .condition = Condition::doubtful,
                     .id = fmt::format("layar menjadi gelap setelah {} s tanpa papan ketik: tambahkan consoleblank=0 "
                                       "pada GRUB_CMDLINE_LINUX di /etc/default/grub, lalu update-grub",
                                       *machine.console_blank_s),
                     .en = fmt::format("the screen goes dark after {} s without a keyboard: add consoleblank=0 to "
                                       "GRUB_CMDLINE_LINUX in /etc/default/grub, then update-grub",
                                       *machine.console_blank_s)});
  }
  if (machine.sound_sleeps_s && *machine.sound_sleeps_s > 0) {
    found.push_back(
        {.part = "sound",
         .condition = Condition::doubtful,
         .id = fmt::format("suara tertidur setelah {} s, sehingga awal panggilan hilang: tulis \"options "
                           "snd_hda_intel power_save=0\" ke /etc/modprobe.d/antrean.conf",
                           *machine.sound_sleeps_s),
         .en = fmt::format("the sound chip sleeps after {} s, and the beginning of a call-out is lost: write "
                           "\"options snd_hda_intel power_save=0\" to /etc/modprobe.d/antrean.conf",
                           *machine.sound_sleeps_s)});
  }
  if (machine.watches_ups || machine.has_battery) {
    found.push_back({.part = "power",
                     .condition = Condition::well,
                     .id = machine.watches_ups ? "UPS dipantau" : "mesin ini mempunyai baterai",
                     .en = machine.watches_ups ? "a UPS is watched" : "this machine has a battery"});
  } else {
    found.push_back(
        {.part = "power",
         .condition = Condition::doubtful,
         .id = "tidak ada UPS yang dipantau (nut, apcupsd). Jurnal tahan listrik padam, tetapi kantor berhenti; "
               "dan di BIOS mesin harus menyala sendiri setelah listrik kembali",
         .en = "no UPS is watched (nut, apcupsd). The journal survives a power cut, but the office stops; and "
               "the machine's firmware must switch it on when power returns"});
  }
  return found;
}

}  // namespace antrean::cli
