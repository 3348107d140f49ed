#include "accounts/accounts.hpp"

#include <algorithm>
#include <stdexcept>

#include "accounts/accounts_rows.hpp"
#include "accounts/pin.hpp"
#include "accounts/query.hpp"
#include "accounts/schema.hpp"
#include "accounts/secrets.hpp"
#include "text/text.hpp"

namespace antrean::accounts {
namespace {

constexpr std::size_t longest_name_bytes = 320;  // of 80 characters
constexpr std::size_t longest_name = 80;

bool good_user(std::string_view user) {
  return user.size() >= 2 && user.size() <= 32 && std::ranges::all_of(user, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
         });
}

/// As shown on screens and in terminals: no control characters.
bool good_name(std::string_view name) {
  const auto characters =
      std::ranges::count_if(name, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  // What nobody sees (controls, marks of direction) would come back in logs and lists.
  return !name.empty() && name.size() <= longest_name_bytes && characters <= static_cast<int>(longest_name) &&
         antrean::text::one_line(name) == name;
}

Person person_of(const Query& row) {
  return {.user = row.text(0),
          .name = row.text(1),
          .roles = parse_roles(row.text(2)).value_or(Roles{}),
          .added = row.time(3),
          .disabled = row.time_or_none(4),
          .has_password = row.number(5) != 0,
          .has_second_factor = row.number(6) != 0,
          .recovery_codes = static_cast<int>(row.number(7)),
          .pins = static_cast<int>(row.number(8))};
}

constexpr const char* all_people = R"sql(
SELECT user, name, roles, added, disabled, password IS NOT NULL, totp IS NOT NULL,
  (SELECT count(*) FROM recovery_code WHERE recovery_code.user = person.user AND used IS NULL),
  (SELECT count(*) FROM pin WHERE pin.user = person.user)
FROM person ORDER BY user
)sql";

Machine machine_of_row(const Query& row) {
  const auto counter = row.number_or_none(3);
  return {.id = row.text(0),
          .key_digest = row.text(1),
          .name = row.text(2),
          .counter = counter ? std::optional(static_cast<int>(*counter)) : std::nullopt,
          .enrolled = row.time(4),
          .enrolled_by = row.text(5),
          .entrance = row.number(6) != 0};
}

}  // namespace

std::string folded_user(std::string_view typed) {
  const auto first = typed.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  std::string user(typed.substr(first, typed.find_last_not_of(" \t") - first + 1));
  std::ranges::transform(user, user.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return user;
}

Accounts::Accounts(OpenAccounts options, PasswordHash& hash)
    : options_(std::move(options)), hash_(hash), nobody_(hash.hash(random_token())) {
  db_ = sqlite::open({.file = options_.file,
                      .application_id = application_id,
                      .migrations = schema(),
                      .vfs = options_.vfs,
                      .most_mode = 0600});
}

Accounts::~Accounts() = default;

// --- people ---

Result<void> Accounts::add(const NewPerson& person, UtcTime now) {
  const std::string user = folded_user(person.user);
  if (!good_user(user) || !good_name(person.name) || person.roles.empty()) {
    return Refused{.why = Why::bad_name};
  }
  if (must_exist(user)) {
    return Refused{.why = Why::name_taken};
  }
  Query(*db_, "INSERT INTO person (user, name, roles, added) VALUES (?, ?, ?, ?)", user, person.name,
        text(person.roles), now)
      .run();
  return {};
}

Result<void> Accounts::must_exist(const std::string& user) const {
  if (!Query(*db_, "SELECT 1 FROM person WHERE user = ?", user).next()) {
    return Refused{.why = Why::unknown_person};
  }
  return {};
}

/// Who has another role signs in again: the new role may need a second factor.
Result<void> Accounts::set_roles(const std::string& user, Roles roles) {
  if (roles.empty()) {
    return Refused{.why = Why::bad_name};
  }
  SQLite::Transaction transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE);
  if (Query(*db_, "UPDATE person SET roles = ? WHERE user = ?", text(roles), user).run() == 0) {
    return Refused{.why = Why::unknown_person};
  }
  sign_out_everywhere(user);
  transaction.commit();
  return {};
}

