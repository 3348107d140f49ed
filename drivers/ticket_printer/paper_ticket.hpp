// What a ticket on paper says, and the dots that are printed. Values only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "values/bilingual.hpp"
#include "values/office_time.hpp"
#include "values/snapshot.hpp"

namespace antrean {

struct PaperTicket {
  /// Tells tickets apart, also after a restart and after a journal was put back. Nothing personal.
  std::string id;
  std::string number;  ///< "A017"
  std::string office;  ///< "Kantor Imigrasi Bandung"
  Bilingual service;
  std::string name{};  ///< of the person; empty: it is not printed
  UtcTime given{};     ///< when the number was given
  Zone zone = Zone::wib;
  std::optional<std::uint16_t> ahead{};  ///< who would be called before; nothing: it is not printed
  std::optional<WaitRange> wait{};       ///< nothing: no reliable range is known, and none is printed
  std::optional<UtcTime> not_before{};   ///< it waits for its hour: it is not called before this time
  std::string my_number{};               ///< the address of its page on a phone; empty: no QR is printed
  friend bool operator==(const PaperTicket&, const PaperTicket&) = default;
};

/// Black dots on white paper, as the print head makes them.
struct DotPicture {
  unsigned width = 0;  ///< in dots; a multiple of 8
  unsigned height = 0;
  std::vector<std::uint8_t> rows{};  ///< width / 8 bytes a row; the leftmost dot is the highest bit; 1 is black

  unsigned row_bytes() const { return width / 8; }
  bool dark(unsigned x, unsigned y) const {
    return ((rows[std::size_t{y} * row_bytes() + x / 8] >> (7 - x % 8)) & 1u) != 0;
  }
  friend bool operator==(const DotPicture&, const DotPicture&) = default;
};

}  // namespace antrean
