// The accounts and sessions of one office, or of the portal's directorate, in accounts.db. Not in the
// journal: restoring a journal brings back no disabled person, and a journal may be read by people who may
// not sign in.
//
// Everything that can be expected to fail gives a Refused and changes nothing. Throws SQLite::Exception
// when the disk does not take it (AccountsService makes Why::storage of that). Each call is one or two
// transactions and is durable when it returns. Blocking, with up to two slow hashes (15 ms each): on the
// one worker that owns the file. Time is an argument.
//
// Tries. A try is counted before it is looked at and taken back after, so that a power cut gives none for
// free. A name that nobody has is counted, locked and hashed like any other.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

#include "accounts/password_hash.hpp"
#include "accounts/refused.hpp"
#include "accounts/roles.hpp"
#include "accounts/session.hpp"
#include "values/office_time.hpp"

namespace antrean::accounts {

struct Person {
  std::string user;  ///< user name, lower case; never given to anybody else
  std::string name;
  Roles roles;
  UtcTime added;
  std::optional<UtcTime> disabled{};
  bool has_password = false;
  bool has_second_factor = false;
  int recovery_codes = 0;  ///< left
  int pins = 0;            ///< machines where they have one
};

struct Machine {
  std::string id;
  std::string key_digest;
  std::string name;  ///< "Loket 3"
  std::optional<int> counter{};
  UtcTime enrolled;
  std::string enrolled_by;
  /// It stands at the entrance, before visitors, with nobody signed in: it takes booking codes by itself, and
  /// nothing else. It can't be a counter's machine as well.
  bool entrance = false;
};

struct NewMachine {
  std::string name;
  std::optional<int> counter{};  ///< not looked at for the entrance's
  bool entrance = false;
};

struct NewPerson {
  std::string user;
  std::string name;
  Roles roles;
};

/// Where somebody signs in.
struct Place {
  std::string machine_key;  ///< of the machine's cookie; "" or unknown: not enrolled
  std::string address;      ///< of the network: "10.1.2.3"; counts only where no machine is enrolled
};

struct SignedIn {
  std::string token;  ///< for the cookie: kept nowhere here
  Session session;
};

struct EnrolledMachine {
  std::string key;  ///< for that machine's cookie: kept nowhere here
  Machine machine;
};

struct NewSecondFactor {
  std::string uri;   ///< for a QR code
  std::string text;  ///< to be typed instead
};

struct ConfirmedSecondFactor {
  std::vector<std::string> recovery_codes;  ///< ten, to be shown once
  SignedIn signed_in;                       ///< the token before is void
};

struct OpenAccounts {
  std::filesystem::path file;        ///< made with mode 0600; an older one is given it
  std::string issuer{"Antrean"};     ///< what an authenticator app shows: the office's name
  std::vector<std::string> names{};  ///< office, city: words that make no password stronger
  SessionLimits limits{};
  std::string vfs{};  ///< "" = the machine's disk; a simulated one has no modes
};

inline constexpr std::chrono::hours first_link_lasts{24 * 7};
inline constexpr std::chrono::hours password_link_lasts{24};
inline constexpr Minutes pin_link_lasts{60};
inline constexpr int recovery_codes_made = 10;

class Accounts {
 public:
  /// Throws sqlite::OpenError. `hash` must outlive it.
  Accounts(OpenAccounts options, PasswordHash& hash);
  ~Accounts();
  Accounts(const Accounts&) = delete;
  Accounts& operator=(const Accounts&) = delete;

  const SessionLimits& limits() const { return options_.limits; }

  // --- people ---
  Result<void> add(const NewPerson& person, UtcTime now);
  Result<void> set_roles(const std::string& user, Roles roles);
  /// What somebody who administers chose for them; their own change is change_password().
  Result<void> set_password(const std::string& user, const std::string& password, UtcTime now);
  /// Their sessions, PINs and links end with it. Again: no change.
  Result<void> disable(const std::string& user, UtcTime now);
  Result<void> enable(const std::string& user);
  /// Takes password, second factor, PINs and sessions away; they begin anew with the link that is returned.
  Result<std::string> reset(const std::string& user, UtcTime now);
  std::vector<Person> people() const;  ///< by user name
  std::optional<Person> person(const std::string& user) const;

