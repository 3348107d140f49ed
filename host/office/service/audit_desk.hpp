// Reads for the audit's page out of the journal, on the journal's worker, and signs exports with the office's
// own key. io_context thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "codes/booking_code.hpp"
#include "command_loop/command_loop.hpp"
#include "journal/journal.hpp"
#include "web/audit_routes.hpp"
#include "worker/worker.hpp"

namespace antrean::office {

class AuditDesk final : public web::AuditPort {
 public:
  /// The references must outlive it. Without a key nothing is signed.
  AuditDesk(Worker& worker, const journal::Journal& journal, const CommandLoop& loop, std::optional<codes::KeyPair> key,
            std::function<UtcTime()> now);

  boost::asio::awaitable<std::vector<OfficeDay>> days() override;
  boost::asio::awaitable<std::vector<audit::Row>> rows(OfficeDay day) override;
  boost::asio::awaitable<std::string> signed_export(OfficeDay day, std::string by) override;
  std::string key() override { return key_ ? codes::to_text(key_->public_key) : std::string(); }

 private:
  Worker& worker_;
  const journal::Journal& journal_;
  const CommandLoop& loop_;
  std::optional<codes::KeyPair> key_;
  std::function<UtcTime()> now_;
};

/// What of this day is an exception. On the journal's worker.
std::vector<audit::Row> exceptions_of(const journal::Journal& journal, OfficeDay day, const queue::Plan& plan);

}  // namespace antrean::office
