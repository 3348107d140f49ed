#include "chat/reading.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <span>
#include <vector>

#include "text/text.hpp"

namespace antrean::portal::chat {
namespace {

using std::chrono::day;
using std::chrono::local_days;
using std::chrono::month;
using std::chrono::year;

struct Item {
  std::string shown;   ///< as it was written
  std::string folded;  ///< in lower case, without accents and outer punctuation
  bool taken = false;  ///< it is part of a date, a NIK, an hour, a label
  bool ends_field = false;
  bool digits() const {
    return !folded.empty() && std::ranges::all_of(folded, [](unsigned char c) { return std::isdigit(c) != 0; });
  }
  unsigned value() const { return folded.size() > 8 ? 0 : static_cast<unsigned>(std::stoul(folded)); }
};
using Items = std::vector<Item>;

bool is_any(std::string_view word, std::span<const std::string_view> of) {
  return std::ranges::find(of, word) != of.end();
}

// --- words ---

struct WishWord {
  Wish wish;
  std::string_view word;
};
constexpr auto wish_words = std::to_array<WishWord>({
    {Wish::cancel, "batal"},
    {Wish::cancel, "batalkan"},
    {Wish::cancel, "cancel"},
    {Wish::cancel, "pembatalan"},
    {Wish::cancel, "dibatalkan"},
    {Wish::start_over, "ulang"},
    {Wish::start_over, "ulangi"},
    {Wish::start_over, "reset"},
    {Wish::start_over, "mulai"},
    {Wish::start_over, "ubah"},
    {Wish::start_over, "ganti"},
    {Wish::start_over, "restart"},
    {Wish::start_over, "change"},
    {Wish::english, "english"},
    {Wish::english, "inggris"},
    {Wish::indonesian, "indonesia"},
    {Wish::indonesian, "bahasa"},
    {Wish::status, "status"},
    {Wish::status, "cek"},
    {Wish::status, "check"},
    {Wish::status, "giliran"},
    {Wish::status, "kode"},
    {Wish::status, "code"},
    {Wish::book, "daftar"},
    {Wish::book, "pesan"},
    {Wish::book, "booking"},
    {Wish::book, "book"},
    {Wish::book, "antri"},
    {Wish::book, "antre"},
    {Wish::book, "antrian"},
    {Wish::book, "antrean"},
    {Wish::book, "buat"},
    {Wish::book, "bikin"},
    {Wish::book, "perpanjang"},
    {Wish::book, "register"},
    {Wish::book, "queue"},
    {Wish::no, "tidak"},
    {Wish::no, "tdk"},
    {Wish::no, "gak"},
    {Wish::no, "ga"},
    {Wish::no, "nggak"},
    {Wish::no, "enggak"},
    {Wish::no, "no"},
    {Wish::no, "bukan"},
    {Wish::no, "salah"},
    {Wish::no, "jangan"},
    {Wish::no, "wrong"},
    {Wish::yes, "ya"},
    {Wish::yes, "iya"},
    {Wish::yes, "y"},
    {Wish::yes, "yes"},
    {Wish::yes, "ok"},
    {Wish::yes, "oke"},
    {Wish::yes, "okay"},
    {Wish::yes, "betul"},
    {Wish::yes, "benar"},
    {Wish::yes, "setuju"},
    {Wish::yes, "lanjut"},
    {Wish::yes, "sip"},
    {Wish::yes, "boleh"},
    {Wish::yes, "correct"},
    {Wish::yes, "right"},
    {Wish::yes, "yup"},
    {Wish::help, "menu"},
    {Wish::help, "bantuan"},
    {Wish::help, "help"},
    {Wish::help, "info"},
    {Wish::help, "tolong"},
    {Wish::help, "cara"},
    {Wish::help, "caranya"},
    {Wish::help, "bagaimana"},
    {Wish::help, "gimana"},
    {Wish::help, "how"},
    {Wish::greeting, "halo"},
    {Wish::greeting, "hallo"},
    {Wish::greeting, "hai"},
    {Wish::greeting, "hi"},
    {Wish::greeting, "hello"},
    {Wish::greeting, "hey"},
    {Wish::greeting, "assalamualaikum"},
    {Wish::greeting, "assalamu'alaikum"},
    {Wish::greeting, "pagi"},
    {Wish::greeting, "siang"},
    {Wish::greeting, "alaikum"},
    {Wish::greeting, "selamat"},
    {Wish::greeting, "malam"},
    {Wish::greeting, "sore"},
    {Wish::greeting, "permisi"},
    {Wish::greeting, "p"},
    {Wish::greeting, "morning"},
    {Wish::greeting, "afternoon"},
    {Wish::greeting, "good"},
    {Wish::thanks, "terima"},
    {Wish::thanks, "kasih"},
    {Wish::thanks, "makasih"},
    {Wish::thanks, "thanks"},
    {Wish::thanks, "thank"},
    {Wish::thanks, "trims"},
    {Wish::thanks, "terimakasih"},
    {Wish::thanks, "nuhun"},
});

/// In the order in which they matter.
constexpr auto wish_order =
    std::to_array<Wish>({Wish::cancel, Wish::start_over, Wish::english, Wish::indonesian, Wish::status, Wish::book,
                         Wish::no, Wish::yes, Wish::help, Wish::greeting, Wish::thanks});

/// They say nothing by themselves and are no part of a name.
constexpr auto fillers = std::to_array<std::string_view>(
    {"saya",     "sy",     "aku", "mau",    "ingin", "dong",  "kak",   "pak",    "bu",     "bapak",    "ibu",    "min",
     "admin",    "untuk",  "utk", "yang",   "yg",    "mohon", "bisa",  "kah",    "dan",    "di",       "ke",     "pada",
     "hari",     "dengan", "dgn", "please", "i",     "want",  "would", "like",   "to",     "the",      "a",      "an",
     "for",      "is",     "am",  "can",    "me",    "you",   "nya",   "adalah", "paspor", "passport", "online", "di.",
     "sekarang", "now",    "itu", "ini",    "siap",  "baru",  "ada",   "apa",    "on",     "at",       "in",     "my"});

/// What they name comes after them.
constexpr auto labels = std::to_array<std::string_view>(
    {"nama",      "name",       "nik",   "ktp",      "no",    "nomor",     "lahir",  "tgl",   "tanggal", "ttl",
     "kelahiran", "born",       "birth", "date",     "visit", "kunjungan", "datang", "jam",   "pukul",   "lengkap",
     "jadwal",    "kedatangan", "full",  "birthday", "hour",  "time",      "of",     "tempat"});

// --- numbers that were spoken ---

std::optional<unsigned> unit(std::string_view word) {
  static constexpr auto units = std::to_array<std::string_view>(
      {"nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"});
  const auto found = std::ranges::find(units, word);
  if (found != units.end()) {
    return static_cast<unsigned>(found - units.begin());
  }
  return word == "kosong" ? std::optional<unsigned>(0) : std::nullopt;
}

/// "dua puluh lima" -> 25, "dua ribu tujuh belas" -> 2017, "delapan" -> 8; how many words it took.
struct Spoken {
  unsigned value = 0;
  std::size_t words = 0;
  bool single = false;  ///< one digit by itself
};
Spoken below_hundred(std::span<const Item> items) {
  if (items.empty()) {
    return {};
  }
  const auto& first = items[0].folded;
  if (first == "sepuluh") {
    return {10, 1};
  }
  if (first == "sebelas") {
    return {11, 1};
  }
  const auto one = unit(first);
  if (!one) {
    return {};
  }
  if (items.size() > 1 && items[1].folded == "belas") {
    return {10 + *one, 2};
  }
  if (items.size() > 1 && items[1].folded == "puluh") {
    if (items.size() > 2) {
      if (const auto rest = unit(items[2].folded)) {
        return {10 * *one + *rest, 3};
      }
    }
    return {10 * *one, 2};
  }
  return {*one, 1, true};
}
Spoken below_thousand(std::span<const Item> items) {
  Spoken hundreds;
  if (!items.empty() && items[0].folded == "seratus") {
    hundreds = {100, 1};
  } else if (items.size() > 1 && items[1].folded == "ratus" && unit(items[0].folded)) {
    hundreds = {100 * *unit(items[0].folded), 2};
  }
  const auto rest = below_hundred(items.subspan(hundreds.words));
  return hundreds.words == 0 ? rest : Spoken{hundreds.value + rest.value, hundreds.words + rest.words};
}
Spoken spoken(std::span<const Item> items) {
  Spoken thousands;
  if (!items.empty() && items[0].folded == "seribu") {
    thousands = {1000, 1};
  } else {
    const auto count = below_thousand(items);
    if (count.words > 0 && items.size() > count.words && items[count.words].folded == "ribu") {
      thousands = {1000 * count.value, count.words + 1};
    }
  }
  const auto rest = below_thousand(items.subspan(thousands.words));
  return thousands.words == 0 ? rest : Spoken{thousands.value + rest.value, thousands.words + rest.words};
}

/// Numbers in words become numbers in digits; digits one after another become one number.
Items with_digits(const Items& items) {
  Items made;
  bool last_single = false;
  for (std::size_t at = 0; at < items.size();) {
    const auto number = spoken(std::span(items).subspan(at));
    if (number.words == 0) {
      made.push_back(items[at++]);
      last_single = false;
      continue;
    }
    Item item;
    item.folded = item.shown = std::to_string(number.value);
    at += number.words;
    item.ends_field = items[at - 1].ends_field;
    if (number.single && last_single && !made.back().ends_field) {
      made.back().folded += item.folded;
      made.back().shown = made.back().folded;
      made.back().ends_field = item.ends_field;
    } else {
      made.push_back(item);
    }
    last_single = number.single;
  }
  return made;
}

// --- dates ---

unsigned month_of(std::string_view word) {
  static constexpr std::array<std::array<std::string_view, 8>, 12> months{{
      {"januari", "january", "jan"},
      {"februari", "february", "feb", "pebruari", "peb"},
      {"maret", "march", "mar", "mrt"},
      {"april", "apr"},
      {"mei", "may"},
      {"juni", "june", "jun"},
      {"juli", "july", "jul"},
      {"agustus", "august", "agu", "agt", "ags", "aug", "agust"},
      {"september", "sep", "sept"},
      {"oktober", "october", "okt", "oct"},
      {"november", "nopember", "nov", "nop"},
      {"desember", "december", "des", "dec"},
  }};
  for (unsigned m = 0; m < months.size(); ++m) {
    if (!word.empty() && is_any(word, months[m])) {
      return m + 1;
    }
  }
  return 0;
}

std::optional<unsigned> weekday_of(std::string_view word) {
  static constexpr std::array<std::array<std::string_view, 4>, 7> days{{
      {"minggu", "sunday", "ahad"},
      {"senin", "monday", "senen"},
      {"selasa", "tuesday"},
      {"rabu", "wednesday"},
      {"kamis", "thursday"},
      {"jumat", "friday", "jum'at"},
      {"sabtu", "saturday"},
  }};
  for (unsigned d = 0; d < days.size(); ++d) {
    if (!word.empty() && is_any(word, days[d])) {
      return d;
    }
  }
  return {};
}

std::optional<OfficeDay> date(unsigned y, unsigned m, unsigned d) {
  const std::chrono::year_month_day made{year{static_cast<int>(y)}, month{m}, day{d}};
  if (!made.ok() || y < 1900 || y > 2200) {
    return {};
  }
  return OfficeDay{local_days{made}};
}

struct Dates {
  Said& said;
  OfficeDay today;

