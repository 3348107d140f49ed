// For the .cpp files of BookingsDb: how a transaction is run, and run again.
#pragma once

#include <type_traits>
#include <utility>

#include <spdlog/spdlog.h>

#include "store/bookings_db.hpp"

namespace antrean::portal {

template <class Body>
std::invoke_result_t<Body&> BookingsDb::transact(Body body) {
  using Given = std::invoke_result_t<Body&>;
  if (writing_) {
    return body();
  }
  constexpr int most_tries = 6;
  for (int tries = 1;; ++tries) {
    std::optional<Given> given;
    bool committing = false;
    try {
      const Writing writing{*this};
      sql::Transaction transaction{*db_};
      begin_writing();
      given.emplace(body());
      if (sharing_) {
        std::set<std::string> offices;
        for (const auto& [office, service, day] : changed_days_) {
          offices.insert(office);
        }
        sharing_->finish(offices);
      }
      committing = true;
      transaction.commit();
      return std::move(*given);
    } catch (const sql::TryAgain& failure) {
      if (tries == most_tries) {
        throw;
      }
      spdlog::info("bookings: tried again: {}", failure.what());
    } catch (const sql::Lost& failure) {
      if (tries == most_tries) {
        throw;
      }
      spdlog::warn("bookings: {}; connecting again{}", failure.what(),
                   committing ? ", and asking whether the last commit happened" : "");
      if (committing ? was_committed() : (db_->reconnect(), false)) {
        return std::move(*given);
      }
    }
  }
}

}  // namespace antrean::portal
