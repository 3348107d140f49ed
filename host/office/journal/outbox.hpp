// Results on their way to the portal, sent in parcels. A parcel keeps its rows and its key until the portal
// has answered, also over a restart, so sending it again has no second effect. Call it on the journal's
// worker.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "journal/failure.hpp"
#include "office_api/office_api.hpp"

namespace antrean::journal {

struct Store;

using office_api::Parcel;

class Outbox {
 public:
  explicit Outbox(Store& store) : store_(store) {}

  /// The parcel to send now: the one that is not answered yet; else a new one of the oldest results
  /// (1..most); else none.
  Result<std::optional<Parcel>> next(std::size_t most = 200);
  /// The portal has accepted the parcel.
  Result<void> delivered(std::string_view key);
  /// The portal will never accept the parcel (400, 422): it is set aside with the answer, for people to look
  /// at.
  Result<void> refused(std::string_view key, std::string_view answer);

  std::uint64_t waiting() const;  ///< results that are not delivered yet
  std::uint64_t set_aside() const;

 private:
  Store& store_;
};

}  // namespace antrean::journal
