#include "service/portal_stores.hpp"

#include <exception>
#include <utility>

#include "codes/office_key.hpp"

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

/// What reads the file, with the failure in words.
template <class Read>
auto read(Read what) -> Stored<decltype(what())> {
  try {
    return what();
  } catch (const std::exception& error) {
    return StoreFailure{error.what()};
  }
}

}  // namespace

asio::awaitable<Stored<bookings::Position>> JournalDayList::position() {
  co_return co_await worker_.run([this]() -> Stored<bookings::Position> {
    const journal::DayList& list = journal_.day_list();
    return bookings::Position{
        .generation = list.generation(), .cursor = list.cursor(), .owes_answer = list.owes_answer()};
  });
}

asio::awaitable<Stored<bookings::Missing>> JournalDayList::missing(std::size_t most) {
  co_return co_await worker_.run([this, most]() -> Stored<bookings::Missing> {
    auto lacking = journal_.day_list().lacking(most);
    bookings::Missing missing;
    missing.complete = lacking.size() < most;
    for (auto& one : lacking) {
      missing.ids.push_back(one.booking.id);
      if (one.proof.empty()) {
        missing.codes_without_proof.push_back(std::move(one.booking.code));
      } else {
        missing.bookings.push_back({.proof = std::move(one.proof),
                                    .name = std::move(one.booking.name),
                                    .nik_last4 = std::move(one.booking.nik_last4),
                                    .status = one.booking.status,
                                    .language = one.booking.language,
                                    .companions = std::move(one.booking.companions)});
      }
    }
    return missing;
  });
}

asio::awaitable<Stored<void>> JournalDayList::given_back(std::vector<BookingId> ids, bool complete) {
  co_return co_await worker_.run(
      [this, ids = std::move(ids), complete] { return stored(journal_.day_list().given_back(ids, complete)); });
}

asio::awaitable<Stored<void>> JournalDayList::apply(office_api::BookingPage page) {
  co_return co_await worker_.run([this, page = std::move(page)] { return stored(journal_.day_list().apply(page)); });
}

asio::awaitable<Stored<std::optional<bookings::Parcel>>> JournalOutbox::next() {
  co_return co_await worker_.run([this]() -> Stored<std::optional<bookings::Parcel>> {
    auto next = journal_.outbox().next();
    if (!next) {
      return StoreFailure{next.error().text};
    }
    if (!*next) {
      return std::optional<bookings::Parcel>();
    }
    return std::move(*next);
  });
}

asio::awaitable<Stored<void>> JournalOutbox::delivered(std::string key) {
  co_return co_await worker_.run([this, key = std::move(key)] { return stored(journal_.outbox().delivered(key)); });
}

asio::awaitable<Stored<void>> JournalOutbox::refused(std::string key, std::string answer) {
  co_return co_await worker_.run([this, key = std::move(key), answer = std::move(answer)] {
    return stored(journal_.outbox().refused(key, answer));
  });
}

JournalHeadsOfOffice::JournalHeadsOfOffice(Worker& worker, journal::Journal& journal, const std::string& office,
                                           const std::optional<codes::KeyPair>& key)
    : worker_(worker),
      journal_(journal),
      key_(key ? codes::to_text(key->public_key) : std::string{}),
      proof_(key ? codes::prove_key(office, *key) : std::string{}) {}

asio::awaitable<Stored<office_api::JournalHeads>> JournalHeadsOfOffice::newest() {
  co_return co_await worker_.run([this] {
    return read([this] {
      office_api::JournalHeads said{
          .generations = journal_.generations(), .heads = {}, .key = key_, .key_proof = proof_};
      if (auto head = journal_.head()) {
        said.heads.push_back(*std::move(head));
      }
      return said;
    });
  });
}

asio::awaitable<Stored<std::optional<office_api::JournalHead>>> JournalHeadsOfOffice::at(std::uint64_t seq) {
  co_return co_await worker_.run([this, seq] { return read([this, seq] { return journal_.head_at(seq); }); });
}

}  // namespace antrean::office
