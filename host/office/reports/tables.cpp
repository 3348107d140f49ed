#include "reports/tables.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <sstream>

#include <fmt/format.h>

#include "csv/csv.hpp"
#include "values/calendar_text.hpp"

namespace antrean::reports {
namespace {

using Value = std::optional<std::uint64_t>;

/// Both languages of a text, one of which is wanted.
class Words {
 public:
  explicit Words(Language language) : language_(language) {}
  std::string operator()(const char* id, const char* en) const { return language_ == Language::en ? en : id; }

 private:
  Language language_;
};

std::uint64_t answers(const Figures& f) {
  return std::accumulate(f.feedback.begin(), f.feedback.end(), std::uint64_t{});
}

template <Feedback which>
Value answered(const Figures& f) {
  return f.feedback[static_cast<std::size_t>(which)];
}

Value share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? std::nullopt : Value((part * 100 + whole / 2) / whole);
}

/// A column and what it shows of a row.
struct Figure {
  Column column;
  Value (*of)(const Figures&);
};

ReportTable table(std::string_view id, std::string title, std::string first, const std::vector<Figure>& figures,
                  const std::vector<Row>& rows, const auto& label_of, bool stacked = false) {
  ReportTable made{.id = id,
                   .title = std::move(title),
                   .first_column = std::move(first),
                   .columns = {},
                   .rows = {},
                   .stacked = stacked};
  for (const Figure& figure : figures) {
    made.columns.push_back(figure.column);
  }
  for (const Row& row : rows) {
    TableRow shown{.key = row.key, .label = label_of(row.key), .values = {}};
    bool any = false;
    for (const Figure& figure : figures) {
      shown.values.push_back(figure.of(row.figures));
      any = any || (shown.values.back() && *shown.values.back() != 0);
    }
    if (any) {
      made.rows.push_back(std::move(shown));
    }
  }
  return made;
}

std::optional<OfficeDay> day_of(const std::string& key) {
  return OfficeDay::parse(key.size() == 7 ? key + "-01" : key);
}

/// "07.00–08.00", "Sen 23", "November".
std::string time_label(const std::string& key, Language language) {
  if (key.size() == 2) {
    int hour = 0;
    std::from_chars(key.data(), key.data() + key.size(), hour);
    return hours_text(language, {TimeOfDay{hour * 60}, TimeOfDay{hour * 60 + 60}});
  }
  const auto day = day_of(key);
  if (!day) {
    return key;
  }
  const std::chrono::year_month_day date{day->date()};
  if (key.size() == 7) {
    return std::string(month_name(language, static_cast<unsigned>(date.month())));
  }
  return fmt::format("{} {}", weekday_short(language, day->weekday().c_encoding()), static_cast<unsigned>(date.day()));
}

const std::string& name_in(const auto& one, Language language) {
  return language == Language::en ? one.name_en : one.name_id;
}

class Labels {
 public:
  Labels(const queue::PlanSettings& plan, Language language) : plan_(plan), language_(language) {}

  std::string service(const std::string& key) const {
    const auto found = std::ranges::find(plan_.services, key, &queue::ServiceSettings::key);
    return found == plan_.services.end() ? key : name_in(*found, language_);
  }
  std::string klass(const std::string& key) const {
    const auto found = std::ranges::find(plan_.classes, key, &queue::ClassSettings::key);
    return found == plan_.classes.end() ? key : name_in(*found, language_);
  }
  std::string counter(const std::string& key) const {
    for (const auto& counter : plan_.counters) {
      if (std::to_string(counter.id) == key) {
        return counter.name;
      }
    }
    return Words(language_)("Loket ", "Counter ") + key;
  }
  std::string officer(const std::string& key) const {
    const auto found = std::ranges::find(plan_.officers, key, &queue::OfficerSettings::key);
    return found == plan_.officers.end() || found->name.empty() ? key : found->name;
  }

 private:
  const queue::PlanSettings& plan_;
  Language language_;
};

Value seconds(std::optional<std::uint32_t> value) { return value ? Value(*value) : std::nullopt; }

}  // namespace

