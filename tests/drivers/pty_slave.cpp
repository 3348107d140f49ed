#include "pty_slave.hpp"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace antrean::test {
namespace {

// Longer than any pause inside a request, because the bus writes a request at once.
constexpr std::chrono::milliseconds request_pause{20};

}  // namespace

PtySlave::PtySlave(std::filesystem::path link) : link_(std::move(link)) {
  open_master();
  thread_ = std::thread([this] { run(); });
}

PtySlave::~PtySlave() {
  stop_ = true;
  thread_.join();
  unplug();
  for (int master : old_masters_) {
    close(master);
  }
}

void PtySlave::open_master() {
  const int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) {
    throw std::runtime_error("no pseudo-terminal to be had");
  }
  std::array<char, 128> name{};
  if (ptsname_r(master, name.data(), name.size()) != 0) {
    throw std::runtime_error("a pseudo-terminal without a name");
  }
  termios raw{};
  tcgetattr(master, &raw);
  cfmakeraw(&raw);
  tcsetattr(master, TCSANOW, &raw);
  std::filesystem::remove(link_);
  std::filesystem::create_symlink(name.data(), link_);
  master_ = master;
}

void PtySlave::unplug() {
  const std::lock_guard lock{mutex_};
  if (master_ >= 0) {
    close(master_);
    master_ = -1;
    std::filesystem::remove(link_);
  }
}

void PtySlave::plug_in() {
  const std::lock_guard lock{mutex_};
  open_master();
}

void PtySlave::replug_quietly() {
  const std::lock_guard lock{mutex_};
  old_masters_.push_back(master_);
  open_master();
}

void PtySlave::with_rig(const std::function<void(UnitRig&)>& use) {
  const std::lock_guard lock{mutex_};
  use(rig_);
}

void PtySlave::on_request(std::function<Fate(const Bytes&)> decide) {
  const std::lock_guard lock{mutex_};
  decide_ = std::move(decide);
}

std::vector<PtySlave::Heard> PtySlave::heard() {
  const std::lock_guard lock{mutex_};
  return heard_;
}

void PtySlave::send(const Bytes& bytes) {
  last_written_ = Clock::now();
  // A port that nobody reads is full. What does not fit is lost, as on a wire.
  static_cast<void>(!write(master_, bytes.data(), bytes.size()));
}

void PtySlave::take(Bytes frame, Clock::time_point at) {
  Heard heard{.at = at, .silence = {}, .frame = frame, .good = checksum_is_good(frame)};
  if (last_written_) {
    heard.silence = at - *last_written_;
    last_written_.reset();
  }
  heard_.push_back(heard);
  if (echo_) {
    send(frame);
    last_written_.reset();
  }
  const auto fate = decide_ ? decide_(frame) : Fate{};
  auto reply = fate.request_lost ? Bytes{} : rig_.hear(frame);
  if (reply.empty()) {
    return;
  }
  reply.resize(std::min(reply.size(), fate.keep));
  if (fate.flip_at) {
    reply.at(*fate.flip_at) ^= 0x10;
  }
  reply.insert(reply.begin(), fate.noise_before.begin(), fate.noise_before.end());
  if (fate.late.count() > 0) {
    late_.emplace_back(at + fate.late, std::move(reply));
  } else {
    send(reply);
  }
}

void PtySlave::run() {
  const auto started = Clock::now();
  auto last_byte = started;
  while (!stop_) {
    int master = -1;
    {
      const std::lock_guard lock{mutex_};
      master = master_;
    }
    pollfd watched{.fd = master, .events = POLLIN, .revents = 0};
    poll(&watched, 1, 1);
    const std::lock_guard lock{mutex_};
    if (master_ < 0 || master_ != master) {
      continue;
    }
    std::array<std::uint8_t, 512> bytes{};
    const auto count = read(master_, bytes.data(), bytes.size());
    const auto now = Clock::now();
    rig_.advance_to(
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(now - started).count()));
    while (!late_.empty() && late_.front().first <= now) {
      send(late_.front().second);
      late_.pop_front();
    }
    if (!babble_.empty()) {
      send(babble_);
    }
    if (count > 0) {
      if (now - last_byte > request_pause) {
        partial_.clear();
      }
      last_byte = now;
      partial_.insert(partial_.end(), bytes.begin(), bytes.begin() + count);
      if (checksum_is_good(partial_)) {
        take(std::exchange(partial_, {}), now);
      }
    } else if (count < 0) {
      // Nobody has the other end open: the master is readable and reports this. There is no hurry.
      std::this_thread::sleep_for(std::chrono::microseconds{200});
    }
  }
}

}  // namespace antrean::test