Result<void> Accounts::check_password(const std::string& password, const std::string& user,
                                      const std::string& name) const {
  PasswordContext context{.user = user, .names = options_.names};
  context.names.push_back(options_.issuer);
  context.names.push_back(name);
  if (const auto fault = password_fault(password, context)) {
    return Refused{.why = Why::weak_password, .password = fault};
  }
  return {};
}

/// With whatever the old one opened.
void Accounts::write_password(const std::string& user, const std::string& hash) {
  Query(*db_, "UPDATE person SET password = ? WHERE user = ?", hash, user).run();
  Query(*db_, "DELETE FROM link WHERE user = ? AND purpose = 'password'", user).run();
  sign_out_everywhere(user);
}

Result<void> Accounts::set_password(const std::string& user, const std::string& password, UtcTime) {
  const auto found = person(user);
  if (!found) {
    return Refused{.why = Why::unknown_person};
  }
  if (const auto good = check_password(password, user, found->name); !good) {
    return good.error();
  }
  const std::string hash = hash_.hash(password);
  SQLite::Transaction transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE);
  write_password(user, hash);
  transaction.commit();
  return {};
}

Result<void> Accounts::disable(const std::string& user, UtcTime now) {
  SQLite::Transaction transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE);
  if (Query(*db_, "UPDATE person SET disabled = coalesce(disabled, ?) WHERE user = ?", now, user).run() == 0) {
    return Refused{.why = Why::unknown_person};
  }
  sign_out_everywhere(user);
  Query(*db_, "DELETE FROM pin WHERE user = ?", user).run();
  Query(*db_, "DELETE FROM link WHERE user = ?", user).run();
  transaction.commit();
  return {};
}

Result<void> Accounts::enable(const std::string& user) {
  if (Query(*db_, "UPDATE person SET disabled = NULL WHERE user = ?", user).run() == 0) {
    return Refused{.why = Why::unknown_person};
  }
  return {};
}

Result<std::string> Accounts::reset(const std::string& user, UtcTime now) {
  SQLite::Transaction transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE);
  if (Query(*db_,
            "UPDATE person SET password = NULL, totp = NULL, totp_step = NULL, totp_pending = NULL WHERE user = ?",
            user)
          .run() == 0) {
    return Refused{.why = Why::unknown_person};
  }
  sign_out_everywhere(user);
  Query(*db_, "DELETE FROM pin WHERE user = ?", user).run();
  Query(*db_, "DELETE FROM recovery_code WHERE user = ?", user).run();
  Query(*db_, "DELETE FROM link WHERE user = ?", user).run();
  const std::string code = make_link("password", user, {}, now + password_link_lasts);
  transaction.commit();
  return code;
}

std::vector<Person> Accounts::people() const {
  std::vector<Person> found;
  Query rows(*db_, all_people);
  while (rows.next()) {
    found.push_back(person_of(rows));
  }
  return found;
}

std::optional<Person> Accounts::person(const std::string& user) const {
  const auto found = stored(user);
  return found ? std::optional(found->person) : std::nullopt;
}

std::optional<Accounts::Stored> Accounts::stored(const std::string& user) const {
  Query row(*db_, R"sql(
SELECT user, name, roles, added, disabled, password IS NOT NULL, totp IS NOT NULL,
  (SELECT count(*) FROM recovery_code WHERE recovery_code.user = person.user AND used IS NULL),
  (SELECT count(*) FROM pin WHERE pin.user = person.user),
  password, totp, totp_step, totp_pending
FROM person WHERE user = ?)sql",
            user);
  if (!row.next()) {
    return std::nullopt;
  }
  return Stored{.person = person_of(row),
                .password = row.text_or_none(9),
                .totp = row.text_or_none(10).value_or(""),
                .totp_step = row.number_or_none(11),
                .totp_pending = row.text_or_none(12).value_or("")};
}

// --- links ---

bool Accounts::anybody() const { return Query(*db_, "SELECT 1 FROM person LIMIT 1").next(); }

std::string Accounts::make_link(const std::string& purpose, const std::optional<std::string>& user, Roles roles,
                                UtcTime ends) {
  std::string code = random_code();
  Query(*db_, "DELETE FROM link WHERE purpose = ? AND user IS ?", purpose, user).run();
  Query(*db_, "INSERT INTO link (code, purpose, user, roles, ends) VALUES (?, ?, ?, ?, ?)", digest("link", code),
        purpose, user, text(roles), ends)
      .run();
  return code;
}

