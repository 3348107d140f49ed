#include "web/metered_store.hpp"

#include <chrono>
#include <concepts>
#include <utility>

namespace antrean::portal {

namespace asio = boost::asio;

/// A coroutine of its own, so that what `work` holds lives as long as it is under way.
template <class Work>
std::invoke_result_t<Work&> MeteredStore::timed(const char* operation, Work work) {
  const auto began = std::chrono::steady_clock::now();
  const auto ended = [&] {
    figures_.stored(operation, std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
  };
  try {
    if constexpr (std::same_as<std::invoke_result_t<Work&>, asio::awaitable<void>>) {
      co_await work();
      ended();
      co_return;
    } else {
      auto answer = co_await work();
      ended();
      co_return answer;
    }
  } catch (...) {
    figures_.not_stored(operation);
    throw;
  }
}

asio::awaitable<BookAnswer> MeteredStore::book(BookOrder order) {
  return timed("book", [this, order = std::move(order)]() mutable { return store_.book(std::move(order)); });
}

asio::awaitable<ConfirmAnswer> MeteredStore::confirm(ConfirmOrder order) {
  return timed("confirm", [this, order = std::move(order)]() mutable { return store_.confirm(std::move(order)); });
}

asio::awaitable<ResendAnswer> MeteredStore::resend(ResendOrder order) {
  return timed("resend", [this, order = std::move(order)]() mutable { return store_.resend(std::move(order)); });
}

asio::awaitable<ReleaseAnswer> MeteredStore::release(ReleaseOrder order) {
  return timed("release", [this, order] { return store_.release(order); });
}

asio::awaitable<CancelAnswer> MeteredStore::cancel(CancelOrder order) {
  return timed("cancel", [this, order = std::move(order)]() mutable { return store_.cancel(std::move(order)); });
}

asio::awaitable<MoveAnswer> MeteredStore::move(MoveOrder order) {
  return timed("move", [this, order = std::move(order)]() mutable { return store_.move(std::move(order)); });
}

asio::awaitable<CorrectAnswer> MeteredStore::correct(CorrectOrder order) {
  return timed("correct", [this, order = std::move(order)]() mutable { return store_.correct(std::move(order)); });
}

asio::awaitable<TellAnswer> MeteredStore::tell(TellOrder order) {
  return timed("tell", [this, order = std::move(order)]() mutable { return store_.tell(std::move(order)); });
}

asio::awaitable<std::vector<BookedFrom>> MeteredStore::booked_from(OfficeDay first, std::size_t limit) {
  return timed("booked_from", [this, first, limit] { return store_.booked_from(first, limit); });
}

asio::awaitable<std::vector<Upcoming>> MeteredStore::upcoming(OfficeDay from) {
  return timed("upcoming", [this, from] { return store_.upcoming(from); });
}

asio::awaitable<WaitAnswer> MeteredStore::wait(WaitOrder order) {
  return timed("wait", [this, order = std::move(order)]() mutable { return store_.wait(std::move(order)); });
}

asio::awaitable<OfferAnswer> MeteredStore::offer(OfferOrder order) {
  return timed("offer", [this, order = std::move(order)]() mutable { return store_.offer(std::move(order)); });
}

asio::awaitable<Left> MeteredStore::leave(LeaveOrder order) {
  return timed("leave", [this, order] { return store_.leave(order); });
}

asio::awaitable<std::optional<Waiting>> MeteredStore::find_waiting(Key128 token) {
  return timed("find_waiting", [this, token] { return store_.find_waiting(token); });
}

asio::awaitable<Swept> MeteredStore::sweep(SweepOrder order) {
  return timed("sweep", [this, order] { return store_.sweep(order); });
}

asio::awaitable<std::optional<std::variant<Held, Lapsed>>> MeteredStore::find_held(Key128 token) {
  return timed("find_held", [this, token] { return store_.find_held(token); });
}

asio::awaitable<bool> MeteredStore::is_person_of(Key128 token, NikHmac nik) {
  return timed("is_person_of", [this, token, nik] { return store_.is_person_of(token, nik); });
}

asio::awaitable<std::vector<SlotPlaces>> MeteredStore::places_at(std::vector<std::string> offices, std::string service,
                                                                 OfficeDay first, OfficeDay last) {
  return timed("places_at", [this, offices = std::move(offices), service = std::move(service), first, last]() mutable {
    return store_.places_at(std::move(offices), std::move(service), first, last);
  });
}

asio::awaitable<std::optional<StoredBooking>> MeteredStore::find(Key128 token) {
  return timed("find", [this, token] { return store_.find(token); });
}

asio::awaitable<std::optional<StoredBooking>> MeteredStore::find(std::string code, NikHmac nik) {
  return timed("find", [this, code = std::move(code), nik]() mutable { return store_.find(std::move(code), nik); });
}

asio::awaitable<std::vector<SlotPlaces>> MeteredStore::places(std::string office, std::string service, OfficeDay first,
                                                              OfficeDay last) {
  return timed("places", [this, office = std::move(office), service = std::move(service), first, last]() mutable {
    return store_.places(std::move(office), std::move(service), first, last);
  });
}

asio::awaitable<office_api::BookingPage> MeteredStore::pull(std::string office, std::string generation,
                                                            std::uint64_t cursor, std::size_t limit, UtcTime now) {
  figures_.heard(office, now);
  return timed("pull",
               [this, office = std::move(office), generation = std::move(generation), cursor, limit, now]() mutable {
                 return store_.pull(std::move(office), std::move(generation), cursor, limit, now);
               });
}

asio::awaitable<TakeBackAnswer> MeteredStore::take_back(std::string office, std::string generation,
                                                        std::vector<Returned> returned, bool complete, UtcTime now) {
  figures_.heard(office, now);
  return timed("take_back", [this, office = std::move(office), generation = std::move(generation),
                             returned = std::move(returned), complete, now]() mutable {
    return store_.take_back(std::move(office), std::move(generation), std::move(returned), complete, now);
  });
}

asio::awaitable<HeadsAnswer> MeteredStore::keep_heads(std::string office, office_api::JournalHeads said, UtcTime now) {
  figures_.heard(office, now);
  return timed("keep_heads", [this, office = std::move(office), said = std::move(said), now]() mutable {
    return store_.keep_heads(std::move(office), std::move(said), now);
  });
}

asio::awaitable<office_api::JournalPage> MeteredStore::held_heads(std::string office, std::string generation,
                                                                  std::uint64_t after, std::size_t limit) {
  return timed("held_heads",
               [this, office = std::move(office), generation = std::move(generation), after, limit]() mutable {
                 return store_.held_heads(std::move(office), std::move(generation), after, limit);
               });
}

asio::awaitable<void> MeteredStore::list(std::string office, std::string code, std::string what, UtcTime now) {
  return timed("list",
               [this, office = std::move(office), code = std::move(code), what = std::move(what), now]() mutable {
                 return store_.list(std::move(office), std::move(code), std::move(what), now);
               });
}

asio::awaitable<ResultsAnswer> MeteredStore::apply(std::string office, std::string key, std::string body_hash,
                                                   office_api::ResultBatch batch, int absent_days, UtcTime now) {
  figures_.heard(office, now);
  return timed("apply", [this, office = std::move(office), key = std::move(key), body_hash = std::move(body_hash),
                         batch = std::move(batch), absent_days, now]() mutable {
    return store_.apply(std::move(office), std::move(key), std::move(body_hash), std::move(batch), absent_days, now);
  });
}

}  // namespace antrean::portal
