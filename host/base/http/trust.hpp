// Whom a client believes over TLS. Always: TLS 1.2 or later, a chain up to somebody trusted, and the server's
// name in the certificate. A certificate that is wrong is never accepted, whatever is written here.
//
// A machine whose battery is empty wakes in 1970, and everything that its clock could be set by comes over
// TLS. So where the clock is earlier than the day this program was built, which cannot be, a certificate that
// is not valid yet is accepted, and that is told; one that had ended before that day is still refused.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>

#include "values/bilingual.hpp"

namespace antrean::http {

/// What became of a handshake.
struct TlsOutcome {
  std::optional<Bilingual> refused{};  ///< why, in words and with what to look at; nothing: the server is believed
  bool dates_unchecked = false;        ///< believed, but the clock here is wrong and the dates say nothing
};

struct Trust {
  std::filesystem::path ca_file{};  ///< PEM, and then nobody else; empty: the system's CAs (or $SSL_CERT_FILE)
  std::function<std::chrono::system_clock::time_point()> now{};  ///< null: the machine's clock
  std::function<void(const TlsOutcome&)> told{};                 ///< after every handshake, when there is one
};

/// The start of the UTC day on which this program was built.
std::chrono::system_clock::time_point build_day();

}  // namespace antrean::http
