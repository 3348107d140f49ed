// The cost of a TV at 1080p with software rendering: memory, CPU in three situations, and the time from
// giving a feed message to the server until its pixels are presented. The real program runs in its own
// process and is fed over a real WebSocket; both ends read CLOCK_MONOTONIC. CPU is what the kernel's
// scheduler counted for all threads, in nanoseconds.
//
// Then the same beside a film of 960 x 540, 25 pictures a second, H.264. The memory of the TV and of its
// decoder together is compared with that of a bare GStreamer program (gst-launch-1.0) that decodes the same
// file in the same run.
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <numeric>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>
#include <fmt/core.h>

#include "feed/feed_json.hpp"
#include "figures.hpp"
#include "http/server.hpp"

extern char** environ;

namespace {

using namespace antrean;
using namespace std::chrono_literals;
namespace asio = boost::asio;
using SteadyClock = std::chrono::steady_clock;

std::int64_t monotonic_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now().time_since_epoch()).count();
}

/// The display as a child process. Its stderr says when it presented which version.
class Display {
 public:
  Display(asio::io_context& io, const std::string& program, const std::string& feed,
          const std::vector<std::string>& more)
      : log_(io) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
      throw std::system_error(errno, std::generic_category(), "pipe");
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    std::vector<std::string> words{program, "--feed", feed, "--size", "1920x1080", "--log-level", "debug"};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> arguments;
    for (std::string& word : words) {
      arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    const int error = posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (error != 0) {
      throw std::system_error(error, std::generic_category(), program);
    }
    log_.assign(ends[0]);
    read();
  }
  ~Display() {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }
  Display(const Display&) = delete;
  Display& operator=(const Display&) = delete;

  /// When each version was first presented.
  const std::map<std::uint64_t, std::int64_t>& presented() const { return presented_; }

  pid_t pid() const { return pid_; }

 private:
  void read() {
    asio::async_read_until(log_, buffer_, '\n', [this](const boost::system::error_code& error, std::size_t) {
      if (error) {
        return;
      }
      std::istream in{&buffer_};
      std::string line;
      std::getline(in, line);
      const auto number = [&](const std::string& key) {
        const auto at = line.find(key);
        std::int64_t value = -1;
        if (at != std::string::npos) {
          std::from_chars(line.data() + at + key.size(), line.data() + line.size(), value);
        }
        return value;
      };
      const std::int64_t version = number("version=");
      const std::int64_t at = number("monotonic_us=");
      if (version > 0 && at > 0) {
        presented_.try_emplace(static_cast<std::uint64_t>(version), at);
      }
      if (line.find(" error ") != std::string::npos || line.find(" critical ") != std::string::npos) {
        fmt::print("display: {}\n", line);
      }
      read();
    });
  }

  pid_t pid_ = 0;
  asio::posix::stream_descriptor log_;
  asio::streambuf buffer_;
  std::map<std::uint64_t, std::int64_t> presented_;
};

class Bench {
 public:
  Bench(const std::string& program, Snapshot start, const std::vector<std::string>& more = {})
      : snapshot_(std::move(start)), server_(io_, {}) {
    server_.broadcast("/feed", feed_);
    server_.listen("127.0.0.1", 0);
    publish();
    display_ = std::make_unique<Display>(io_, program, fmt::format("ws://127.0.0.1:{}/feed", server_.port()), more);
    run_until([&] { return display_->presented().contains(snapshot_.version); }, 20s);
  }

  /// The next call: another number, another counter, a longer list.
  void call_next() {
    CallView call = snapshot_.calls.front();
    ++call.call;
    CounterView& counter = snapshot_.counters[call.call % snapshot_.counters.size()];
    call.number = fmt::format("B{:03}", call.call % 1000);
    call.counter = counter.id;
    call.at += 1s;
    counter.number = call.number;
    counter.phase = TicketPhase::called;
    counter.call = call.call;
    snapshot_.calls.insert(snapshot_.calls.begin(), call);
    if (snapshot_.calls.size() > 12) {
      snapshot_.calls.pop_back();
    }
    publish();
  }
  void run_text(std::string text) {
    snapshot_.running_text = std::move(text);
    publish();
  }

