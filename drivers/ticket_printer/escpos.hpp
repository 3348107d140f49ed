// ESC/POS, the commands of ticket printers: what is sent, and what answers mean. Pure.
//
// From the manuals of Epson (TM series) and of makers that follow it. Used is only what printers of every
// price have: GS v 0 for pictures, DLE EOT for questions. There is no text, no code page and no QR by the
// printer, because the whole ticket is a picture (ticket_layout.hpp).
#pragma once

#include <cstdint>
#include <string>

#include "ticket_printer/paper_ticket.hpp"

namespace antrean::escpos {

/// Forgets what was set before; the paper does not move.
std::string initialize();

/// `count` rows of the picture from row `first` on. A printer that loses its host in the middle takes what
/// comes next for the rest of the picture, so a ticket is sent in short bands.
std::string raster(const DotPicture& picture, unsigned first, unsigned count);

/// Moves the paper by this many dots, at most 255.
std::string feed(std::uint8_t dots);

/// Moves the printed part before the knife and cuts all but one point. Printers without a knife only move
/// the paper.
std::string cut();

/// A printer does nothing with these bytes, except when it waits for the rest of a picture.
std::string padding(std::size_t bytes);

/// Questions that a printer answers at once with one byte, also while it cannot print. Ask one at a time: an
/// answer does not say to which question it belongs.
enum class Question : std::uint8_t { printer = 1, offline = 2, error = 3, paper = 4 };
std::string ask(Question question);
/// True for an answer to ask(): the bits that are the same in all of them are right.
bool is_answer(std::uint8_t byte);

/// Answered with one byte when everything before it is on paper.
std::string ask_when_printed();
bool is_printed_answer(std::uint8_t byte);

/// What the answers to all questions say together.
struct Condition {
  bool offline = false;
  bool cover_open = false;
  bool paper_out = false;
  bool paper_low = false;
  bool knife_stuck = false;
  bool broken = false;     ///< only switching it off and on helps, if anything
  bool too_hot = false;    ///< it goes on by itself
  bool being_fed = false;  ///< somebody presses its paper button
  friend bool operator==(const Condition&, const Condition&) = default;
};
/// Adds what the answer to `question` says.
void read(Question question, std::uint8_t answer, Condition& into);

}  // namespace antrean::escpos