  // --- once-only links: what is returned is the code, which is kept nowhere here ---
  /// For the first account; a link made before is void. Nothing when there is anybody, disabled or not.
  std::optional<std::string> first_link(Roles roles, UtcTime now);
  Result<std::string> password_link(const std::string& user, UtcTime now);
  /// For somebody who cannot type their password at the machine: they choose a PIN there with it.
  Result<std::string> pin_link(const std::string& user, UtcTime now);
  Result<void> use_first_link(const std::string& code, const NewPerson& person, const std::string& password,
                              UtcTime now);  ///< person.roles are not looked at: the link has them
  /// The user name that the link was for. A password or PIN that is refused does not use the link up.
  Result<std::string> use_password_link(const std::string& code, const std::string& password, UtcTime now);
  Result<std::string> use_pin_link(const std::string& code, const std::string& machine_key, const std::string& pin,
                                   UtcTime now);

  // --- machines ---
  EnrolledMachine enrol(const NewMachine& machine, const std::string& by, UtcTime now);
  /// Its PINs and sessions end with it. False when there is none of this id.
  bool withdraw(const std::string& machine_id);
  std::vector<Machine> machines() const;

  // --- signing in ---
  Result<SignedIn> sign_in_with_password(const std::string& user, const std::string& password, const Place& place,
                                         UtcTime now);
  Result<SignedIn> sign_in_with_pin(const std::string& user, const std::string& pin, const Place& place, UtcTime now);
  /// Who it is, without a session: a supervisor's yes at somebody else's counter.
  Result<Person> check_pin(const std::string& user, const std::string& pin, const Place& place, UtcTime now);
  /// Of a session that needs it. `code`: TOTP, or a recovery code. Gives a new token; the one before is void.
  Result<SignedIn> confirm_second_factor(const std::string& session_id, const std::string& code, const Place& place,
                                         bool clock_trusted, UtcTime now);

  // --- by whoever is signed in ---
  /// Of a session begun by password in the last ten minutes (SessionLimits::fresh); else `not_now`: sign in
  /// again. What was set up before stays valid until the new one is confirmed.
  Result<NewSecondFactor> begin_second_factor(const std::string& session_id, UtcTime now);
  /// With a code of the new secret. Ends the person's other sessions.
  Result<ConfirmedSecondFactor> finish_second_factor(const std::string& session_id, const std::string& code,
                                                     bool clock_trusted, UtcTime now);
  /// Ends the person's other sessions. `current` counts as a try at `place`.
  Result<void> change_password(const std::string& session_id, const std::string& current, const std::string& password,
                               const Place& place, UtcTime now);
  /// At an enrolled machine, of a complete session begun by password in the last ten minutes.
  Result<void> set_pin(const std::string& session_id, const std::string& machine_key, const std::string& pin,
                       UtcTime now);

  // --- sessions ---
  /// Those that live; the others are removed, if the disk takes it.
  std::vector<Session> sessions(UtcTime now);
  std::optional<Session> session(const std::string& id, UtcTime now) const;
  void touch(const std::string& id, UtcTime now);
  /// In which they read pages from now on: "id" or "en".
  void set_language(const std::string& user, const std::string& language);
  void sign_out(const std::string& id);
  void sign_out_everywhere(const std::string& user);

 private:
  struct Stored;   // a person's row
  struct Counted;  // a try that has been counted
  struct Link;

  std::string place_key(const Place& place) const;
  std::optional<Machine> machine_of(const std::string& key) const;
  std::optional<Stored> stored(const std::string& user) const;
  Result<Counted> count_try(const std::string& user, const Place& place, UtcTime now);
  void take_back(const Counted& tried);
  void forgive(const Counted& tried);
  bool verify(const std::optional<std::string>& hash, const std::string& secret);
  SignedIn begin_session(const Person& person, SignedInBy by, SecondFactor second_factor, const std::string& machine,
                         UtcTime now);
  Result<void> check_password(const std::string& password, const std::string& user, const std::string& name) const;
  void write_password(const std::string& user, const std::string& hash);
  std::string make_link(const std::string& purpose, const std::optional<std::string>& user, Roles roles, UtcTime ends);
  std::optional<Link> open_link(const std::string& typed, const std::string& purpose, UtcTime now) const;
  Result<void> write_pin(const std::string& user, const std::string& machine_key, const std::string& pin, UtcTime now);
  bool recovery_code_used(const std::string& user, const std::string& code, UtcTime now);
  bool anybody() const;
  Result<void> must_exist(const std::string& user) const;

  OpenAccounts options_;
  PasswordHash& hash_;
  std::string nobody_;  // a hash of nothing anybody knows: verified for names that have none
  std::unique_ptr<SQLite::Database> db_;
};

/// What was typed as a user name, in lower case and without blanks around it.
std::string folded_user(std::string_view typed);

}  // namespace antrean::accounts