std::optional<std::string> Accounts::first_link(Roles roles, UtcTime now) {
  if (anybody()) {
    return std::nullopt;
  }
  SQLite::Transaction transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE);
  std::string code = make_link("first", std::nullopt, roles, now + first_link_lasts);
  transaction.commit();
  return code;
}

Result<std::string> Accounts::password_link(const std::string& user, UtcTime now) {
  if (const auto exists = must_exist(user); !exists) {
    return exists.error();
  }
  SQLite::Transaction transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE);
  std::string code = make_link("password", user, {}, now + password_link_lasts);
  transaction.commit();
  return code;
}

Result<std::string> Accounts::pin_link(const std::string& user, UtcTime now) {
  if (const auto exists = must_exist(user); !exists) {
    return exists.error();
  }
  SQLite::Transaction transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE);
  std::string code = make_link("pin", user, {}, now + pin_link_lasts);
  transaction.commit();
  return code;
}

std::optional<Accounts::Link> Accounts::open_link(const std::string& typed, const std::string& purpose,
                                                  UtcTime now) const {
  Query row(*db_,
            "SELECT link.code, link.user, link.roles FROM link LEFT JOIN person USING (user) "
            "WHERE code = ? AND purpose = ? AND ends > ? AND person.disabled IS NULL",
            digest("link", normal_code(typed)), purpose, now);
  if (!row.next()) {
    return std::nullopt;
  }
  return Link{
      .id = row.text(0), .user = row.text_or_none(1).value_or(""), .roles = parse_roles(row.text(2)).value_or(Roles{})};
}

Result<void> Accounts::use_first_link(const std::string& code, const NewPerson& person, const std::string& password,
                                      UtcTime now) {
  const auto link = open_link(code, "first", now);
  if (!link || anybody()) {
    return Refused{.why = Why::link_over};
  }
  const std::string user = folded_user(person.user);
  if (const auto good = check_password(password, user, person.name); !good) {
    return good.error();
  }
  const std::string hash = hash_.hash(password);
  SQLite::Transaction transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE);
  if (const auto added = add({.user = user, .name = person.name, .roles = link->roles}, now); !added) {
    return added.error();
  }
  write_password(user, hash);
  Query(*db_, "DELETE FROM link WHERE purpose = 'first'").run();
  transaction.commit();
  return {};
}

Result<std::string> Accounts::use_password_link(const std::string& code, const std::string& password, UtcTime now) {
  const auto link = open_link(code, "password", now);
  const auto found = link ? person(link->user) : std::nullopt;
  if (!found) {
    return Refused{.why = Why::link_over};
  }
  if (const auto good = check_password(password, found->user, found->name); !good) {
    return good.error();
  }
  const std::string hash = hash_.hash(password);
  SQLite::Transaction transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE);
  write_password(found->user, hash);
  transaction.commit();
  return found->user;
}

Result<std::string> Accounts::use_pin_link(const std::string& code, const std::string& machine_key,
                                           const std::string& pin, UtcTime now) {
  const auto link = open_link(code, "pin", now);
  if (!link) {
    return Refused{.why = Why::link_over};
  }
  SQLite::Transaction transaction(*db_, SQLite::TransactionBehavior::IMMEDIATE);
  if (const auto made = write_pin(link->user, machine_key, pin, now); !made) {
    return made.error();
  }
  Query(*db_, "DELETE FROM link WHERE code = ?", link->id).run();
  transaction.commit();
  return link->user;
}

// --- machines ---

EnrolledMachine Accounts::enrol(const NewMachine& wanted, const std::string& by, UtcTime now) {
  std::string key = random_token();
  Machine machine{.id = random_token().substr(0, 16),
                  .key_digest = digest("machine", key),
                  .name = text::clean(wanted.name).value_or(""),
                  .counter = wanted.entrance ? std::nullopt : wanted.counter,
                  .enrolled = now,
                  .enrolled_by = by,
                  .entrance = wanted.entrance};
  Query(*db_,
        "INSERT INTO machine (id, key, name, counter, enrolled, enrolled_by, entrance) VALUES (?, ?, ?, ?, ?, ?, ?)",
        machine.id, machine.key_digest, machine.name, machine.counter, machine.enrolled, machine.enrolled_by,
        machine.entrance ? 1 : 0)
      .run();
  return {.key = std::move(key), .machine = std::move(machine)};
}

