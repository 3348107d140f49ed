// A store in front of another that measures it: how long each operation takes, what fails, which office asked
// when. io_context thread.
#pragma once

#include <type_traits>

#include "store/store.hpp"
#include "web/portal_figures.hpp"

namespace antrean::portal {

class MeteredStore final : public Store {
 public:
  /// Both must outlive it.
  MeteredStore(Store& store, PortalFigures& figures) : store_(store), figures_(figures) {}

  boost::asio::awaitable<BookAnswer> book(BookOrder order) override;
  boost::asio::awaitable<ConfirmAnswer> confirm(ConfirmOrder order) override;
  boost::asio::awaitable<ResendAnswer> resend(ResendOrder order) override;
  boost::asio::awaitable<ReleaseAnswer> release(ReleaseOrder order) override;
  boost::asio::awaitable<CancelAnswer> cancel(CancelOrder order) override;
  boost::asio::awaitable<MoveAnswer> move(MoveOrder order) override;
  boost::asio::awaitable<CorrectAnswer> correct(CorrectOrder order) override;
  boost::asio::awaitable<TellAnswer> tell(TellOrder order) override;
  boost::asio::awaitable<std::vector<BookedFrom>> booked_from(OfficeDay first, std::size_t limit) override;
  boost::asio::awaitable<std::vector<Upcoming>> upcoming(OfficeDay from) override;
  boost::asio::awaitable<WaitAnswer> wait(WaitOrder order) override;
  boost::asio::awaitable<OfferAnswer> offer(OfferOrder order) override;
  boost::asio::awaitable<Left> leave(LeaveOrder order) override;
  boost::asio::awaitable<std::optional<Waiting>> find_waiting(Key128 token) override;
  boost::asio::awaitable<Swept> sweep(SweepOrder order) override;
  boost::asio::awaitable<std::optional<std::variant<Held, Lapsed>>> find_held(Key128 token) override;
  boost::asio::awaitable<bool> is_person_of(Key128 token, NikHmac nik) override;
  boost::asio::awaitable<std::optional<StoredBooking>> find(Key128 token) override;
  boost::asio::awaitable<std::optional<StoredBooking>> find(std::string code, NikHmac nik) override;
  boost::asio::awaitable<std::vector<SlotPlaces>> places(std::string office, std::string service, OfficeDay first,
                                                         OfficeDay last) override;
  boost::asio::awaitable<std::vector<SlotPlaces>> places_at(std::vector<std::string> offices, std::string service,
                                                            OfficeDay first, OfficeDay last) override;
  std::uint64_t places_version(const std::string& office) const override { return store_.places_version(office); }
  boost::asio::awaitable<office_api::BookingPage> pull(std::string office, std::string generation, std::uint64_t cursor,
                                                       std::size_t limit, UtcTime now) override;
  boost::asio::awaitable<TakeBackAnswer> take_back(std::string office, std::string generation,
                                                   std::vector<Returned> returned, bool complete, UtcTime now) override;
  boost::asio::awaitable<void> list(std::string office, std::string code, std::string what, UtcTime now) override;
  boost::asio::awaitable<ResultsAnswer> apply(std::string office, std::string key, std::string body_hash,
                                              office_api::ResultBatch batch, int absent_days, UtcTime now) override;
  boost::asio::awaitable<HeadsAnswer> keep_heads(std::string office, office_api::JournalHeads said,
                                                 UtcTime now) override;
  boost::asio::awaitable<office_api::JournalPage> held_heads(std::string office, std::string generation,
                                                             std::uint64_t after, std::size_t limit) override;

 private:
  template <class Work>
  std::invoke_result_t<Work&> timed(const char* operation, Work work);

  Store& store_;
  PortalFigures& figures_;
};

}  // namespace antrean::portal
