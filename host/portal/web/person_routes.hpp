// What operators of this machine ask about persons, over the portal's Unix socket and nowhere else:
//
//   POST /operator/person/export  {"nik":"3273..."} or {"code":"AD-QFJ8BD"}
//     -> 200 everything that is stored of the person, and until when; 404: nothing is
//   POST /operator/person/erase   the same, and "cancel":true
//     -> 200 {"erased":[...],"cancelled":[codes],"offices":[...]}
//     -> 200 {"still_booked":[codes]}: nothing was erased; with "cancel" these are cancelled
//   POST /operator/person/lift    "nik" or "code"
//     -> 200 {"lifted":[{"why","office","day","may_book_from"}]}: may book again; 404: may book anyway
//   GET  /operator/erasures
//     -> 200 [{"booking","person","office","erased_at","confirmed_at"}]
//   GET  /operator/day?office=AD&date=2026-11-23&format=csv|ics
//
// Each is in the access log before it is answered; when the log takes nothing, nothing is shown or erased.
#pragma once

#include <filesystem>
#include <string>

#include "booking/keys.hpp"
#include "http/server.hpp"
#include "offices/offices.hpp"
#include "process/clock.hpp"
#include "store/personal.hpp"
#include "web/accesses.hpp"

namespace antrean::portal {

struct PersonSources {
  PersonalData& data;
  const NikKey& nik_key;
  const Offices& offices;
  KeepFor keep;
  CopiesKept copies;
  std::filesystem::path access_log;  ///< to tell who looked; "": there is none
  NoteAccess note;
  const process::Clock& clock;
};

/// The sources' references must outlive the server, which listens at a LocalSocket only.
void add_person_routes(http::Server& server, PersonSources sources);

}  // namespace antrean::portal
