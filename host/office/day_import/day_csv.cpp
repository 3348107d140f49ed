#include "day_import/day_csv.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <sodium.h>

#include "text/text.hpp"
#include "values/calendar_text.hpp"

namespace antrean::day_import {
namespace {

enum class Column : std::uint8_t { none, code, service, date, start, end, party, name, nik, status, companion };

constexpr std::size_t most_columns = 200;
constexpr std::size_t longest_name = 100;  // letters
constexpr std::size_t longest_code = 40;
constexpr int largest_party = 5;
constexpr int usual_minutes = 60;  // of an hour whose end is not said

struct ColumnNames {
  Column column;
  std::vector<std::string_view> names;  ///< as key_of gives them
};
const std::vector<ColumnNames>& known_columns() {
  static const std::vector<ColumnNames> known{
      {Column::code,
       {"code", "kode", "kodebooking", "kodeantrean", "kodeantrian", "bookingcode", "nobooking", "booking", "bookingid",
        "nopendaftaran", "nomorpendaftaran", "noantrean", "nomorantrean", "reference", "ref"}},
      {Column::service, {"service", "layanan", "jenislayanan", "jenispermohonan", "permohonan", "keperluan"}},
      {Column::date,
       {"date", "day", "tanggal", "tgl", "hari", "tanggalkedatangan", "tglkedatangan", "tanggalantrean", "visitdate"}},
      {Column::start,
       {"start", "from", "jam", "mulai", "jammulai", "dari", "waktu", "time", "hour", "pukul", "sesi", "slot"}},
      {Column::end, {"end", "to", "until", "selesai", "jamselesai", "sampai", "hingga", "sd"}},
      {Column::party, {"party", "people", "orang", "jumlah", "jumlahorang", "jumlahpemohon", "persons", "pemohon"}},
      {Column::name, {"name", "nama", "namalengkap", "namapemohon", "fullname", "applicant", "name1", "nama1"}},
      {Column::nik, {"nik", "niklast4", "nik4", "noktp", "nomorktp", "ktp", "nikpemohon", "nikterakhir", "nik1"}},
      {Column::status, {"status", "keterangan", "state"}},
  };
  return known;
}

/// "No. Booking" as "nobooking": letters and digits, folded.
std::string key_of(std::string_view header) {
  std::string key;
  const auto folded = text::fold(header);
  std::ranges::copy_if(folded, std::back_inserter(key),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
  return key;
}

struct Known {
  Column column = Column::none;
  int nr = 0;           ///< of a companion: 2 to 5
  bool is_nik = false;  ///< of a companion: its NIK, not its name
};

Known known(const std::string& key) {
  for (const auto& [column, names] : known_columns()) {
    if (std::ranges::find(names, key) != names.end()) {
      return {.column = column};
    }
  }
  if (key.empty() || key.back() < '2' || key.back() > '0' + largest_party) {
    return {};
  }
  const auto without = key.substr(0, key.size() - 1);
  const bool is_name = without == "name" || without == "nama" || without == "companion";
  const bool is_nik = without == "nik" || without == "niklast4";
  return is_name || is_nik ? Known{.column = Column::companion, .nr = key.back() - '0', .is_nik = is_nik} : Known{};
}

struct Row {
  std::size_t line = 0;
  std::vector<std::string> cells;
  bool unclosed = false;  ///< a quote has no end
};

/// The rows of the text, by RFC 4180; a quote in the middle of a cell is itself.
std::vector<Row> rows_of(std::string_view text, char separator) {
  std::vector<Row> rows;
  std::size_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    Row row{.line = line, .cells = {""}, .unclosed = false};
    bool quoted = false;
    for (;; ++at) {
      if (at == text.size()) {
        row.unclosed = quoted;
        break;
      }
      const char c = text[at];
      line += c == '\n' ? 1 : 0;
      auto& cell = row.cells.back();
      if (quoted) {
        if (c != '"') {
          cell += c;
        } else if (at + 1 < text.size() && text[at + 1] == '"') {
          cell += '"';
          ++at;
        } else {
          quoted = false;
        }
      } else if (c == '"' && cell.empty()) {
        quoted = true;
      } else if (c == '\n') {
        ++at;
        break;
      } else if (c == separator && row.cells.size() < most_columns) {
        row.cells.emplace_back();
      } else if (c != '\r') {
        cell += c;
      }
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

/// What is most often between the names of the header.
char separator_of(std::string_view text) {
  const auto header = text.substr(0, text.find('\n'));
  char best = ',';
  std::ptrdiff_t most = 0;
  for (const char each : {',', ';', '\t'}) {
    if (const auto count = std::ranges::count(header, each); count > most) {
      best = each;
      most = count;
    }
  }
  return best;
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words{""};
  for (const char c : text) {
    const bool between = c == ' ' || c == '/' || c == '.' || c == '-' || c == ',' || c == ':';
    if (!between) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) {
    words.pop_back();
  }
  return words;
}

std::optional<int> month_of(const std::string& word) {
  if (const auto digits = number(word)) {
    return digits;
  }
  for (unsigned month = 1; month <= 12; ++month) {
    for (const auto language : {Language::id, Language::en}) {
      for (const auto name : {month_name(language, month), month_short(language, month)}) {
        if (text::fold(name) == word) {
          return static_cast<int>(month);
        }
      }
    }
  }
  return std::nullopt;
}

bool is_weekday(const std::string& word) {
  for (unsigned day = 0; day < 7; ++day) {
    for (const auto language : {Language::id, Language::en}) {
      if (text::fold(weekday_name(language, day)) == word || text::fold(weekday_short(language, day)) == word) {
        return true;
      }
    }
  }
  return word == "jum'at" || word == "jumat";
}

std::optional<OfficeDay> day_of(std::string_view typed) {
  // "2026-11-23 00:00:00", as databases write a day
  const auto time = typed.find(" 00:00");
  auto words = words_of(text::fold(typed.substr(0, time == std::string_view::npos ? typed.find('T') : time)));
  if (!words.empty() && is_weekday(words.front())) {
    words.erase(words.begin());
  }
  if (words.size() != 3) {
    return std::nullopt;
  }
  if (words[0].size() == 4) {
    std::swap(words[0], words[2]);
  }
  const auto day = number(words[0]);
  const auto month = month_of(words[1]);
  const auto year = number(words[2]);
  if (!day || !month || !year || words[2].size() != 4 || *day < 1 || *month < 1) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *year < 2000 || *year > 2200) {
    return std::nullopt;
  }
  return OfficeDay{std::chrono::local_days{date}};
}

/// "08.00 WIB" as minutes; nothing for what is no time.
std::optional<TimeOfDay> time_of(std::string_view typed) {
  auto words = words_of(text::fold(typed));
  std::erase_if(words, [](const std::string& word) {
    return word == "wib" || word == "wita" || word == "wit" || word == "pukul" || word == "jam";
  });
  if (words.empty() || words.size() > 3) {
    return std::nullopt;
  }
  const auto hours = number(words[0]);
  const auto minutes = words.size() > 1 ? number(words[1]) : std::optional{0};
  const bool seconds = words.size() == 3 && words[2] != "00";
  if (!hours || !minutes || seconds || *hours < 0 || *hours > 23 || *minutes < 0 || *minutes > 59 ||
      words[0].size() > 2) {
    return std::nullopt;
  }
  return TimeOfDay{*hours * 60 + *minutes};
}

/// "08.00-10.00" in its halves; the second is empty for "08.00".
std::pair<std::string, std::string> halves(std::string_view typed) {
  static constexpr std::array<std::string_view, 5> between{"-", "–", "—", "s/d", "sampai"};
  for (const auto one : between) {
    if (const auto at = typed.find(one); at != std::string_view::npos) {
      return {std::string{typed.substr(0, at)}, std::string{typed.substr(at + one.size())}};
    }
  }
  return {std::string{typed}, {}};
}

std::optional<std::string> last4_of(std::string_view typed) {
  std::string digits;
  for (const char c : typed) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (c != ' ' && c != '.' && c != '-' && c != '*' && c != '\'') {
      return std::nullopt;
    }
  }
  if (digits.empty()) {
    return std::string{};
  }
  return digits.size() == 4 || digits.size() == 16 ? std::optional{digits.substr(digits.size() - 4)} : std::nullopt;
}

/// From 2^32 to 2^53, as the portal's are, so that every JSON reader has it exactly.
BookingId id_of(const std::string& office, const std::string& identity) {
  constexpr BookingId first = BookingId{1} << 32u;
  constexpr BookingId last = BookingId{1} << 53u;
  std::array<unsigned char, 8> digest{};
  const std::string all = "imported booking\n" + office + "\n" + identity;
  crypto_shorthash(digest.data(), reinterpret_cast<const unsigned char*>(all.data()), all.size(),
                   reinterpret_cast<const unsigned char*>("antrean imported"));
  BookingId value = 0;
  for (const auto byte : digest) {
    value = value << 8u | byte;
  }
  return first + value % (last - first);
}

std::string cleaned(std::string_view typed) { return text::clean(typed).value_or(std::string{}); }

class Reader {
 public:
  explicit Reader(const About& about) : about_(about) {}

  DayCsv read(std::string_view text) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text.starts_with(mark)) {
      text.remove_prefix(mark.size());
    }
    if (text.size() > most_bytes) {
      bad(1, {"berkasnya lebih besar dari 4 MiB", "the file is larger than 4 MiB"});
      return std::move(read_);
    }
    if (!text::is_utf8(text)) {
      bad(1,
          {"berkasnya bukan UTF-8; simpan sebagai \"CSV UTF-8\"", "the file is not UTF-8; save it as \"CSV UTF-8\""});
      return std::move(read_);
    }
    const auto rows = rows_of(text, separator_of(text));
    if (rows.empty()) {
      bad(1, {"berkasnya kosong", "the file is empty"});
      return std::move(read_);
    }
    if (!header(rows.front())) {
      return std::move(read_);
    }
    if (rows.size() > most_rows) {
      bad(rows.back().line, {"lebih dari 20.000 baris", "more than 20,000 rows"});
      return std::move(read_);
    }
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const bool empty = std::ranges::all_of(rows[i].cells, [](const auto& cell) { return cleaned(cell).empty(); });
      if (!empty) {
        row(rows[i]);
      }
    }
    if (!read_.bad.empty()) {
      read_.bookings.clear();
    }
    return std::move(read_);
  }

