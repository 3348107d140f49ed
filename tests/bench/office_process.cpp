#include "office_process.hpp"

#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include "demo/whole_office.hpp"
#include "http/client.hpp"

namespace antrean::bench {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds give_up{20};

/// The socket on which systemd would listen.
class NotifySocket {
 public:
  explicit NotifySocket(const std::filesystem::path& path) : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    std::filesystem::remove(path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string text = path.string();
    if (text.size() >= sizeof address.sun_path) {
      throw std::runtime_error(text + " is too long for a socket; set TMPDIR to a shorter folder");
    }
    std::memcpy(address.sun_path, text.data(), text.size());
    if (socket_ < 0 || ::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::system_error(errno, std::generic_category(), text);
    }
  }
  ~NotifySocket() { ::close(socket_); }
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  /// False if no message came within `limit`.
  bool ready_within(std::chrono::milliseconds limit) const {
    char said[512];
    for (pollfd watched{socket_, POLLIN, 0}; ::poll(&watched, 1, static_cast<int>(limit.count())) > 0;) {
      const auto length = ::recv(socket_, said, sizeof said, 0);
      if (length > 0 && std::string_view{said, static_cast<std::size_t>(length)}.find("READY=1") != std::string::npos) {
        return true;
      }
    }
    return false;
  }

 private:
  int socket_;
};

bool healthy(const std::string& url) {
  asio::io_context io{1};
  bool well = false;
  asio::co_spawn(
      io,
      [&]() -> asio::awaitable<void> {
        http::ClientRequest call;
        call.url = url + "/health";
        const auto answer = co_await http::fetch(std::move(call));
        well = answer && answer->status == 200;
      },
      [](std::exception_ptr error) {
        if (error) {
          std::rethrow_exception(error);
        }
      });
  io.run();
  return well;
}

constexpr std::string_view office = R"toml([office]
code = "AD"
name = "Kantor Imigrasi Kelas I Bandung"
zone = "WIB"
journal = "{0}"
running_text = "Siapkan KTP, kartu keluarga, dan akta kelahiran asli."

[[hours]]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
open = "00:00"
last_numbers = "24:00"
close = "24:00"

[series.booked]
letters = "BDEFGHJL"
[series.walk_in]
letters = "AK"
[series.priority]
letters = "C"

[class.booked]
name_id = "Antrean daring"
name_en = "Booked online"
weight = 2
[class.walk_in]
name_id = "Datang langsung"
name_en = "Walk-in"
series = "walk_in"
[class.priority]
name_id = "Prioritas"
name_en = "Priority"
series = "priority"
waiting_limit = "30m"

[[service]]
key = "paspor"
name_id = "Paspor"
name_en = "Passport"
series = "booked"
early = "24h"
late = "24h"

[[service.stage]]
key = "layanan"
name_id = "Wawancara dan foto"
name_en = "Interview and photo"
typical = "8m"

[[service.walk_in]]
reasons = []

[call]
pad_guard = "{5}"

[web]
port = {1}
{2}
[staff]
port = {3}
sign_in = {4}
{2}
[technician]
socket = "technician.sock"
)toml";

}  // namespace

Folder::Folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "antrean-bench-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), pattern);
  }
  path_ = pattern;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path program(const std::string& name) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
}

std::string settings_text(OfficeShape shape, const std::filesystem::path& journal) {
  std::string text =
      fmt::format(office, journal.string(), shape.web_port,
                  shape.proxy.empty() ? std::string() : fmt::format("trusted_proxies = [\"{}\"]", shape.proxy),
                  shape.port, shape.sign_in, shape.pad_guard);
  for (unsigned id = 1; id <= shape.counters; ++id) {
    text += fmt::format("\n[[counter]]\nid = {}\nserves = [\"paspor/layanan\"]\n", id);
  }
  return text + shape.more;
}

OfficeProcess::OfficeProcess(const std::filesystem::path& folder, OfficeShape shape)
    : folder_(folder), port_(shape.port != 0 ? shape.port : demo::free_port()), web_port_(shape.web_port) {
  shape.port = port_;
  std::ofstream out(settings());
  out << settings_text(std::move(shape), journal());
  if (!out.flush()) {
    throw std::runtime_error("cannot write " + settings().string());
  }
}

OfficeProcess::~OfficeProcess() = default;

std::string OfficeProcess::url() const { return fmt::format("http://127.0.0.1:{}", port_); }
std::string OfficeProcess::feed_url() const { return fmt::format("ws://127.0.0.1:{}/feed", port_); }

OfficeProcess::Started OfficeProcess::start() {
  const auto notify = folder_ / "notify";
  const NotifySocket systemd(notify);
  const auto begin = Clock::now();
  // As its unit does (Nice=-15). Without the right to, nice says so and starts it like any other program.
  child_ = std::make_unique<demo::Child>(
      demo::Child::How{.program = "/usr/bin/nice",
                       .arguments = {"-n", "-15", program("antrean-office").string(), "--config", settings().string()},
                       .environment = {{"NOTIFY_SOCKET", notify.string()}},
                       .log = folder_ / "antrean-office.log"});
  Started started;
  while (!systemd.ready_within(std::chrono::milliseconds(100))) {
    if (child_->ended() || Clock::now() - begin > give_up) {
      throw std::runtime_error("antrean-office did not become ready:\n" + child_->last_words());
    }
  }
  started.ready = Clock::now() - begin;
  if (!healthy(url())) {
    throw std::runtime_error("antrean-office said READY and is not healthy:\n" + child_->last_words());
  }
  started.healthy = Clock::now() - begin;
  return started;
}

void OfficeProcess::kill() {
  child_->signal(SIGKILL);
  child_->wait(give_up);
  child_.reset();
}

}  // namespace antrean::bench
