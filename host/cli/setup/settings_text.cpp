#include "cli/setup/settings_text.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "device_profiles/bus_scan.hpp"

namespace antrean::cli {
namespace {

/// A table of the file with the comment before it: "# ...\n[[bus]]\nname = ...\n".
struct Part {
  std::string header;  ///< "[[bus]]"; "" before the first table
  std::string text;
};

bool begins(std::string_view line, char first) { return !line.empty() && line.front() == first; }

/// A comment belongs to the table that follows, if no empty line is between them; else it is a part of its
/// own.
std::vector<Part> parts_of(std::string_view text) {
  std::vector<Part> parts(1);
  std::string pending;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    if (begins(line, '[')) {
      parts.push_back({std::string(line.substr(0, line.rfind(']') + 1)), pending + std::string(line)});
      pending.clear();
    } else if (begins(line, '#')) {
      pending += line;
    } else if (line == "\n" && !pending.empty()) {
      parts.push_back({"", pending + "\n"});
      pending.clear();
    } else {
      parts.back().text += pending + std::string(line);
      pending.clear();
    }
  }
  parts.back().text += pending;
  return parts;
}

std::string in_quotes(std::string_view text) {
  std::string all = "\"";
  for (const char c : text) {
    all += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return all + '"';
}

/// Gives `key` of this part another value; a comment behind it stays.
void set(Part& part, std::string_view key, std::string_view value) {
  const std::string begin = fmt::format("\n{} = ", key);
  const auto at = part.text.find(begin);
  if (at == std::string::npos) {
    throw std::logic_error(fmt::format("config/office.toml: {} has no {}", part.header, key));
  }
  const auto from = at + begin.size();
  const auto line_end = part.text.find('\n', from);
  const auto comment = part.text.find("  #", from);
  auto to = std::min(comment, line_end);
  while (part.text[to - 1] == ' ') {
    --to;
  }
  part.text.replace(from, to - from, value);
}

Part& part_called(std::vector<Part>& parts, std::string_view header) {
  const auto found = std::ranges::find(parts, header, &Part::header);
  if (found == parts.end()) {
    throw std::logic_error(fmt::format("config/office.toml has no {}", header));
  }
  return *found;
}

/// Puts `text` in the place of the first part that `is_one`, takes the others away, and keeps the comment
/// before the first.
template <class IsOne>
void replace_all(std::vector<Part>& parts, const IsOne& is_one, const std::string& text) {
  bool first = true;
  std::vector<Part> kept;
  for (Part& part : parts) {
    if (!is_one(part.header)) {
      kept.push_back(std::move(part));
    } else if (first) {
      first = false;
      kept.push_back({"", part.text.substr(0, part.text.find(part.header)) + text + "\n"});
    }
  }
  if (first) {
    throw std::logic_error("config/office.toml: a table that setup replaces is not there");
  }
  parts = std::move(kept);
}

std::string counters_text(const SetupAnswers& answers) {
  std::string text;
  const bool one_for_all = answers.counters.size() == 1;
  for (const CounterId counter : answers.counters) {
    const bool collects = std::ranges::find(answers.collection, counter) != answers.collection.end();
    const char* serves = one_for_all && collects ? "\"paspor/layanan\", \"ambil/loket\""
                         : collects              ? "\"ambil/loket\""
                                                 : "\"paspor/layanan\"";
    text += fmt::format("[[counter]]\nid = {}\nserves = [{}]\n", counter, serves);
  }
  return text;
}

std::string unit_text(const SetupUnit& unit) {
  std::string text = settings_lines(unit.profile, unit.address);
  const bool is_board = unit.profile.kind == DeviceProfile::Kind::board;
  const std::string_view placeholder = is_board ? "counters = [1]" : "counter = 1";
  const auto at = text.find(placeholder);
  text.replace(at, placeholder.size(),
               is_board ? fmt::format("counters = [{}]", fmt::join(unit.counters, ", "))
                        : fmt::format("counter = {}", unit.counters.front()));
  if (is_board && unit.width != SetupUnit{}.width) {
    text += fmt::format("width = {}\n", unit.width);
  }
  return text;
}

std::string line_text(const SetupLine& line) {
  const auto parity = line.port.rate.parity;
  std::string text = fmt::format("[[bus]]\nname = {}\nport = {}\nbaud = {}\nparity = \"{}\"\n", in_quotes(line.name),
                                 in_quotes(line.port.path), line.port.rate.baud,
                                 parity == bus::Parity::none   ? "none"
                                 : parity == bus::Parity::even ? "even"
                                                               : "odd");
  for (const SetupUnit& unit : line.units) {
    if (!unit.counters.empty()) {
      text += unit_text(unit);
    }
  }
  return text;
}

/// The kind follows from where the device is.
void write_scanner(Part& part, const std::string& device) {
  set(part, "device", in_quotes(device));
  const auto in = [&](const char* folder) { return device.starts_with(folder); };
  const char* const kind = in("/dev/input/")                          ? "keyboard"
                           : in("/dev/v4l/") || in("/dev/video")      ? "camera"
                           : in("/dev/antrean/") || in("/dev/hidraw") ? "hid-pos"
                                                                      : nullptr;
  if (kind == nullptr) {
    return;
  }
  const auto baud = part.text.find("\nbaud = ");
  if (baud != std::string::npos) {
    part.text.erase(baud, part.text.find('\n', baud + 1) - baud);
  }
  const auto header = part.text.find("[scanner]\n");
  part.text.insert(header + std::string_view("[scanner]\n").size(), fmt::format("kind = \"{}\"\n", kind));
}

std::string printer_text(const std::string& where) {
  return fmt::format(
      "\n# Tickets at the entrance; config/office-large.toml has what else can be set.\n[printer]\n{} = {}\n",
      where.starts_with('/') ? "device" : "tcp", in_quotes(where));
}

bool is_of_bus(std::string_view header) { return header.starts_with("[[bus"); }
bool is_of_counters(std::string_view header) { return header.starts_with("[[counter"); }

}  // namespace

std::string settings_text(std::string_view shipped, const SetupAnswers& answers) {
  std::vector<Part> parts = parts_of(shipped);
  Part& office = part_called(parts, "[office]");
  set(office, "code", in_quotes(answers.code));
  set(office, "name", in_quotes(answers.name));
  set(office, "zone", in_quotes(zone_name(answers.zone)));
  set(part_called(parts, "[voice]"), "languages", answers.english_too ? "[\"id\", \"en\"]" : "[\"id\"]");
  set(part_called(parts, "[portal]"), "url", in_quotes(answers.portal));
  if (!answers.scanner.empty()) {
    write_scanner(part_called(parts, "[scanner]"), answers.scanner);
  } else {
    std::erase_if(parts, [](const Part& part) { return part.header == "[scanner]"; });
  }
  if (!answers.printer.empty()) {
    parts.push_back({"[printer]", printer_text(answers.printer)});
  }
  replace_all(parts, is_of_counters, counters_text(answers));
  std::string lines;
  for (const SetupLine& line : answers.lines) {
    lines += (lines.empty() ? "" : "\n") + line_text(line);
  }
  replace_all(parts, is_of_bus, lines);
  // This office is no other office.
  Part& others = part_called(parts, "[other_office]");
  const auto own = others.text.find(fmt::format("\n{} = {{", answers.code));
  if (own != std::string::npos) {
    others.text.erase(own, others.text.find('\n', own + 1) - own);
  }
  std::string all;
  for (const Part& part : parts) {
    all += part.text;
  }
  return all;
}

void place_by_order(std::vector<SetupLine>& lines, const std::vector<CounterId>& counters) {
  std::size_t pads = 0;
  std::size_t boards = 0;
  constexpr std::uint8_t widest_of_one_counter = 4;
  for (SetupLine& line : lines) {
    std::ranges::sort(line.units, {}, &SetupUnit::address);
    for (SetupUnit& unit : line.units) {
      const bool is_board = unit.profile.kind == DeviceProfile::Kind::board;
      if (is_board && unit.width > widest_of_one_counter) {
        unit.counters = counters;
        continue;
      }
      std::size_t& next = is_board ? boards : pads;
      unit.counters.clear();
      if (next < counters.size()) {
        unit.counters.push_back(counters[next++]);
      }
    }
  }
}

}  // namespace antrean::cli
