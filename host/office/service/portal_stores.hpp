// The journal's day list, outbox and heads in the form that the portal link needs. Each call is one
// transaction on the journal's worker.
#pragma once

#include <optional>
#include <string>

#include "bookings/stores.hpp"
#include "codes/booking_code.hpp"
#include "journal/journal.hpp"
#include "worker/worker.hpp"

namespace antrean::office {

class JournalDayList final : public bookings::DayListStore {
 public:
  JournalDayList(Worker& worker, journal::Journal& journal) : worker_(worker), journal_(journal) {}
  boost::asio::awaitable<bookings::Stored<bookings::Position>> position() override;
  boost::asio::awaitable<bookings::Stored<void>> apply(office_api::BookingPage page) override;
  boost::asio::awaitable<bookings::Stored<bookings::Missing>> missing(std::size_t most) override;
  boost::asio::awaitable<bookings::Stored<void>> given_back(std::vector<BookingId> ids, bool complete) override;

 private:
  Worker& worker_;
  journal::Journal& journal_;
};

class JournalOutbox final : public bookings::ResultOutbox {
 public:
  JournalOutbox(Worker& worker, journal::Journal& journal) : worker_(worker), journal_(journal) {}
  boost::asio::awaitable<bookings::Stored<std::optional<bookings::Parcel>>> next() override;
  boost::asio::awaitable<bookings::Stored<void>> delivered(std::string key) override;
  boost::asio::awaitable<bookings::Stored<void>> refused(std::string key, std::string answer) override;

 private:
  Worker& worker_;
  journal::Journal& journal_;
};

class JournalHeadsOfOffice final : public bookings::JournalHeadSource {
 public:
  /// `key`: by which the office signs exports; nothing: it cannot.
  JournalHeadsOfOffice(Worker& worker, journal::Journal& journal, const std::string& office,
                       const std::optional<codes::KeyPair>& key);
  boost::asio::awaitable<bookings::Stored<office_api::JournalHeads>> newest() override;
  boost::asio::awaitable<bookings::Stored<std::optional<office_api::JournalHead>>> at(std::uint64_t seq) override;

 private:
  Worker& worker_;
  journal::Journal& journal_;
  std::string key_, proof_;
};

}  // namespace antrean::office
