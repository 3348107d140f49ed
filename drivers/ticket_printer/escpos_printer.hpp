// The ticket printer by ESC/POS, on a worker of its own.
#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>

#include "ticket_printer/printer_settings.hpp"
#include "ticket_printer/ticket_printer.hpp"

namespace antrean {

/// Throws std::system_error if there are no descriptors left.
std::unique_ptr<TicketPrinter> make_escpos_printer(boost::asio::io_context& io, PrinterSettings settings);

}  // namespace antrean
