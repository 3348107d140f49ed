#include "service/journal_copies.hpp"

#include <chrono>
#include <exception>
#include <utility>

namespace antrean::office {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

constexpr int pages_a_step = 64;  // 256 KiB: under a millisecond
constexpr auto left_behind_after = std::chrono::minutes(1);

/// A copy is there that somebody is about to take away.
bool waits_to_be_taken(const fs::path& copy) {
  std::error_code none;
  const auto written = fs::last_write_time(copy, none);
  return !none && fs::file_time_type::clock::now() - written < left_behind_after;
}

}  // namespace

JournalCopies::JournalCopies(Lane& lane, journal::Journal& journal, const fs::path& file)
    : lane_(lane), journal_(journal), copy_(fs::absolute(file).string() + ".copy") {}

asio::awaitable<web::JournalCopy> JournalCopies::make() {
  web::JournalCopy told;
  if (under_way_ || waits_to_be_taken(copy_)) {
    told.busy = true;
    told.failure = "another copy is being made or taken away; try again in a minute";
    co_return told;
  }
  struct Mark {
    bool& under_way;
    explicit Mark(bool& flag) : under_way(flag) { under_way = true; }
    ~Mark() { under_way = false; }
  } const mark(under_way_);
  try {
    co_await lane_.run([this] { journal_.begin_copy(copy_); });
    while (!co_await lane_.run([this] { return journal_.copy_more(pages_a_step); })) {
    }
    told.events = co_await lane_.run([this] { return journal_.last_seq(); });
    told.file = copy_.string();
  } catch (const std::exception& error) {
    told.failure = error.what();
  }
  co_return told;
}

}  // namespace antrean::office