std::vector<ReportTable> tables_of(const View& view, const queue::PlanSettings& plan, Language language) {
  const Words words(language);
  const Labels labels(plan, language);
  const auto when = [&](const std::string& key) { return time_label(key, language); };
  const std::string time_title = view.period == Period::day    ? words("Jam", "Hour")
                                 : view.period == Period::year ? words("Bulan", "Month")
                                                               : words("Hari", "Day");

  const auto count = [](std::string title, Value (*of)(const Figures&), bool drawn = false) {
    return Figure{{.title = std::move(title), .unit = Unit::count, .drawn = drawn}, of};
  };
  const auto time = [](std::string title, Value (*of)(const Figures&), bool drawn = false) {
    return Figure{{.title = std::move(title), .unit = Unit::seconds, .drawn = drawn}, of};
  };
  const auto wait50 = [&](bool drawn = false) {
    return time(
        words("Tunggu: separuh", "Wait: half"), [](const Figures& f) { return seconds(f.waits.quantile(50)); }, drawn);
  };
  const auto wait90 = [&](bool drawn = false) {
    return time(
        words("Tunggu: 90 %", "Wait: 90 %"), [](const Figures& f) { return seconds(f.waits.quantile(90)); }, drawn);
  };
  const auto service50 = [&](bool drawn = false) {
    return time(
        words("Layanan: separuh", "Service: half"), [](const Figures& f) { return seconds(f.services.quantile(50)); },
        drawn);
  };
  const auto service90 = [&](bool drawn = false) {
    return time(
        words("Layanan: 90 %", "Service: 90 %"), [](const Figures& f) { return seconds(f.services.quantile(90)); },
        drawn);
  };
  const Figure with_booking = count(
      words("Dengan pesanan", "Booked"), [](const Figures& f) { return Value(f.arrivals - f.walk_ins); }, true);
  const Figure walk_ins = count(
      words("Tanpa pesanan", "Walk-in"), [](const Figures& f) { return Value(f.walk_ins); }, true);
  const Figure people = count(words("Orang", "People"), [](const Figures& f) { return Value(f.people); });
  const Figure served = count(words("Dilayani", "Served"), [](const Figures& f) { return Value(f.served); });
  const Figure no_shows = count(words("Tidak datang", "No-show"), [](const Figures& f) { return Value(f.no_shows); });
  const Figure cancelled = count(words("Dibatalkan", "Cancelled"), [](const Figures& f) { return Value(f.cancelled); });
  const Figure unserved =
      count(words("Belum dilayani", "Not served"), [](const Figures& f) { return Value(f.unserved); });
  const Figure calls = count(words("Panggilan", "Calls"), [](const Figures& f) { return Value(f.waits.count()); });
  const Figure recalls = count(words("Ulang", "Recalls"), [](const Figures& f) { return Value(f.recalls); });
  const Figure services = count(
      words("Layanan selesai", "Services"), [](const Figures& f) { return Value(f.services.count()); }, true);
  const Figure mean_wait =
      time(words("Tunggu: rata-rata", "Wait: mean"), [](const Figures& f) { return seconds(f.waits.mean()); });
  const Figure mean_service =
      time(words("Layanan: rata-rata", "Service: mean"), [](const Figures& f) { return seconds(f.services.mean()); });

  const Figure feedback = count(words("Jawaban", "Answers"), [](const Figures& f) { return Value(answers(f)); });
  const Figure satisfied{
      {.title = words("Baik atau sangat baik", "Good or very good"), .unit = Unit::percent, .drawn = false},
      [](const Figures& f) { return share(f.feedback[0] + f.feedback[1], answers(f)); }};

  std::vector<ReportTable> all;
  all.push_back(table("arrivals", words("Kedatangan", "Arrivals"), time_title,
                      {with_booking, walk_ins, people, served, no_shows, cancelled, unserved}, view.time, when, true));
  all.push_back(table("waits", words("Waktu tunggu", "Waiting times"), time_title,
                      {calls, wait50(true), wait90(true), mean_wait}, view.time, when));
  Figure services_plain = services;
  services_plain.column.drawn = false;
  all.push_back(table("services", words("Waktu layanan", "Service times"), time_title,
                      {services_plain, service50(true), service90(true), mean_service}, view.time, when));
  ReportTable booked{.id = "booked",
                     .title = words("Dipesan dan datang", "Booked and arrived"),
                     .first_column = view.period == Period::day ? words("Jam pesanan", "Booked hour") : time_title,
                     .columns = {{words("Dipesan (orang)", "Booked (people)"), Unit::count, true},
                                 {words("Datang", "Arrived"), Unit::count, true},
                                 {words("Datang, bagian", "Arrived, share"), Unit::percent, false},
                                 {words("Di luar daftar", "Not in the list"), Unit::count, false}},
                     .rows = {}};
  for (const BookedRow& row : view.booked) {
    const auto& [known, arrived, unlisted] = row.people;
    booked.rows.push_back({.key = row.key,
                           .label = when(row.key),
                           .values = {known == 0 ? std::nullopt : Value(known), arrived,
                                      known == 0 ? std::nullopt : share(arrived, known), unlisted}});
  }
  all.push_back(std::move(booked));
  auto answers_table =
      table("answers", words("Kata orang tentang layanan", "What people say of the service"), time_title,
            {count(words("Sangat baik", "Very good"), answered<Feedback::very_good>, true),
             count(words("Baik", "Good"), answered<Feedback::good>, true),
             count(words("Kurang", "Poor"), answered<Feedback::poor>, true),
             count(words("Buruk", "Bad"), answered<Feedback::bad>, true), feedback, satisfied},
            view.time, when, true);
  answers_table.graded = true;
  all.push_back(std::move(answers_table));
  if (view.period != Period::day) {
    all.push_back(
        table("hours", words("Menurut jam", "By hour"), words("Jam", "Hour"),
              {with_booking, walk_ins, no_shows, wait50(), wait90(), service50(), service90(), feedback, satisfied},
              view.hours, when, true));
  }
  all.push_back(
      table("counters", words("Menurut loket", "By counter"), words("Loket", "Counter"),
            {services, calls, recalls, no_shows, service50(), service90(), wait50(), wait90(), feedback, satisfied},
            view.counters, [&](const std::string& key) { return labels.counter(key); }));
  all.push_back(table("officers", words("Menurut petugas", "By officer"), words("Petugas", "Officer"),
                      {services, calls, recalls, no_shows, service50(), service90(), feedback, satisfied},
                      view.officers, [&](const std::string& key) { return labels.officer(key); }));
  all.push_back(table(
      "by_service", words("Menurut layanan", "By service"), words("Layanan", "Service"),
      {with_booking, walk_ins, served, no_shows, unserved, wait50(), wait90(), service50(), service90(), feedback,
       satisfied},
      view.services, [&](const std::string& key) { return labels.service(key); }, true));
  all.push_back(table(
      "classes", words("Menurut golongan", "By class"), words("Golongan", "Class"),
      {with_booking, walk_ins, served, no_shows, unserved, wait50(), wait90(), feedback, satisfied}, view.classes,
      [&](const std::string& key) { return labels.klass(key); }, true));
  return all;
}

