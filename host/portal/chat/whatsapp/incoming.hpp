// What WhatsApp's Cloud API sends to a webhook, as values. Pure.
// Source: the maker's documents (Webhooks; Cloud API, Webhook payloads), version 21.0.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chat/conversation.hpp"
#include "values/office_time.hpp"

namespace antrean::portal::chat::whatsapp {

/// Whether `header` (X-Hub-Signature-256) is of these very bytes: "sha256=" and the HMAC-SHA-256 with the
/// app's secret, in hex. Compared in constant time.
bool signature_is_right(std::string_view body, std::string_view header, std::string_view app_secret);
/// For stand-ins of the maker.
std::string signature_of(std::string_view body, std::string_view app_secret);

struct Incoming {
  std::string number_id;  ///< the maker's id of the number that was written to
  std::string from;       ///< digits with country code, "6281234567890"
  std::string id;         ///< "wamid...."; the same when it comes again
  UtcTime sent{};
  Message message;  ///< empty for what is no text: a picture, a voice message
};

/// A message that we sent did not arrive.
struct Undelivered {
  std::string id;
  int code = 0;
  std::string why;  ///< the maker's words, one line, cut
};

struct Batch {
  std::vector<Incoming> messages;  ///< those of one person in the order in which they were sent
  std::vector<Undelivered> undelivered;
};

/// Nothing for a body that is no notification. What it does not know is passed over: the maker adds fields.
std::optional<Batch> read_batch(std::string_view body);

}  // namespace antrean::portal::chat::whatsapp