 private:
  void bad(std::size_t line, Bilingual why) {
    if (read_.bad.size() < most_bad) {
      read_.bad.push_back({line, std::move(why)});
    } else {
      ++read_.more_bad;
    }
  }

  bool header(const Row& row) {
    for (const auto& cell : row.cells) {
      columns_.push_back(known(key_of(cell)));
    }
    std::set<Column> seen;
    for (const auto& one : columns_) {
      if (one.column != Column::none && one.column != Column::companion && !seen.insert(one.column).second) {
        bad(row.line, {"dua kolom judul berarti sama; hapus salah satunya",
                       "two columns of the header mean the same; take one away"});
      }
    }
    const auto needs = [&](Column column, const char* id, const char* en) {
      if (!seen.contains(column)) {
        bad(row.line, {std::string{"tidak ada kolom "} + id, std::string{"there is no column "} + en});
      }
    };
    needs(Column::name, "nama", "name");
    needs(Column::date, "tanggal", "date");
    needs(Column::start, "jam", "start");
    if (about_.services.size() != 1) {
      needs(Column::service, "layanan", "service");
    }
    return read_.bad.empty();
  }

  std::string cell(const Row& row, Column column) const {
    for (std::size_t i = 0; i < columns_.size() && i < row.cells.size(); ++i) {
      if (columns_[i].column == column) {
        return cleaned(row.cells[i]);
      }
    }
    return {};
  }

