#include "mail/smtp_sender.hpp"

#include <stdexcept>
#include <utility>

namespace antrean::portal {
namespace {

constexpr std::chrono::seconds last_seconds{3};

}  // namespace

SmtpSender::SmtpSender(SmtpServer server, MailIdentity identity)
    : identity_(std::move(identity)), longest_(2 * server.deadline), connection_(std::move(server)) {}

boost::asio::awaitable<SendAnswer> SmtpSender::send(Notice notice) {
  co_return co_await worker_.run([this, notice = std::move(notice)]() -> SendAnswer {
    Mail mail;
    try {
      mail = compose(notice, identity_);
    } catch (const std::invalid_argument& error) {
      return {SendResult::refused, error.what()};
    }
    return judge(connection_.deliver(mail));
  });
}

void SmtpSender::hurry() { connection_.end_within(last_seconds); }

}  // namespace antrean::portal
