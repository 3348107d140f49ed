#include "service/second_copy.hpp"

#include <sys/stat.h>

#include <stdexcept>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "audit/office_key.hpp"
#include "files/durable_file.hpp"

namespace antrean::office {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

constexpr const char* subject = "journal copy";

bool on_the_same_disk(const fs::path& one, const fs::path& other) {
  struct ::stat first {
  }, second{};
  return ::stat(one.c_str(), &first) == 0 && ::stat(other.c_str(), &second) == 0 && first.st_dev == second.st_dev;
}

}  // namespace

SecondCopy::SecondCopy(asio::io_context& io, Worker& journal_worker, journal::Journal& journal, JournalCopies& copies,
                       Alarms& alarms, fs::path file, fs::path folder, Pace pace)
    : io_(io),
      worker_(journal_worker),
      journal_(journal),
      copies_(copies),
      alarms_(alarms),
      file_(std::move(file)),
      folder_(std::move(folder)),
      whole_(fs::absolute(file_).string() + ".second"),
      pace_(pace) {}

asio::awaitable<void> SecondCopy::run() {
  asio::steady_timer timer(io_);
  for (;;) {
    std::string failure;
    try {
      co_await look();
    } catch (const std::exception& error) {
      failure = error.what();
    }
    if ((co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none) {
      co_return;
    }
    if (!failure.empty()) {
      co_await stop_following();
      raise(failure);
    }
    timer.expires_after(pace_.every);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<void> SecondCopy::look() {
  const auto now = std::chrono::steady_clock::now();
  if (writing_ && !writing_->ended) {
    if (follows_ && now - writing_->since > pace_.stuck) {
      // What changes meanwhile is not kept in memory for ever.
      co_await stop_following();
      raise("it has not answered for " +
            std::to_string(std::chrono::duration_cast<std::chrono::seconds>(pace_.stuck).count()) + " s");
    }
    co_return;
  }
  if (writing_) {
    const auto done = std::exchange(writing_, nullptr);
    if (!done->failure.empty()) {
      throw std::runtime_error(done->failure);
    }
    if (follows_) {
      caught_up(done->since);
    }
  }
  if (!follows_) {
    if (now >= not_before_ && !copies_.under_way()) {
      co_await begin();
    }
    co_return;
  }
  auto changes = co_await worker_.run([this] { return journal_.take_changes(); });
  if (!changes) {
    follows_ = false;  // the journal was opened again; at the next look a whole copy is made
  } else if (changes->empty()) {
    caught_up(now);
  } else {
    write([this, taken = *std::move(changes)] { copy_->apply(taken); });
  }
}

asio::awaitable<void> SecondCopy::begin() {
  // Looked at first, on the worker that may wait: nothing is copied for a disk that is not there.
  same_disk_ = co_await slow_.run([this] {
    copy_.reset();
    if (!fs::is_directory(folder_)) {
      throw std::runtime_error("there is no folder " + folder_.string() + "; is its disk mounted?");
    }
    return on_the_same_disk(folder_, files::folder_of(fs::absolute(file_)));
  });
  co_await copies_.write(whole_, pace_.rest, [this] { journal_.record_changes(); });
  follows_ = true;
  write([this] {
    copy_ = std::make_unique<journal::FollowingCopy>(whole_, folder_ / file_.filename());
    std::string wrong = audit::try_put_key_beside(file_, folder_ / file_.filename());
    if (wrong != key_told_) {
      key_told_ = std::move(wrong);
      if (!key_told_.empty()) {
        spdlog::warn("the journal's copy: {}", key_told_);
      }
    }
    fs::remove(whole_);
  });
}

asio::awaitable<void> SecondCopy::stop_following() {
  follows_ = false;
  not_before_ = std::chrono::steady_clock::now() + pace_.again;
  co_await worker_.run([this] { journal_.stop_recording(); });
}

void SecondCopy::write(std::function<void()> job) {
  writing_ = std::make_shared<Writing>(Writing{.since = std::chrono::steady_clock::now(), .failure = {}});
  asio::co_spawn(
      io_,
      [](Worker& slow, std::function<void()> work, std::shared_ptr<Writing> writing) -> asio::awaitable<void> {
        try {
          co_await slow.run(std::move(work));
        } catch (const std::exception& error) {
          writing->failure = error.what();
        }
        writing->ended = true;
      }(slow_, std::move(job), writing_),
      asio::detached);
}

void SecondCopy::raise(const std::string& why) {
  if (alarm_ == why) {
    return;
  }
  alarm_ = why;
  spdlog::error("the journal's copy in {} is not written: {}", folder_.string(), why);
  alarms_.raise(
      subject,
      "Salinan jurnal di " + folder_.string() + " tidak ditulis. Kantor tetap berjalan; periksa disk itu. " + why,
      "The journal's copy in " + folder_.string() + " is not written. The office goes on; look at that disk. " + why);
}

void SecondCopy::caught_up(Instant at) {
  caught_up_ = at;
  if (same_disk_) {
    const std::string why = "it is on the disk of the journal, and would be lost with it";
    if (alarm_ != why) {
      raise(why);
    }
    return;
  }
  if (!alarm_.empty()) {
    alarm_.clear();
    spdlog::info("the journal's copy in {} is whole again", folder_.string());
    alarms_.clear(subject);
  }
}

}  // namespace antrean::office