  void take(OfficeDay found) {
    auto& where = found < today ? said.birth : said.visit;
    if (!where) {
      where = found;
    }
  }
  bool take(std::optional<OfficeDay> found, bool looks_like_one) {
    if (found) {
      take(*found);
      return true;
    }
    said.no_such_date = said.no_such_date || looks_like_one;
    return false;
  }
  /// A year of two digits: a visit is within two years; everybody else was born.
  std::optional<OfficeDay> short_year(unsigned yy, unsigned m, unsigned d) const {
    const auto now = date(2000 + yy, m, d);
    if (now && *now >= today) {
      return *now <= today.plus(2 * 366) ? now : date(1900 + yy, m, d);
    }
    return now ? now : date(1900 + yy, m, d);
  }
  std::optional<OfficeDay> any_year(const std::string& y, unsigned m, unsigned d) const {
    const auto value = static_cast<unsigned>(std::stoul(y));
    return y.size() == 2 ? short_year(value, m, d) : y.size() == 4 ? date(value, m, d) : std::nullopt;
  }
  /// The next day of this name, from today on.
  std::optional<OfficeDay> without_year(unsigned m, unsigned d) const {
    const auto this_year = static_cast<int>(std::chrono::year_month_day(today.date()).year());
    for (int more = 0; more < 2; ++more) {
      const auto found = date(static_cast<unsigned>(this_year + more), m, d);
      if (found && *found >= today) {
        return found;
      }
    }
    return {};
  }

