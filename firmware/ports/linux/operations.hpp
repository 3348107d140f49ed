// The operations of the simulated line on the control socket: one JSON object in, one out. README.md lists
// them.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "ports/linux/line.hpp"
#include "ports/linux/pty.hpp"

namespace antrean::device {

class Operations {
 public:
  Operations(Line& line, Pty& pty) : line_(line), pty_(pty) {}

  /// The answer: "ok": true and the data, or "ok": false and "error" in words. Nothing is half done.
  boost::json::object answer(const boost::json::value& asked, Micros now);

 private:
  boost::json::object obey(const boost::json::object& asked, Micros now);
  boost::json::object press(const boost::json::object& asked, Micros now);
  boost::json::object hold(const boost::json::object& asked, Micros now);
  boost::json::object show(Micros now);
  boost::json::object set_faults(const boost::json::object& asked);
  boost::json::object stats(const boost::json::object& asked);
  Unit& unit_of(const boost::json::object& asked, const char* key);

  Line& line_;
  Pty& pty_;
};

}  // namespace antrean::device
