// Slow hashes of what people choose: argon2id by libsodium with 19 MiB and two passes (OWASP's Password
// Storage Cheat Sheet; 15 ms of a core, measured). The text that is stored carries its salt and these
// figures. An interface, so that a test counts the work and a simulated day does without it.
#pragma once

#include <string>
#include <string_view>

namespace antrean::accounts {

class PasswordHash {
 public:
  virtual ~PasswordHash() = default;
  /// Throws std::bad_alloc when the memory is not there.
  virtual std::string hash(std::string_view secret) = 0;
  /// Also false for a `stored` that is no hash of ours.
  virtual bool verify(const std::string& stored, std::string_view secret) = 0;
  /// True for a hash of an earlier release's figures: hash again while the secret is at hand.
  virtual bool needs_rehash(const std::string& stored) = 0;
};

/// Blocking; one at a time, on the worker that owns the accounts.
class Argon2id final : public PasswordHash {
 public:
  std::string hash(std::string_view secret) override;
  bool verify(const std::string& stored, std::string_view secret) override;
  bool needs_rehash(const std::string& stored) override;
};

}  // namespace antrean::accounts