  void run_for(SteadyClock::duration time) {
    io_.restart();
    io_.run_for(time);
  }
  void run_until(const std::function<bool()>& done, SteadyClock::duration limit) {
    const auto end = SteadyClock::now() + limit;
    while (!done()) {
      if (SteadyClock::now() >= end) {
        throw std::runtime_error("the display presented nothing for too long");
      }
      run_for(5ms);
    }
  }

  /// Per cent of one core over `time`, doing `each` every `every`.
  double cpu_percent(SteadyClock::duration time, SteadyClock::duration every, const std::function<void()>& each) {
    const auto before = bench::cpu_of(display_->pid());
    const auto begin = SteadyClock::now();
    while (SteadyClock::now() - begin < time) {
      each();
      run_for(every);
    }
    const std::chrono::duration<double> used = bench::cpu_of(display_->pid()) - before;
    return 100.0 * used / std::chrono::duration<double>(SteadyClock::now() - begin);
  }

  /// Milliseconds from publishing a call to presenting it.
  std::vector<double> latencies(int calls) {
    std::vector<double> all;
    for (int i = 0; i < calls; ++i) {
      call_next();
      const std::uint64_t version = snapshot_.version;
      run_until([&] { return display_->presented().contains(version); }, 5s);
      all.push_back(static_cast<double>(display_->presented().at(version) - published_us_) / 1000.0);
      // so that calls come at all phases of its blinks and of the running text
      run_for(40ms + std::chrono::milliseconds{i % 17});
    }
    return all;
  }

  const Display& display() const { return *display_; }

 private:
  void publish() {
    ++snapshot_.version;
    published_us_ = monotonic_us();
    feed_.publish(feed::to_json(snapshot_));
  }

  asio::io_context io_{1};
  Snapshot snapshot_;
  http::Broadcast feed_;
  http::Server server_;
  std::unique_ptr<Display> display_;
  std::int64_t published_us_ = 0;
};

/// A process with words for arguments; ended with SIGTERM.
class Process {
 public:
  explicit Process(std::vector<std::string> words) {
    std::vector<char*> arguments;
    for (std::string& word : words) {
      arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    if (const int error = posix_spawnp(&pid_, arguments[0], nullptr, nullptr, arguments.data(), environ); error != 0) {
      throw std::system_error(error, std::generic_category(), words[0]);
    }
  }
  ~Process() {
    if (pid_ > 0) {
      kill(pid_, SIGTERM);
      waitpid(pid_, nullptr, 0);
    }
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  pid_t pid() const { return pid_; }
  int wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return status;
  }

 private:
  pid_t pid_ = 0;
};

std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> children;
  std::ifstream in{fmt::format("/proc/{}/task/{}/children", parent, parent)};
  for (pid_t child = 0; in >> child;) {
    children.push_back(child);
  }
  return children;
}

double pss_mib(pid_t process) { return static_cast<double>(bench::memory_kib(process, "Pss")) / 1024.0; }

/// The figures beside a film, as the end of the last line.
std::string with_film(const std::string& program, const Snapshot& snapshot, const std::filesystem::path& folder,
                      int calls) {
  const std::filesystem::path film = folder / "film.mp4";
  fmt::print("making a film of 960x540, 25/s, H.264 (ffmpeg)\n");
  if (Process{{"ffmpeg", "-loglevel", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=960x540:rate=25", "-t", "60",
               "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", film.string()}}
          .wait() != 0) {
    throw std::runtime_error("ffmpeg could not make the film");
  }
  const std::filesystem::path settings = folder / "display.toml";
  std::ofstream{settings} << "[media]\nfiles = [\"film.mp4\"]\nvolume = 0\n";
  Bench measured{program, snapshot, {"--config", settings.string()}};
  const Process bare{{"gst-launch-1.0", "-q", "filesrc", "location=" + film.string(), "!", "decodebin", "!",
                      "videoconvert", "!", "video/x-raw,format=BGRx", "!", "fakesink", "sync=true"}};
  measured.run_for(15s);  // until both have played for a while
  const std::vector<pid_t> decoders = children_of(measured.display().pid());
  if (decoders.size() != 1) {
    throw std::runtime_error("the display plays no film");
  }
  const double floor = pss_mib(bare.pid());
  const double tv = pss_mib(measured.display().pid());
  const double decoder = pss_mib(decoders[0]);
  fmt::print("beside a film:        TV {:.1f} MiB PSS + decoder {:.1f} MiB; a bare GStreamer program {:.1f} MiB\n", tv,
             decoder, floor);
  const std::vector<double> times = measured.latencies(calls);
  fmt::print("message to pixels:    p50 {:.2f} ms, p99 {:.2f} ms, worst {:.2f} ms; {} of {} calls shown\n",
             bench::quantile(times, 0.5), bench::quantile(times, 0.99), bench::quantile(times, 1), times.size(), calls);
  return fmt::format(" film_above_bare_mib={:.1f} film_p50_ms={:.2f} film_p99_ms={:.2f}", tv + decoder - floor,
                     bench::quantile(times, 0.5), bench::quantile(times, 0.99));
}