  static unsigned part(std::string_view digits, std::size_t from, std::size_t size) {
    return static_cast<unsigned>(std::stoul(std::string(digits.substr(from, size))));
  }
  /// Only digits: DDMMYYYY, DDMMYY, also with the first zero left out, and YYYYMMDD.
  bool run_of_digits(const std::string& typed) {
    std::string digits = typed;
    if (digits.size() == 7) {
      digits.insert(0, "0");
    }
    if (digits.size() == 8) {
      if (const auto found = date(part(digits, 4, 4), part(digits, 2, 2), part(digits, 0, 2))) {
        return take(found, true);
      }
      return take(date(part(digits, 0, 4), part(digits, 4, 2), part(digits, 6, 2)), true);
    }
    if (digits.size() == 6) {
      return take(short_year(part(digits, 4, 2), part(digits, 2, 2), part(digits, 0, 2)), true);
    }
    return false;
  }
  /// "25-01-1987", "25/1/87", "2017-08-07", "7/8".
  bool with_separators(const std::string& word) {
    std::array<std::string, 3> parts;
    std::size_t count = 0;
    bool point = false;
    for (const char c : word) {
      if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
        parts[count] += c;
      } else if ((c == '-' || c == '/' || c == '.') && count < 2 && !parts[count].empty()) {
        point = point || c == '.';
        ++count;
      } else {
        return false;
      }
    }
    if (count == 0 || std::ranges::any_of(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(count) + 1,
                                          [](const std::string& p) { return p.empty() || p.size() > 4; })) {
      return false;
    }
    const auto value = [&](std::size_t i) { return static_cast<unsigned>(std::stoul(parts[i])); };
    if (count == 1) {
      return !point && parts[0].size() <= 2 && parts[1].size() <= 2 && take(without_year(value(1), value(0)), true);
    }
    if (parts[0].size() == 4) {
      return take(date(value(0), value(1), value(2)), true);
    }
    return parts[0].size() <= 2 && parts[1].size() <= 2 && take(any_year(parts[2], value(1), value(0)), true);
  }
};

/// "25 Januari 1987", "Januari 25 1987", "25 01 1987", "7 agustus".
void read_spelled_dates(Items& items, Dates& dates) {
  const auto small = [&](std::size_t i) {
    return i < items.size() && !items[i].taken && items[i].digits() && items[i].folded.size() <= 2;
  };
  const auto a_year = [&](std::size_t i) {
    return i < items.size() && !items[i].taken && items[i].digits() &&
           (items[i].folded.size() == 4 || items[i].folded.size() == 2);
  };
  const auto take = [&](std::size_t from, std::size_t to) {
    for (; from <= to; ++from) {
      items[from].taken = true;
    }
  };
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].taken) {
      continue;
    }
    if (const unsigned m = month_of(items[i].folded); m != 0) {
      if (i > 0 && small(i - 1)) {
        const bool has_year = !items[i].ends_field && a_year(i + 1);
        dates.take(has_year ? dates.any_year(items[i + 1].folded, m, items[i - 1].value())
                            : dates.without_year(m, items[i - 1].value()),
                   true);
        take(i - 1, has_year ? i + 1 : i);
      } else if (small(i + 1) && a_year(i + 2)) {
        dates.take(dates.any_year(items[i + 2].folded, m, items[i + 1].value()), true);
        take(i, i + 2);
      }
    } else if (small(i) && small(i + 1) && a_year(i + 2) && items[i + 2].folded.size() == 4 && !items[i].ends_field &&
               !items[i + 1].ends_field) {
      dates.take(date(items[i + 2].value(), items[i + 1].value(), items[i].value()), true);
      take(i, i + 2);
    }
  }
}

