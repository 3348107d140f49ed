#include "service/portal_stores.hpp"

#include <utility>

namespace antrean::office {
namespace {

namespace asio = boost::asio;
using bookings::Stored;
using bookings::StoreFailure;

Stored<void> stored(const journal::Result<void>& result) {
  if (result) {
    return {};
  }
  return StoreFailure{result.error().text};
}

}  // namespace

asio::awaitable<Stored<std::uint64_t>> JournalDayList::cursor() {
  const std::uint64_t cursor = co_await lane_.run([this] { return journal_.day_list().cursor(); });
  co_return cursor;
}

asio::awaitable<Stored<void>> JournalDayList::apply(office_api::BookingPage page) {
  co_return co_await lane_.run([this, page = std::move(page)] { return stored(journal_.day_list().apply(page)); });
}

asio::awaitable<Stored<std::optional<bookings::Parcel>>> JournalOutbox::next() {
  co_return co_await lane_.run([this]() -> Stored<std::optional<bookings::Parcel>> {
    auto next = journal_.outbox().next();
    if (!next) {
      return StoreFailure{next.error().text};
    }
    if (!*next) {
      return std::optional<bookings::Parcel>();
    }
    return std::optional(bookings::Parcel{.key = std::move((*next)->key), .results = std::move((*next)->results)});
  });
}

asio::awaitable<Stored<void>> JournalOutbox::delivered(std::string key) {
  co_return co_await lane_.run([this, key = std::move(key)] { return stored(journal_.outbox().delivered(key)); });
}

asio::awaitable<Stored<void>> JournalOutbox::refused(std::string key, std::string answer) {
  co_return co_await lane_.run([this, key = std::move(key), answer = std::move(answer)] {
    return stored(journal_.outbox().refused(key, answer));
  });
}

}  // namespace antrean::office
