// The next free day of each service at each office, for pages that compare offices. It is a summary that is
// kept: only offices where something changed are asked about again, all of them at once, and at most once a
// second however many people look. What it says may be a second old; the dates of an office are always as
// they are. io_context thread.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "booking/on_offer.hpp"
#include "offices/offices.hpp"
#include "store/store.hpp"

namespace antrean::portal {

/// What somebody who wants a service at an office is told. These are never mixed.
enum class Offer : std::uint8_t {
  unknown,    ///< the store cannot be asked now
  free,       ///< `day` has a free place
  full,       ///< every place that was released and is not over is taken
  not_open,   ///< nothing is released now; `opens` says when
  closed,     ///< nothing is offered, now or within two months
  elsewhere,  ///< this office does not have the service
  whatsapp,   ///< it is booked by WhatsApp only
};

struct Availability {
  Offer offer = Offer::unknown;
  OfficeDay day{};                 ///< of `free`
  std::optional<UtcTime> opens{};  ///< of `full` and `not_open`: when more is released
  friend bool operator==(const Availability&, const Availability&) = default;
};

/// `slots`: what slots_on_offer() says.
Availability availability(const Offices& offices, const Office& office, const Service& service, UtcTime now,
                          std::span<const SlotOnOffer> slots);

/// The same, also for an office that is not booked on the web.
Availability availability_by_any_way(const Offices& offices, const Office& office, const Service& service, UtcTime now,
                                     std::span<const SlotOnOffer> slots);

/// An office where a service is free, and from when on.
struct FreeAt {
  const Office* office = nullptr;
  OfficeDay day;
};

class FreeDays {
 public:
  static constexpr Milliseconds at_most_every{1000};

  /// Both are kept by reference.
  FreeDays(const Offices& offices, Store& store) : offices_(offices), store_(store) {}

  /// Asks about what changed. When the store cannot be asked, this is logged, and `at` says `unknown`.
  boost::asio::awaitable<void> refresh(UtcTime now);
  Availability at(const Office& office, const Service& service) const;
  /// The nearest offices where the service is free, at most `most`.
  std::vector<FreeAt> nearest(const Office& from, const Service& service, std::size_t most) const;
  /// Another number when `at` says another thing of any office. Begins anywhere.
  std::uint64_t version() const { return version_; }

 private:
  struct Known {
    std::uint64_t version = 0;  ///< of the office's places in the store
    UtcTime made{}, until{};
    std::map<std::string, Availability> of_service;
  };
  boost::asio::awaitable<void> ask(std::vector<const Office*> changed, UtcTime now);

  const Offices& offices_;
  Store& store_;
  std::map<std::string, Known> known_;  ///< by office code
  std::optional<UtcTime> asked_;
  std::uint64_t plan_ = 0;  ///< Offices::version() of what is known
  bool asking_ = false;
  std::uint64_t version_ = 0;
};

}  // namespace antrean::portal
