#include "postgres_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include <libpq-fe.h>

extern char** environ;

namespace antrean::portal_test {
namespace {

namespace fs = std::filesystem;

const fs::path programs = "/usr/lib/postgresql/15/bin";

int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (socket < 0 || ::bind(socket, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    throw std::runtime_error("no free port");
  }
  ::close(socket);
  return ntohs(address.sin_port);
}

/// As the user postgres, when this is root. Its output goes to `log`.
pid_t run(std::vector<std::string> words, const fs::path& log) {
  if (::geteuid() == 0) {
    words.insert(words.begin(),
                 {"/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--pdeathsig", "INT"});
  }
  std::vector<char*> arguments;
  for (auto& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 1, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
  posix_spawn_file_actions_adddup2(&files, 1, 2);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);  // the server's processes are killed together
  posix_spawnattr_setpgroup(&attributes, 0);
  pid_t process = -1;
  const int failure = ::posix_spawn(&process, arguments[0], &files, &attributes, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  if (failure != 0) {
    throw std::runtime_error("cannot start " + words[0] + "; install postgresql-15");
  }
  return process;
}

std::string text_of(const fs::path& file) {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

void query(const std::string& url, const std::string& statement) {
  PGconn* const connection = PQconnectdb(url.c_str());
  PGresult* const result = PQexec(connection, statement.c_str());
  const auto status = PQresultStatus(result);
  const std::string why = PQerrorMessage(connection);
  PQclear(result);
  PQfinish(connection);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    throw std::runtime_error(statement + ": " + why);
  }
}

}  // namespace

PostgresServer::PostgresServer(bool durable) : durable_(durable), port_(free_port()) {
  std::string pattern = (fs::temp_directory_path() / "portal-postgres-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error("no scratch folder in " + pattern);
  }
  folder_ = pattern;
  fs::permissions(folder_, fs::perms{01777});
  const auto made = run(
      {programs / "initdb", "-D", folder_ / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"},
      folder_ / "initdb.log");
  int status = 0;
  ::waitpid(made, &status, 0);
  if (status != 0) {
    throw std::runtime_error("initdb failed: " + text_of(folder_ / "initdb.log"));
  }
  start();
}

PostgresServer::~PostgresServer() {
  kill();
  std::error_code ignored;  // what is left is in the temporary folder
  fs::remove_all(folder_, ignored);
}

void PostgresServer::start() {
  std::vector<std::string> words{
      programs / "postgres", "-D", folder_ / "data",     "-k", folder_,          "-h", "127.0.0.1",          "-p",
      std::to_string(port_), "-c", "max_connections=60", "-c", "autovacuum=off", "-c", "shared_buffers=64MB"};
  if (!durable_) {
    words.insert(words.end(), {"-c", "fsync=off", "-c", "full_page_writes=off"});
  }
  process_ = run(words, folder_ / "server.log");
  const auto probe = url("postgres");
  for (int tries = 0; PQping(probe.c_str()) != PQPING_OK; ++tries) {
    int status = 0;
    const bool ended = ::waitpid(process_, &status, WNOHANG) == process_;
    // The last processes of one that was killed may still go.
    if (ended && text_of(folder_ / "server.log").find("pre-existing shared memory") != std::string::npos &&
        tries < 500) {
      process_ = run(words, folder_ / "server.log");
    } else if (ended || tries == 3'000) {
      throw std::runtime_error("PostgreSQL does not start: " + text_of(folder_ / "server.log"));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
}

void PostgresServer::kill() {
  if (process_ > 0) {
    // Each of its processes leads a group of its own.
    const auto number = std::to_string(process_);
    std::istringstream children{text_of("/proc/" + number + "/task/" + number + "/children")};
    ::kill(process_, SIGKILL);
    for (pid_t child = 0; children >> child;) {
      ::kill(child, SIGKILL);
    }
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
  }
}

std::string PostgresServer::url(const std::string& database) const {
  return "postgresql://postgres@127.0.0.1:" + std::to_string(port_) + "/" + database;
}

void PostgresServer::create(const std::string& database, const std::string& like) const {
  query(url("postgres"), "CREATE DATABASE " + database + " TEMPLATE " + like);
}

void PostgresServer::drop(const std::string& database) const {
  query(url("postgres"), "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
}

}  // namespace antrean::portal_test
