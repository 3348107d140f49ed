// PostgreSQL 15 for one test program, from Debian's package: initdb in a temporary folder, a free port of
// this machine, gone with the program. As root it runs as the user postgres, because initdb refuses root.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace antrean::portal_test {

class PostgresServer {
 public:
  /// Without `durable` it never syncs: quick, and nothing for tests that kill it.
  explicit PostgresServer(bool durable = false);
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  /// "postgresql://..." of a database of it.
  std::string url(const std::string& database) const;
  int port() const { return port_; }
  void start();
  /// As by a power switch, when the disk keeps what was synced: SIGKILL to every process of it.
  void kill();
  /// Makes the database anew, empty or as another one is.
  void create(const std::string& database, const std::string& like = "template0") const;
  void drop(const std::string& database) const;

 private:
  std::filesystem::path folder_;
  bool durable_;
  int port_ = 0;
  pid_t process_ = -1;
};

}  // namespace antrean::portal_test
