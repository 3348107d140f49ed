#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <memory>

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "process/process.hpp"
#include "text/text.hpp"

namespace antrean::process {
namespace {

/// systemd.exec(5): JOURNAL_STREAM has the device and inode of the journal's socket. It is inherited, so
/// stderr may be another file by now.
bool stderr_is_journal() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read at start, before any worker exists.
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat file {};
  if (stream == nullptr || ::fstat(STDERR_FILENO, &file) != 0) {
    return false;
  }
  return fmt::format("{}:{}", file.st_dev, file.st_ino) == stream;
}

/// sd-daemon(3)'s "<N>".
class Priority final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    static constexpr std::array<char, SPDLOG_LEVEL_OFF + 1> priorities{'7', '7', '6', '4', '3', '2', '6'};
    out.push_back('<');
    out.push_back(priorities[static_cast<std::size_t>(message.level)]);
    out.push_back('>');
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<Priority>(); }
};

class OneLine final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    std::string_view rest(message.payload.data(), message.payload.size());
    while (!rest.empty()) {
      const auto c = text::first(rest).value_or(text::Character{0, 1});
      const std::string_view bytes = rest.substr(0, c.bytes);
      rest.remove_prefix(c.bytes);
      if (bytes == "\n") {
        fmt::format_to(fmt::appender(out), "\\n");
      } else if (bytes == "\t") {
        fmt::format_to(fmt::appender(out), "\\t");
      } else if (text::is_control(c.value) || text::is_hidden(c.value)) {
        for (const char byte : bytes) {
          fmt::format_to(fmt::appender(out), "\\x{:02x}", static_cast<unsigned char>(byte));
        }
      } else {
        out.append(bytes);
      }
    }
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<OneLine>(); }
};

}  // namespace

void start_logging(const std::string& program, const std::string& level) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<Priority>('*').add_flag<OneLine>('@');
  formatter->set_pattern(stderr_is_journal() ? "%*%@" : "%Y-%m-%d %H:%M:%S.%e %l %n: %@");
  auto logger = std::make_shared<spdlog::logger>(program, std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(std::move(formatter));
  logger->set_level(spdlog::level::from_str(level));
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace antrean::process
