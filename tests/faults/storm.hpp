// Load on a real office that may be killed at any moment, and the account of it: what was asked and what was
// answered.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>

#include "real_office.hpp"

namespace antrean::tests {

class Storm {
 public:
  Storm(RealOffice& office, std::uint64_t seed) : office_(office), random_(seed) {}

  /// Makes a line of people and calls one at every counter. From here on no press has a reason to be refused.
  boost::asio::awaitable<void> begin(unsigned people);
  /// Starts presses, walk-ins, scans and reading of the boards. They continue until end().
  void rage();
  /// Completes when all have stopped and every press has had its effect.
  boost::asio::awaitable<void> end();
  /// Compares the account with the journal of a stopped office. The test fails if they differ.
  void settle(const Record& record) const;

  std::string figures() const;
  std::uint64_t presses() const;
  /// Walk-ins and check-ins at pages without "done" as their answer. Only where nothing was killed.
  std::uint64_t unanswered() const;
  std::mt19937_64& random() { return random_; }

 private:
  struct Asked {
    bool answered = false;  ///< the answer was "done"; otherwise the result is not known
  };
  boost::asio::awaitable<void> press(unsigned pad);
  boost::asio::awaitable<void> admit_walk_ins();
  boost::asio::awaitable<void> scan();
  boost::asio::awaitable<void> check_in_by_page();
  boost::asio::awaitable<void> watch_boards();
  boost::asio::awaitable<void> push(demo::DeviceLine& line, unsigned pad, const char* button);
  unsigned below(unsigned bound) { return static_cast<unsigned>(random_() % bound); }
  void go(boost::asio::awaitable<void> loop);

  RealOffice& office_;
  std::mt19937_64 random_;
  bool over_ = false;
  int running_ = 0;
  std::string trouble_;
  std::map<unsigned, std::uint64_t> next_, recall_;  ///< presses, by pad
  std::map<std::string, Asked> walk_ins_;
  std::map<std::string, std::string> admitted_;  ///< number answered, by code
  std::uint64_t checks_unanswered_ = 0;
  BookingId bookings_ = 0;
  std::set<BookingId> scanned_;
  std::map<unsigned, std::set<std::string>> boards_;  ///< texts that were seen, by counter
  std::map<unsigned, std::string> last_board_;
};

}  // namespace antrean::tests