  const KnownService* service_of(const std::string& typed) const {
    if (typed.empty() && about_.services.size() == 1) {
      return &about_.services.front();
    }
    const auto key = key_of(typed);
    const auto found = std::ranges::find_if(about_.services, [&](const KnownService& one) {
      return !key.empty() && (key_of(one.key) == key || key_of(one.name.id) == key || key_of(one.name.en) == key);
    });
    return found == about_.services.end() ? nullptr : &*found;
  }

  /// False: it was noted as bad.
  bool hours(const Row& row, Booking& booking) {
    const auto typed = cell(row, Column::start);
    auto [from, to] = halves(typed);
    if (to.empty()) {
      to = cell(row, Column::end);
    }
    const auto start = time_of(from);
    if (!start) {
      bad(row.line, {"jam '" + typed + "' bukan jam seperti 08.00", "the hour '" + typed + "' is not like 08:00"});
      return false;
    }
    const auto end = to.empty() ? TimeOfDay{std::min(start->minutes() + usual_minutes, 24 * 60 - 1)} : time_of(to);
    if (!end || *end <= *start) {
      bad(row.line,
          {"jam selesai '" + to + "' tidak sesudah jam mulai", "the end '" + to + "' is not after the start"});
      return false;
    }
    booking.slot = {*start, *end};
    return true;
  }

