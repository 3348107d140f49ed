// antrean staff: the people who may sign in at the office, in accounts.db beside the journal. Nobody types
// a password here: what is printed is a code that works once, and the person chooses with it. The file
// belongs to one process, so the office must not run.
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <optional>
#include <system_error>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "accounts/accounts.hpp"
#include "accounts/password_hash.hpp"
#include "accounts/roles.hpp"
#include "cli/command.hpp"
#include "cli/exit.hpp"
#include "cli/render/table.hpp"
#include "sqlite/database.hpp"

namespace antrean::cli {
namespace {

namespace fs = std::filesystem;
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

/// What keeps them from signing in, or "".
Bilingual standing(const Person& person) {
  if (person.disabled) {
    return {.id = "nonaktif", .en = "disabled"};
  }
  if (!person.has_password) {
    return {.id = "belum ada kata sandi", .en = "no password yet"};
  }
  if (needs_second_factor(person.roles) && !person.has_second_factor) {
    return {.id = "belum ada kode kedua", .en = "no second factor yet"};
  }
  return {.id = "aktif", .en = "active"};
}

boost::json::object json(const Person& person) {
  return {{"user", person.user},
          {"name", person.name},
          {"roles", text(person.roles)},
          {"added", iso_text(person.added)},
          {"disabled", person.disabled ? boost::json::value(iso_text(*person.disabled)) : boost::json::value()},
          {"password", person.has_password},
          {"second_factor", person.has_second_factor},
          {"recovery_codes", person.recovery_codes},
          {"pins", person.pins}};
}

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
    const fs::path file = file_.empty() ? asked.journal_file().parent_path() / "accounts.db" : file_;
    if (action_ != "add" && !fs::exists(file)) {
      throw CommandError(failed, file.string() + ": there is no such file; antrean staff add makes it");
    }
    accounts::Argon2id hash;
    const bool is_new = !fs::exists(file);
    const auto open = opened(file, hash);
    if (is_new) {
      give_to_office(file);
    }
    Terminal to = asked.terminal();
    if (action_ == "list") {
      list(*open, to);
    } else if (action_ == "add") {
      add(*open, to);
    } else if (action_ == "pin") {
      tell_code(to, must(to, open->pin_link(user_, now())), accounts::pin_link_lasts,
                {.id = "Ketik di komputer loketnya, dengan PIN yang dipilih.",
                 .en = "It is typed at their counter's computer, with the PIN that they choose."});
    } else if (action_ == "reset") {
      tell_password_code(to, must(to, open->reset(user_, now())));
    } else if (action_ == "disable") {
      must(to, open->disable(user_, now()));
      to.line(fmt::format("{}: {}", user_, to.say("nonaktif", "disabled")));
    } else {
      must(to, open->enable(user_));
      to.line(fmt::format("{}: {}", user_, to.say("aktif lagi", "enabled again")));
    }
    return done;
  }

 private:
  static std::unique_ptr<Accounts> opened(const fs::path& file, accounts::PasswordHash& hash) {
    try {
      return std::make_unique<Accounts>(accounts::OpenAccounts{.file = file}, hash);
    } catch (const sqlite::OpenError& error) {
      if (error.why == sqlite::OpenError::Why::in_use) {
        throw CommandError(in_use, file.string() +
                                       " is in use: stop the office first (systemctl stop antrean-office), or do it "
                                       "on its page; nothing was changed");
      }
      throw CommandError(failed, error.what());
    }
  }

  template <class T>
  static T must(const Terminal& to, const accounts::Result<T>& result) {
    if (result.has_error()) {
      const accounts::Refused& refused = result.error();
      throw CommandError(refused.why == accounts::Why::bad_name ? usage : no, text(refused).in(to.language));
    }
    if constexpr (!std::is_void_v<T>) {
      return *result;
    }
  }

  void add(Accounts& accounts, Terminal& to) {
    const auto roles = accounts::parse_roles(roles_);
    if (!roles) {
      throw CommandError(usage, "--roles " + roles_ + ": officer, clerk, supervisor, technician, with commas between");
    }
    must(to, accounts.add({.user = user_, .name = name_.empty() ? user_ : name_, .roles = *roles}, now()));
    tell_password_code(to, must(to, accounts.password_link(user_, now())));
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

  void list(const Accounts& accounts, Terminal& to) const {
    const auto people = accounts.people();
    if (json_) {
      boost::json::array all;
      for (const Person& person : people) {
        all.push_back(json(person));
      }
      to.out << boost::json::serialize(all) << '\n';
      return;
    }
    Table table({{to.say("pengguna", "user")},
                 {to.say("nama", "name")},
                 {to.say("peran", "roles")},
                 {"PIN", true},
                 {to.say("keadaan", "standing")}});
    for (const Person& person : people) {
      table.row({person.user, person.name, text(person.roles), std::to_string(person.pins),
                 Cell(standing(person).in(to.language), person.disabled ? Style::faint : Style::plain)});
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
