// The real antrean-office with simulated boards, pads and scanner on pseudo-terminals, for tests that damage
// it. There is no portal: codes are signed here. Everything that it shows and everything that it is asked is
// recorded, and compared with its journal at the end.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/value.hpp>

#include "codes/booking_code.hpp"
#include "demo/child.hpp"
#include "demo/device_line.hpp"
#include "demo/scanner_plug.hpp"
#include "journal/journal.hpp"
#include "values/snapshot.hpp"

namespace antrean::tests {

inline constexpr unsigned counters = 4;  ///< pads 1..4, boards 21..24

/// What the feed sent, in all starts together.
struct Seen {
  Snapshot latest;
  std::map<std::uint64_t, CallView> calls;  ///< by call number
  std::set<std::string> numbers;            ///< of tickets
  std::uint64_t journal_seq = 0;            ///< the highest
  std::vector<std::string> went_back;       ///< cases in which a start showed less than the one before
  bool journal_alarm = false;               ///< the alarm is active now
};

class RealOffice {
 public:
  struct How {
    std::filesystem::path journal;  ///< default: in the folder
    std::optional<Zone> zone;       ///< default: one whose day does not end within the hour
    bool sign_in = false;           ///< then sign_in() comes before what is asked of the staff's pages
    std::string proxy{};            ///< an address that both listeners trust; "" for none
    std::filesystem::path copy{};   ///< the folder of a copy that follows the journal; empty: none
  };
  RealOffice(boost::asio::io_context& io, std::filesystem::path folder, How how);
  RealOffice(boost::asio::io_context& io, std::filesystem::path folder) : RealOffice(io, std::move(folder), How{}) {}
  ~RealOffice();

  boost::asio::awaitable<void> start_devices();
  /// Starts the service and returns at once.
  void spawn(std::map<std::string, std::string> environment = {});
  /// Waits until it reports that it is ready, with its scanner. Throws with its last output if it ends
  /// before.
  boost::asio::awaitable<void> ready();
  boost::asio::awaitable<void> every_pad_heard();
  void kill();
  /// Sends SIGTERM; returns its exit code.
  int stop();
  demo::Child& process() { return *office_; }
  std::string log() const;

  /// Signs a supervisor of the demo's in. From here on whatever is asked is asked by her.
  boost::asio::awaitable<void> sign_in();
  /// Who is signed in; "" for nobody.
  const std::string& person() const { return person_; }
  std::uint16_t web_port() const { return web_port_; }
  std::uint16_t staff_port() const { return port_; }

  struct Answer {
    unsigned status = 0;  ///< 0: no answer, so the result is not known
    std::string body;     ///< without an answer: why
  };
  boost::asio::awaitable<Answer> post(std::string path, std::string body);
  boost::asio::awaitable<Answer> get(std::string path);
  /// A walk-in that `who` asks for; its event has this name.
  boost::asio::awaitable<Answer> walk_in(std::string who);
  /// The text that a scanner reads, for somebody who booked for today.
  std::string qr(BookingId booking) const;
  static std::string code(BookingId booking);

  /// For one user, because a line takes one order at a time.
  demo::DeviceLine line() { return {io_, folder_ / "line.control"}; }
  demo::ScannerPlug& scanner() { return *scanner_; }
  const Seen& seen() const { return *seen_; }
  boost::asio::io_context& io() { return io_; }
  const std::filesystem::path& folder() const { return folder_; }
  const std::filesystem::path& journal_file() const { return how_.journal; }
  std::filesystem::path settings_file() const { return folder_ / "office.toml"; }

  boost::asio::awaitable<void> pause(std::chrono::milliseconds time);
  /// Waits until `true_now` holds. Throws with `what` and the office's log if it does not within `patience`.
  boost::asio::awaitable<void> until(std::string what, std::function<bool()> true_now,
                                     std::chrono::seconds patience = std::chrono::seconds{30});

 private:
  void write_settings() const;

  boost::asio::io_context& io_;
  std::filesystem::path folder_;
  How how_;
  Zone zone_;
  OfficeDay today_;
  std::uint16_t port_, web_port_;
  std::string machine_key_, cookie_, person_;
  codes::KeyPair keys_;
  std::unique_ptr<demo::ScannerPlug> scanner_;
  std::unique_ptr<demo::Child> devices_, office_;
  std::shared_ptr<Seen> seen_ = std::make_shared<Seen>();
  std::shared_ptr<boost::asio::cancellation_signal> stop_feed_ = std::make_shared<boost::asio::cancellation_signal>();
};

/// The journal of an office that has stopped.
struct Record {
  std::vector<queue::Event> events;
  std::vector<journal::PadAcknowledgement> pads;
  journal::ChainReport chain;
};
Record read_journal(const std::filesystem::path& file);

/// Runs the story to its end. An exception fails the test with its text.
void play(boost::asio::io_context& io, std::function<boost::asio::awaitable<void>()> story);

/// An empty folder that is removed at the end.
class Place {
 public:
  Place();
  ~Place();
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace antrean::tests
