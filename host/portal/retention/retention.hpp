// Once a day, and at the start, what is older than [privacy] says is forgotten. On the io_context thread.
#pragma once

#include <optional>

#include <boost/asio/awaitable.hpp>

#include "notices/rest.hpp"
#include "process/clock.hpp"
#include "store/personal.hpp"
#include "timer/timer.hpp"

namespace antrean::portal {

class Retention {
 public:
  /// All must outlive it.
  Retention(PersonalData& data, KeepFor keep, const process::Clock& clock, const MakeTimer& make_timer)
      : data_(data), keep_(keep), clock_(clock), rest_(make_timer()) {}

  /// Until stop(), once.
  boost::asio::awaitable<void> run();
  void stop();

 private:
  /// Whether it worked.
  boost::asio::awaitable<bool> forget();

  PersonalData& data_;
  KeepFor keep_;
  const process::Clock& clock_;
  Rest rest_;
  std::optional<OfficeDay> done_on_;
  bool stopping_ = false;
};

}  // namespace antrean::portal
