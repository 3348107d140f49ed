// Applicants and officers: what they want, what they see, and what they do. They know only the answers,
// boards, lamps and feed of the office, and they try again like people when nothing happens.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "queue/estimate/chance.hpp"
#include "world.hpp"

namespace antrean::simulation {

class Applicants {
 public:
  explicit Applicants(World& world);
  /// Books at the portal on the evening before, and puts all arrivals on the agenda.
  void begin();

  /// True if the owner of this number comes to the counter when it is shown.
  bool comes(const std::string& number) const;
  /// The counter has given up the number. A person who comes back asks at the entrance.
  void missed(const std::string& number);

  const std::map<std::uint32_t, Booking>& bookings() const { return bookings_; }
  std::size_t admitted() const { return by_number_.size(); }

 private:
  void arrive(const Person& person, int tries);
  void scan(const Person& person, const Booking& booking, int tries);
  void scan_again(const Person& person, const Booking& booking);
  void walk_in(const Person& person, int tries);
  void got(const Person& person, const std::string& number);
  Scan code(const Person& person, const Booking& booking) const;

  World& world_;
  std::map<std::uint32_t, Booking> bookings_;
  std::map<std::string, const Person*> by_number_;
  std::map<std::uint32_t, bool> done_;  ///< the person knows the answer
};

class Officer {
 public:
  Officer(World& world, Applicants& applicants, std::uint16_t counter);
  void begin();
  /// Call it when board or lamps may have changed.
  void look();

 private:
  enum class Doing { nothing, waiting_for_person, serving, asking };
  void plan(Nanoseconds in, std::function<void()> what);
  void shown(const std::string& number);
  void serve();
  void recall(int times);
  void press(Button button, int tries = 0);
  void console(Button button);
  void consider();

  World& world_;
  Applicants& applicants_;
  std::uint16_t counter_;
  queue::Chance chance_;
  Doing doing_ = Doing::nothing;
  std::string current_;
  Agenda::Id planned_ = 0;
  bool begun_ = false;
};

}  // namespace antrean::simulation
