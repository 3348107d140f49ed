#include "service/audit_desk.hpp"

#include <utility>

namespace antrean::office {

namespace asio = boost::asio;

AuditDesk::AuditDesk(Worker& worker, const journal::Journal& journal, const CommandLoop& loop,
                     std::optional<codes::KeyPair> key, std::function<UtcTime()> now)
    : worker_(worker), journal_(journal), loop_(loop), key_(key), now_(std::move(now)) {}

asio::awaitable<std::vector<OfficeDay>> AuditDesk::days() {
  co_return co_await worker_.run([this] { return journal_.days(); });
}

asio::awaitable<std::vector<audit::Row>> AuditDesk::rows(OfficeDay day) {
  co_return co_await worker_.run([this, day, plan = loop_.plan()] { return exceptions_of(journal_, day, plan); });
}

asio::awaitable<std::string> AuditDesk::signed_export(OfficeDay day, std::string by) {
  const auto& settings = loop_.plan().settings();
  audit::Head head{.office = settings.office,
                   .office_name = settings.office_name,
                   .zone = settings.zone,
                   .day = day,
                   .made = now_(),
                   .made_by = std::move(by)};
  struct Read {
    std::vector<audit::Row> rows;
    std::optional<office_api::JournalHead> head;
  };
  // Both in one job, so that the head is after every row.
  Read read = co_await worker_.run([this, day, plan = loop_.plan()] {
    auto rows = exceptions_of(journal_, day, plan);
    return Read{std::move(rows), journal_.head()};
  });
  if (read.head) {
    head.generation = read.head->generation;
    head.journal_seq = read.head->seq;
    head.journal_hash = hash_from(read.head->hash).value_or(Hash{});
  }
  co_return audit::make_export(std::move(head), read.rows, key_.value());
}

std::vector<audit::Row> exceptions_of(const journal::Journal& journal, OfficeDay day, const queue::Plan& plan) {
  std::vector<audit::Row> rows;
  for (auto& [event, hash] : journal.events_where(day, audit::worth_a_look)) {
    if (auto what = audit::exception_of(event, &plan)) {
      rows.push_back({.seq = event.seq,
                      .at = event.at,
                      .by = std::move(event.by),
                      .event = std::string(queue::name_of(event.body)),
                      .what = *std::move(what),
                      .hash = hash});
    }
  }
  return rows;
}

}  // namespace antrean::office
