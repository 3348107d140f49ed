#include "http/security_log.hpp"

#include <chrono>
#include <utility>

#include <spdlog/spdlog.h>

#include "http/peers.hpp"

namespace antrean::http {

namespace {

constexpr auto between_lines = std::chrono::minutes{1};
constexpr std::size_t most_peers = 10'000;
constexpr std::size_t longest_detail = 500;

/// Nobody writes a line, a field or an escape sequence of their own into the log.
std::string plain(const std::string& text) {
  std::string result;
  for (const char c : text.substr(0, longest_detail)) {
    result += c >= 0x20 && c < 0x7f ? c : '?';
  }
  return result;
}

std::string word(const std::string& text) {
  std::string result = plain(text);
  for (char& c : result) {
    c = c == ' ' || c == '=' ? '_' : c;
  }
  return result.empty() ? "-" : result;
}

}  // namespace

SecurityLog::SecurityLog()
    : SecurityLog([] { return MonotonicTime{std::chrono::steady_clock::now()}; },
                  [](const std::string& line) { spdlog::warn("{}", line); }) {
  tell_ = [](const std::string& line) { spdlog::info("{}", line); };
}

SecurityLog::SecurityLog(std::function<MonotonicTime()> clock, std::function<void(const std::string&)> write)
    : clock_(std::move(clock)), write_(std::move(write)), tell_(write_) {}

void SecurityLog::refused(const Refused& what) {
  ++counts_[what.reason];
  const auto now = clock_();
  const std::string who = asker_of(what.peer);
  if (peers_.size() >= most_peers && !peers_.contains(who)) {
    std::erase_if(peers_, [&](const auto& entry) { return now - entry.second.told >= between_lines; });
  }
  const bool known = peers_.contains(who);
  const bool counted_alone = known || peers_.size() < most_peers;
  Peer& peer = counted_alone ? peers_[who] : others_;
  const bool first = counted_alone ? !known : others_.told == MonotonicTime{};
  if (!first && now - peer.told < between_lines) {
    ++peer.more;
    return;
  }
  write_("security: refused person=" + word(what.person) + " peer=" + word(what.peer) + " reason=" + word(what.reason) +
         " more=" + std::to_string(peer.more) + " (" + plain(what.detail) + ")");
  peer = {.told = now, .more = 0};
}

void SecurityLog::done(const Done& what) {
  tell_("security: done person=" + word(what.person) + " peer=" + word(what.peer) +
        (what.pid == 0 ? std::string() : " pid=" + std::to_string(what.pid)) + " what=" + word(what.what) +
        " answer=" + std::to_string(what.answer));
}

}  // namespace antrean::http
