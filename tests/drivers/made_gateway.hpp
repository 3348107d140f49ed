// A Modbus TCP gateway for the tests, on a real loopback socket and a thread. It has the devices' firmware
// behind it, and does what gateways do when something is wrong. It shares no code with the drivers.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "unit_rig.hpp"

namespace antrean::test {

class MadeGateway {
 public:
  enum class Mode : std::uint8_t {
    modbus_tcp,
    transparent,       ///< bytes are passed to the serial line unchanged, and back
    answers_in_serial  ///< accepts Modbus TCP, answers in serial frames
  };
  struct How {
    Mode mode = Mode::modbus_tcp;
    std::set<std::uint8_t> dead;    ///< units that do not answer; the gateway reports this
    std::uint8_t dead_code = 0x0B;  ///< the exception for it; 0: no answer
    std::set<std::uint8_t> busy;    ///< units that refuse everything with exception 6
    /// Before each reply, send what this makes of it (with header), if it makes anything.
    std::function<Bytes(Bytes reply)> before;
    bool drop_reply = false;     ///< only `before` is sent
    bool close_at_once = false;  ///< connections are accepted and closed
    unsigned close_after = 0;    ///< connections are closed after this many replies; 0: never
  };

  MadeGateway();
  ~MadeGateway();
  MadeGateway(const MadeGateway&) = delete;
  MadeGateway& operator=(const MadeGateway&) = delete;

  std::uint16_t port() const { return port_; }
  void is(const std::function<void(How&)>& change);
  void with_rig(const std::function<void(UnitRig&)>& use);
  unsigned connections() const { return connections_; }
  unsigned requests() const { return requests_; }

 private:
  void run();
  void serve(int connection);
  Bytes answer(const Bytes& request);
  Bytes answer_serial(const Bytes& bytes);

  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::mutex mutex_;  // How and rig
  How how_;
  UnitRig rig_;
  std::atomic<unsigned> connections_{0};
  std::atomic<unsigned> requests_{0};
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace antrean::test