std::vector<Headline> headlines_of(const View& view, Language language) {
  const Words words(language);
  const Figures& all = view.all;
  const auto counted = [&](std::uint64_t value) { return shown(value, Unit::count, language); };
  const auto timed = [&](std::optional<std::uint32_t> value) { return shown(seconds(value), Unit::seconds, language); };
  const std::uint64_t over = all.served + all.no_shows + all.cancelled + all.unserved;
  std::vector<Headline> told;
  told.push_back({words("Kedatangan", "Arrivals"), counted(all.arrivals),
                  fmt::format("{} {}", counted(all.walk_ins), words("tanpa pesanan", "walk-in"))});
  told.push_back({words("Dilayani", "Served"), counted(all.served),
                  all.unserved == 0
                      ? std::string()
                      : fmt::format("{} {}", counted(all.unserved), words("belum dilayani", "not served"))});
  told.push_back({words("Tidak datang saat dipanggil", "No-shows"), counted(all.no_shows),
                  shown(share(all.no_shows, over), Unit::percent, language)});
  told.push_back({words("Tunggu, separuh orang paling lama", "Wait, half waited at most"),
                  timed(all.waits.quantile(50)), fmt::format("90 %: {}", timed(all.waits.quantile(90)))});
  told.push_back({words("Layanan, separuh paling lama", "Service, half took at most"), timed(all.services.quantile(50)),
                  fmt::format("90 %: {}", timed(all.services.quantile(90)))});
  if (const std::uint64_t said = answers(all); said > 0) {
    told.push_back({words("Baik atau sangat baik", "Good or very good"),
                    shown(share(all.feedback[0] + all.feedback[1], said), Unit::percent, language),
                    fmt::format("{} {}", counted(said), words("jawaban", "answers"))});
  }
  return told;
}

std::string title_of(const View& view, Language language) {
  const std::chrono::year_month_day first{view.span.first.date()}, last{view.span.last.date()};
  switch (view.period) {
    case Period::day:
      return long_date_text(language, view.span.first);
    case Period::week:
      return first.month() == last.month()
                 ? fmt::format("{}–{}", static_cast<unsigned>(first.day()), date_text(language, view.span.last))
                 : fmt::format("{} – {}", date_text(language, view.span.first), date_text(language, view.span.last));
    case Period::month:
      return month_text(language, view.span.first);
    case Period::year:
      break;
  }
  return std::to_string(static_cast<int>(first.year()));
}

std::string shown(std::optional<std::uint64_t> value, Unit unit, Language language) {
  if (!value) {
    return "–";
  }
  switch (unit) {
    case Unit::seconds:
      return fmt::format("{}:{:02}", *value / 60, *value % 60);
    case Unit::percent:
      return fmt::format("{} %", *value);
    case Unit::count:
      break;
  }
  std::string digits = std::to_string(*value);
  for (std::size_t at = digits.size(); at > 3; at -= 3) {
    digits.insert(at - 3, 1, language == Language::en ? ',' : '.');
  }
  return digits;
}

std::string csv_of(const ReportTable& table) {
  std::ostringstream out;
  out << csv_begins;
  CsvWriter csv(out);
  csv.text("key").text(table.first_column);
  for (const Column& column : table.columns) {
    csv.text(column.unit == Unit::seconds ? column.title + " (s)" : column.title);
  }
  csv.end_row();
  for (const TableRow& row : table.rows) {
    csv.text(row.key).text(row.label);
    for (const auto& value : row.values) {
      value ? csv.number(*value) : csv.blank();
    }
    csv.end_row();
  }
  return out.str();
}

}  // namespace antrean::reports
