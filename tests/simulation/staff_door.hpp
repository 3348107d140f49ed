// The office's side of the staff's pages, without HTTP: what comes in with a cookie and a body is answered as
// web::Staff and web::OfficeWeb answer it. Real are the accounts, their sessions on their disk, and the
// decision who may (web/permissions.hpp). It is broken on purpose if asked.
//
// On the office's io_context. Everything must outlive it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "accounts/accounts_service.hpp"
#include "accounts/password_hash.hpp"
#include "command_loop/command_loop.hpp"
#include "command_loop/entrance.hpp"
#include "mutant.hpp"
#include "process/clock.hpp"
#include "queue/commands.hpp"
#include "web/permissions.hpp"

namespace antrean::simulation {

/// Where the accounts lie on the simulated disk.
inline constexpr const char* accounts_file = "accounts.db";

/// A hash that costs nothing, so that a day stays fast.
class QuickHash final : public accounts::PasswordHash {
 public:
  std::string hash(std::string_view secret) override { return "quick:" + std::string(secret); }
  bool verify(const std::string& stored, std::string_view secret) override {
    return stored.size() == 6 + secret.size() && stored.starts_with("quick:") && stored.ends_with(secret);
  }
  bool needs_rehash(const std::string&) override { return false; }
};

/// Opens the accounts on a simulated disk. Throws sqlite::OpenError.
std::unique_ptr<accounts::Accounts> open_accounts(const std::string& vfs, accounts::PasswordHash& hash);

struct Cookies {
  std::string token;        ///< of the session
  std::string machine_key;  ///< "" where no machine is enrolled
};

/// A supervisor's name and PIN, typed at somebody else's machine.
struct LentPin {
  std::string user;
  std::string pin;
};

/// What came with the request. `claimed`: whom its body names, which must not matter.
struct Asking {
  Cookies cookies;
  queue::Actor claimed;
  std::optional<LentPin> lent{};
};

enum class Told : std::uint8_t {
  done,
  sign_in,
  not_allowed,
  supervisor_needed,
  wrong_pin,  ///< the lent one
  refused,    ///< by the queue's rules
  failed      ///< could not be stored
};

struct Reply {
  Told told = Told::failed;
  std::vector<std::string> numbers{};
};

class StaffDoor {
 public:
  StaffDoor(boost::asio::io_context& io, const std::string& vfs, const process::Clock& clock,
            std::function<bool()> clock_trusted, office::CommandLoop& loop, office::Entrance& entrance, Mutant mutant);

  boost::asio::awaitable<Reply> command(Asking asking, queue::Action action);
  boost::asio::awaitable<std::variant<Told, office::EntranceReply>> check_in(Asking asking,
                                                                             office::EntranceRequest entry);

  /// A person is disabled, or a machine withdrawn, by whoever may.
  boost::asio::awaitable<Told> disable(Cookies by, std::string user);
  boost::asio::awaitable<Told> withdraw(Cookies by, std::string machine_id);
  /// Signing in and out, enrolling and PINs: nothing stands before them in the product either.
  accounts::AccountsService& accounts() { return accounts_; }
  bool clock_trusted() const { return clock_trusted_(); }

 private:
  struct Access {
    Told told = Told::failed;
    web::Allowed allowed{};
  };
  boost::asio::awaitable<Access> allow(const Asking& asking, std::optional<web::Permission> permission);
  std::optional<accounts::Session> session(const std::string& token);
  bool administers(const std::string& token, accounts::Roles whom);
  void leave_counter(const accounts::Session& ended);

  boost::asio::io_context& io_;
  QuickHash hash_;
  accounts::AccountsService accounts_;
  std::function<bool()> clock_trusted_;
  office::CommandLoop& loop_;
  office::Entrance& entrance_;
  Mutant mutant_;
  std::vector<accounts::Session> kept_;  ///< for the office that forgets to end them
};

}  // namespace antrean::simulation
