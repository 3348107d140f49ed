// Feedback that the portal hands over. io_context thread.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "command_loop/command_loop.hpp"
#include "office_api/today.hpp"
#include "values/office_time.hpp"

namespace antrean::office {

/// Counts it for its ticket. True: the portal may forget it, because it is durable or can never count: there
/// is no such page, or the ticket ended unserved. False: not yet, and the portal gives it again: it could not
/// be written now, or the ticket is on its way again, as after an undone finish.
boost::asio::awaitable<bool> take_feedback(CommandLoop& loop, Zone zone, office_api::TodayFeedback said);

}  // namespace antrean::office
