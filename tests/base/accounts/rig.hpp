// An office's accounts for tests: a folder of its own, time turned by hand, and a hash that costs nothing and
// counts the work.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "accounts/accounts.hpp"
#include "accounts/secrets.hpp"

#include <CppUTest/TestHarness.h>

namespace antrean::accounts::rig {

struct TemporaryFolder {
  std::filesystem::path path;
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "antrean-accounts-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
};

/// Salted and fast.
class CountingHash final : public PasswordHash {
 public:
  std::string hash(std::string_view secret) override {
    ++hashed;
    const std::string salt = random_token();
    return figures + "$" + salt + "$" + digest(salt, secret);
  }
  bool verify(const std::string& stored, std::string_view secret) override {
    ++verified;
    during_verify();
    const auto first = stored.find('$'), second = stored.find('$', first + 1);
    return digest(stored.substr(first + 1, second - first - 1), secret) == stored.substr(second + 1);
  }
  bool needs_rehash(const std::string& stored) override { return !stored.starts_with(figures + "$"); }

  int hashed = 0;
  int verified = 0;
  std::function<void()> during_verify = [] {};
  std::string figures = "v1";
};

inline const std::string siti_password = "kopi tubruk pagi hari";
inline const std::string budi_password = "sepeda ungu di pasar";
inline const Place hall{.machine_key = "", .address = "10.1.2.3"};
inline const Place street{.machine_key = "", .address = "203.0.113.9"};
inline constexpr UtcTime morning = from_ms(1'795'564'800'000);  // 2026-11-25T00:00:00Z

/// siti is an officer, budi a supervisor without second factor yet.
struct Office {
  TemporaryFolder folder;
  CountingHash hash;
  OpenAccounts options{.file = folder.path / "accounts.db"};
  UtcTime now = morning;
  std::unique_ptr<Accounts> accounts;

  Office() {
    open();
    CHECK_TRUE(accounts->add({.user = "siti", .name = "Siti Aminah", .roles = {Role::officer}}, now).has_value());
    CHECK_TRUE(accounts->set_password("siti", siti_password, now).has_value());
    CHECK_TRUE(accounts->add({.user = "budi", .name = "Budi", .roles = {Role::supervisor}}, now).has_value());
    CHECK_TRUE(accounts->set_password("budi", budi_password, now).has_value());
  }

  void open() { accounts = std::make_unique<Accounts>(options, hash); }
  void reopen() {
    accounts.reset();
    open();
  }

  Result<SignedIn> siti_by_password(const std::string& password = siti_password, const Place& place = hall) {
    return accounts->sign_in_with_password("siti", password, place, now);
  }
  EnrolledMachine enrol(const std::string& name) { return accounts->enrol({.name = name}, "budi", now); }
  void give_siti_pin(const EnrolledMachine& machine, const std::string& pin) {
    const auto session = siti_by_password();
    CHECK_TRUE(session.has_value());
    CHECK_TRUE(accounts->set_pin(session->session.id, machine.key, pin, now).has_value());
  }
};

/// Refused, and why.
template <class T>
Why why(const Result<T>& result) {
  CHECK_TEXT(result.has_error(), "was not refused");
  return result.error().why;
}

inline Place at(const EnrolledMachine& machine) { return {.machine_key = machine.key, .address = "10.1.2.3"}; }

}  // namespace antrean::accounts::rig

#define CHECK_WHY(expected, result) \
  LONGS_EQUAL(static_cast<int>(expected), static_cast<int>(antrean::accounts::rig::why(result)))
