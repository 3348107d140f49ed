#include "command_loop/press_age.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

namespace antrean::office {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<const char*, button_count> names_id{"berikutnya", "panggil ulang", "tidak hadir", "selesai"};
constexpr std::array<const char*, button_count> names_en{"next", "recall", "no-show", "done"};

std::string list(ButtonSet buttons, const std::array<const char*, button_count>& names) {
  std::string text;
  for (std::size_t button = 0; button < button_count; ++button) {
    if ((buttons >> button & 1U) != 0) {
      text += (text.empty() ? "" : ", ") + std::string(names[button]);
    }
  }
  return text;
}

/// "90 seconds", "12 minutes", "3 hours".
Bilingual span(Milliseconds time) {
  constexpr auto two_minutes = minutes{2};
  constexpr auto two_hours = std::chrono::hours{2};
  if (time < two_minutes) {
    const auto count = std::chrono::ceil<seconds>(time).count();
    return {.id = fmt::format("{} detik", count), .en = fmt::format("{} second{}", count, count == 1 ? "" : "s")};
  }
  if (time < two_hours) {
    const auto count = std::chrono::round<minutes>(time).count();
    return {.id = fmt::format("{} menit", count), .en = fmt::format("{} minutes", count)};
  }
  const auto count = std::chrono::round<std::chrono::hours>(time).count();
  return {.id = fmt::format("{} jam", count), .en = fmt::format("{} hours", count)};
}

}  // namespace

std::string counter_name(const queue::PlanSettings& plan, CounterId counter) {
  const auto found = std::find_if(plan.counters.begin(), plan.counters.end(),
                                  [counter](const auto& one) { return one.id == counter; });
  return found == plan.counters.end() ? std::to_string(counter) : found->name;
}

std::optional<Milliseconds> oldest_age(const ReadingTime& reading, const std::optional<MachineClocks>& known_at,
                                       const MachineClocks& now, bool wall_is_right) {
  if (reading.after) {
    return now.boot - *reading.after;
  }
  return known_at ? passed(*known_at, now, wall_is_right) : std::nullopt;
}

bool worth_noting(const std::optional<MachineClocks>& noted, const MachineClocks& fresh, Milliseconds every) {
  if (!noted) {
    return true;
  }
  const auto apart = [](Milliseconds difference) { return std::max(difference, -difference); };
  // The timer may ring a little early, so half of the time is enough.
  return apart(fresh.boot - noted->boot) >= every / 2 || apart(fresh.wall - noted->wall) >= every / 2;
}

Bilingual too_old(const queue::PlanSettings& plan, const PadId& pad, CounterId counter, ButtonSet buttons,
                  std::optional<Milliseconds> age) {
  const Bilingual oldest = span(plan.calls.oldest_press);
  const Bilingual away = age ? span(*age) : Bilingual{};
  const std::string name = counter_name(plan, counter);
  return {
      .id = fmt::format(
          "{}, {}: tombol {} ditekan dan tidak dijalankan, karena mungkin sudah lebih dari {} ({}). "
          "Tombolnya berkedip sekali; tekan lagi bila masih perlu.",
          name, text(pad), list(buttons, names_id), oldest.id,
          age ? fmt::format("pad {} tidak terbaca", away.id) : "tidak diketahui sejak kapan pad tidak terbaca"),
      .en = fmt::format("{}, {}: {} was pressed and not carried out, because that may be more than {} ago ({}). The "
                        "button has flashed once; press it again if it is still wanted.",
                        name, text(pad), list(buttons, names_en), oldest.en,
                        age ? fmt::format("the pad was not read for {}", away.en)
                            : "it is not known since when the pad was not read")};
}

}  // namespace antrean::office
