// A proxy in front of a PostgreSQL server that cuts connections when it is told to. It has a thread of its
// own.
#pragma once

#include <atomic>
#include <string>
#include <thread>

namespace antrean::portal_test {

class CuttingProxy {
 public:
  enum class Cut { never, before_commit, after_commit };
  explicit CuttingProxy(int to);
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  int port() const { return port_; }
  /// The next commit that comes by: its connection is cut before the server hears of it, or when it has
  /// committed, and before its answer. Once.
  void cut(Cut when) { cut_ = when; }
  int cuts() const { return cuts_; }

 private:
  void serve();
  void relay(int client);

  int to_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<Cut> cut_ = Cut::never;
  std::atomic<int> cuts_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace antrean::portal_test