void read_relative_days(Items& items, Dates& dates, OfficeDay today) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto& item = items[i];
    if (item.taken) {
      continue;
    }
    const auto before = i > 0 ? std::string_view(items[i - 1].folded) : std::string_view();
    std::optional<OfficeDay> found;
    if (item.folded == "besok" || item.folded == "bsk" || item.folded == "tomorrow") {
      found = today.plus(1);
    } else if (item.folded == "lusa") {
      found = today.plus(2);
    } else if (item.folded == "today" || (item.folded == "ini" && before == "hari")) {
      found = today;
    } else if (const auto weekday = weekday_of(item.folded)) {
      // "Minggu depan" is next week, no day.
      const auto after = i + 1 < items.size() ? std::string_view(items[i + 1].folded) : std::string_view();
      if (item.folded == "minggu" && (after == "depan" || after == "ini")) {
        item.taken = items[i + 1].taken = true;
        continue;
      }
      const unsigned ahead = (*weekday + 7 - today.weekday().c_encoding()) % 7;
      found = today.plus(ahead == 0 ? 7 : static_cast<int>(ahead));
      if (after == "depan") {
        items[i + 1].taken = true;
      }
    }
    if (found) {
      item.taken = true;
      dates.take(*found);
    }
  }
}

// --- hours ---

