// What a browser sends as a form. Whatever it is, it is refused in words, or what is taken is clean: short,
// without control characters, and the same when it is typed again.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <sodium.h>

#include "booking/fields.hpp"
#include "codes/booking_code.hpp"
#include "http/server.hpp"
#include "web/proof_of_work.hpp"
#include "web/session.hpp"

namespace {

using namespace antrean;
using namespace antrean::portal;

void demand(bool right) {
  if (!right) {
    std::abort();
  }
}

std::string field(const std::map<std::string, std::string>& form, const std::string& name) {
  const auto found = form.find(name);
  return found == form.end() ? std::string{} : found->second;
}

bool is_clean(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '<' || c == '>') {
      return false;
    }
  }
  return true;
}

void check(const std::map<std::string, std::string>& form) {
  const auto today = *OfficeDay::parse("2026-11-22");
  TypedFields typed{.name = field(form, "name"),
                    .nik = field(form, "nik"),
                    .mail = field(form, "mail"),
                    .card_says_so = !field(form, "card_says_so").empty()};
  for (int nr = 2; nr <= 5; ++nr) {
    const auto number = std::to_string(nr);
    typed.companions.push_back(
        {field(form, "name" + number), field(form, "nik" + number), !field(form, "card" + number).empty()});
  }
  for (const bool mail_needed : {false, true}) {
    Applicant taken;
    if (check_fields(typed, today, mail_needed, taken).any()) {
      continue;
    }
    demand(!taken.name.empty() && taken.name.size() <= 100 && is_clean(taken.name));
    demand(taken.nik.digits.size() == 16 && taken.mail.size() <= 254 && is_clean(taken.mail));
    demand(!mail_needed || !taken.mail.empty());
    demand(checked_name(taken.name) == taken.name);
    demand(taken.mail.empty() || checked_mail(taken.mail) == taken.mail);
    for (const auto& one : taken.companions) {
      demand(one.nik.digits.size() == 16 && one.nik.digits != taken.nik.digits && is_clean(one.name));
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto key = codes::make_key_pair(codes::Seed{1, 2, 3}).secret_key;
  static const FormTokens tokens{key};
  static const ProofOfWork proof{key, 1'000};
  http::Request request;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body.assign(data, data + size);
  const auto form = request.form();
  check(form);
  const UtcTime now{std::chrono::hours{500'000}};
  // Nobody makes a token or a proof of ours.
  demand(!tokens.verify(field(form, "form"), Session{std::string(32, 'a'), false}, now));
  demand(!proof.solved(field(form, "altcha"), Key128{1}, now));
  return 0;
}
