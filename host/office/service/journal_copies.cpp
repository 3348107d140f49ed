#include "service/journal_copies.hpp"

#include <chrono>
#include <exception>
#include <stdexcept>
#include <utility>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace antrean::office {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

constexpr int pages_a_step = 64;  // 256 KiB: takes less than a millisecond
constexpr auto left_behind_after = std::chrono::minutes(1);

/// True if there is a copy that somebody is about to take.
bool waits_to_be_taken(const fs::path& copy) {
  std::error_code none;
  const auto written = fs::last_write_time(copy, none);
  // A copy with a later date was left while the clock was wrong.
  const auto age = fs::file_time_type::clock::now() - written;
  return !none && age < left_behind_after && age > -left_behind_after;
}

}  // namespace

JournalCopies::JournalCopies(Worker& worker, journal::Journal& journal, const fs::path& file)
    : worker_(worker), journal_(journal), copy_(fs::absolute(file).string() + ".copy") {}

asio::awaitable<void> JournalCopies::write(fs::path to, std::chrono::milliseconds rest,
                                           std::function<void()> when_complete) {
  if (under_way_) {
    throw std::runtime_error("another copy of the journal is being made");
  }
  struct Mark {
    bool& under_way;
    explicit Mark(bool& flag) : under_way(flag) { under_way = true; }
    ~Mark() { under_way = false; }
  } const mark(under_way_);
  asio::steady_timer pause(co_await asio::this_coro::executor);
  co_await worker_.run([this, to] { journal_.begin_copy(to); });
  const auto step = [this, &when_complete] {
    const bool complete = journal_.copy_more(pages_a_step);
    if (complete && when_complete) {
      when_complete();
    }
    return complete;
  };
  while (!co_await worker_.run(step)) {
    pause.expires_after(rest);
    co_await pause.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<web::JournalCopy> JournalCopies::make() {
  web::JournalCopy told;
  if (under_way_ || waits_to_be_taken(copy_)) {
    told.busy = true;
    told.failure = "another copy is being made or taken away; try again in a minute";
    co_return told;
  }
  try {
    co_await write(copy_);
    told.events = co_await worker_.run([this] { return journal_.last_seq(); });
    told.file = copy_.string();
  } catch (const std::exception& error) {
    told.failure = error.what();
  }
  co_return told;
}

}  // namespace antrean::office