int run(const std::string& program, const std::string& sample, int seconds, int calls, bool film) {
  std::ifstream in{sample};
  auto snapshot = feed::from_json(std::string{std::istreambuf_iterator<char>(in), {}});
  if (!snapshot) {
    throw std::runtime_error(sample + " holds no snapshot");
  }
  const std::string text = snapshot->running_text;
  snapshot->running_text.clear();
  const char* driver = std::getenv("SDL_VIDEODRIVER");
  fmt::print("screen: {}; {} counters; {} s a situation; {} calls for the latency\n",
             driver != nullptr ? driver : "SDL's choice", snapshot->counters.size(), seconds, calls);

  const Snapshot start = *snapshot;
  auto plain = std::make_unique<Bench>(program, start);
  Bench& measured = *plain;
  measured.run_for(12s);  // until the highlight of the first call is over
  const std::chrono::seconds time{seconds};
  const double idle = measured.cpu_percent(time, time, [] {});
  fmt::print("nothing changes:      {:.3f} % of a core\n", idle);
  const double change = measured.cpu_percent(time, 1s, [&] { measured.call_next(); });
  fmt::print("one call a second:    {:.3f} % (each call with its blinks: about six frames)\n", change);
  measured.run_for(11s);
  measured.run_text(text);
  const double ticker = measured.cpu_percent(time, time, [] {});
  fmt::print("running text:         {:.3f} %\n", ticker);
  const std::vector<double> with_text = measured.latencies(calls);
  fmt::print("message to pixels:    p50 {:.2f} ms, p99 {:.2f} ms, worst {:.2f} ms (running text on)\n",
             bench::quantile(with_text, 0.5), bench::quantile(with_text, 0.99), bench::quantile(with_text, 1));
  const double pss = static_cast<double>(bench::memory_kib(measured.display().pid(), "Pss")) / 1024.0;
  const double own = static_cast<double>(bench::memory_kib(measured.display().pid(), "Pss_Anon")) / 1024.0;
  fmt::print("memory:               {:.1f} MiB PSS, of which {:.1f} MiB its own (1080p alone is 7.9)\n", pss, own);
  plain.reset();
  std::string more;
  if (film) {
    std::string pattern = (std::filesystem::temp_directory_path() / "antrean-bench-XXXXXX").string();
    const std::filesystem::path folder = mkdtemp(pattern.data());
    more = with_film(program, start, folder, calls);
    std::filesystem::remove_all(folder);
  }
  fmt::print(
      "display: pss_mib={:.1f} cpu_idle={:.2f}% cpu_change={:.2f}% cpu_text={:.2f}% p50_ms={:.2f} p99_ms={:.2f}{}\n",
      pss, idle, change, ticker, bench::quantile(with_text, 0.5), bench::quantile(with_text, 0.99), more);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const auto bin = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  std::string program = bin / "antrean-display";
  std::string sample = DISPLAY_SAMPLE;
  int seconds = 30;
  int calls = 400;
  bool no_film = false;
  CLI::App app{"Measures antrean-display."};
  app.add_option("--program", program);
  app.add_option("--snapshot", sample);
  app.add_option("--seconds", seconds)->check(CLI::Range(1, 3600));
  app.add_option("--calls", calls)->check(CLI::Range(1, 100000));
  app.add_flag("--no-film", no_film, "Leave out the part beside a film");
  CLI11_PARSE(app, argc, argv);
  try {
    return run(program, sample, seconds, calls, !no_film);
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_display: {}\n", error.what());
    return 1;
  }
}
