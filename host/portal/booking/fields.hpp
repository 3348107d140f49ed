// Checks what an applicant types. Pure. The rules are lenient where people differ (names of one word, a NIK
// with spaces) and strict where a mistake would cost the person the place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/nik.hpp"

namespace antrean::portal {

/// Somebody who comes along on the same code.
struct TypedCompanion {
  std::string name, nik;
  bool card_says_so = false;
  bool empty() const { return name.empty() && nik.empty(); }
};

struct TypedFields {
  std::string name, nik, mail;
  bool card_says_so = false;  ///< the person has compared an unlikely NIK with the card (values/nik.hpp)
  std::vector<TypedCompanion> companions = {};  ///< as many as the form has; empty ones are nobody
};

enum class NameProblem : std::uint8_t {
  none,
  empty,
  too_long,    ///< over 100 bytes of UTF-8
  not_a_name,  ///< digits, symbols, angle brackets, no letter at all, or not UTF-8
};
enum class MailProblem : std::uint8_t { none, empty, not_an_address };

struct PersonProblems {
  NameProblem name = NameProblem::none;
  NikProblem nik = NikProblem::none;
  bool nik_empty = false;
  bool nik_twice = false;  ///< somebody before in this form has it
  bool any() const { return name != NameProblem::none || nik != NikProblem::none || nik_empty || nik_twice; }
};

struct FieldProblems : PersonProblems {
  MailProblem mail = MailProblem::none;
  std::vector<PersonProblems> companions = {};  ///< one for each of the form, or none
  bool any() const;
};

/// The fields once they are right: cleaned (text/text.hpp), the mail's domain in lower case.
struct ApplicantCompanion {
  std::string name;
  Nik nik;
};
struct Applicant {
  std::string name;
  Nik nik;
  std::string mail;
  std::vector<ApplicantCompanion> companions = {};
};

/// Sets `applicant` if nothing is wrong.
FieldProblems check_fields(const TypedFields& typed, OfficeDay today, bool mail_needed, Applicant& applicant);

/// A name, or a mail address, that is put right later; nothing if it is wrong.
std::optional<std::string> checked_name(std::string_view typed);
std::optional<std::string> checked_mail(std::string_view typed);

}  // namespace antrean::portal
