// Lighting boards and pressing buttons on a line (antrean bus --light, --presses).
#include "cli/commands/line_trials.hpp"

#include <array>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "call_pad/pad_codec.hpp"
#include "cli/checks/probes.hpp"
#include "cli/exit.hpp"
#include "cli/render/table.hpp"
#include "led_board/board_codec.hpp"
#include "led_board/profile_board.hpp"
#include "serial_bus/modbus_port.hpp"

namespace antrean::cli {
namespace {

using Clock = std::chrono::steady_clock;

/// One look at a pad: how often each button was pressed since the look before.
class WatchedPad {
 public:
  explicit WatchedPad(const office::PadSettings& settings)
      : address_(settings.address), counter_(settings.plan.counter) {
    if (settings.profile && settings.profile->pad) {
      codec_.emplace(settings.address, *settings.profile->pad, settings.inputs);
      allowance_ = settings.profile->timing.allowance;
    }
  }

  unsigned address() const { return address_; }
  CounterId counter() const { return counter_; }
  const std::optional<Bilingual>& trouble() const { return trouble_; }

  /// Throws CommandError when the line was lost.
  std::array<unsigned, button_count> pressed(bus::ModbusPort& port, bus::Nanoseconds allowance) {
    std::array<unsigned, button_count> more{};
    const bus::Request request =
        codec_ ? codec_->poll() : bus::Request::read_holding(address_, WIRE_PAD_BOOT_ID, WIRE_PAD_READ_REGISTERS);
    const auto outcome = port.exchange(request, allowance_.value_or(allowance)).outcome;
    if (outcome.has_error()) {
      trouble_ = outcome.error().in_words();
      if (outcome.error().failure == bus::Failure::line_lost) {
        throw CommandError(failed, trouble_->en);
      }
      return more;
    }
    trouble_.reset();
    return codec_ ? of_module(port, *outcome, allowance) : of_own_pad(*outcome);
  }

 private:
  std::array<unsigned, button_count> of_own_pad(const bus::Registers& registers) {
    std::array<unsigned, button_count> more{};
    const bool counts_on = boot_id_ && *boot_id_ == registers[WIRE_PAD_BOOT_ID];
    boot_id_ = registers[WIRE_PAD_BOOT_ID];
    for (std::size_t button = 0; button < button_count; ++button) {
      const std::uint16_t count = registers[WIRE_PAD_COUNTERS + button];
      more[button] = counts_on ? static_cast<std::uint16_t>(count - counts_[button]) : 0;
      counts_[button] = count;
    }
    return more;
  }

  std::array<unsigned, button_count> of_module(bus::ModbusPort& port, const bus::Registers& answer,
                                               bus::Nanoseconds allowance) {
    std::array<unsigned, button_count> more{};
    const PadProfile& profile = codec_->profile();
    const bool counts = profile.kind == PadProfile::Kind::counter16 || profile.kind == PadProfile::Kind::counter32;
    if (counts) {
      const auto now = codec_->counts(answer);
      for (std::size_t button = 0; button < button_count; ++button) {
        more[button] = known_ && now[button] > counts_[button] ? now[button] - counts_[button] : 0;
        counts_[button] = now[button];
      }
    } else {
      const ButtonSet now = codec_->bits(profile.read, answer);
      for (std::size_t button = 0; button < button_count; ++button) {
        const auto bit = static_cast<ButtonSet>(1U << button);
        more[button] = known_ && (now & bit) != 0 && (down_ & bit) == 0 ? 1 : 0;
      }
      down_ = now;
      if (profile.kind == PadProfile::Kind::latch && now != 0) {
        static_cast<void>(port.exchange(codec_->clear_latches(), allowance_.value_or(allowance)));
        down_ = 0;
      }
    }
    known_ = true;
    return more;
  }

