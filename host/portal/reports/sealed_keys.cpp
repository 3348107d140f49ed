#include "reports/sealed_keys.hpp"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "files/durable_file.hpp"
#include "recovery/recovery.hpp"
#include "settings/settings.hpp"

namespace antrean::portal {
namespace {

namespace fs = std::filesystem;

SealedSecrets opened(const fs::path& copy, const fs::path& recovery_key) {
  const auto file = keys_beside(copy);
  std::ifstream in(file, std::ios::binary);
  const std::string sealed{std::istreambuf_iterator<char>(in), {}};
  if (!in) {
    throw std::runtime_error(file.string() +
                             " cannot be read; a backup has keys beside it if [backup] recovery_key is "
                             "in the settings");
  }
  try {
    return unseal(sealed, settings::read_secret(recovery_key));
  } catch (const std::exception& error) {
    throw std::runtime_error(file.string() + ": " + error.what());
  }
}

}  // namespace

int make_recovery_key_file(const fs::path& file) {
  const auto key = make_recovery_key();
  files::create(file, key.secret + "\n");
  std::printf("[backup]\nrecovery_key = \"%s\"\n", key.public_half.c_str());
  std::fprintf(stderr,
               "These two lines belong into the settings. %s belongs into a safe, on paper or on a stick, and on no "
               "machine: without it the keys of a backup cannot be read, with it anybody can.\n",
               file.c_str());
  return 0;
}

fs::path keys_beside(const fs::path& copy) { return copy.string() + ".keys"; }

std::string sealed_keys(const PortalSettings& settings, UtcTime now) {
  SealedSecrets all{.made_at = now, .secrets = {}};
  const auto keep = [&](std::string what, const fs::path& file, std::string name = {}) {
    if (!file.empty()) {
      all.secrets.push_back(
          {std::move(what), name.empty() ? file.filename().string() : std::move(name), settings::read_secret(file)});
    }
  };
  keep("the key for NIKs", settings.nik_key);
  for (const auto& [id, file] : settings.signing_keys) {
    keep("signing key " + std::to_string(id), file);
  }
  for (const auto& [office, file] : settings.office_tokens) {
    if (fs::exists(file)) {
      keep("the token of office " + office, file, "office-" + office + ".token");
    }
  }
  keep("the key for Web Push", settings.push.key);
  keep("the password for mails", settings.mail.password_file);
  if (!settings.webhook.url.empty()) {
    keep("the secret for other programs", settings.webhook.secret_file);
  }
  return seal(all, settings.recovery_key);
}

int print_sealed_keys(const fs::path& copy, const fs::path& recovery_key) {
  const auto found = opened(copy, recovery_key);
  std::printf("%s: %zu secrets of %s\n", keys_beside(copy).c_str(), found.secrets.size(),
              iso_text(found.made_at).c_str());
  for (const auto& one : found.secrets) {
    std::printf("  %s (%s)\n", one.what.c_str(), one.file.c_str());
  }
  return 0;
}

int recover_keys(const fs::path& copy, const fs::path& recovery_key, const fs::path& folder) {
  const auto found = opened(copy, recovery_key);
  write_secrets(found, folder);
  std::printf("%zu secrets of %s are in %s; move each to where the settings name it\n", found.secrets.size(),
              iso_text(found.made_at).c_str(), folder.c_str());
  return 0;
}

}  // namespace antrean::portal
