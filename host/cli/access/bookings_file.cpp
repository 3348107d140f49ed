#include "cli/access/bookings_file.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

#define CSV_IO_NO_THREAD
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <libfccp/csv.h>

#include "cli/exit.hpp"
#include "csv/csv.hpp"

namespace antrean::cli {
namespace {

namespace json = boost::json;
using Slots = std::vector<queue::ExpectedSlot>;

/// No hour has more people; a larger number is a typing mistake.
constexpr std::uint32_t most_people = 10'000;

class Reader {
 public:
  Reader(const std::filesystem::path& file, const queue::PlanSettings& plan) : file_(file), plan_(plan) {}

  Slots read() {
    std::ifstream in(file_, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in.is_open() || in.bad()) {
      throw CommandError(failed, "bookings " + file_.string() + " cannot be read; is the name right?");
    }
    if (text.starts_with(csv_begins)) {
      text.erase(0, csv_begins.size());
    }
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first != std::string::npos && text[first] == '[') {
      read_json(text);
    } else {
      read_csv(text);
    }
    std::ranges::stable_sort(booked_, [this](const auto& a, const auto& b) {
      return std::pair(place(a.service), a.start) < std::pair(place(b.service), b.start);
    });
    return std::move(booked_);
  }

 private:
  [[noreturn]] void refuse(const std::string& where, const std::string& text) const {
    throw CommandError(failed, "bookings " + file_.string() + ", " + where + ": " + text);
  }

  std::size_t place(const std::string& service) const {
    return static_cast<std::size_t>(std::ranges::find(plan_.services, service, &queue::ServiceSettings::key) -
                                    plan_.services.begin());
  }

  void add(const std::string& where, std::string service, const std::string& start, const std::string& people) {
    if (service.empty() && plan_.services.size() == 1) {
      service = plan_.services.front().key;
    }
    if (place(service) == plan_.services.size()) {
      std::string known;
      for (const auto& one : plan_.services) {
        known += (known.empty() ? "" : ", ") + one.key;
      }
      refuse(where, "'" + service + "' is not a service; there are: " + known);
    }
    const auto hour = TimeOfDay::parse(start);
    if (!hour) {
      refuse(where, "start '" + start + "' is not a time like 08:00");
    }
    std::uint32_t count = 0;
    const auto [end, error] = std::from_chars(people.data(), people.data() + people.size(), count);
    if (error != std::errc{} || end != people.data() + people.size() || count > most_people) {
      refuse(where, "people '" + people + "' is not a number from 0 to " + std::to_string(most_people));
    }
    add_people(booked_, service, *hour, count);
  }

  void read_csv(const std::string& text) {
    using Csv = io::CSVReader<3, io::trim_chars<' ', '\t'>, io::double_quote_escape<',', '"'>>;
    std::istringstream in(text);
    try {
      Csv csv(file_.string(), in);
      csv.read_header(io::ignore_extra_column | io::ignore_missing_column, "service", "start", "people");
      if (!csv.has_column("start") || !csv.has_column("people")) {
        refuse("line 1", "a header with start and people is needed (and service, where there are several)");
      }
      std::string service, start, people;
      while (csv.read_row(service, start, people)) {
        add("line " + std::to_string(csv.get_file_line()), service, start, people);
        service.clear();
      }
    } catch (const io::error::base& error) {
      throw CommandError(failed, std::string("bookings: ") + error.what());
    }
  }

  void read_json(const std::string& text) {
    boost::system::error_code bad;
    const json::value document = json::parse(text, bad);
    if (bad || !document.is_array()) {
      refuse("as JSON", bad ? bad.message() : "an array is needed");
    }
    std::size_t row = 0;
    for (const json::value& one : document.get_array()) {
      const std::string where = "row " + std::to_string(++row);
      if (!one.is_object()) {
        refuse(where, "an object with start and people is needed");
      }
      const auto field = [&](const char* key) -> std::string {
        const json::value* value = one.get_object().if_contains(key);
        if (value == nullptr) {
          return {};
        }
        return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
      };
      add(where, field("service"), field("start"), field("people"));
    }
  }

  std::filesystem::path file_;
  const queue::PlanSettings& plan_;
  Slots booked_;
};

}  // namespace

void add_people(Slots& booked, const std::string& service, TimeOfDay start, std::uint32_t people) {
  const auto found = std::ranges::find_if(
      booked, [&](const queue::ExpectedSlot& slot) { return slot.service == service && slot.start == start; });
  if (found != booked.end()) {
    found->people += people;
  } else {
    booked.push_back({.service = service, .start = start, .people = people});
  }
}

Slots read_bookings(const std::filesystem::path& file, const queue::PlanSettings& plan) {
  return Reader(file, plan).read();
}

}  // namespace antrean::cli
