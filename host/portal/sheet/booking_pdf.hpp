// A booking on a sheet of paper: a PDF of one page in A6, as the page shows it to the person. The text can be
// selected and found, and the QR is drawn, not a picture. Blocking, some milliseconds; the first one reads
// the fonts of the machine. Any thread.
#pragma once

#include <string>

#include "booking/notice_writer.hpp"
#include "store/store.hpp"
#include "values/bilingual.hpp"

namespace antrean::portal {

struct BookingSheet {
  Language language = Language::id;
  StoredBooking stored;
  ShownPlace place;
  std::string qr;  ///< the text of the QR
};

/// What does not fit is set smaller. Throws std::runtime_error if cairo fails, or as qr::symbol_of.
std::string booking_pdf(const BookingSheet& sheet);

}  // namespace antrean::portal
