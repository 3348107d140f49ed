#include "accounts/pin.hpp"

#include <algorithm>

#include "accounts/secrets.hpp"

namespace antrean::accounts {
namespace {

constexpr std::size_t digits = 6;

bool repeats(std::string_view pin, std::size_t length) {
  for (std::size_t i = length; i < pin.size(); ++i) {
    if (pin[i] != pin[i - length]) {
      return false;
    }
  }
  return true;
}

/// 0 follows 9, so that 567890 is a row.
bool is_row(std::string_view pin, int step) {
  for (std::size_t i = 1; i < pin.size(); ++i) {
    if ((pin[i] - pin[i - 1] - step) % 10 != 0) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool good_pin(std::string_view pin) {
  const bool six = pin.size() == digits && std::ranges::all_of(pin, [](char c) { return c >= '0' && c <= '9'; });
  return six && !repeats(pin, 1) && !repeats(pin, 2) && !repeats(pin, 3) && !is_row(pin, 1) && !is_row(pin, -1) &&
         !std::equal(pin.begin(), pin.begin() + digits / 2, pin.rbegin());
}

Bilingual bad_pin_text() {
  return {.id = "PIN terdiri dari 6 angka, tanpa urutan atau ulangan seperti 123456, 121212, 123321.",
          .en = "A PIN has 6 digits, and is no row or repetition such as 123456, 121212, 123321."};
}

std::string pin_secret(std::string_view machine_key, std::string_view user, std::string_view pin) {
  return keyed_digest(machine_key, "pin", std::string(user) + '\0' + std::string(pin));
}

}  // namespace antrean::accounts
