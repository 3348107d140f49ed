// Signing in: tries and their locks, passwords, PINs, the second factor.
#include <algorithm>

#include "accounts/accounts.hpp"
#include "accounts/accounts_rows.hpp"
#include "accounts/lockout.hpp"
#include "accounts/pin.hpp"
#include "accounts/query.hpp"
#include "accounts/secrets.hpp"
#include "accounts/totp.hpp"

namespace antrean::accounts {
namespace {

constexpr std::size_t longest_counted_name = 64;
/// More names tried than this in a day are a flood; its oldest go.
constexpr int most_counted = 100'000;

}  // namespace

// --- tries ---

std::string Accounts::place_key(const Place& place) const {
  const auto machine = place.machine_key.empty() ? std::nullopt : machine_of(place.machine_key);
  return machine ? "machine " + machine->id : "address " + place.address;
}

Result<Accounts::Counted> Accounts::count_try(const std::string& user, const Place& place, UtcTime now) {
  Counted tried{.user = user.substr(0, longest_counted_name), .place = place_key(place)};
  SQLite::Transaction transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE);
  Query(*db_, "DELETE FROM tries WHERE last < ?", now - tries_kept).run();
  // The clock was set back: from here on the lock counts anew.
  Query(*db_, "UPDATE tries SET last = ? WHERE last > ?", now, now).run();
  std::optional<Milliseconds> left;
  if (Query row(*db_, "SELECT wrong, last FROM tries WHERE user = ? AND place = ?", tried.user, tried.place);
      row.next()) {
    tried.wrong_before = static_cast<int>(row.number(0));
    left = lock_left(tried.wrong_before, row.time(1), now);
  } else {
    Query(*db_, "DELETE FROM tries WHERE (SELECT count(*) FROM tries) >= ? AND last <= (SELECT min(last) FROM tries)",
          most_counted)
        .run();
  }
  if (left && *left > Milliseconds{0}) {
    transaction.commit();
    return Refused{.why = Why::locked, .wait = *left};
  }
  Query(*db_,
        "INSERT INTO tries (user, place, wrong, last) VALUES (?, ?, 1, ?) "
        "ON CONFLICT DO UPDATE SET wrong = wrong + 1, last = excluded.last",
        tried.user, tried.place, now)
      .run();
  transaction.commit();
  return tried;
}

void Accounts::take_back(const Counted& tried) {
  if (tried.wrong_before == 0) {
    forgive(tried);
  } else {
    Query(*db_, "UPDATE tries SET wrong = ? WHERE user = ? AND place = ?", tried.wrong_before, tried.user, tried.place)
        .run();
  }
}

void Accounts::forgive(const Counted& tried) {
  Query(*db_, "DELETE FROM tries WHERE user = ? AND place = ?", tried.user, tried.place).run();
}

/// The same work for everybody, whether there is something to compare with or not.
bool Accounts::verify(const std::optional<std::string>& hash, const std::string& secret) {
  const bool right = hash_.verify(hash.value_or(nobody_), secret);
  return right && hash;
}

// --- password and PIN ---

SignedIn Accounts::begin_session(const Person& person, SignedInBy by, SecondFactor second_factor,
                                 const std::string& machine, UtcTime now) {
  SignedIn made{.token = random_token(),
                .session = {.id = "",
                            .user = person.user,
                            .name = person.name,
                            .roles = person.roles,
                            .machine = machine,
                            .by = by,
                            .second_factor = second_factor,
                            .began = now,
                            .last_seen = now,
                            .ends = now + (second_factor == SecondFactor::done ? options_.limits.longest
                                                                               : options_.limits.without_second_factor),
                            .language = {}}};
  Session& session = made.session;
  if (Query row(*db_, "SELECT language FROM person WHERE user = ?", person.user); row.next()) {
    session.language = row.text(0);
  }
  session.id = digest("session", made.token);
  Query(*db_, "DELETE FROM session WHERE ends <= ?", now).run();
  Query(*db_,
        "INSERT INTO session (id, user, machine, by, second_factor, began, last_seen, ends) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        session.id, session.user, machine.empty() ? std::nullopt : std::optional(machine), std::string(word(by)),
        std::string(word(second_factor)), now, now, session.ends)
      .run();
  return made;
}

