// Keeps a running portal's offices those of the plan in the store (store/plan_store.hpp).
//
// The first filling is what the settings file offers. As long as nobody but the file has changed the plan, a
// file that says something else at a start is the next change; once somebody has, the file is not looked at
// any more, which is logged where it says something else.
//
// Other portals on the same database change the plan, too: their changes are noticed within half a second,
// and at once where a booking meets one. What is to be valid later is put in use at its time. io_context
// thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "offices/offices.hpp"
#include "plan/plan_documents.hpp"
#include "process/clock.hpp"
#include "store/plan_store.hpp"
#include "timer/timer.hpp"

namespace antrean::portal {

inline constexpr const char* made_by_settings = "settings";

class PlanKeeper {
 public:
  /// All are kept by reference; `offices` is made the plan's.
  PlanKeeper(PlanStore& store, Offices& offices, const process::Clock& clock, const MakeTimer& make_timer);

  /// First of all. `of_settings`: what the settings file offers; nothing: only look. Throws when the store
  /// cannot be asked.
  boost::asio::awaitable<void> start(std::optional<Offices> of_settings);
  /// Puts in use what is in the store and valid now. Throws when the store cannot be asked.
  boost::asio::awaitable<void> renew();
  /// Notices changes until it is stopped. `shared`: others may make them.
  boost::asio::awaitable<void> run(bool shared);
  void stop();

  /// After another plan was put in use, unless only announcements are others.
  void on_change(std::function<void()> changed) { changed_ = std::move(changed); }
  /// Everything that is known, for whoever makes changes.
  const PlanDocuments& documents() const { return documents_; }
  bool is_of_settings_only() const { return only_settings_; }
  /// What is in use, as text_of() writes it.
  std::string text() const { return text_of(in_use_); }

 private:
  /// Whether the file says what it said when it was looked at last, or may not say it any more.
  boost::asio::awaitable<bool> fill(const Documents& wanted);
  boost::asio::awaitable<void> read_changes();
  void put_in_use();

  PlanStore& store_;
  Offices& offices_;
  const process::Clock& clock_;
  std::unique_ptr<Timer> timer_;
  PlanDocuments documents_;
  PlanDocuments of_settings_;  ///< the changes that the settings file made
  bool only_settings_ = true;  ///< nobody else has changed the plan
  Documents in_use_;
  std::function<void()> changed_;
  bool stopping_ = false;
};

}  // namespace antrean::portal
