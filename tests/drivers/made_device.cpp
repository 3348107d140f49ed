#include "made_device.hpp"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <utility>

namespace antrean::test {
namespace {

constexpr int all_addresses = 65'536;

int word(const std::uint8_t* bytes) { return bytes[0] << 8 | bytes[1]; }

int open_terminal(const std::filesystem::path& link) {
  const int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  std::array<char, 128> name{};
  if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0 || ptsname_r(master, name.data(), name.size()) != 0) {
    throw std::runtime_error("no pseudo-terminal to be had");
  }
  termios raw{};
  tcgetattr(master, &raw);
  cfmakeraw(&raw);
  tcsetattr(master, TCSANOW, &raw);
  std::filesystem::remove(link);
  std::filesystem::create_symlink(name.data(), link);
  return master;
}

}  // namespace

MadeDevice::MadeDevice(std::filesystem::path link, int address, MadeMap map)
    : link_(std::move(link)),
      address_(address),
      map_(std::move(map)),
      mapping_(modbus_mapping_new(all_addresses, all_addresses, all_addresses, all_addresses)) {
  plug_in();
  thread_ = std::thread([this] { run(); });
}

MadeDevice::~MadeDevice() {
  stop_ = true;
  thread_.join();
  unplug();
  modbus_mapping_free(mapping_);
}

void MadeDevice::with(const std::function<void(modbus_mapping_t&)>& use) {
  const std::lock_guard lock{mutex_};
  use(*mapping_);
}

int MadeDevice::coil(int at) {
  const std::lock_guard lock{mutex_};
  return mapping_->tab_bits[at];
}

int MadeDevice::holding(int at) {
  const std::lock_guard lock{mutex_};
  return mapping_->tab_registers[at];
}

void MadeDevice::unplug() {
  const std::lock_guard idle{serving_};
  const std::lock_guard lock{mutex_};
  if (master_ >= 0) {
    close(master_);
    master_ = -1;
    std::filesystem::remove(link_);
  }
}

void MadeDevice::plug_in() {
  const std::lock_guard lock{mutex_};
  master_ = open_terminal(link_);
}

bool MadeDevice::knows(int function) const {
  return std::find(map_.functions.begin(), map_.functions.end(), function) != map_.functions.end();
}

bool MadeDevice::has(int function, int at, int count) const {
  const auto& ranges = function == 1 || function == 5 || function == 15 ? map_.coils
                       : function == 2                                  ? map_.discrete
                       : function == 4                                  ? map_.input
                                                                        : map_.holding;
  return std::any_of(ranges.begin(), ranges.end(), [&](const MadeRange& range) {
    return at >= range.from && at + count <= range.from + range.count;
  });
}

void MadeDevice::serve() {
  const std::lock_guard busy{serving_};
  const int master = [this] {
    const std::lock_guard lock{mutex_};
    return master_;
  }();
  pollfd watched{.fd = master, .events = POLLIN, .revents = 0};
  if (master < 0 || poll(&watched, 1, 5) <= 0 || (watched.revents & POLLIN) == 0) {
    return;  // also if nobody has the other end open
  }
  std::unique_ptr<modbus_t, void (*)(modbus_t*)> context(modbus_new_rtu("/dev/null", 9600, 'N', 8, 1), modbus_free);
  modbus_set_slave(context.get(), address_);
  modbus_set_socket(context.get(), master);
  std::array<std::uint8_t, MODBUS_RTU_MAX_ADU_LENGTH> query{};
  const int length = modbus_receive(context.get(), query.data());
  if (length <= 0 || dead_) {
    return;  // for another unit, or damaged
  }
  ++requests_;
  const int function = query[1];
  const int at = word(&query[2]);
  const bool single = function == 5 || function == 6;
  const int count = single ? 1 : word(&query[4]);
  const std::lock_guard lock{mutex_};
  if (!knows(function) || !has(function, at, count)) {
    wrong_ += knows(function) ? 1U : 0U;
    if (!map_.silent_when_wrong) {
      modbus_reply_exception(
          context.get(), query.data(),
          knows(function) ? MODBUS_EXCEPTION_ILLEGAL_DATA_ADDRESS : MODBUS_EXCEPTION_ILLEGAL_FUNCTION);
    }
    return;
  }
  modbus_reply(context.get(), query.data(), length, mapping_);
  if (map_.on_write && (single || function == 15 || function == 16)) {
    map_.on_write(*mapping_, function, at, count);
  }
}

void MadeDevice::run() {
  while (!stop_) {
    serve();
    // A mutex is not fair, and there is no hurry.
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
}

}  // namespace antrean::test
