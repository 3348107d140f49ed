#include "service/portal_feedback.hpp"

#include <spdlog/spdlog.h>

#include "queue/commands.hpp"
#include "queue/refusal.hpp"

namespace antrean::office {

boost::asio::awaitable<bool> take_feedback(CommandLoop& loop, Zone zone, office_api::TodayFeedback said) {
  const auto answer =
      co_await loop.submit({.by = {.kind = queue::ActorKind::system, .name = "portal"},
                            .action = queue::GiveFeedback{.page_key = said.key, .feedback = said.feedback}});
  if (answer.failure) {
    co_return false;
  }
  if (!answer.refusal) {
    co_return true;
  }
  const queue::Reason reason = answer.refusal->reason;
  const bool never = reason == queue::Reason::unknown_number || reason == queue::Reason::ticket_over;
  if (never) {
    spdlog::warn("portal: feedback of a ticket is not counted: {}", queue::words_en(*answer.refusal, zone));
  } else {
    spdlog::debug("portal: feedback of a ticket has to wait: {}", queue::words_en(*answer.refusal, zone));
  }
  co_return never;
}

}  // namespace antrean::office
