#include "values/nik.hpp"

#include <algorithm>

namespace antrean {
namespace {

constexpr std::size_t nik_digits = 16;
constexpr int woman_offset = 40;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_nik(std::string_view text) { return text.size() == nik_digits && std::ranges::all_of(text, is_digit); }

/// Between the digits of a number that somebody typed.
bool is_between(char c) { return c == ' ' || c == '.' || c == '-'; }

int two(std::string_view digits, std::size_t at) { return (digits[at] - '0') * 10 + (digits[at + 1] - '0'); }

/// The latest such date that is not after `today`; nothing if no century has it.
std::optional<std::chrono::year_month_day> birth_date(int day, int month, int year, OfficeDay today) {
  const int this_century = static_cast<int>(std::chrono::year_month_day{today.date()}.year()) / 100 * 100;
  for (const int century : {this_century, this_century - 100}) {
    const std::chrono::year_month_day date{std::chrono::year{century + year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (date.ok() && std::chrono::local_days{date} <= today.date()) {
      return date;
    }
  }
  return std::nullopt;
}

}  // namespace

NikProblem parse_nik(std::string_view typed, OfficeDay today, Nik& nik, bool card_says_so) {
  std::string digits;
  for (const char c : typed) {
    if (is_between(c)) {
      continue;
    }
    if (!is_digit(c)) {
      return NikProblem::digits;
    }
    if (digits.size() == nik_digits) {
      return NikProblem::length;
    }
    digits.push_back(c);
  }
  if (digits.size() != nik_digits) {
    return NikProblem::length;
  }

  const int province = two(digits, 0);
  if (province < 11 || province > 96 || two(digits, 2) == 0 || two(digits, 4) == 0) {
    return NikProblem::place;
  }

  int day = two(digits, 6);
  const bool woman = day > woman_offset;
  if (woman) {
    day -= woman_offset;
  }
  const auto born = birth_date(day, two(digits, 8), two(digits, 10), today);
  if (!born && !card_says_so) {
    return NikProblem::birth_date;
  }
  if (digits.ends_with("0000") && !card_says_so) {
    return NikProblem::serial;
  }

  nik = Nik{.digits = std::move(digits), .born = born.value_or(std::chrono::year_month_day{}), .woman = woman};
  return NikProblem::none;
}

std::string mask_nik(std::string_view digits) {
  return is_nik(digits) ? std::string(nik_digits - 4, '*') + nik_last4(digits) : std::string(4, '*');
}

std::string nik_last4(std::string_view digits) {
  return is_nik(digits) ? std::string(digits.substr(nik_digits - 4)) : std::string{};
}

std::string mask_niks(std::string_view text) {
  std::string masked;
  std::size_t at = 0;
  while (at < text.size()) {
    if (!is_digit(text[at])) {
      masked += text[at++];
      continue;
    }
    std::string digits;
    std::size_t end = at;
    for (std::size_t i = at; i < text.size(); ++i) {
      if (is_digit(text[i])) {
        digits += text[i];
        end = i + 1;
      } else if (!is_between(text[i]) || i + 1 == text.size() || !is_digit(text[i + 1])) {
        break;
      }
    }
    if (digits.size() < nik_digits) {
      masked += text.substr(at, end - at);
    } else {
      masked += std::string(digits.size() - nik_digits, '*') + mask_nik(digits.substr(digits.size() - nik_digits));
    }
    at = end;
  }
  return masked;
}

}  // namespace antrean
