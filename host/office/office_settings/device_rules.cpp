// Checks the devices against the plan and against each other.
#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "office_settings/office_settings.hpp"
#include "outputs/board_pictures.hpp"
#include "queue/number.hpp"
#include "speaker/call_out.hpp"
#include "speaker/phrase.hpp"

namespace antrean::office {
namespace {

using queue::PlanProblem;

// The voice has words for every number of a series and for every counter, so no settings need to be refused.
static_assert(queue::largest_number <= largest_cardinal && largest_counter <= largest_cardinal);

bool has_counter(const queue::PlanSettings& plan, CounterId id) {
  return std::any_of(plan.counters.begin(), plan.counters.end(),
                     [id](const auto& counter) { return counter.id == id; });
}

/// The longest number that can be called; nothing while no series is valid.
std::optional<std::string> longest_number(const queue::PlanSettings& plan) {
  std::optional<std::string> longest;
  for (const queue::SeriesSettings& series : plan.series) {
    if (series.letters.empty()) {
      continue;
    }
    std::string text = queue::QueueNumber{series.letters.front(), series.last}.text();
    if (!longest || text.size() > longest->size()) {
      longest = std::move(text);
    }
  }
  return longest;
}

/// Two names of one port give the same result.
std::string port_of(const std::string& path) {
  std::error_code error;
  const auto real = std::filesystem::canonical(path, error);
  return error ? std::filesystem::path(path).lexically_normal().string() : real.string();
}

/// "the port /dev/ttyUSB0" or "the gateway 192.168.1.20:502", and the key of that setting.
std::pair<std::string, std::string> end_of(const bus::BusSettings& line) {
  if (const auto* gateway = std::get_if<bus::TcpGateway>(&line.where)) {
    return {"tcp", fmt::format("the gateway {}:{}", gateway->host, gateway->port)};
  }
  return {"port", "the port " + port_of(std::get<bus::SerialPort>(line.where).path)};
}

std::string end_of(const PrinterSettings& printer) {
  const auto* network = std::get_if<NetworkPrinter>(&printer.where);
  return network == nullptr ? std::string() : fmt::format("the gateway {}:{}", network->host, network->port);
}

/// Everything that may be called: the letters of all series, with their digits.
std::string letters_of(const queue::PlanSettings& plan) {
  std::string letters;
  for (const queue::SeriesSettings& series : plan.series) {
    letters += series.letters;
  }
  return letters;
}

/// An RS-485 line carries 32 unit loads, and its polarisation takes 4 of them.
constexpr double most_unit_loads = 28;
constexpr double load_of_ours = 1;  // also of the adapter

double load_of(const std::optional<DeviceProfile>& profile) { return profile ? profile->unit_load : load_of_ours; }

class Rules {
 public:
  explicit Rules(const OfficeSettings& settings) : settings_(settings), longest_(longest_number(settings.plan)) {}

  std::vector<PlanProblem> look() {
    for (std::size_t i = 0; i < settings_.groups.size(); ++i) {
      for (const CounterId id : settings_.groups[i].counters) {
        known(fmt::format("groups[{}].counters", i), id);
      }
    }
    for (std::size_t i = 0; i < settings_.buses.size(); ++i) {
      const std::string where = fmt::format("buses[{}]", i);
      lines(where, i);
      const BusSettings& bus = settings_.buses[i];
      for (std::size_t j = 0; j < bus.boards.size(); ++j) {
        board(fmt::format("{}.boards[{}]", where, j), bus.boards[j]);
      }
      for (std::size_t j = 0; j < bus.pads.size(); ++j) {
        known(fmt::format("{}.pads[{}].counter", where, j), bus.pads[j].plan.counter);
      }
      if (settings_.scanner && end_of(bus.line).second == "the port " + port_of(settings_.scanner->device)) {
        say("scanner.device", "is the port of the bus '" + bus.line.name + "' already; each needs its own");
      }
      if (settings_.printer && end_of(bus.line).second == end_of(*settings_.printer)) {
        say("printer.tcp", "is the gateway of the bus '" + bus.line.name + "' already; each needs its own");
      }
    }
    return std::move(problems_);
  }

 private:
  void say(std::string where, std::string text) { problems_.push_back({std::move(where), std::move(text)}); }

  void lines(const std::string& where, std::size_t index) {
    const bus::BusSettings& line = settings_.buses[index].line;
    const auto [key, end] = end_of(line);
    for (std::size_t i = 0; i < index; ++i) {
      const bus::BusSettings& earlier = settings_.buses[i].line;
      if (earlier.name == line.name) {
        say(where + ".name", "'" + line.name + "' is the name of another bus already");
      }
      if (end_of(earlier).second == end) {
        say(where + "." + key, end + " is the bus '" + earlier.name + "' already; every bus needs its own");
      }
    }
  }

  void known(const std::string& where, CounterId id) {
    if (!has_counter(settings_.plan, id)) {
      say(where, fmt::format("there is no [[counter]] with id {}", id));
    }
  }