/// "08.00", "8:30".
std::optional<TimeOfDay> clock_of(const std::string& word) {
  const auto point = word.find_first_of(".:");
  if (point == std::string::npos || point == 0 || point > 2 || word.size() != point + 3) {
    return {};
  }
  const auto digits = word.substr(0, point) + word.substr(point + 1);
  if (!std::ranges::all_of(digits, [](unsigned char c) { return std::isdigit(c) != 0; })) {
    return {};
  }
  const int hour = std::stoi(word.substr(0, point));
  const int minute = std::stoi(word.substr(point + 1));
  return hour < 24 && minute < 60 ? std::optional(TimeOfDay{hour * 60 + minute}) : std::nullopt;
}

void read_hours(Items& items, Said& said) {
  static constexpr auto in_the_afternoon = std::to_array<std::string_view>({"siang", "sore", "pm"});
  static constexpr auto parts_of_day =
      std::to_array<std::string_view>({"pagi", "siang", "sore", "pm", "am", "wib", "wita", "wit"});
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto& item = items[i];
    if (item.taken) {
      continue;
    }
    const auto before = i > 0 ? std::string_view(items[i - 1].folded) : std::string_view();
    const auto after = i + 1 < items.size() ? std::string_view(items[i + 1].folded) : std::string_view();
    auto found = clock_of(item.folded);
    if (!found && item.digits() && item.folded.size() <= 2 && item.value() < 24 &&
        (before == "jam" || before == "pukul" || before == "at" || is_any(after, parts_of_day))) {
      found = TimeOfDay{static_cast<int>(item.value()) * 60};
    }
    if (!found) {
      continue;
    }
    item.taken = true;
    if (is_any(after, parts_of_day)) {
      items[i + 1].taken = true;
      if (is_any(after, in_the_afternoon) && found->minutes() < 8 * 60) {
        found = TimeOfDay{found->minutes() + 12 * 60};
      }
    }
    if (!said.hour) {
      said.hour = found;
    }
  }
}

// --- NIK ---

std::string digits_of(std::string_view word) {
  std::string digits;
  for (const char c : word) {
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      digits += c;
    } else if (c != '.' && c != '-') {
      return {};
    }
  }
  return digits;
}

void read_nik(Items& items, Said& said) {
  for (std::size_t i = 0; i < items.size() && said.nik.empty(); ++i) {
    std::string all;
    for (std::size_t j = i; j < items.size() && !items[j].taken; ++j) {
      const auto digits = digits_of(items[j].folded);
      if (digits.empty()) {
        break;
      }
      // Written in groups it is 3273 0125 0187 0001 or 327301 250187 0001; two of eight digits are two dates.
      if (j > i && (digits.size() > 6 || digits_of(items[i].folded).size() > 6)) {
        break;
      }
      all += digits;
      const bool last = j + 1 == items.size() || items[j].ends_field || digits_of(items[j + 1].folded).empty();
      // A group of digits that makes just a NIK, or one word that is nearly one: a phone number has 13 at
      // most.
      if (all.size() == 16 || (last && all.size() > 13 && all.size() < 20)) {
        said.nik = all;
        for (std::size_t k = i; k <= j; ++k) {
          items[k].taken = true;
        }
        break;
      }
      if (items[j].ends_field) {
        break;
      }
    }
  }
}

// --- the whole ---

std::string without_outer_punctuation(std::string_view word) {
  const auto outer = [](char c) {
    return c == ',' || c == '.' || c == '!' || c == '?' || c == '"' || c == '(' || c == ')' || c == '*' || c == '_' ||
           c == ':' || c == '~' || c == '-' || c == '\'' || c == '+' || c == '=';
  };
  while (!word.empty() && outer(word.front())) {
    word.remove_prefix(1);
  }
  while (!word.empty() && outer(word.back())) {
    word.remove_suffix(1);
  }
  return std::string(word);
}

