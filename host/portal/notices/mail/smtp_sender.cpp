#include "mail/smtp_sender.hpp"

#include <exception>
#include <memory>
#include <stdexcept>
#include <utility>

#include "smtp/end.hpp"

namespace antrean::portal {
namespace {

constexpr std::chrono::seconds last_seconds{3};
constexpr std::size_t most_ready = 4;

SendAnswer answer_of(smtp::Judgement judgement) {
  const auto result = [&] {
    switch (judgement.outcome) {
      case smtp::Outcome::taken:
        return SendResult::taken;
      case smtp::Outcome::not_now:
        return SendResult::not_now;
      case smtp::Outcome::refused:
        return SendResult::refused;
      case smtp::Outcome::unclear:
        return SendResult::unclear;
      case smtp::Outcome::server_down:
        return SendResult::channel_down;
    }
    return SendResult::unclear;
  }();
  return {result, std::move(judgement.why)};
}

}  // namespace

SmtpSender::SmtpSender(smtp::Server server, MailIdentity identity)
    : identity_(std::move(identity)), longest_(2 * server.deadline), connection_(std::move(server)) {}

std::future<smtp::Mail> SmtpSender::composed(const Notice& notice) {
  auto promise = std::make_shared<std::promise<smtp::Mail>>();
  auto mail = promise->get_future();
  composer_.post([this, promise = std::move(promise), notice] {
    try {
      promise->set_value(compose(notice, identity_));
    } catch (...) {
      promise->set_exception(std::current_exception());
    }
  });
  return mail;
}

void SmtpSender::expect(const Notice& next) {
  if (!ready_.contains(next.id)) {
    if (ready_.size() >= most_ready) {
      ready_.clear();  // what was expected and did not come
    }
    ready_.emplace(next.id, composed(next));
  }
}

boost::asio::awaitable<SendAnswer> SmtpSender::send(Notice notice) {
  auto ready = ready_.extract(notice.id);
  auto mail_to_come = ready ? std::move(ready.mapped()) : composed(notice);
  co_return co_await worker_.run([this, made = std::move(mail_to_come)]() mutable -> SendAnswer {
    smtp::Mail mail;
    try {
      mail = made.get();
    } catch (const std::invalid_argument& error) {
      return {SendResult::refused, error.what()};
    } catch (const std::exception& error) {
      return {SendResult::not_now, error.what()};  // a fault of ours; the next release may not have it
    }
    return answer_of(smtp::judge(connection_.deliver(mail)));
  });
}

void SmtpSender::hurry() { connection_.end_within(last_seconds); }

}  // namespace antrean::portal
