// A Unix socket for programs of this machine: who may connect, who connected, and whose file it is.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <vector>

#include "http/client.hpp"
#include "http/local_socket.hpp"
#include "http/server.hpp"
#include "rig.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::http;
using namespace antrean::http::test;
namespace fs = std::filesystem;

namespace {

/// Binds a socket there and forgets it, as a program does that is killed.
void leave_a_socket(const fs::path& file) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strcpy(address.sun_path, file.c_str());
  const int number = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  CHECK(::bind(number, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  ::close(number);
}

std::string why_not(const fs::path& file) {
  try {
    const LocalSocket socket(file);
  } catch (const std::system_error& error) {
    return error.what();
  }
  return "";
}

::mode_t mode_of(const fs::path& file) {
  struct ::stat there {};
  return ::lstat(file.c_str(), &there) == 0 ? there.st_mode & 07777U : 0;
}

/// Runs `what` in a process of its own; its exit code.
template <class What>
int in_a_child(What what) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::_exit(what());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

}  // namespace

TEST_GROUP(LocalSockets) {
  fs::path folder, file;
  asio::io_context io{1};
  std::shared_ptr<Gate> gate = std::make_shared<Gate>(ShareLimits{});
  std::optional<Server> server;
  std::vector<Request> got;

  void setup() override {
    std::string name = "/tmp/antrean-socket-XXXXXX";
    folder = ::mkdtemp(name.data());
    file = folder / "technician.sock";
  }
  void teardown() override {
    stop();
    got.clear();
    fs::remove_all(folder);
  }
  void serve() {
    server.emplace(io, Limits{}, Site{}, gate);
    server->route("POST", "/ask", [this](Request request) -> asio::awaitable<Response> {
      got.push_back(std::move(request));
      co_return Response::text("heard");
    });
    server->listen(LocalSocket(file));
  }
  void stop() {
    if (server) {
      wait_for(io, server->stop(std::chrono::milliseconds(100)));
      server.reset();
    }
  }
  boost::system::result<Response> ask(Headers headers = {}) {
    ClientRequest call;
    call.method = "POST";
    call.url = "http://office/ask";
    call.socket = file;
    call.headers = std::move(headers);
    call.body = "{}";
    return wait_for(io, fetch(std::move(call)));
  }
};

TEST(LocalSockets, TheKernelSaysWhoAsks) {
  serve();
  const auto answer = ask();
  CHECK_TRUE(answer.has_value());
  LONGS_EQUAL(200, answer->status);
  STRCMP_EQUAL("heard", answer->body.c_str());
  LONGS_EQUAL(::geteuid(), got.at(0).program->uid);
  LONGS_EQUAL(::getpid(), got.at(0).program->pid);
  STRCMP_EQUAL(("uid:" + std::to_string(::geteuid())).c_str(), got.at(0).peer.c_str());
  CHECK_TRUE(got.at(0).local);
}

TEST(LocalSockets, OwnerAndGroupMayConnectWhateverTheUmask) {
  for (const ::mode_t umask : {0000U, 0077U, 0777U}) {
    const auto before = ::umask(umask);
    serve();
    ::umask(before);
    LONGS_EQUAL(0660, mode_of(file));
    stop();
  }
}

TEST(LocalSockets, WhatABrowserOrAProxyPassesOnIsRefused) {
  serve();
  for (const char* header : {"Origin", "Sec-Fetch-Site", "X-Forwarded-For", "Forwarded"}) {
    LONGS_EQUAL_TEXT(403, ask({{header, "http://office"}})->status, header);
  }
  LONGS_EQUAL(0, got.size());
  LONGS_EQUAL(4, gate->log.counts().at("not_a_command"));
  LONGS_EQUAL(404, [&] {
    ClientRequest call;
    call.url = "http://anything.example/none";
    call.socket = file;
    return wait_for(io, fetch(std::move(call)))->status;
  }());
}

TEST(LocalSockets, TheFileGoesWithTheServerAndOnlyItsOwn) {
  serve();
  stop();
  CHECK_FALSE(fs::exists(fs::symlink_status(file)));
  CHECK_TRUE(ask().has_error());
  serve();
  fs::remove(file);
  leave_a_socket(file);
  stop();
  CHECK_TRUE(fs::is_socket(file));
}

TEST(LocalSockets, WhatAProgramLeftThatIsGoneIsReplaced) {
  leave_a_socket(file);
  serve();
  LONGS_EQUAL(200, ask()->status);
}

TEST(LocalSockets, NothingElseIsReplaced) {
  serve();
  CHECK(why_not(file).find("another program listens at " + file.string()) != std::string::npos);
  LONGS_EQUAL(200, ask()->status);  // and that one still does
  stop();
  std::ofstream{file} << "people";
  CHECK(why_not(file).find("is no socket") != std::string::npos);
  CHECK_TRUE(fs::is_regular_file(file));
  fs::remove(file);
  leave_a_socket(folder / "elsewhere");
  fs::create_symlink(folder / "elsewhere", file);
  CHECK(why_not(file).find("is no socket") != std::string::npos);
  CHECK_TRUE(fs::is_symlink(file));
  CHECK(why_not(folder / "none" / "a.sock").find("its folder must exist") != std::string::npos);
  CHECK(why_not(folder / std::string(200, 'a')).find("too long") != std::string::npos);
}

TEST(LocalSockets, SystemdHandsOneOverByItsName) {
  const LocalSocket listening(file);
  const auto handed_over = [&](const char* names, int expected) {
    return in_a_child([&] {
      ::dup2(listening.descriptor(), 3);
      ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
      ::setenv("LISTEN_FDS", "1", 1);
      ::setenv("LISTEN_FDNAMES", names, 1);
      const auto got = LocalSocket::from_systemd("technician");
      const int found = !got ? 0 : got->file() == file && got->descriptor() == 3 ? 1 : 2;
      return found == expected && ::getenv("LISTEN_FDS") == nullptr ? 0 : 1;
    });
  };
  LONGS_EQUAL(0, handed_over("technician", 1));
  LONGS_EQUAL(0, handed_over("something", 0));
  CHECK_TRUE(fs::is_socket(file));  // systemd's own
  CHECK_FALSE(LocalSocket::from_systemd("technician").has_value());
  LONGS_EQUAL(7, in_a_child([&] {
                const int other = ::open("/dev/null", O_RDONLY);
                ::dup2(other, 3);
                ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
                ::setenv("LISTEN_FDS", "1", 1);
                ::setenv("LISTEN_FDNAMES", "technician", 1);
                try {
                  return LocalSocket::from_systemd("technician") ? 1 : 2;
                } catch (const std::system_error&) {
                  return 7;
                }
              }));
}
