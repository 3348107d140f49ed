#include "cli/checks/checks.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include <fmt/format.h>

namespace antrean::cli {
namespace {

using std::chrono::seconds;

constexpr std::uint64_t mebibyte = std::uint64_t{1024} * 1024;
constexpr std::uint64_t gibibytes_from = std::uint64_t{10} * 1024;  // mebibytes
// A day with a thousand people needs a few mebibytes of journal. A backup, and a copy for the technician, are
// as large as the journal.
constexpr std::uint64_t scarce = 500 * mebibyte;
constexpr std::uint64_t too_little = 50 * mebibyte;
constexpr std::uint64_t too_few_files = 100;

// People come up to half an hour early, so a clock that is wrong by minutes sends them away.
constexpr seconds skew_to_look_at{30};
constexpr seconds skew_that_wrongs_people{300};

// There is one backup a day, and one when a day has closed. A weekend without power may pass.
constexpr std::chrono::hours backup_is_old{72};

std::string space_text(std::uint64_t bytes) {
  const std::uint64_t whole = bytes / mebibyte;
  return whole >= gibibytes_from ? fmt::format("{} GiB", whole / 1024) : fmt::format("{} MiB", whole);
}

std::string duration_text(seconds length) {
  return length < seconds(120) ? fmt::format("{} s", length.count()) : fmt::format("{} min", length.count() / 60);
}

}  // namespace

Finding check_clock(bool kept) {
  if (kept) {
    return {.part = "clock",
            .condition = Condition::well,
            .id = "disetel oleh server waktu",
            .en = "kept by a time server"};
  }
  return {.part = "clock",
          .condition = Condition::doubtful,
          .id =
              "tidak disetel oleh server waktu; jam kunjungan mengikuti jam ini: timedatectl set-ntp true, dan "
              "bandingkan dengan jam lain",
          .en =
              "no time server keeps it, and people's hours go by it: timedatectl set-ntp true, and compare it with "
              "another clock"};
}

Finding check_disk(const std::string& what, const std::string& folder, const DiskSpace& space) {
  Finding finding{.part = "disk of the " + what, .condition = Condition::well, .id = {}, .en = {}};
  if (space.read_only) {
    finding.condition = Condition::broken;
    finding.id = folder + " hanya bisa dibaca; lihat catatan kernel (dmesg): cakram ini mungkin rusak";
    finding.en = folder + " is read-only; look at the kernel's log (dmesg): the disk may be failing";
    return finding;
  }
  finding.id = fmt::format("{} kosong di {}", space_text(space.free_bytes), folder);
  finding.en = fmt::format("{} free in {}", space_text(space.free_bytes), folder);
  if (space.free_bytes < too_little || space.free_files < too_few_files) {
    finding.condition = Condition::broken;
  } else if (space.free_bytes < scarce) {
    finding.condition = Condition::doubtful;
  }
  if (finding.condition != Condition::well) {
    finding.id += space.free_files < too_few_files ? ", dan hampir tidak ada nama berkas lagi" : "";
    finding.en += space.free_files < too_few_files ? ", and hardly a file more" : "";
    finding.id += "; tanpa tempat tidak ada nomor yang bisa diberikan: kosongkan sebagian";
    finding.en += "; without room no number can be given: make some";
  }
  return finding;
}

Finding check_second_copy(const SecondCopyAtRest& copy) {
  // An office that is closed for a long weekend writes nothing.
  constexpr std::chrono::hours old{96};
  Finding finding{.part = "second copy", .condition = Condition::doubtful, .id = {}, .en = {}};
  if (!copy.is_there) {
    finding.condition = Condition::broken;
    finding.id = copy.folder + " tidak ada; apakah disk itu terpasang?";
    finding.en = copy.folder + " is not there; is its disk mounted?";
  } else if (copy.same_disk) {
    finding.id = copy.folder + " berada di disk jurnal, dan hilang bersamanya; apakah disk itu terpasang?";
    finding.en = copy.folder + " is on the journal's own disk, and would be lost with it; is its disk mounted?";
  } else if (!copy.age) {
    finding.id = copy.folder + " belum mempunyai salinan; kantor membuatnya saat berjalan";
    finding.en = copy.folder + " has no copy yet; the office makes it when it runs";
  } else if (*copy.age > old) {
    const auto days = std::chrono::duration_cast<std::chrono::hours>(*copy.age).count() / 24;
    finding.id = fmt::format("salinan di {} sudah {} hari tidak ditulis", copy.folder, days);
    finding.en = fmt::format("the copy in {} was not written for {} days", copy.folder, days);
  } else {
    finding.condition = Condition::well;
    finding.id = "mengikuti jurnal, di " + copy.folder;
    finding.en = "follows the journal, in " + copy.folder;
  }
  return finding;
}

Finding check_skew(seconds ahead) {
  const seconds off = std::chrono::abs(ahead);
  Finding finding{.part = "portal's clock", .condition = Condition::well, .id = {}, .en = {}};
  if (off < skew_to_look_at) {
    finding.id = "sama dengan jam ini";
    finding.en = "the same as this machine's";
    return finding;
  }
  finding.condition = off < skew_that_wrongs_people ? Condition::doubtful : Condition::broken;
  finding.id = fmt::format("jam ini {} {} daripada jam portal; setel salah satunya (timedatectl)", duration_text(off),
                           ahead > seconds(0) ? "lebih cepat" : "lebih lambat");
  finding.en = fmt::format("this machine's is {} {} the portal's; set whichever is wrong (timedatectl)",
                           duration_text(off), ahead > seconds(0) ? "ahead of" : "behind");
  return finding;
}

Finding check_backups(const std::string& folder, std::optional<UtcTime> newest, UtcTime now) {
  Finding finding{.part = "backups", .condition = Condition::doubtful, .id = {}, .en = {}};
  if (!newest) {
    finding.id = "belum ada di " + folder + "; yang pertama dibuat dalam sehari setelah kantor berjalan";
    finding.en = "none yet in " + folder + "; the first is made within a day of work";
    return finding;
  }
  const auto age = std::chrono::duration_cast<std::chrono::hours>(now - *newest);
  if (age < std::chrono::hours{0}) {
    finding.id = "satu-satunya di " + folder + " bertanggal di depan; jamnya dulu salah, yang baru dibuat dalam sehari";
    finding.en =
        "the only ones in " + folder + " are dated ahead; the clock was wrong then, a new one is made within a day";
    return finding;
  }
  finding.id = fmt::format("yang terakhir dibuat {} jam lalu di {}", age.count(), folder);
  finding.en = fmt::format("the newest is {} hours old, in {}", age.count(), folder);
  if (age < backup_is_old) {
    finding.condition = Condition::well;
  } else {
    finding.id += "; catatan layanan mengatakan mengapa (journalctl -u antrean-office)";
    finding.en += "; the service's log says why (journalctl -u antrean-office)";
  }
  return finding;
}

std::optional<UtcTime> parse_http_date(std::string_view text) {
  constexpr std::string_view shape = "Tue, 24 Nov 2026 02:15:07 GMT";
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != shape.size() || !text.ends_with(" GMT")) {
    return std::nullopt;
  }
  const auto month = std::find(months.begin(), months.end(), text.substr(8, 3));
  if (month == months.end()) {
    return std::nullopt;
  }
  const std::string iso = fmt::format("{}-{:02}-{}", text.substr(12, 4), month - months.begin() + 1, text.substr(5, 2));
  const auto day = OfficeDay::parse(iso);
  const auto minute = TimeOfDay::parse(text.substr(17, 5));
  const std::string_view second = text.substr(23, 2);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!day || !minute || text[22] != ':' || !digit(second[0]) || !digit(second[1])) {
    return std::nullopt;
  }
  const auto date = std::chrono::sys_days{day->date().time_since_epoch()};
  return UtcTime{date} + std::chrono::minutes{minute->minutes()} + seconds{(second[0] - '0') * 10 + second[1] - '0'};
}

}  // namespace antrean::cli
