// The running portal: its parts, and the order in which they start and stop. Threads: the io_context's (the
// caller's) and the workers "bookings", "access" (the access log), "sheets" (PDFs), "mail", "mail_compose"
// (with a mail server), "bounces" (with a maildir of delivery reports), "webhook", "web_push" and, on
// PostgreSQL, "portal news".
#pragma once

#include "portal_settings/portal_settings.hpp"
#include "service/secrets.hpp"

namespace antrean::portal {

/// Until SIGTERM or SIGINT. The program's exit status.
int serve(const PortalSettings& settings, const Secrets& secrets);

}  // namespace antrean::portal