bool Accounts::withdraw(const std::string& machine_id) {
  return Query(*db_, "DELETE FROM machine WHERE id = ?", machine_id).run() != 0;
}

std::vector<Machine> Accounts::machines() const {
  std::vector<Machine> found;
  Query rows(*db_,
             "SELECT id, key, name, counter, enrolled, enrolled_by, entrance FROM machine ORDER BY counter, name");
  while (rows.next()) {
    found.push_back(machine_of_row(rows));
  }
  return found;
}

std::optional<Machine> Accounts::machine_of(const std::string& key) const {
  Query row(*db_, "SELECT id, key, name, counter, enrolled, enrolled_by, entrance FROM machine WHERE key = ?",
            digest("machine", key));
  return row.next() ? std::optional(machine_of_row(row)) : std::nullopt;
}

Result<void> Accounts::write_pin(const std::string& user, const std::string& machine_key, const std::string& pin,
                                 UtcTime now) {
  const auto machine = machine_of(machine_key);
  if (!machine) {
    return Refused{.why = Why::unknown_machine};
  }
  if (!good_pin(pin)) {
    return Refused{.why = Why::weak_pin};
  }
  Query(*db_,
        "INSERT INTO pin (user, machine, pin, made) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET pin = excluded.pin, made = excluded.made",
        user, machine->id, hash_.hash(pin_secret(machine_key, user, pin)), now)
      .run();
  return {};
}

// --- sessions ---

namespace {

constexpr const char* session_columns =
    "SELECT id, session.user, name, roles, coalesce(machine, ''), by, second_factor, began, last_seen, ends, "
    "language "
    "FROM session JOIN person USING (user) ";

Session session_of(const Query& row) {
  return {.id = row.text(0),
          .user = row.text(1),
          .name = row.text(2),
          .roles = parse_roles(row.text(3)).value_or(Roles{}),
          .machine = row.text(4),
          .by = from_word<SignedInBy>(row.text(5)).value_or(SignedInBy::password),
          .second_factor = from_word<SecondFactor>(row.text(6)).value_or(SecondFactor::needed),
          .began = row.time(7),
          .last_seen = row.time(8),
          .ends = row.time(9),
          .language = row.text(10)};
}

bool lives(const Session& session, const SessionLimits& limits, UtcTime now) {
  const auto idle = limits.idle_of(session);
  return now < session.ends && (!idle || now < session.last_seen + *idle);
}

}  // namespace

std::vector<Session> Accounts::sessions(UtcTime now) {
  std::vector<Session> living, over;
  Query rows(*db_, (std::string(session_columns) + "ORDER BY began").c_str());
  while (rows.next()) {
    Session session = session_of(rows);
    (lives(session, options_.limits, now) ? living : over).push_back(std::move(session));
  }
  try {
    for (const Session& session : over) {
      sign_out(session.id);
    }
  } catch (const SQLite::Exception&) {
    // The disk does not take it. They are over all the same, and go with one that is made.
  }
  return living;
}

std::optional<Session> Accounts::session(const std::string& id, UtcTime now) const {
  Query row(*db_, (std::string(session_columns) + "WHERE id = ?").c_str(), id);
  if (!row.next()) {
    return std::nullopt;
  }
  Session session = session_of(row);
  return lives(session, options_.limits, now) ? std::optional(std::move(session)) : std::nullopt;
}

void Accounts::set_language(const std::string& user, const std::string& language) {
  Query(*db_, "UPDATE person SET language = ? WHERE user = ?", language, user).run();
}

void Accounts::touch(const std::string& id, UtcTime now) {
  Query(*db_, "UPDATE session SET last_seen = ? WHERE id = ?", now, id).run();
}

void Accounts::sign_out(const std::string& id) { Query(*db_, "DELETE FROM session WHERE id = ?", id).run(); }

void Accounts::sign_out_everywhere(const std::string& user) {
  Query(*db_, "DELETE FROM session WHERE user = ?", user).run();
}

}  // namespace antrean::accounts
