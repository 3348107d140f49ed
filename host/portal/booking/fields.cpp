#include "booking/fields.hpp"

#include <algorithm>

namespace antrean::portal {
namespace {

constexpr std::size_t name_bytes = 100;
constexpr std::size_t mail_bytes = 254;       // RFC 5321 4.5.3.1.3, less the angle brackets
constexpr std::size_t mail_local_bytes = 64;  // RFC 5321 4.5.3.1.1

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

/// Removes white space at the ends and makes each run of white space one space.
std::string tidy(std::string_view text) {
  std::string tidied;
  for (const char c : text) {
    if (!is_space(c)) {
      tidied.push_back(c);
    } else if (!tidied.empty() && tidied.back() != ' ') {
      tidied.push_back(' ');
    }
  }
  if (!tidied.empty() && tidied.back() == ' ') {
    tidied.pop_back();
  }
  return tidied;
}

/// True for well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF).
bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if ((lead >= 0x80 && lead < 0xc2) || lead > 0xf4 || i + length > text.size()) {
      return false;
    }
    for (std::size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) {
        return false;
      }
    }
    if (length > 2) {
      const auto second = static_cast<unsigned char>(text[i + 1]);
      if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) || (lead == 0xf0 && second < 0x90) ||
          (lead == 0xf4 && second > 0x8f)) {
        return false;
      }
    }
    i += length;
  }
  return true;
}

NameProblem check_name(std::string_view name) {
  if (name.empty()) {
    return NameProblem::empty;
  }
  if (name.size() > name_bytes) {
    return NameProblem::too_long;
  }
  const auto allowed = [](char c) {
    return is_letter(c) || is_high(c) || std::string_view{" .,'-()/`"}.find(c) != std::string_view::npos;
  };
  const bool has_letter = std::ranges::any_of(name, [](char c) { return is_letter(c) || is_high(c); });
  return std::ranges::all_of(name, allowed) && has_letter && is_utf8(name) ? NameProblem::none
                                                                           : NameProblem::not_a_name;
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

}  // namespace

FieldProblems check_fields(const TypedFields& typed, OfficeDay today, Applicant& applicant) {
  Applicant found{.name = tidy(typed.name), .nik = {}, .mail = tidy(typed.mail)};
  FieldProblems problems;
  problems.name = check_name(found.name);
  problems.nik_empty = tidy(typed.nik).empty();
  if (!problems.nik_empty) {
    problems.nik = parse_nik(tidy(typed.nik), today, found.nik);
  }
  problems.mail = check_mail(found.mail);
  if (problems.any()) {
    return problems;
  }
  const auto at = found.mail.find('@');
  std::transform(found.mail.begin() + static_cast<std::ptrdiff_t>(at), found.mail.end(),
                 found.mail.begin() + static_cast<std::ptrdiff_t>(at),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  applicant = std::move(found);
  return problems;
}

}  // namespace antrean::portal
