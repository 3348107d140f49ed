#include "reports/key_commands.hpp"

#include <cstdio>
#include <string>

#include "booking/keys.hpp"
#include "codes/booking_code.hpp"
#include "files/durable_file.hpp"
#include "process/process.hpp"
#include "web_push/keys.hpp"

namespace antrean::portal {
namespace {

void write_secret(const std::filesystem::path& file, const std::string& text) { files::create(file, text + "\n"); }

}  // namespace

int make_signing_key(const std::filesystem::path& file) {
  const auto pair = codes::make_key_pair();
  write_secret(file, to_text(pair.secret_key));
  std::printf("%s\n", codes::to_text(pair.public_key).c_str());
  return process::ok;
}

int make_secret(const std::filesystem::path& file) {
  write_secret(file, to_hex(random_key()) + to_hex(random_key()));
  return process::ok;
}

int make_push_key(const std::filesystem::path& file) {
  const auto text = web_push::VapidKey::secret_text();
  write_secret(file, text);
  std::printf("%s\n", web_push::VapidKey{text}.public_text().c_str());
  return process::ok;
}

}  // namespace antrean::portal
