// Accounts for whoever serves pages: coroutines on the io_context thread over one worker, "accounts". A
// slow hash runs there, one after another, so no press waits for a sign-in. Every living session is in
// memory, so a request costs no read of the database, and a forged cookie costs nothing either.
//
// Sessions are timed by the monotonic clock while the program runs: a wall clock that leaps signs nobody
// out and keeps nobody in. Over a restart the wall clock counts.
//
// Sign-outs, disabling and the like count at once, also when the disk then does not take them: Why::storage
// says that they would be back after a restart.
//
// What asks for a token takes the cookie's value as it came. io_context thread only.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "accounts/accounts.hpp"
#include "process/clock.hpp"
#include "worker/worker.hpp"

namespace antrean::accounts {

class AccountsService {
 public:
  /// Reads sessions and machines. `clock` must outlive it.
  AccountsService(std::unique_ptr<Accounts> accounts, const process::Clock& clock,
                  Worker::Jobs jobs = Worker::Jobs::on_own_thread);
  AccountsService(const AccountsService&) = delete;
  AccountsService& operator=(const AccountsService&) = delete;

  /// Called with each session that ends before its time (sign-out, disabled, other roles), so that its feeds
  /// are closed. Not called for one that nobody used for too long: who holds a feed asks seen() now and then.
  void watch_ended(std::function<void(const Session&)> watch) { watch_ended_ = std::move(watch); }

  // --- sessions ---
  /// Whose request this is; counts as use, which is written at most once a minute. The caller looks at
  /// complete() and the roles.
  std::optional<Session> session(const std::string& token);
  /// The same, without counting as use: for what a page does by itself.
  std::optional<Session> seen(const std::string& token);
  /// Everybody's that lives now, the oldest first.
  std::vector<Session> signed_in();
  boost::asio::awaitable<Result<void>> sign_out(std::string token);
  /// One of this person's sessions, by its id: of a session begun in the last ten minutes, else `not_now`.
  boost::asio::awaitable<Result<void>> sign_out_one(std::string token, std::string id);
  /// This person's sessions, this one too.
  boost::asio::awaitable<Result<void>> sign_out_everywhere(std::string user);

  // --- signing in ---
  boost::asio::awaitable<Result<SignedIn>> sign_in_with_password(std::string user, std::string password, Place place);
  boost::asio::awaitable<Result<SignedIn>> sign_in_with_pin(std::string user, std::string pin, Place place);
  boost::asio::awaitable<Result<SignedIn>> confirm_second_factor(std::string token, std::string code, Place place,
                                                                 bool clock_trusted);
  /// A supervisor's yes at somebody else's counter; no session. Who is no supervisor is `wrong`.
  boost::asio::awaitable<Result<Person>> check_supervisor_pin(std::string user, std::string pin, Place place);

  // --- by whoever is signed in ---
  boost::asio::awaitable<Result<NewSecondFactor>> begin_second_factor(std::string token);
  boost::asio::awaitable<Result<ConfirmedSecondFactor>> finish_second_factor(std::string token, std::string code,
                                                                             bool clock_trusted);
  boost::asio::awaitable<Result<void>> change_password(std::string token, std::string current, std::string password,
                                                       Place place);
  /// "id" or "en": in which they read pages from now on, wherever they sign in.
  boost::asio::awaitable<Result<void>> set_language(std::string token, std::string language);
  boost::asio::awaitable<Result<void>> set_pin(std::string token, std::string machine_key, std::string pin);
  /// By a technician or supervisor who signed in by password: this is the machine at which they sit.
  boost::asio::awaitable<Result<EnrolledMachine>> enrol(std::string token, NewMachine machine);
  /// The enrolled machine of this cookie.
  std::optional<Machine> machine(const std::string& machine_key) const;
  std::vector<Machine> machines() const;

  // --- once-only links ---
  boost::asio::awaitable<Result<void>> use_first_link(std::string code, NewPerson person, std::string password);
  boost::asio::awaitable<Result<std::string>> use_password_link(std::string code, std::string password);
  boost::asio::awaitable<Result<std::string>> use_pin_link(std::string code, std::string machine_key, std::string pin);

  // --- administering: the caller's permissions decide who may ---
  boost::asio::awaitable<Result<std::vector<Person>>> people();
  boost::asio::awaitable<Result<void>> add(NewPerson person);
  boost::asio::awaitable<Result<void>> set_roles(std::string user, Roles roles);
  boost::asio::awaitable<Result<void>> disable(std::string user);
  boost::asio::awaitable<Result<void>> enable(std::string user);
  boost::asio::awaitable<Result<std::string>> reset(std::string user);
  boost::asio::awaitable<Result<std::string>> password_link(std::string user);
  boost::asio::awaitable<Result<std::string>> pin_link(std::string user);
  boost::asio::awaitable<Result<void>> withdraw(std::string machine_id);

 private:
  struct Kept {
    Session session;
    MonotonicTime ends;
    MonotonicTime last_seen;
    MonotonicTime last_written;
  };
  using Sessions = std::unordered_map<std::string, Kept>;
  class Waiting;

  void keep(const Session& session);
  bool lives(const Kept& kept) const;
  Sessions::iterator living(const std::string& token);
  std::string log_name(const std::string& typed) const;
  template <class T>
  void log_sign_in(const char* how, const std::string& user, const Place& place, const Result<T>& result) const;
  void forget(const std::function<bool(const Session&)>& which);
  void forget_person(const std::string& user);
  /// Runs on the worker; a failing disk gives Why::storage.
  template <class Job>
  boost::asio::awaitable<std::invoke_result_t<Job&>> run(Job job);
  /// The same for what hashes: refused as busy when too much of it waits.
  template <class Job>
  boost::asio::awaitable<std::invoke_result_t<Job&>> run_hash(Place place, Job job);

  std::unique_ptr<Accounts> accounts_;
  const process::Clock& clock_;
  Sessions sessions_;
  std::map<std::string, Machine> machines_;  // by digest of the key
  std::set<std::string> users_;              // whose name may be logged
  std::map<std::string, int> waiting_;       // sign-ins by place
  int waiting_elsewhere_ = 0;                // of them, from no enrolled machine
  std::function<void(const Session&)> watch_ended_ = [](const Session&) {};
  Worker worker_;  // last: joined first
};

}  // namespace antrean::accounts
