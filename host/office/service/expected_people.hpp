// How many people of the day list are still expected today, for the estimate of waits. On the io_context
// thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "command_loop/command_loop.hpp"
#include "journal/journal.hpp"
#include "worker/worker.hpp"

namespace antrean::office {

/// Counts them on the worker, and tells the loop. All must outlive what is under way.
void expect_people(boost::asio::io_context& io, Worker& journal_worker, journal::Journal& journal, CommandLoop& loop);

/// Every minute, for an office without a portal (portal_connection.hpp does it by itself). Until its
/// coroutine is cancelled.
boost::asio::awaitable<void> expect_every_minute(boost::asio::io_context& io, Worker& journal_worker,
                                                 journal::Journal& journal, CommandLoop& loop);

}  // namespace antrean::office
