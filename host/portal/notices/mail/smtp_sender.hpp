// The mail channel over SMTP. Mails are sent on a worker of its own ("mail"), one after the other over one
// line, while another ("mail_compose") makes the next one: its QR takes about as long as a mail server.
#pragma once

#include <chrono>
#include <future>
#include <map>

#include <boost/asio/awaitable.hpp>

#include "mail/message.hpp"
#include "notices/sender.hpp"
#include "smtp/connection.hpp"
#include "worker/worker.hpp"

namespace antrean::portal {

class SmtpSender final : public Sender {
 public:
  /// Declare it after the io_context that it answers to. Opens no line yet.
  SmtpSender(smtp::Server server, MailIdentity identity);

  boost::asio::awaitable<SendAnswer> send(Notice notice) override;
  void expect(const Notice& next) override;
  std::chrono::milliseconds longest() const override { return longest_; }
  void hurry() override;

 private:
  std::future<smtp::Mail> composed(const Notice& notice);

  MailIdentity identity_;
  std::chrono::milliseconds longest_;
  smtp::Connection connection_;
  std::map<NoticeId, std::future<smtp::Mail>> ready_;
  Worker composer_{"mail_compose"};
  Worker worker_{"mail"};  // last: it waits for the composer
};

}  // namespace antrean::portal
