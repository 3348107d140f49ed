// A ticket printer for tests. It stores what it was asked to print.
#pragma once

#include <utility>
#include <vector>

#include "ticket_printer/ticket_printer.hpp"

namespace antrean {

class FakeTicketPrinter final : public TicketPrinter {
 public:
  void print(PaperTicket ticket) override { printed.push_back(std::move(ticket)); }
  void print_again(PaperTicket ticket) override { again.push_back(std::move(ticket)); }
  void offer(PaperTicket ticket) override { offered.push_back(std::move(ticket)); }
  boost::asio::awaitable<void> run() override { co_return; }
  void stop() override {}
  PrinterHealth health() const override { return state; }

  std::vector<PaperTicket> printed;
  std::vector<PaperTicket> again;
  std::vector<PaperTicket> offered;
  PrinterHealth state{.online = true};
};

}  // namespace antrean