Result<SignedIn> Accounts::sign_in_with_password(const std::string& typed, const std::string& password,
                                                 const Place& place, UtcTime now) {
  const std::string user = folded_user(typed);
  const auto tried = count_try(user, place, now);
  if (!tried) {
    return tried.error();
  }
  const auto found = stored(user);
  const bool right = verify(found && found->may_sign_in() ? found->password : std::nullopt, password);
  if (!right) {
    return Refused{.why = Why::wrong};
  }
  const std::string rehashed = hash_.needs_rehash(*found->password) ? hash_.hash(password) : "";
  const SecondFactor second_factor = !needs_second_factor(found->person.roles) && found->totp.empty()
                                         ? SecondFactor::done
                                     : found->totp.empty() ? SecondFactor::to_set_up
                                                           : SecondFactor::needed;
  SQLite::Transaction transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE);
  if (!rehashed.empty()) {
    Query(*db_, "UPDATE person SET password = ? WHERE user = ?", rehashed, user).run();
  }
  // Whoever knows the password alone gets no fresh tries at the code by typing it again.
  if (second_factor == SecondFactor::done) {
    forgive(*tried);
  } else {
    take_back(*tried);
  }
  const auto machine = place.machine_key.empty() ? std::nullopt : machine_of(place.machine_key);
  SignedIn signed_in =
      begin_session(found->person, SignedInBy::password, second_factor, machine ? machine->id : "", now);
  transaction.commit();
  return signed_in;
}

Result<Person> Accounts::check_pin(const std::string& typed, const std::string& pin, const Place& place, UtcTime now) {
  const auto machine = machine_of(place.machine_key);
  if (!machine) {
    return Refused{.why = Why::unknown_machine};
  }
  const std::string user = folded_user(typed);
  const auto tried = count_try(user, place, now);
  if (!tried) {
    return tried.error();
  }
  const auto found = stored(user);
  std::optional<std::string> hash;
  if (Query row(*db_, "SELECT pin FROM pin WHERE user = ? AND machine = ?", user, machine->id);
      row.next() && found && found->may_sign_in()) {
    hash = row.text(0);
  }
  const std::string secret = pin_secret(place.machine_key, user, pin);
  if (!verify(hash, secret)) {
    return Refused{.why = Why::wrong};
  }
  if (hash_.needs_rehash(*hash)) {
    Query(*db_, "UPDATE pin SET pin = ? WHERE user = ? AND machine = ?", hash_.hash(secret), user, machine->id).run();
  }
  forgive(*tried);
  return found->person;
}

Result<SignedIn> Accounts::sign_in_with_pin(const std::string& user, const std::string& pin, const Place& place,
                                            UtcTime now) {
  const auto person = check_pin(user, pin, place, now);
  if (!person) {
    return person.error();
  }
  const auto machine = machine_of(place.machine_key);
  return begin_session(*person, SignedInBy::pin, SecondFactor::done, machine ? machine->id : "", now);
}

// --- second factor ---

bool Accounts::recovery_code_used(const std::string& user, const std::string& code, UtcTime now) {
  return Query(*db_, "UPDATE recovery_code SET used = ? WHERE user = ? AND code = ? AND used IS NULL", now, user,
               digest("recovery", normal_code(code)))
             .run() == 1;
}

Result<SignedIn> Accounts::confirm_second_factor(const std::string& session_id, const std::string& code,
                                                 const Place& place, bool clock_trusted, UtcTime now) {
  const auto before = session(session_id, now);
  if (!before) {
    return Refused{.why = Why::session_over};
  }
  if (before->second_factor != SecondFactor::needed) {
    return Refused{.why = Why::not_now};
  }
  if (looks_like_totp(code) && !clock_trusted) {
    return Refused{.why = Why::clock_untrusted};
  }
  const auto tried = count_try(before->user, place, now);
  if (!tried) {
    return tried.error();
  }
  const auto found = stored(before->user);
  SQLite::Transaction transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE);
  if (looks_like_totp(code)) {
    const auto step = totp_step(found->totp, code, now, found->totp_step);
    if (!step) {
      return Refused{.why = Why::wrong_code};
    }
    Query(*db_, "UPDATE person SET totp_step = ? WHERE user = ?", *step, before->user).run();
  } else if (!recovery_code_used(before->user, code, now)) {
    return Refused{.why = Why::wrong_code};
  }
  forgive(*tried);
  sign_out(session_id);
  SignedIn signed_in = begin_session(found->person, before->by, SecondFactor::done, before->machine, now);
  transaction.commit();
  return signed_in;
}