/// Words, with where a field ends: at '#', ';', '|' and the end of a line.
Items items_of(std::string_view text) {
  Items items;
  std::string word;
  const auto end = [&](bool field) {
    if (auto folded = text::fold(without_outer_punctuation(word)); !folded.empty()) {
      items.push_back({.shown = word, .folded = std::move(folded)});
    }
    word.clear();
    if (field && !items.empty()) {
      items.back().ends_field = true;
    }
  };
  for (const char c : text) {
    const bool field = c == '#' || c == ';' || c == '|' || c == '\n';
    if (field || c == ' ' || c == '\t' || c == '\r') {
      end(field);
    } else {
      word += c;
    }
  }
  end(true);
  return items;
}

Wish wish_of(std::string_view word) {
  const auto found = std::ranges::find(wish_words, word, &WishWord::word);
  return found == wish_words.end() ? Wish::none : found->wish;
}

std::string cleaned_lines(std::string_view text) {
  std::string all;
  std::size_t from = 0;
  while (from <= text.size()) {
    const auto end = std::min(text.find('\n', from), text.size());
    if (const auto line = text::clean(text.substr(from, end - from)); line && !line->empty()) {
      all += *line + '\n';
    }
    from = end + 1;
  }
  return all;
}

}  // namespace

Said read(std::string_view text, OfficeDay today) {
  Said said;
  const auto lines = cleaned_lines(text::cut(text, 2000));
  said.form = lines.starts_with('#');
  auto items = with_digits(items_of(lines));
  if (items.size() == 1 && items[0].digits() && items[0].folded.size() <= 2) {
    said.number = items[0].value();
    return said;
  }
  for (const auto& item : items) {
    said.digits += static_cast<std::size_t>(
        std::ranges::count_if(item.folded, [](unsigned char c) { return std::isdigit(c) != 0; }));
  }
  Dates dates{said, today};
  read_nik(items, said);
  for (auto& item : items) {
    if (!item.taken) {
      item.taken = item.digits() ? dates.run_of_digits(item.folded) : dates.with_separators(item.folded);
    }
  }
  read_spelled_dates(items, dates);
  read_relative_days(items, dates, today);
  read_hours(items, said);

  bool other_words = false;
  std::vector<Wish> wishes;
  for (const auto& item : items) {
    if (const Wish wish = item.taken ? Wish::none : wish_of(item.folded); wish != Wish::none) {
      wishes.push_back(wish);
    } else if (!item.taken && !is_any(item.folded, fillers) && !is_any(item.folded, labels)) {
      other_words = true;
    }
  }
  for (const Wish wish : wish_order) {
    if (std::ranges::find(wishes, wish) != wishes.end()) {
      said.wish = wish;
      break;
    }
  }
  const bool data = !said.nik.empty() || said.birth || said.visit || said.hour || said.no_such_date;
  said.only_wish = said.wish != Wish::none && !other_words && !data;

  // The name: the first field that has words which are nothing else, after "nama" if somebody says so.
  std::string name;
  bool labelled = false;
  for (const auto& item : items) {
    const bool label = !item.taken && (item.folded == "nama" || item.folded == "name");
    if (label && !labelled) {
      labelled = true;
      name.clear();
      continue;
    }
    const bool a_word =
        !item.taken && !item.digits() && !is_any(item.folded, labels) &&
        ((labelled && !name.empty()) || (!is_any(item.folded, fillers) && wish_of(item.folded) == Wish::none)) &&
        item.folded.find_first_of("0123456789") == std::string::npos;
    if (a_word) {
      name += (name.empty() ? "" : " ") + item.shown;
    }
    if (!name.empty() && (item.ends_field || item.shown.ends_with(',') || (!a_word && !label))) {
      break;
    }
  }
  while (!name.empty() && (name.back() == ',' || name.back() == ':' || name.back() == '?' || name.back() == '!')) {
    name.pop_back();
  }
  said.name = std::move(name);
  said.name_if_asked = said.name;
  if (!labelled && said.wish != Wish::none && !said.only_wish) {
    said.name_if_asked.clear();
    for (const auto& item : items) {
      if (!item.taken && !item.digits() && !is_any(item.folded, labels)) {
        said.name_if_asked += (said.name_if_asked.empty() ? "" : " ") + item.shown;
      }
    }
  }
  return said;
}

}  // namespace antrean::portal::chat
