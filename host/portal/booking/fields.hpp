// Checks what an applicant types. Pure. The rules are lenient where people differ (names of one word, a NIK
// with spaces) and strict where a mistake would cost the person the place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "values/nik.hpp"

namespace antrean::portal {

struct TypedFields {
  std::string name, nik, mail;
  bool card_says_so = false;  ///< the person has compared an unlikely NIK with the card (values/nik.hpp)
};

enum class NameProblem : std::uint8_t {
  none,
  empty,
  too_long,    ///< over 100 bytes of UTF-8
  not_a_name,  ///< digits, symbols, angle brackets, no letter at all, or not UTF-8
};
enum class MailProblem : std::uint8_t { none, empty, not_an_address };

struct FieldProblems {
  NameProblem name = NameProblem::none;
  NikProblem nik = NikProblem::none;
  bool nik_empty = false;
  MailProblem mail = MailProblem::none;
  bool any() const {
    return name != NameProblem::none || nik != NikProblem::none || nik_empty || mail != MailProblem::none;
  }
};

/// The fields once they are right: cleaned (text/text.hpp), the mail's domain in lower case.
struct Applicant {
  std::string name;
  Nik nik;
  std::string mail;
};

/// Sets `applicant` if nothing is wrong.
FieldProblems check_fields(const TypedFields& typed, OfficeDay today, Applicant& applicant);

}  // namespace antrean::portal
