#include "ticket_printer/escpos.hpp"

#include <algorithm>
#include <initializer_list>

namespace antrean::escpos {
namespace {

constexpr std::uint8_t esc = 0x1B, gs = 0x1D, dle = 0x10, eot = 0x04;

std::string bytes(std::initializer_list<std::uint8_t> all) { return {all.begin(), all.end()}; }

bool has(std::uint8_t byte, unsigned bit) { return ((byte >> bit) & 1u) != 0; }

}  // namespace

std::string initialize() { return bytes({esc, '@'}); }

std::string raster(const DotPicture& picture, unsigned first, unsigned count) {
  const unsigned width = picture.row_bytes();
  std::string command =
      bytes({gs, 'v', '0', 0, static_cast<std::uint8_t>(width & 0xFFu), static_cast<std::uint8_t>(width >> 8),
             static_cast<std::uint8_t>(count & 0xFFu), static_cast<std::uint8_t>(count >> 8)});
  const auto from = picture.rows.begin() + static_cast<std::ptrdiff_t>(std::size_t{first} * width);
  command.append(from, from + static_cast<std::ptrdiff_t>(std::size_t{count} * width));
  return command;
}

std::string feed(std::uint8_t dots) { return bytes({esc, 'J', dots}); }

std::string cut() { return bytes({gs, 'V', 66, 0}); }

std::string padding(std::size_t bytes) { return std::string(bytes, '\0'); }

std::string ask(Question question) { return bytes({dle, eot, static_cast<std::uint8_t>(question)}); }

// Bits 1 and 4 are one, bits 0 and 7 are zero in each answer to DLE EOT.
bool is_answer(std::uint8_t byte) { return (byte & 0x93u) == 0x12u; }

std::string ask_when_printed() { return bytes({gs, 'r', 1}); }

// Bits 4 and 7 are zero in each answer to GS r.
bool is_printed_answer(std::uint8_t byte) { return (byte & 0x90u) == 0; }

void read(Question question, std::uint8_t answer, Condition& into) {
  switch (question) {
    case Question::printer:
      into.offline = into.offline || has(answer, 3);
      into.being_fed = into.being_fed || has(answer, 6);
      break;
    case Question::offline:
      into.cover_open = into.cover_open || has(answer, 2);
      into.being_fed = into.being_fed || has(answer, 3);
      into.paper_out = into.paper_out || has(answer, 5);
      break;
    case Question::error:
      into.knife_stuck = into.knife_stuck || has(answer, 3);
      into.broken = into.broken || has(answer, 5);
      into.too_hot = into.too_hot || has(answer, 6);
      break;
    case Question::paper:
      into.paper_low = into.paper_low || has(answer, 2) || has(answer, 3);
      into.paper_out = into.paper_out || has(answer, 5) || has(answer, 6);
      break;
  }
}

}  // namespace antrean::escpos
