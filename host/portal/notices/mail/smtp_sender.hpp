// The mail channel over SMTP. Mails are composed and sent on a worker of its own ("mail"), one after the
// other over one line.
#pragma once

#include <chrono>

#include <boost/asio/awaitable.hpp>

#include "mail/message.hpp"
#include "mail/smtp_connection.hpp"
#include "notices/sender.hpp"
#include "worker/worker.hpp"

namespace antrean::portal {

class SmtpSender final : public Sender {
 public:
  /// Declare it after the io_context that it answers to. Opens no line yet.
  SmtpSender(SmtpServer server, MailIdentity identity);

  boost::asio::awaitable<SendAnswer> send(Notice notice) override;
  std::chrono::milliseconds longest() const override { return longest_; }
  void hurry() override;

 private:
  MailIdentity identity_;
  std::chrono::milliseconds longest_;
  SmtpConnection connection_;
  Worker worker_{"mail"};
};

}  // namespace antrean::portal
