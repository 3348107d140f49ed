// The mail channel without a mail server: each mail is a file TIME-ID.eml in a folder, for the demo and for
// trying things out. The newest are kept.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>

#include <boost/asio/awaitable.hpp>

#include "mail/message.hpp"
#include "notices/sender.hpp"
#include "worker/worker.hpp"

namespace antrean::portal {

class FolderSender final : public Sender {
 public:
  /// The folder is made with the first mail. Only this user can read it and the mails.
  FolderSender(std::filesystem::path folder, MailIdentity identity, std::size_t most_kept = 500);

  /// A mail that is written again replaces the one of the same notice.
  boost::asio::awaitable<SendAnswer> send(Notice notice) override;
  std::chrono::milliseconds longest() const override { return std::chrono::minutes{1}; }

 private:
  void write(const Notice& notice, const smtp::Mail& mail) const;
  void forget_oldest() const;

  std::filesystem::path folder_;
  MailIdentity identity_;
  std::size_t most_kept_;
  Worker worker_{"mail"};
};

}  // namespace antrean::portal
