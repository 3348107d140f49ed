// A bought device at the other end of a pseudo-terminal, made from its maker's map: which function codes it
// knows, which registers and bits it has, and what it does when it is asked for something else. libmodbus
// reads the requests and answers; nothing of the drivers is used here. A thread of its own.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <modbus/modbus.h>

namespace antrean::test {

/// `count` registers or bits from `from`, counted from 0.
struct MadeRange {
  int from = 0;
  int count = 0;
};

struct MadeMap {
  std::vector<int> functions;
  std::vector<MadeRange> coils{};
  std::vector<MadeRange> discrete{};
  std::vector<MadeRange> holding{};
  std::vector<MadeRange> input{};
  bool silent_when_wrong = false;  ///< instead of an exception
  /// Called after each write, with the map's lock held.
  std::function<void(modbus_mapping_t&, int function, int at, int count)> on_write{};
};

class MadeDevice {
 public:
  MadeDevice(std::filesystem::path link, int address, MadeMap map);
  ~MadeDevice();
  MadeDevice(const MadeDevice&) = delete;
  MadeDevice& operator=(const MadeDevice&) = delete;

  /// Looks at the device's registers, or changes them as the world does.
  void with(const std::function<void(modbus_mapping_t&)>& use);
  int coil(int at);
  int holding(int at);

  void unplug();                                ///< the port and the link are removed
  void plug_in();                               ///< a new pseudo-terminal; the link points to it
  void dead(bool is_dead) { dead_ = is_dead; }  ///< no power: it hears nothing
  /// Requests of functions it knows, for registers that its map does not have.
  unsigned wrong_requests() const { return wrong_; }
  unsigned requests() const { return requests_; }

 private:
  void run();
  void serve();
  bool has(int function, int at, int count) const;
  bool knows(int function) const;

  const std::filesystem::path link_;
  const int address_;
  const MadeMap map_;
  std::mutex serving_;  // held while a request is served, so that its port is not closed meanwhile; taken first
  std::mutex mutex_;    // protects the mapping and the port
  modbus_mapping_t* mapping_ = nullptr;
  int master_ = -1;
  std::atomic<bool> stop_{false};
  std::atomic<bool> dead_{false};
  std::atomic<unsigned> wrong_{0};
  std::atomic<unsigned> requests_{0};
  std::thread thread_;
};

}  // namespace antrean::test