  void board(const std::string& where, const BoardSettings& board) {
    for (const std::string& key : board.plan.services) {
      const auto& services = settings_.plan.services;
      if (std::none_of(services.begin(), services.end(), [&](const auto& one) { return one.key == key; })) {
        say(where + ".services", fmt::format("there is no [[service]] with key '{}'", key));
      }
    }
    for (const CounterId id : board.plan.counters) {
      if (!in_group(board, id)) {  // else it is a problem of its group
        known(where + ".counters", id);
      }
    }
    arrows(where, board);
    if (board.profile && board.profile->board) {
      if (const auto missing =
              cannot_show(*board.profile->board, letters_of(settings_.plan) + "0123456789-" +
                                                     (board.plan.idle == outputs::BoardIdle::dot ? "." : ""))) {
        say(where + ".profile", fmt::format("{} cannot show '{}', which it may have to; it shows{}",
                                            board.profile->name, *missing, board.profile->board->characters));
      }
    }
    if (!longest_ || board.plan.shows != outputs::BoardShows::call) {
      return;
    }
    std::string words;
    for (const CounterId id : board.plan.counters) {
      std::string with = outputs::words_on(board.plan, *longest_, id);
      if (with.size() > words.size()) {
        words = std::move(with);
      }
    }
    if (words.size() > board.plan.width) {
      say(where + ".width", fmt::format("board {} shows {} characters, {} needs {}", board.address, board.plan.width,
                                        words, words.size()));
    }
  }

  bool in_group(const BoardSettings& board, CounterId id) const {
    return std::ranges::any_of(settings_.groups, [&](const CounterGroup& group) {
      return std::ranges::find(board.groups, group.name) != board.groups.end() &&
             std::ranges::find(group.counters, id) != group.counters.end();
    });
  }

  void arrows(const std::string& where, const BoardSettings& board) {
    if (board.plan.left.empty() && board.plan.right.empty()) {
      return;
    }
    if (!board.profile || !board.profile->board) {
      say(where + ".arrow",
          fmt::format("board {} has seven segments a character, on which nobody recognises an arrow; leave it out, or "
                      "use a board of dots or sixteen segments, whose profile has < and > in its characters",
                      board.address));
    } else if (!shows_arrows(*board.profile->board)) {
      say(where + ".arrow",
          fmt::format(
              "{} has no arrow; it shows{}. Leave the arrow out, or use a board whose profile has < and > in its "
              "characters",
              board.profile->name, board.profile->board->characters));
    }
  }

  const OfficeSettings& settings_;
  std::optional<std::string> longest_;
  std::vector<PlanProblem> problems_;
};

}  // namespace

std::vector<PlanProblem> device_problems(const OfficeSettings& settings) { return Rules(settings).look(); }

std::vector<std::string> device_warnings(const OfficeSettings& settings) {
  std::vector<std::string> warnings;
  std::map<std::string, std::vector<std::string>> not_verified;
  for (const BusSettings& bus : settings.buses) {
    double load = load_of_ours;
    const auto count = [&](const std::optional<DeviceProfile>& profile) {
      load += load_of(profile);
      if (profile) {
        not_verified[profile->name] = profile->not_verified;
      }
    };
    for (const BoardSettings& board : bus.boards) {
      count(board.profile);
    }
    for (const PadSettings& pad : bus.pads) {
      count(pad.profile);
    }
    if (load > most_unit_loads && std::holds_alternative<bus::SerialPort>(bus.line.where)) {
      warnings.push_back(
          fmt::format("the bus '{}' has {:g} unit loads with its adapter, and a line carries {:g} (32 "
                      "without polarisation); use a second bus, or units with a smaller load",
                      bus.line.name, load, most_unit_loads));
    }
  }
  for (const auto& [name, sentences] : not_verified) {
    for (const std::string& sentence : sentences) {
      warnings.push_back(fmt::format("{}: not verified: {}", name, sentence));
    }
  }
  return warnings;
}

std::string missing_clips(const OfficeSettings& settings) {
  if (!settings.voice) {
    return {};
  }
  const SpeakerSettings& voice = *settings.voice;
  std::vector<SpokenSeries> series;
  for (const auto& one : settings.plan.series) {
    series.push_back({.letters = one.letters, .first = one.first, .last = one.last});
  }
  std::vector<CounterId> counters;
  for (const auto& counter : settings.plan.counters) {
    counters.push_back(counter.id);
  }
  constexpr std::size_t most_named = 5;
  std::vector<std::string> named;
  std::size_t more = 0;
  for (const std::string& clip : clips_needed(voice, series, counters)) {
    const auto file = clip_file(voice.clips, voice.own_clips, clip);
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) {
      continue;
    }
    if (named.size() < most_named) {
      named.push_back(file.string());
    } else {
      ++more;
    }
  }
  if (named.empty()) {
    return {};
  }
  return fmt::format(
      "the voice has no clip {}{}; calls that need one are not spoken. Install antrean-data, or look at "
      "clips and own_clips of [voice]",
      fmt::join(named, ", "), more == 0 ? "" : fmt::format(" and {} more", more));
}

std::vector<std::string> needs_restart(const OfficeSettings& running, const OfficeSettings& next) {
  std::vector<std::string> parts;
  const auto compare = [&parts](bool same, const char* part) {
    if (!same) {
      parts.emplace_back(part);
    }
  };
  compare(running.plan.office == next.plan.office, "[office] code");
  compare(running.plan.zone == next.plan.zone, "[office] zone");
  compare(running.journal == next.journal, "[office] journal");
  compare(running.maintenance == next.maintenance, "[journal]");
  compare(running.groups == next.groups, "[[group]]");
  compare(running.buses == next.buses, "[[bus]]");
  compare(running.scanner == next.scanner, "[scanner]");
  compare(running.voice == next.voice, "[voice]");
  compare(running.printer == next.printer, "[printer]");
  compare(running.portal == next.portal, "[portal]");
  compare(running.sla == next.sla, "[[sla]]");
  compare(running.webhook == next.webhook, "[webhook]");
  compare(running.mail == next.mail, "[mail]");
  compare(running.web == next.web, "[web]");
  compare(running.staff == next.staff && running.sign_in == next.sign_in && running.accounts == next.accounts,
          "[staff]");
  compare(running.technician_socket == next.technician_socket, "[technician]");
  return parts;
}

}  // namespace antrean::office