  bus::UnitAddress address_;
  CounterId counter_;
  std::optional<PadCodec> codec_;
  std::optional<bus::Nanoseconds> allowance_;
  std::optional<Bilingual> trouble_;
  std::optional<std::uint16_t> boot_id_;
  std::array<std::uint32_t, button_count> counts_{};
  ButtonSet down_ = 0;
  bool known_ = false;
};

std::string button_text(const Terminal& to, std::size_t button) {
  static constexpr std::array<std::array<const char*, 2>, button_count> names{
      {{"berikutnya", "next"}, {"panggil ulang", "recall"}, {"tidak hadir", "no-show"}, {"selesai", "done"}}};
  return to.say(names[button][0], names[button][1]);
}

struct LitBoard {
  const office::BoardSettings* settings = nullptr;
  std::unique_ptr<BoardCodec> codec;
  std::optional<bus::Nanoseconds> allowance;
  bool took = false;
  Bilingual trouble;
};

/// Throws CommandError when the line was lost.
bool write_all(bus::ModbusPort& port, LitBoard& board, const BoardCodec::Requests& requests,
               bus::Nanoseconds allowance) {
  for (const bus::Request& request : requests) {
    const auto outcome = port.exchange(request, board.allowance.value_or(allowance)).outcome;
    if (outcome.has_error()) {
      board.trouble = outcome.error().in_words();
      if (outcome.error().failure == bus::Failure::line_lost) {
        throw CommandError(failed, board.trouble.en);
      }
      return false;
    }
  }
  return true;
}

}  // namespace

bool light_boards(Invocation& asked, const office::BusSettings& line, std::chrono::seconds how_long) {
  Terminal to = asked.terminal();
  to.heading(fmt::format("{} {}: {}", to.say("Jalur", "Line"), line.line.name, where_text(line.line)));
  bus::ModbusPort port(line.line.where);
  if (const auto problem = port.reopen()) {
    say_not_opened(to, *problem);
    return false;
  }
  std::vector<LitBoard> boards;
  for (const auto& board : line.boards) {
    LitBoard lit{.settings = &board, .codec = {}, .allowance = {}, .took = false, .trouble = {}};
    if (board.profile && board.profile->board) {
      lit.codec = profile_board(board.address, *board.profile->board, board.plan.width);
      lit.allowance = board.profile->timing.allowance;
    } else {
      lit.codec = own_board(board.address, board.plan.width);
    }
    boards.push_back(std::move(lit));
  }
  to.line(
      wrapped(to.say("Setiap papan menampilkan alamatnya sendiri sekarang.", "Every board shows its own address now."),
              page_width, 0));
  bool first = true;
  for (const auto end = Clock::now() + how_long; Clock::now() < end || first; first = false) {
    for (LitBoard& board : boards) {
      const BoardPicture picture = board.codec->fitted({.text = std::to_string(board.settings->address)});
      if (first) {
        write_all(port, board, board.codec->init(), line.line.unit_allowance);
      }
      board.took = write_all(port, board, board.codec->writes(picture, false), line.line.unit_allowance) || board.took;
    }
    std::this_thread::sleep_for(std::min<Clock::duration>(std::chrono::seconds(1), end - Clock::now()));
  }
  Table table({{to.say("Alamat", "Address"), true}, {to.say("Loket", "Counters")}, {""}});
  bool well = true;
  for (LitBoard& board : boards) {
    if (board.settings->profile && board.settings->profile->board) {
      // It would keep the address for ever; our own boards turn to dashes by themselves.
      write_all(port, board, board.codec->writes(board.codec->fitted({.text = ""}), false), line.line.unit_allowance);
    }
    well = well && board.took;
    table.row({std::to_string(board.settings->address),
               fmt::format("{}", fmt::join(board.settings->plan.counters, " ")),
               board.took ? to.say("menerima alamatnya", "took its address")
                          : to.say(board.trouble.id.empty() ? board.trouble.en : board.trouble.id, board.trouble.en)});
  }
  if (!table.empty()) {
    table.print(to);
  }
  return well;
}

bool tell_presses(Invocation& asked, const office::BusSettings& line, unsigned presses) {
  constexpr std::chrono::minutes patience{1};
  Terminal to = asked.terminal();
  to.heading(fmt::format("{} {}: {}", to.say("Jalur", "Line"), line.line.name, where_text(line.line)));
  bus::ModbusPort port(line.line.where);
  if (const auto problem = port.reopen()) {
    say_not_opened(to, *problem);
    return false;
  }
  std::vector<WatchedPad> pads(line.pads.begin(), line.pads.end());
  if (pads.empty()) {
    to.line(to.say("Jalur ini tidak punya tombol di pengaturan.", "This line has no pads in the settings."));
    return true;
  }
  std::this_thread::sleep_for(until_boards_show_dashes);
  for (WatchedPad& pad : pads) {
    pad.pressed(port, line.line.unit_allowance);
    if (pad.trouble()) {
      to.line(fmt::format("{}: {}", pad.address(),
                          to.say(pad.trouble()->id.empty() ? pad.trouble()->en : pad.trouble()->id, pad.trouble()->en)),
              Style::bad);
    }
  }
  to.line(to.say("Tekan tombolnya satu per satu.", "Press the buttons one after another."));
  asked.out().flush();
  unsigned seen = 0;
  for (auto last = Clock::now(); seen < presses && Clock::now() - last < patience;) {
    for (WatchedPad& pad : pads) {
      const auto more = pad.pressed(port, line.line.unit_allowance);
      for (std::size_t button = 0; button < button_count; ++button) {
        if (more[button] > 0) {
          to.line(fmt::format("{}: {} {}, {}{}", pad.address(), to.say("loket", "counter"), pad.counter(),
                              button_text(to, button), more[button] > 1 ? fmt::format(" x {}", more[button]) : ""));
          asked.out().flush();
          seen += more[button];
          last = Clock::now();
        }
      }
    }
  }
  if (seen < presses) {
    to.line(to.say("Satu menit tidak ada yang menekan.", "Nobody pressed for a minute."));
  }
  return seen > 0;
}

}  // namespace antrean::cli
