// Bookings that look as if one hand made many of them: from one network, with one contact, with names that
// are nearly the same, or booked where the same hand had just cancelled. For people who decide; it proves
// nothing, because a family, a village office or a mobile network look alike. Codes and counts only: no name,
// no contact and no network. Pure.
#pragma once

#include <string>
#include <vector>

#include "store/store.hpp"

namespace antrean::portal {

/// The report is about bookings that were made from this day on, at most so many.
inline OfficeDay first_of_clusters(UtcTime now) { return OfficeDay::of(now, Zone::wib).plus(-30); }
inline constexpr std::size_t most_in_clusters = 200'000;

struct ClusterLimits {
  std::size_t network = 10;         ///< bookings from one network, and more
  std::size_t contact = 6;          ///< with one contact
  std::size_t names = 4;            ///< with nearly the same name, of different people, on one day at one office
  std::size_t cancel_and_book = 3;  ///< places that one network or contact cancelled, and soon had again for others
  Minutes soon{60};
};

/// One line for each cluster, the largest first within its kind; nothing: nothing is suspicious.
std::vector<std::string> clusters(const std::vector<BookedFrom>& bookings, const ClusterLimits& limits = {});

/// The same as a text, one line each, with a line that says what it is worth.
std::string clusters_text(const std::vector<BookedFrom>& bookings);

}  // namespace antrean::portal
