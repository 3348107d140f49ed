#include "store/sqlite_store.hpp"

#include <algorithm>
#include <iterator>
#include <random>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

namespace antrean::portal {
namespace asio = boost::asio;

namespace {
// The orders of one commit. With more, the wait of the first order costs more than a larger batch saves.
constexpr std::size_t most_per_commit = 256;
}  // namespace

SqliteStore::SqliteStore(asio::io_context& io, const std::filesystem::path& file)
    : io_(io),
      version_(std::uint64_t{std::random_device{}()} << 31),
      db_(file, sqlite::Synchronous::extra, {}, mark_beside(file)) {}

asio::awaitable<WriteAnswer> SqliteStore::submit(WriteOrder order) {
  auto start = [this](auto handler, WriteOrder what) {
    auto held = std::make_shared<decltype(handler)>(std::move(handler));
    waiting_.push_back({std::move(what), [held](std::exception_ptr error, WriteAnswer answer) {
                          const auto executor = asio::get_associated_executor(*held);
                          asio::dispatch(executor, [held, error, answer = std::move(answer)]() mutable {
                            std::move (*held)(error, std::move(answer));
                          });
                        }});
    if (committing_) {
      return;
    }
    committing_ = true;
    // It ends when no order waits. A failure was already given to those who waited.
    asio::co_spawn(io_, commit_all(), [](const std::exception_ptr& error) {
      if (error) {
        std::rethrow_exception(error);
      }
    });
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr, WriteAnswer)>(
      std::move(start), asio::use_awaitable, std::move(order));
}

asio::awaitable<void> SqliteStore::commit_all() {
  while (!waiting_.empty()) {
    std::vector<WriteOrder> orders;
    std::vector<std::function<void(std::exception_ptr, WriteAnswer)>> done;
    while (!waiting_.empty() && orders.size() < most_per_commit) {
      orders.push_back(std::move(waiting_.front().order));
      done.push_back(std::move(waiting_.front().done));
      waiting_.pop_front();
    }
    std::vector<WriteAnswer> answers;
    std::exception_ptr error;
    auto job = [this, batch = std::move(orders)] { return db_.write(batch); };
    try {
      answers = co_await worker_.run(std::move(job));
      ++commits_;
      for (const auto& answer : answers) {
        note_change(answer);
      }
    } catch (const std::exception& failure) {
      spdlog::error("bookings: {} orders were not committed: {}; their senders were told to try again", done.size(),
                    failure.what());
      error = std::current_exception();
      ++version_;  // what was not committed for certain may have been
    }
    for (std::size_t i = 0; i < done.size(); ++i) {
      done[i](error, error ? WriteAnswer{} : std::move(answers[i]));
    }
  }
  committing_ = false;
}

void SqliteStore::note_change(const WriteAnswer& answer) {
  if (const auto* book = std::get_if<BookAnswer>(&answer)) {
    if (const auto* booked = std::get_if<Booked>(book)) {
      ++office_versions_[booked->booking.booking.office];
    }
  } else if (const auto* cancelled = std::get_if<Cancelled>(&std::get<CancelAnswer>(answer))) {
    ++office_versions_[cancelled->booking.booking.office];
  }
}

std::uint64_t SqliteStore::places_version(const std::string& office) const {
  const auto found = office_versions_.find(office);
  return version_ + (found == office_versions_.end() ? 0 : found->second);
}

asio::awaitable<BookAnswer> SqliteStore::book(BookOrder order) {
  auto answer = co_await submit(WriteOrder{std::move(order)});
  co_return std::get<BookAnswer>(std::move(answer));
}

asio::awaitable<CancelAnswer> SqliteStore::cancel(CancelOrder order) {
  auto answer = co_await submit(WriteOrder{order});
  co_return std::get<CancelAnswer>(std::move(answer));
}

asio::awaitable<std::optional<StoredBooking>> SqliteStore::find(Key128 token) {
  auto job = [this, token] { return db_.find(token); };
  co_return co_await worker_.run(std::move(job));
}

asio::awaitable<std::optional<StoredBooking>> SqliteStore::find(std::string code, NikHmac nik) {
  auto job = [this, code = std::move(code), nik] { return db_.find(code, nik); };
  co_return co_await worker_.run(std::move(job));
}

asio::awaitable<std::vector<SlotPlaces>> SqliteStore::places(std::string office, std::string service, OfficeDay first,
                                                             OfficeDay last) {
  auto job = [this, office = std::move(office), service = std::move(service), first, last] {
    return db_.places(office, service, first, last);
  };
  co_return co_await worker_.run(std::move(job));
}

asio::awaitable<std::vector<SlotPlaces>> SqliteStore::places_at(std::vector<std::string> offices, std::string service,
                                                                OfficeDay first, OfficeDay last) {
  auto job = [this, offices = std::move(offices), service = std::move(service), first, last] {
    std::vector<SlotPlaces> all;
    for (const auto& office : offices) {
      std::ranges::move(db_.places(office, service, first, last), std::back_inserter(all));
    }
    return all;
  };
  co_return co_await worker_.run(std::move(job));
}

asio::awaitable<office_api::BookingPage> SqliteStore::pull(std::string office, std::string generation,
                                                           std::uint64_t cursor, std::size_t limit, UtcTime now) {
  auto job = [this, office = std::move(office), generation = std::move(generation), cursor, limit, now] {
    return db_.pull(office, generation, cursor, limit, now);
  };
  co_return co_await worker_.run(std::move(job));
}

asio::awaitable<TakeBackAnswer> SqliteStore::take_back(std::string office, std::string generation,
                                                       std::vector<Returned> returned, bool complete, UtcTime now) {
  auto job = [this, office, generation = std::move(generation), returned = std::move(returned), complete, now] {
    return db_.take_back(office, generation, returned, complete, now);
  };
  try {
    auto answer = co_await worker_.run(std::move(job));
    ++office_versions_[office];
    co_return answer;
  } catch (...) {
    ++version_;
    throw;
  }
}

asio::awaitable<void> SqliteStore::list(std::string office, std::string code, std::string what, UtcTime now) {
  auto job = [this, office = std::move(office), code = std::move(code), what = std::move(what), now] {
    db_.list(office, code, what, now);
  };
  co_await worker_.run(std::move(job));
}

asio::awaitable<ResultsAnswer> SqliteStore::apply(std::string office, std::string key, std::string body_hash,
                                                  office_api::ResultBatch batch, UtcTime now) {
  auto job = [this, office = std::move(office), key = std::move(key), body_hash = std::move(body_hash),
              batch = std::move(batch), now] { return db_.apply(office, key, body_hash, batch, now); };
  co_return co_await worker_.run(std::move(job));
}

}  // namespace antrean::portal
