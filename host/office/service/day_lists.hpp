// Lists of bookings that come from elsewhere (day_import), into the journal's day list. On the io_context
// thread.
#pragma once

#include <functional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "command_loop/command_loop.hpp"
#include "journal/journal.hpp"
#include "web/technician.hpp"
#include "worker/worker.hpp"

namespace antrean::office {

class DayLists {
 public:
  /// All must outlive it. `office`: its code. `taken` is called after every list that was taken.
  DayLists(Worker& journal_worker, journal::Journal& journal, CommandLoop& loop, std::string office,
           std::function<void()> taken)
      : worker_(journal_worker), journal_(journal), loop_(loop), office_(std::move(office)), taken_(std::move(taken)) {}

  boost::asio::awaitable<web::DayListTaken> take(std::string csv);

 private:
  Worker& worker_;
  journal::Journal& journal_;
  CommandLoop& loop_;
  std::string office_;
  std::function<void()> taken_;
};

}  // namespace antrean::office