Result<NewSecondFactor> Accounts::begin_second_factor(const std::string& session_id, UtcTime now) {
  const auto by = session(session_id, now);
  if (!by) {
    return Refused{.why = Why::session_over};
  }
  if (by->by != SignedInBy::password || by->second_factor == SecondFactor::needed ||
      !options_.limits.is_fresh(*by, now)) {
    return Refused{.why = Why::not_now};
  }
  const std::string secret = random_totp_secret();
  Query(*db_, "UPDATE person SET totp_pending = ? WHERE user = ?", Blob{secret}, by->user).run();
  return NewSecondFactor{.uri = totp_uri(secret, options_.issuer, by->user), .text = totp_text(secret)};
}

Result<ConfirmedSecondFactor> Accounts::finish_second_factor(const std::string& session_id, const std::string& code,
                                                             bool clock_trusted, UtcTime now) {
  const auto by = session(session_id, now);
  if (!by) {
    return Refused{.why = Why::session_over};
  }
  const auto found = stored(by->user);
  if (by->by != SignedInBy::password || by->second_factor == SecondFactor::needed || found->totp_pending.empty()) {
    return Refused{.why = Why::not_now};
  }
  if (!clock_trusted) {
    return Refused{.why = Why::clock_untrusted};
  }
  const auto step = totp_step(found->totp_pending, code, now, std::nullopt);
  if (!step) {
    return Refused{.why = Why::wrong_code};
  }
  ConfirmedSecondFactor made;
  SQLite::Transaction transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE);
  Query(*db_, "UPDATE person SET totp = totp_pending, totp_pending = NULL, totp_step = ? WHERE user = ?", *step,
        by->user)
      .run();
  Query(*db_, "DELETE FROM recovery_code WHERE user = ?", by->user).run();
  for (int i = 0; i < recovery_codes_made; ++i) {
    made.recovery_codes.push_back(random_code());
    Query(*db_, "INSERT INTO recovery_code (user, code) VALUES (?, ?)", by->user,
          digest("recovery", made.recovery_codes.back()))
        .run();
  }
  sign_out_everywhere(by->user);
  made.signed_in = begin_session(found->person, by->by, SecondFactor::done, by->machine, now);
  transaction.commit();
  return made;
}

// --- changing one's own ---

Result<void> Accounts::change_password(const std::string& session_id, const std::string& current,
                                       const std::string& password, const Place& place, UtcTime now) {
  const auto by = session(session_id, now);
  if (!by) {
    return Refused{.why = Why::session_over};
  }
  if (!by->complete()) {
    return Refused{.why = Why::not_now};
  }
  const auto tried = count_try(by->user, place, now);
  if (!tried) {
    return tried.error();
  }
  const auto found = stored(by->user);
  if (!verify(found->password, current)) {
    return Refused{.why = Why::wrong};
  }
  forgive(*tried);
  if (const auto good = check_password(password, by->user, by->name); !good) {
    return good.error();
  }
  const std::string hash = hash_.hash(password);
  SQLite::Transaction transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE);
  Query(*db_, "UPDATE person SET password = ? WHERE user = ?", hash, by->user).run();
  Query(*db_, "DELETE FROM link WHERE user = ? AND purpose = 'password'", by->user).run();
  Query(*db_, "DELETE FROM session WHERE user = ? AND id <> ?", by->user, session_id).run();
  transaction.commit();
  return {};
}

Result<void> Accounts::set_pin(const std::string& session_id, const std::string& machine_key, const std::string& pin,
                               UtcTime now) {
  const auto by = session(session_id, now);
  if (!by) {
    return Refused{.why = Why::session_over};
  }
  if (by->by != SignedInBy::password || !by->complete() || !options_.limits.is_fresh(*by, now)) {
    return Refused{.why = Why::not_now};
  }
  return write_pin(by->user, machine_key, pin, now);
}

}  // namespace antrean::accounts
