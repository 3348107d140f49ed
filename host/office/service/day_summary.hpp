// How the day stands, for the portal: who waits where, who is called, and by which key each ticket's page is
// found. Everything in it is in the journal. No name, no NIK.
#pragma once

#include <string>

#include "bookings/stores.hpp"
#include "command_loop/command_loop.hpp"
#include "queue/plan.hpp"
#include "queue/state.hpp"

namespace antrean::office {

/// `snapshot` must be of `state`. Tickets without a key (of a journal of an earlier release) are left out.
/// Whoever was served may say for so long how that was; 0: nobody is asked.
office_api::Today today_of(const Snapshot& snapshot, const queue::State& state, const queue::Plan& plan,
                           Milliseconds feedback_for);

class DaySummary final : public bookings::TodaySource {
 public:
  /// `loop` must outlive it.
  explicit DaySummary(const CommandLoop& loop, Milliseconds feedback_for) : loop_(loop), feedback_for_(feedback_for) {}
  std::uint64_t version() const override { return loop_.snapshot()->version; }
  office_api::Today now() const override {
    return today_of(*loop_.snapshot(), loop_.durable(), loop_.plan(), feedback_for_);
  }

 private:
  const CommandLoop& loop_;
  Milliseconds feedback_for_;
};

/// 96 random bits as 24 lower-case hex digits (queue::TicketIssued::page_key). Throws std::runtime_error if
/// this machine gives no random bits.
std::string random_page_key();

}  // namespace antrean::office
