// One slave and its master on a 19200 8E1 line, in virtual time.
#pragma once

#include "bytes.hpp"
#include "core/rtu_slave.h"

class BenchLine {
 public:
  using Poll = std::uint8_t (*)(void* device, std::uint32_t now_us);

  BenchLine(rtu_slave& slave, void* device, Poll poll) : slave_(slave), device_(device), poll_(poll) {}

  static rtu_timing timing() { return rtu_timing_of(19200, 11); }

  /// Sends a frame byte by byte, waits until it has ended, and returns the reply.
  Bytes ask(const Bytes& request) {
    send(request);
    return finish();
  }

  void send(const Bytes& bytes) {
    for (const std::uint8_t byte : bytes) {
      now_us += timing().character_us;
      rtu_slave_byte(&slave_, byte, now_us);
    }
  }

  Bytes finish() {
    now_us += timing().end_us;
    const std::uint8_t length = poll_(device_, now_us);
    return {slave_.reply, slave_.reply + length};
  }

  void pass(std::uint32_t us) { now_us += us; }
  Bytes poll() {
    const std::uint8_t length = poll_(device_, now_us);
    return {slave_.reply, slave_.reply + length};
  }

  std::uint32_t now_us = 0xFFF00000;  // the clock wraps a second into each test

 private:
  rtu_slave& slave_;
  void* device_;
  Poll poll_;
};
