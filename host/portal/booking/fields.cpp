#include "booking/fields.hpp"

#include <algorithm>

#include "text/text.hpp"

namespace antrean::portal {
namespace {

constexpr std::size_t name_bytes = 100;
constexpr std::size_t mail_bytes = 254;       // RFC 5321 4.5.3.1.3, less the angle brackets
constexpr std::size_t mail_local_bytes = 64;  // RFC 5321 4.5.3.1.1

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Beside letters and their marks: what names are written with. The typed apostrophes and dashes of phones
/// too.
bool is_between_letters(char32_t c) {
  constexpr std::u32string_view allowed = U" .,'-()/`\"\u00B4\u2018\u2019\u2010\u2011\u2013\u200C\u200D";
  return allowed.find(c) != std::u32string_view::npos;
}

/// `name` is clean.
NameProblem check_name(std::string_view name) {
  if (name.empty()) {
    return NameProblem::empty;
  }
  if (name.size() > name_bytes) {
    return NameProblem::too_long;
  }
  bool has_letter = false;
  while (!name.empty()) {
    const auto c = text::first(name).value();
    name.remove_prefix(c.bytes);
    const bool letter = text::is_letter(c.value);
    has_letter = has_letter || letter;
    if (!letter && !text::is_mark(c.value) && !is_between_letters(c.value)) {
      return NameProblem::not_a_name;
    }
  }
  return has_letter ? NameProblem::none : NameProblem::not_a_name;
}

bool is_domain(std::string_view domain) {
  if (domain.find('.') == std::string_view::npos) {
    return false;
  }
  while (!domain.empty()) {
    const auto dot = domain.find('.');
    const auto label = domain.substr(0, dot);
    const bool last = dot == std::string_view::npos;
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') {
      return false;
    }
    if (!std::ranges::all_of(label, [](char c) { return is_letter(c) || is_digit(c) || c == '-'; })) {
      return false;
    }
    if (last) {
      return label.size() >= 2 && !std::ranges::all_of(label, is_digit);
    }
    domain.remove_prefix(dot + 1);
  }
  return false;  // it ended with a dot
}

MailProblem check_mail(std::string_view mail) {
  if (mail.empty()) {
    return MailProblem::empty;
  }
  const auto at = mail.find('@');
  if (mail.size() > mail_bytes || at == std::string_view::npos) {
    return MailProblem::not_an_address;
  }
  const auto local = mail.substr(0, at);
  const auto allowed = [](char c) {
    return is_letter(c) || is_digit(c) || std::string_view{"!#$%&'*+/=?^_`{|}~.-"}.find(c) != std::string_view::npos;
  };
  const bool local_right = !local.empty() && local.size() <= mail_local_bytes && local.front() != '.' &&
                           local.back() != '.' && local.find("..") == std::string_view::npos &&
                           std::ranges::all_of(local, allowed);
  return local_right && is_domain(mail.substr(at + 1)) ? MailProblem::none : MailProblem::not_an_address;
}

/// One person's name and NIK, as they were typed.
PersonProblems check_person(const std::string& typed_name, const std::string& typed_nik, bool card_says_so,
                            OfficeDay today, std::string& name, Nik& nik) {
  const auto clean_name = text::clean(typed_name);
  // What is no UTF-8 is no digits either.
  const auto clean_nik = text::clean(typed_nik).value_or(typed_nik);
  PersonProblems problems;
  name = clean_name.value_or("");
  problems.name = clean_name ? check_name(name) : NameProblem::not_a_name;
  problems.nik_empty = clean_nik.empty();
  if (!problems.nik_empty) {
    problems.nik = parse_nik(clean_nik, today, nik, card_says_so);
  }
  return problems;
}

void lower_domain(std::string& mail) {
  const auto at = mail.find('@');
  if (at == std::string::npos) {
    return;
  }
  std::transform(mail.begin() + static_cast<std::ptrdiff_t>(at), mail.end(),
                 mail.begin() + static_cast<std::ptrdiff_t>(at),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
}

}  // namespace

bool FieldProblems::any() const {
  return PersonProblems::any() || mail != MailProblem::none ||
         std::ranges::any_of(companions, [](const PersonProblems& one) { return one.any(); });
}

FieldProblems check_fields(const TypedFields& typed, OfficeDay today, bool mail_needed, Applicant& applicant) {
  Applicant found{.name = {}, .nik = {}, .mail = text::clean(typed.mail).value_or(typed.mail)};
  FieldProblems problems;
  static_cast<PersonProblems&>(problems) =
      check_person(typed.name, typed.nik, typed.card_says_so, today, found.name, found.nik);
  problems.mail = found.mail.empty() && !mail_needed ? MailProblem::none : check_mail(found.mail);
  for (const auto& one : typed.companions) {
    if (one.empty()) {
      problems.companions.emplace_back();
      continue;
    }
    ApplicantCompanion companion;
    auto wrong = check_person(one.name, one.nik, one.card_says_so, today, companion.name, companion.nik);
    const auto& nik = companion.nik.digits;
    wrong.nik_twice = !nik.empty() && !wrong.any() &&
                      (nik == found.nik.digits || std::ranges::any_of(found.companions, [&](const auto& other) {
                         return other.nik.digits == nik;
                       }));
    problems.companions.push_back(wrong);
    found.companions.push_back(std::move(companion));
  }
  if (problems.any()) {
    return problems;
  }
  lower_domain(found.mail);
  applicant = std::move(found);
  return problems;
}

std::optional<std::string> checked_name(std::string_view typed) {
  auto name = text::clean(typed);
  return name && check_name(*name) == NameProblem::none ? name : std::nullopt;
}

std::optional<std::string> checked_mail(std::string_view typed) {
  auto mail = text::clean(typed);
  if (!mail || check_mail(*mail) != MailProblem::none) {
    return std::nullopt;
  }
  lower_domain(*mail);
  return mail;
}

}  // namespace antrean::portal