  bool people(const Row& row, Booking& booking) {
    std::map<int, Companion> others;
    for (std::size_t i = 0; i < columns_.size() && i < row.cells.size(); ++i) {
      const auto typed = cleaned(row.cells[i]);
      if (columns_[i].column != Column::companion || typed.empty()) {
        continue;
      }
      const auto last4 = columns_[i].is_nik ? last4_of(typed) : std::optional{std::string{}};
      if (!last4) {
        bad(row.line, {"NIK harus 16 atau 4 angka", "a NIK has 16 digits, or its last 4"});
        return false;
      }
      auto& other = others[columns_[i].nr];
      (columns_[i].is_nik ? other.nik_last4 : other.name) = columns_[i].is_nik ? *last4 : typed;
    }
    const auto typed = cell(row, Column::party);
    const auto count = typed.empty() ? std::optional{static_cast<int>(others.size()) + 1} : number(typed);
    if (!count || *count < 1 || *count > largest_party) {
      bad(row.line,
          {"jumlah orang '" + typed + "' bukan 1 sampai 5", "the number of people '" + typed + "' is not 1 to 5"});
      return false;
    }
    if (static_cast<int>(others.size()) + 1 > *count) {
      bad(row.line, {"ada lebih banyak nama daripada jumlah orang", "there are more names than people"});
      return false;
    }
    booking.party = static_cast<std::uint8_t>(*count);
    for (auto& [nr, other] : others) {
      booking.companions.push_back(std::move(other));
    }
    return true;
  }

  bool person(const Row& row, Booking& booking) {
    booking.name = cell(row, Column::name);
    std::size_t letters = 0;
    for (std::string_view rest = booking.name; !rest.empty();) {
      const auto c = text::first(rest).value_or(text::Character{0, 1});
      rest.remove_prefix(c.bytes);
      letters += 1;
    }
    if (booking.name.empty() || letters > longest_name) {
      bad(row.line, booking.name.empty()
                        ? Bilingual{"namanya kosong", "the name is empty"}
                        : Bilingual{"namanya lebih dari 100 huruf", "the name has more than 100 letters"});
      return false;
    }
    const auto last4 = last4_of(cell(row, Column::nik));
    if (!last4) {
      // The digits are not repeated: they are a person's.
      bad(row.line, {"NIK harus 16 atau 4 angka; format kolomnya sebagai teks",
                     "a NIK has 16 digits, or its last 4; let the column be text"});
      return false;
    }
    booking.nik_last4 = *last4;
    return people(row, booking);
  }

  void row(const Row& row) {
    if (row.unclosed) {
      bad(row.line, {"tanda kutip tidak ditutup", "a quotation mark has no end"});
      return;
    }
    Booking booking;
    booking.office = about_.office;
    const auto typed_service = cell(row, Column::service);
    const auto* service = service_of(typed_service);
    if (service == nullptr) {
      std::string keys;
      for (const auto& one : about_.services) {
        keys += (keys.empty() ? "" : ", ") + one.key;
      }
      bad(row.line, {"layanan '" + typed_service + "' tidak ada; yang ada: " + keys,
                     "'" + typed_service + "' is no service; there are: " + keys});
      return;
    }
    booking.service = service->key;
    const auto typed_day = cell(row, Column::date);
    const auto day = day_of(typed_day);
    if (!day) {
      bad(row.line, {"tanggal '" + typed_day + "' tidak dikenal; tulis 23/11/2026 atau 2026-11-23",
                     "'" + typed_day + "' is no date; write 23/11/2026 or 2026-11-23"});
      return;
    }
    booking.day = *day;
    if (!hours(row, booking) || !person(row, booking)) {
      return;
    }
    const auto status = key_of(cell(row, Column::status));
    if (status.starts_with("batal") || status.starts_with("dibatal") || status.starts_with("cancel")) {
      booking.status = BookingStatus::cancelled;
    }
    take(row, std::move(booking));
  }

  void take(const Row& row, Booking booking) {
    booking.code = cell(row, Column::code);
    if (booking.code.size() > longest_code) {
      bad(row.line, {"kodenya lebih dari 40 huruf", "the code has more than 40 letters"});
      return;
    }
    // Without a code of its own it is the person at that hour.
    const auto identity = booking.code.empty()
                              ? "person\n" + text::fold(booking.name) + "\n" + booking.nik_last4 + "\n" +
                                    booking.day.text() + "\n" + booking.slot.start.text() + "\n" + booking.service
                              : "code\n" + booking.code;
    booking.id = id_of(about_.office, identity);
    if (const auto [before, is_new] = lines_.emplace(booking.id, row.line); !is_new) {
      const auto line = std::to_string(before->second);
      bad(row.line, {"pesanan ini sudah ada di baris " + line, "this booking is in line " + line + " already"});
      return;
    }
    if (booking.code.empty()) {
      booking.code = "+" + std::to_string(booking.id);
    }
    read_.bookings.push_back(std::move(booking));
  }

  const About& about_;
  std::vector<Known> columns_;
  std::map<BookingId, std::size_t> lines_;
  DayCsv read_;
};

}  // namespace

DayCsv read_day_csv(std::string_view text, const About& about) { return Reader{about}.read(text); }

}  // namespace antrean::day_import
