// antrean staff: the people who may sign in at the office. Nobody types a password here: what is printed is a
// code that works once, and the person chooses with it. accounts.db belongs to one process: the running
// office is asked to do it, and while none runs the file is opened here.
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <memory>
#include <system_error>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "accounts/accounts.hpp"
#include "accounts/password_hash.hpp"
#include "accounts/person_json.hpp"
#include "accounts/roles.hpp"
#include "cli/access/office_client.hpp"
#include "cli/command.hpp"
#include "cli/exit.hpp"
#include "cli/render/table.hpp"
#include "sqlite/database.hpp"

namespace antrean::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using accounts::Accounts;
using accounts::Person;

UtcTime now() { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

/// Root makes the file, but the office runs as somebody else: the owner of the folder.
void give_to_office(const fs::path& file) {
  struct ::stat folder {};
  if (::geteuid() == 0 && ::stat(fs::absolute(file).parent_path().c_str(), &folder) == 0 &&
      ::chown(file.c_str(), folder.st_uid, folder.st_gid) != 0) {
    throw CommandError(failed, file.string() + " could not be given to the office's user: " +
                                   std::generic_category().message(errno) + "; chown it before the office starts");
  }
}

bool has(const json::object& person, const char* what) { return person.at(what).as_bool(); }
std::string text_of(const json::object& person, const char* what) { return std::string(person.at(what).as_string()); }

/// What keeps them from signing in, or that nothing does.
Bilingual standing(const json::object& person) {
  if (!person.at("disabled").is_null()) {
    return {.id = "nonaktif", .en = "disabled"};
  }
  if (!has(person, "password")) {
    return {.id = "belum ada kata sandi", .en = "no password yet"};
  }
  const auto roles = accounts::parse_roles(text_of(person, "roles"));
  if (roles && needs_second_factor(*roles) && !has(person, "second_factor")) {
    return {.id = "belum ada kode kedua", .en = "no second factor yet"};
  }
  return {.id = "aktif", .en = "active"};
}

/// The accounts, wherever they are. Throws CommandError, with the reason in the reader's language.
class People {
 public:
  virtual ~People() = default;
  virtual json::array list() = 0;
  /// The code for a password.
  virtual std::string add(const accounts::NewPerson& person) = 0;
  virtual std::string reset(const std::string& user) = 0;
  virtual std::string pin_link(const std::string& user) = 0;
  virtual void disable(const std::string& user) = 0;
  virtual void enable(const std::string& user) = 0;
};

class PeopleOfFile final : public People {
 public:
  PeopleOfFile(const fs::path& file, Language language) : language_(language) {
    const bool is_new = !fs::exists(file);
    accounts_ = opened(file, hash_);
    if (is_new) {
      give_to_office(file);
    }
  }
  json::array list() override {
    json::array all;
    for (const Person& person : accounts_->people()) {
      all.push_back(json_of(person));
    }
    return all;
  }
  std::string add(const accounts::NewPerson& person) override {
    must(accounts_->add(person, now()));
    return must(accounts_->password_link(person.user, now()));
  }
  std::string reset(const std::string& user) override { return must(accounts_->reset(user, now())); }
  std::string pin_link(const std::string& user) override { return must(accounts_->pin_link(user, now())); }
  void disable(const std::string& user) override { must(accounts_->disable(user, now())); }
  void enable(const std::string& user) override { must(accounts_->enable(user)); }

 private:
  static std::unique_ptr<Accounts> opened(const fs::path& file, accounts::PasswordHash& hash) {
    try {
      return std::make_unique<Accounts>(accounts::OpenAccounts{.file = file}, hash);
    } catch (const sqlite::OpenError& error) {
      if (error.why == sqlite::OpenError::Why::in_use) {
        throw CommandError(in_use, file.string() +
                                       " is in use by another process, and no office answers that could do it; is "
                                       "[technician] socket in its settings right? Nothing was changed");
      }
      throw CommandError(failed, error.what());
    }
  }

  template <class T>
  T must(const accounts::Result<T>& result) const {
    if (result.has_error()) {
      const accounts::Refused& refused = result.error();
      throw CommandError(refused.why == accounts::Why::bad_name ? usage : no, accounts::text(refused).in(language_));
    }
    if constexpr (!std::is_void_v<T>) {
      return *result;
    }
  }

  Language language_;
  accounts::Argon2id hash_;
  std::unique_ptr<Accounts> accounts_;
};

class PeopleOfOffice final : public People {
 public:
  PeopleOfOffice(OfficeClient office, Language language) : office_(std::move(office)), language_(language) {}
  json::array list() override { return office_.people(); }
  std::string add(const accounts::NewPerson& person) override {
    return code({{"do", "add"}, {"user", person.user}, {"name", person.name}, {"roles", accounts::text(person.roles)}});
  }
  std::string reset(const std::string& user) override { return code({{"do", "reset"}, {"user", user}}); }
  std::string pin_link(const std::string& user) override { return code({{"do", "pin_link"}, {"user", user}}); }
  void disable(const std::string& user) override { office_.administer({{"do", "disable"}, {"user", user}}, language_); }
  void enable(const std::string& user) override { office_.administer({{"do", "enable"}, {"user", user}}, language_); }

 private:
  std::string code(const json::object& what) { return office_.administer(what, language_); }

  OfficeClient office_;
  Language language_;
};

class Staff final : public Command {
 public:
  std::string name() const override { return "staff"; }
  std::string about() const override { return "Who may sign in: add, pin, reset, disable, enable, list"; }
  void declare(CLI::App& app) override {
    app.add_option("action", action_, "What to do")
        ->required()
        ->check(CLI::IsMember({"add", "pin", "reset", "disable", "enable", "list"}));
    app.add_option("user", user_, "Their user name, such as siti")->type_name("USER");
    app.add_option("--name", name_, "add: their name, as it is shown")->type_name("NAME");
    app.add_option("--roles", roles_, "add: officer, clerk, supervisor, technician; several with commas")
        ->type_name("ROLES")
        ->capture_default_str();
    app.add_option("--accounts", file_, "accounts.db (default: beside the journal)")->type_name("FILE");
    app.add_flag("--json", json_, "list: as JSON");
  }

  int run(Invocation& asked) override {
    user_ = accounts::folded_user(user_);
    if (user_.empty() != (action_ == "list")) {
      throw CommandError(usage,
                         action_ == "list" ? "list takes no user name" : "whose? antrean staff " + action_ + " USER");
    }
    Terminal to = asked.terminal();
    const auto people = people_of(asked, to.language);
    if (action_ == "list") {
      list(people->list(), to);
    } else if (action_ == "add") {
      add(*people, to);
    } else if (action_ == "pin") {
      tell_code(to, people->pin_link(user_), accounts::pin_link_lasts,
                {.id = "Ketik di komputer loketnya, dengan PIN yang dipilih.",
                 .en = "It is typed at their counter's computer, with the PIN that they choose."});
    } else if (action_ == "reset") {
      tell_password_code(to, people->reset(user_));
    } else if (action_ == "disable") {
      people->disable(user_);
      to.line(fmt::format("{}: {}", user_, to.say("nonaktif", "disabled")));
    } else {
      people->enable(user_);
      to.line(fmt::format("{}: {}", user_, to.say("aktif lagi", "enabled again")));
    }
    return done;
  }

 private:
  std::unique_ptr<People> people_of(Invocation& asked, Language language) const {
    if (file_.empty()) {
      OfficeClient office(asked.office_socket());
      if (office.listens()) {
        return std::make_unique<PeopleOfOffice>(std::move(office), language);
      }
      if (!asked.office_asked.empty()) {
        throw CommandError(no_answer, "no office answers at " + office.socket().string());
      }
    }
    const fs::path file = file_.empty() ? asked.settings().accounts : file_;
    if (action_ != "add" && !fs::exists(file)) {
      throw CommandError(failed, file.string() + ": there is no such file; antrean staff add makes it");
    }
    return std::make_unique<PeopleOfFile>(file, language);
  }

  void add(People& people, Terminal& to) {
    const auto roles = accounts::parse_roles(roles_);
    if (!roles) {
      throw CommandError(usage, "--roles " + roles_ + ": officer, clerk, supervisor, technician, with commas between");
    }
    tell_password_code(to, people.add({.user = user_, .name = name_.empty() ? user_ : name_, .roles = *roles}));
  }

  void tell_password_code(Terminal& to, const std::string& code) const {
    tell_code(to, code, accounts::password_link_lasts,
              {.id = "Ketik di halaman masuk, dengan kata sandi yang dipilih (paling sedikit 12 karakter).",
               .en = "It is typed on the sign-in page, with the password that they choose (at least 12 characters)."});
  }

  void tell_code(Terminal& to, const std::string& code, Minutes lasts, const Bilingual& where) const {
    to.line(fmt::format("{}: {}", user_, code), Style::strong);
    const auto count = lasts >= std::chrono::hours{2} ? lasts.count() / 60 : lasts.count();
    const std::string unit = lasts >= std::chrono::hours{2} ? to.say("jam", "hours") : to.say("menit", "minutes");
    to.line(fmt::format("{} {} {}. {}", to.say("Sekali pakai, berlaku", "Works once, within"), count, unit,
                        where.in(to.language)));
  }

  void list(const json::array& people, Terminal& to) const {
    if (json_) {
      to.out << json::serialize(people) << '\n';
      return;
    }
    Table table({{to.say("pengguna", "user")},
                 {to.say("nama", "name")},
                 {to.say("peran", "roles")},
                 {"PIN", true},
                 {to.say("keadaan", "standing")}});
    for (const json::value& each : people) {
      const json::object& person = each.as_object();
      table.row(
          {text_of(person, "user"), text_of(person, "name"), text_of(person, "roles"),
           std::to_string(person.at("pins").as_int64()),
           Cell(standing(person).in(to.language), person.at("disabled").is_null() ? Style::plain : Style::faint)});
    }
    table.print(to);
  }

  std::string action_, user_, name_;
  std::string roles_ = "officer";
  fs::path file_;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> staff_command() { return std::make_unique<Staff>(); }

}  // namespace antrean::cli
