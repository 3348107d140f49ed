// What a phone is told: the JSON that the page's service worker (pages/static/sw.js) shows as a notification,
// and every word of it in both languages. Pure.
#pragma once

#include <string>

#include "notices/notice.hpp"

namespace antrean::portal::web_push {

/// {"title", "body", "tag", "page", "lang", "stays"}. No name, no NIK, no code: a locked phone shows it to
/// everybody. `page` is the address of the booking's page. `stays`: until somebody touches it.
std::string message_of(const Notice& notice);

/// A message that waits at the push service gives way to a newer one with the same topic: the call to the
/// word that it comes soon. Of the booking's page, 24 characters; says nothing to whoever reads it.
std::string topic_of(const Notice& notice);

}  // namespace antrean::portal::web_push
