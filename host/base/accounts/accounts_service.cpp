#include "accounts/accounts_service.hpp"

#include <algorithm>
#include <new>
#include <tuple>
#include <utility>

#include <spdlog/spdlog.h>

#include "accounts/secrets.hpp"

namespace antrean::accounts {
namespace {

namespace asio = boost::asio;

constexpr Minutes written_at_most_each{1};
/// A person types one at a time; two, because the first may have been given up.
constexpr int most_waiting_at_a_place = 2;
/// A quarter of a second of hashes. Enrolled machines do not stand in this queue, so that nobody elsewhere
/// can keep the counters out.
constexpr int most_waiting_elsewhere = 16;

std::string session_id(const std::string& token) { return digest("session", token); }

}  // namespace

/// One sign-in that waits for the worker.
class AccountsService::Waiting {
 public:
  Waiting(AccountsService& service, const Place& place)
      : service_(service),
        enrolled_(service.machine(place.machine_key).has_value()),
        place_(enrolled_ ? digest("machine", place.machine_key) : place.address) {
    ++service_.waiting_[place_];
    service_.waiting_elsewhere_ += enrolled_ ? 0 : 1;
  }
  ~Waiting() {
    if (--service_.waiting_[place_] == 0) {
      service_.waiting_.erase(place_);
    }
    service_.waiting_elsewhere_ -= enrolled_ ? 0 : 1;
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  bool too_many() const {
    return service_.waiting_[place_] > most_waiting_at_a_place || service_.waiting_elsewhere_ > most_waiting_elsewhere;
  }

 private:
  AccountsService& service_;
  bool enrolled_;
  std::string place_;
};

AccountsService::AccountsService(std::unique_ptr<Accounts> accounts, const process::Clock& clock, Worker::Jobs jobs)
    : accounts_(std::move(accounts)), clock_(clock), worker_("accounts", jobs) {
  for (const Session& session : accounts_->sessions(clock_.now())) {
    keep(session);
  }
  for (Machine& machine : accounts_->machines()) {
    const std::string key = machine.key_digest;
    machines_.emplace(key, std::move(machine));
  }
  for (const Person& person : accounts_->people()) {
    users_.insert(person.user);
  }
}

template <class Job>
asio::awaitable<std::invoke_result_t<Job&>> AccountsService::run(Job job) {
  using Answer = std::invoke_result_t<Job&>;
  auto guarded = [job = std::move(job)]() mutable -> Answer {
    try {
      return job();
    } catch (const SQLite::Exception& error) {
      spdlog::error("accounts: the disk does not take it: {}", error.what());
    } catch (const std::bad_alloc&) {
      spdlog::error("accounts: no memory for a password's hash (19 MiB)");
    }
    return Refused{.why = Why::storage};
  };
  co_return co_await worker_.run(std::move(guarded));
}

template <class Job>
asio::awaitable<std::invoke_result_t<Job&>> AccountsService::run_hash(Place place, Job job) {
  const Waiting waiting(*this, place);
  if (waiting.too_many()) {
    co_return Refused{.why = Why::busy};
  }
  co_return co_await run(std::move(job));
}

// --- the log ---

/// Not what was typed: who is in a hurry types a password there.
std::string AccountsService::log_name(const std::string& typed) const {
  const std::string user = folded_user(typed);
  return users_.contains(user) ? user : "nobody we know";
}

template <class T>
void AccountsService::log_sign_in(const char* how, const std::string& user, const Place& place,
                                  const Result<T>& result) const {
  const auto enrolled = machine(place.machine_key);
  const std::string where = enrolled ? "machine " + enrolled->id : place.address;
  if (result) {
    spdlog::info("accounts: {} by {} at {}", log_name(user), how, where);
  } else {
    spdlog::warn("accounts: {} by {} at {} refused: {}", log_name(user), how, where, text(result.error()).en);
  }
}

// --- sessions ---

void AccountsService::keep(const Session& session) {
  const MonotonicTime now = clock_.monotonic();
  const UtcTime wall = clock_.now();
  // Also right after a start with a clock that is behind: no longer than a whole session from now.
  const Milliseconds left = std::clamp<Milliseconds>(session.ends - wall, Milliseconds{0}, accounts_->limits().longest);
  // Those that nobody came back to.
  std::erase_if(sessions_, [this](const auto& entry) { return !lives(entry.second); });
  const Milliseconds ago = std::max<Milliseconds>(wall - session.last_seen, Milliseconds{0});
  sessions_[session.id] = {.session = session, .ends = now + left, .last_seen = now - ago, .last_written = now - ago};
}

AccountsService::Sessions::iterator AccountsService::living(const std::string& token) {
  const auto found = sessions_.find(session_id(token));
  if (found == sessions_.end()) {
    return found;
  }
  if (lives(found->second)) {
    return found;
  }
  sessions_.erase(found);  // its row goes later, with one that is made
  return sessions_.end();
}

bool AccountsService::lives(const Kept& kept) const {
  const MonotonicTime now = clock_.monotonic();
  const auto idle = accounts_->limits().idle_of(kept.session);
  return now < kept.ends && (!idle || now < kept.last_seen + *idle);
}

std::vector<Session> AccountsService::signed_in() {
  std::erase_if(sessions_, [this](const auto& entry) { return !lives(entry.second); });
  std::vector<Session> all;
  for (const auto& [id, kept] : sessions_) {
    all.push_back(kept.session);
  }
  std::ranges::sort(all, {}, [](const Session& session) { return std::tie(session.began, session.id); });
  return all;
}

std::optional<Session> AccountsService::seen(const std::string& token) {
  const auto found = living(token);
  return found == sessions_.end() ? std::nullopt : std::optional(found->second.session);
}

std::optional<Session> AccountsService::session(const std::string& token) {
  const auto found = living(token);
  if (found == sessions_.end()) {
    return std::nullopt;
  }
  Kept& kept = found->second;
  kept.last_seen = clock_.monotonic();
  kept.session.last_seen = clock_.now();
  if (kept.last_seen - kept.last_written >= written_at_most_each) {
    kept.last_written = kept.last_seen;
    worker_.post([accounts = accounts_.get(), id = kept.session.id, now = kept.session.last_seen] {
      try {
        accounts->touch(id, now);
      } catch (const SQLite::Exception& error) {
        spdlog::warn("accounts: that a session was used is not written: {}", error.what());
      }
    });
  }
  return kept.session;
}

void AccountsService::forget(const std::function<bool(const Session&)>& which) {
  std::vector<Session> ended;
  for (auto kept = sessions_.begin(); kept != sessions_.end();) {
    if (which(kept->second.session)) {
      ended.push_back(kept->second.session);
      kept = sessions_.erase(kept);
    } else {
      ++kept;
    }
  }
  for (const Session& session : ended) {
    watch_ended_(session);
  }
}

void AccountsService::forget_person(const std::string& user) {
  forget([&user](const Session& session) { return session.user == user; });
}

asio::awaitable<Result<void>> AccountsService::sign_out(std::string token) {
  const std::string id = session_id(token);
  forget([&id](const Session& session) { return session.id == id; });
  co_return co_await run([this, id]() -> Result<void> {
    accounts_->sign_out(id);
    return {};
  });
}

asio::awaitable<Result<void>> AccountsService::sign_out_one(std::string token, std::string id) {
  const auto by = seen(token);
  if (!by) {
    co_return Refused{.why = Why::session_over};
  }
  if (!accounts_->limits().is_fresh(*by, clock_.now())) {
    co_return Refused{.why = Why::not_now};
  }
  const auto found = sessions_.find(id);
  if (found == sessions_.end() || found->second.session.user != by->user) {
    co_return Refused{.why = Why::session_over};
  }
  forget([&id](const Session& session) { return session.id == id; });
  spdlog::info("accounts: {} ended another session of theirs", by->user);
  co_return co_await run([this, id]() -> Result<void> {
    accounts_->sign_out(id);
    return {};
  });
}

asio::awaitable<Result<void>> AccountsService::sign_out_everywhere(std::string user) {
  forget_person(user);
  const auto done = co_await run([this, user]() -> Result<void> {
    accounts_->sign_out_everywhere(user);
    return {};
  });
  forget_person(user);  // whom the worker signed in before it came to this
  co_return done;
}

// --- signing in ---

asio::awaitable<Result<SignedIn>> AccountsService::sign_in_with_password(std::string user, std::string password,
                                                                         Place place) {
  const UtcTime now = clock_.now();
  auto result = co_await run_hash(place, [this, user, password = std::move(password), place, now]() mutable {
    auto signed_in = accounts_->sign_in_with_password(user, password, place, now);
    wipe(password);
    return signed_in;
  });
  if (result) {
    keep(result->session);
  }
  log_sign_in("password", user, place, result);
  co_return result;
}

asio::awaitable<Result<SignedIn>> AccountsService::sign_in_with_pin(std::string user, std::string pin, Place place) {
  const UtcTime now = clock_.now();
  auto result = co_await run_hash(place, [this, user, pin = std::move(pin), place, now]() mutable {
    auto signed_in = accounts_->sign_in_with_pin(user, pin, place, now);
    wipe(pin);
    return signed_in;
  });
  if (result) {
    keep(result->session);
  }
  log_sign_in("PIN", user, place, result);
  co_return result;
}

asio::awaitable<Result<SignedIn>> AccountsService::confirm_second_factor(std::string token, std::string code,
                                                                         Place place, bool clock_trusted) {
  const auto before = living(token);
  if (before == sessions_.end()) {
    co_return Refused{.why = Why::session_over};
  }
  const std::string id = before->second.session.id;
  const std::string user = before->second.session.user;
  const UtcTime now = clock_.now();
  auto result = co_await run([this, id, code = std::move(code), place, clock_trusted, now] {
    return accounts_->confirm_second_factor(id, code, place, clock_trusted, now);
  });
  if (result) {
    sessions_.erase(id);
    keep(result->session);
  }
  log_sign_in("second factor", user, place, result);
  co_return result;
}

asio::awaitable<Result<Person>> AccountsService::check_supervisor_pin(std::string user, std::string pin, Place place) {
  const UtcTime now = clock_.now();
  auto result = co_await run_hash(place, [this, user, pin = std::move(pin), place, now]() mutable {
    auto person = accounts_->check_pin(user, pin, place, now);
    wipe(pin);
    return person;
  });
  if (result && !result->roles.has(Role::supervisor)) {
    result = Refused{.why = Why::wrong};
  }
  log_sign_in("PIN, as supervisor", user, place, result);
  co_return result;
}

// --- by whoever is signed in ---

asio::awaitable<Result<NewSecondFactor>> AccountsService::begin_second_factor(std::string token) {
  if (!seen(token)) {
    co_return Refused{.why = Why::session_over};
  }
  co_return co_await run(
      [this, id = session_id(token), now = clock_.now()] { return accounts_->begin_second_factor(id, now); });
}

asio::awaitable<Result<ConfirmedSecondFactor>> AccountsService::finish_second_factor(std::string token,
                                                                                     std::string code,
                                                                                     bool clock_trusted) {
  const auto before = seen(token);
  if (!before) {
    co_return Refused{.why = Why::session_over};
  }
  auto result = co_await run([this, id = before->id, code = std::move(code), clock_trusted, now = clock_.now()] {
    return accounts_->finish_second_factor(id, code, clock_trusted, now);
  });
  if (result) {
    sessions_.erase(before->id);
    forget_person(before->user);
    keep(result->signed_in.session);
    spdlog::info("accounts: {} has a new second factor", before->user);
  }
  co_return result;
}

asio::awaitable<Result<void>> AccountsService::change_password(std::string token, std::string current,
                                                               std::string password, Place place) {
  const auto by = seen(token);
  if (!by) {
    co_return Refused{.why = Why::session_over};
  }
  auto job = [this, id = by->id, current = std::move(current), password = std::move(password), place,
              now = clock_.now()]() mutable {
    auto changed = accounts_->change_password(id, current, password, place, now);
    wipe(current);
    wipe(password);
    return changed;
  };
  const auto result = co_await run_hash(place, std::move(job));
  if (result) {
    forget([&by](const Session& session) { return session.user == by->user && session.id != by->id; });
    spdlog::info("accounts: {} has a new password", by->user);
  }
  co_return result;
}

asio::awaitable<Result<void>> AccountsService::set_language(std::string token, std::string language) {
  const auto by = seen(token);
  if (!by) {
    co_return Refused{.why = Why::session_over};
  }
  for (auto& [id, kept] : sessions_) {
    if (kept.session.user == by->user) {
      kept.session.language = language;
    }
  }
  co_return co_await run([this, user = by->user, language = std::move(language)]() -> Result<void> {
    accounts_->set_language(user, language);
    return {};
  });
}

asio::awaitable<Result<void>> AccountsService::set_pin(std::string token, std::string machine_key, std::string pin) {
  if (!seen(token)) {
    co_return Refused{.why = Why::session_over};
  }
  auto job = [this, id = session_id(token), machine_key = std::move(machine_key), pin = std::move(pin),
              now = clock_.now()]() mutable {
    auto made = accounts_->set_pin(id, machine_key, pin, now);
    wipe(pin);
    return made;
  };
  co_return co_await run(std::move(job));
}

asio::awaitable<Result<EnrolledMachine>> AccountsService::enrol(std::string token, NewMachine machine) {
  const auto by = seen(token);
  if (!by) {
    co_return Refused{.why = Why::session_over};
  }
  if (!by->complete() || by->by != SignedInBy::password || !by->roles.has_any({Role::technician, Role::supervisor})) {
    co_return Refused{.why = Why::not_now};
  }
  auto job = [this, machine = std::move(machine), user = by->user, now = clock_.now()]() -> Result<EnrolledMachine> {
    return accounts_->enrol(machine, user, now);
  };
  auto result = co_await run(std::move(job));
  if (result) {
    machines_.emplace(result->machine.key_digest, result->machine);
    spdlog::info("accounts: machine {} enrolled by {}", result->machine.id, by->user);
  }
  co_return result;
}

std::optional<Machine> AccountsService::machine(const std::string& machine_key) const {
  if (machine_key.empty()) {
    return std::nullopt;
  }
  const auto found = machines_.find(digest("machine", machine_key));
  return found == machines_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Machine> AccountsService::machines() const {
  std::vector<Machine> all;
  for (const auto& [key, machine] : machines_) {
    all.push_back(machine);
  }
  std::ranges::sort(all, [](const Machine& a, const Machine& b) {
    return std::pair(a.counter, a.name) < std::pair(b.counter, b.name);
  });
  return all;
}

// --- once-only links ---

asio::awaitable<Result<void>> AccountsService::use_first_link(std::string code, NewPerson person,
                                                              std::string password) {
  const std::string user = folded_user(person.user);
  auto job = [this, code = std::move(code), person = std::move(person), password = std::move(password),
              now = clock_.now()]() mutable {
    auto used = accounts_->use_first_link(code, person, password, now);
    wipe(password);
    return used;
  };
  const auto result = co_await run(std::move(job));
  if (result) {
    users_.insert(user);
    spdlog::info("accounts: {} is the first person", user);
  }
  co_return result;
}

asio::awaitable<Result<std::string>> AccountsService::use_password_link(std::string code, std::string password) {
  auto job = [this, code = std::move(code), password = std::move(password), now = clock_.now()]() mutable {
    auto user = accounts_->use_password_link(code, password, now);
    wipe(password);
    return user;
  };
  const auto result = co_await run(std::move(job));
  if (result) {
    forget_person(*result);
    spdlog::info("accounts: {} has a new password, by a link", *result);
  }
  co_return result;
}

asio::awaitable<Result<std::string>> AccountsService::use_pin_link(std::string code, std::string machine_key,
                                                                   std::string pin) {
  auto job = [this, code = std::move(code), machine_key = std::move(machine_key), pin = std::move(pin),
              now = clock_.now()]() mutable {
    auto user = accounts_->use_pin_link(code, machine_key, pin, now);
    wipe(pin);
    return user;
  };
  co_return co_await run(std::move(job));
}

// --- administering ---

asio::awaitable<Result<std::vector<Person>>> AccountsService::people() {
  co_return co_await run([this]() -> Result<std::vector<Person>> { return accounts_->people(); });
}

asio::awaitable<Result<void>> AccountsService::add(NewPerson person) {
  const std::string user = folded_user(person.user);
  const auto result =
      co_await run([this, person = std::move(person), now = clock_.now()] { return accounts_->add(person, now); });
  if (result) {
    users_.insert(user);
  }
  co_return result;
}

asio::awaitable<Result<void>> AccountsService::set_roles(std::string user, Roles roles) {
  forget_person(user);
  const auto result = co_await run([this, user, roles] { return accounts_->set_roles(user, roles); });
  forget_person(user);
  co_return result;
}

asio::awaitable<Result<void>> AccountsService::disable(std::string user) {
  forget_person(user);
  const auto result = co_await run([this, user, now = clock_.now()] { return accounts_->disable(user, now); });
  forget_person(user);
  if (result) {
    spdlog::info("accounts: {} disabled", user);
  }
  co_return result;
}

asio::awaitable<Result<void>> AccountsService::enable(std::string user) {
  co_return co_await run([this, user] { return accounts_->enable(user); });
}

asio::awaitable<Result<std::string>> AccountsService::reset(std::string user) {
  forget_person(user);
  const auto result = co_await run([this, user, now = clock_.now()] { return accounts_->reset(user, now); });
  forget_person(user);
  if (result) {
    spdlog::info("accounts: {} reset", user);
  }
  co_return result;
}

asio::awaitable<Result<std::string>> AccountsService::password_link(std::string user) {
  co_return co_await run([this, user, now = clock_.now()] { return accounts_->password_link(user, now); });
}

asio::awaitable<Result<std::string>> AccountsService::pin_link(std::string user) {
  co_return co_await run([this, user, now = clock_.now()] { return accounts_->pin_link(user, now); });
}

asio::awaitable<Result<void>> AccountsService::withdraw(std::string machine_id) {
  const auto forget_machine = [this, &machine_id] {
    std::erase_if(machines_, [&machine_id](const auto& entry) { return entry.second.id == machine_id; });
    forget([&machine_id](const Session& session) { return session.machine == machine_id; });
  };
  forget_machine();
  const auto result = co_await run([this, machine_id]() -> Result<void> {
    if (!accounts_->withdraw(machine_id)) {
      return Refused{.why = Why::unknown_machine};
    }
    return {};
  });
  forget_machine();
  co_return result;
}

}  // namespace antrean::accounts
