// The portal's keys in a backup: only the recovery key opens them, and whatever was changed is noticed.
#include <fstream>
#include <iterator>

#include "recovery/recovery.hpp"
#include "scratch_folder.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;

TEST_GROUP(RecoveryKeys) {
  RecoveryKey key = make_recovery_key();
  SealedSecrets secrets{.made_at = instant(*OfficeDay::parse("2026-11-28"), TimeOfDay{600}, Zone::wib),
                        .secrets = {{"the key for NIKs", "portal-nik.key", std::string(64, 'n')},
                                    {"signing key 1", "portal-signing-1.key", "rahasia"}}};
};

TEST(RecoveryKeys, TheSecretHalfOpensWhatWasSealedForThePublicOne) {
  const auto sealed = seal(secrets, key.public_half);
  CHECK(sealed.find("rahasia") == std::string::npos);
  const auto found = unseal(sealed, key.secret);
  CHECK(found.made_at == secrets.made_at);
  CHECK(found.secrets == secrets.secrets);
  // Sealed again, nothing shows that it is the same.
  CHECK(seal(secrets, key.public_half) != sealed);
}

TEST(RecoveryKeys, AnotherKeyAndThePublicHalfOpenNothing) {
  const auto sealed = seal(secrets, key.public_half);
  CHECK_THROWS(std::runtime_error, unseal(sealed, make_recovery_key().secret));
  CHECK_THROWS(std::runtime_error, unseal(sealed, key.public_half));
  CHECK_THROWS(std::runtime_error, seal(secrets, key.secret));
}

TEST(RecoveryKeys, EveryCharacterThatIsChangedOrMissingIsNoticed) {
  const auto sealed = seal(secrets, key.public_half);
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    if (sealed[at] == '\n') {
      continue;
    }
    auto changed = sealed;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    try {
      // The last character of base64 has bits that say nothing.
      CHECK(unseal(changed, key.secret).secrets == secrets.secrets);
      CHECK(at + 3 > sealed.size());
    } catch (const std::runtime_error&) {
    }
  }
  CHECK_THROWS(std::runtime_error, unseal(sealed.substr(0, sealed.size() / 2), key.secret));
  CHECK_THROWS(std::runtime_error, unseal("", key.secret));
}

TEST(RecoveryKeys, OneThatIsTypedWrongOrIsTheSecretHalfIsRefusedInTheSettings) {
  STRCMP_EQUAL("", wrong_with_recovery_key(key.public_half).c_str());
  CHECK(wrong_with_recovery_key(key.secret).find("safe") != std::string::npos);
  for (std::size_t at = 20; at + 1 < key.public_half.size(); ++at) {
    auto typed = key.public_half;
    typed[at] = typed[at] == 'x' ? 'y' : 'x';
    CHECK(!wrong_with_recovery_key(typed).empty());
  }
}

TEST(RecoveryKeys, AreWrittenIntoAFolderThatHasNoneOfThem) {
  const portal_test::ScratchFolder folder;
  write_secrets(secrets, folder / "new");
  std::ifstream in(folder / "new/portal-signing-1.key");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  STRCMP_EQUAL("rahasia\n", text.c_str());
  CHECK(std::filesystem::status(folder / "new/portal-nik.key").permissions() ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  CHECK_THROWS(std::runtime_error, write_secrets(secrets, folder / "new"));
  secrets.secrets[0].file = "../outside";
  CHECK_THROWS(std::runtime_error, write_secrets(secrets, folder / "other"));
  CHECK(!std::filesystem::exists(folder / "other"));
}
