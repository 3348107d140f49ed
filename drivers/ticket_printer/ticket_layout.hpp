// Draws a ticket. What is printed is this picture, dot by dot, so a test, a person before a screen and the
// print head see the same; the printer needs no font, no code page and no QR of its own.
//
// From the top: the office; the number, as large as the paper is wide; the service; the person's name, if
// any; who is ahead and the wait as it is expected now, or from when on the number is called; the QR of the
// number's page; date and hour.
//
// Pure, apart from fonts: they are the system's (Inter, else Noto Sans). It takes some milliseconds: call it
// on a worker.
#pragma once

#include <string>
#include <vector>

#include "ticket_printer/paper_ticket.hpp"
#include "values/bilingual.hpp"

namespace antrean {

/// `dots`: the width in dots, a multiple of 8, at least 256. `languages`: each once; the first is set larger.
/// Throws std::runtime_error if cairo fails, or for an address that fits no QR.
DotPicture draw_ticket(const PaperTicket& ticket, unsigned dots, const std::vector<Language>& languages);

/// The picture as a PNG file, one pixel a dot.
std::string png_of(const DotPicture& picture);

}  // namespace antrean
