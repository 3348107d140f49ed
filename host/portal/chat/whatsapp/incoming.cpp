#include "chat/whatsapp/incoming.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <boost/json.hpp>
#include <sodium.h>

#include "text/text.hpp"

namespace antrean::portal::chat::whatsapp {
namespace json = boost::json;
namespace {

constexpr std::string_view algorithm = "sha256=";
constexpr std::size_t longest_id = 256, longest_text = 4096, longest_why = 200;
constexpr std::size_t most_messages = 1000;  // of one notification

using Digest = std::array<unsigned char, crypto_auth_hmacsha256_BYTES>;

Digest digest_of(std::string_view body, std::string_view secret) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(secret.data()), secret.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(body.data()), body.size());
  Digest digest{};
  crypto_auth_hmacsha256_final(&state, digest.data());
  return digest;
}

const json::value* at(const json::value& value, std::string_view key) {
  const auto* object = value.if_object();
  return object == nullptr ? nullptr : object->if_contains(json::string_view(key.data(), key.size()));
}
std::string text_at(const json::value& value, std::string_view key, std::size_t most) {
  const auto* found = at(value, key);
  const auto* text = found == nullptr ? nullptr : found->if_string();
  return text == nullptr || text->size() > most ? std::string() : std::string(text->data(), text->size());
}
template <class Each>
void for_each_of(const json::value* list, Each each) {
  if (const auto* array = list == nullptr ? nullptr : list->if_array()) {
    for (const auto& one : *array) {
      each(one);
    }
  }
}

Message message_of(const json::value& one) {
  if (const auto* text = at(one, "text")) {
    return {.text = text_at(*text, "body", longest_text), .pressed = {}};
  }
  if (const auto* interactive = at(one, "interactive")) {
    for (const char* kind : {"button_reply", "list_reply"}) {
      if (const auto* reply = at(*interactive, kind)) {
        return {.text = text_at(*reply, "title", longest_text), .pressed = text_at(*reply, "id", longest_id)};
      }
    }
  }
  if (const auto* button = at(one, "button")) {  // of a template
    return {.text = text_at(*button, "text", longest_text), .pressed = text_at(*button, "payload", longest_id)};
  }
  return {};
}

bool is_a_number(std::string_view text) {
  return text.size() >= 6 && text.size() <= 15 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

UtcTime sent_at(const json::value& one) {
  const auto text = text_at(one, "timestamp", 12);
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  return error == std::errc{} && end == text.data() + text.size() && seconds >= 0 && seconds < 253'402'300'799
             ? UtcTime(std::chrono::seconds(seconds))
             : UtcTime{};
}

void read_change(const json::value& value, Batch& batch) {
  const auto* metadata = at(value, "metadata");
  const auto number_id = metadata == nullptr ? std::string() : text_at(*metadata, "phone_number_id", longest_id);
  for_each_of(at(value, "messages"), [&](const json::value& one) {
    Incoming came{.number_id = number_id,
                  .from = text_at(one, "from", longest_id),
                  .id = text_at(one, "id", longest_id),
                  .sent = sent_at(one),
                  .message = message_of(one)};
    if (!number_id.empty() && is_a_number(came.from) && !came.id.empty() && batch.messages.size() < most_messages) {
      batch.messages.push_back(std::move(came));
    }
  });
  for_each_of(at(value, "statuses"), [&](const json::value& one) {
    for_each_of(at(one, "errors"), [&](const json::value& error) {
      const auto* code = at(error, "code");
      const auto* number = code == nullptr ? nullptr : code->if_int64();
      batch.undelivered.push_back(
          {.id = text_at(one, "id", longest_id),
           .code = number == nullptr ? 0 : static_cast<int>(*number),
           .why = std::string(text::cut(text::one_line(text_at(error, "title", 4096)), longest_why))});
    });
  });
}

}  // namespace

std::string signature_of(std::string_view body, std::string_view app_secret) {
  const auto digest = digest_of(body, app_secret);
  std::string hex(digest.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
  hex.pop_back();
  return std::string(algorithm) + hex;
}

bool signature_is_right(std::string_view body, std::string_view header, std::string_view app_secret) {
  const auto right = signature_of(body, app_secret);
  return !app_secret.empty() && header.size() == right.size() &&
         sodium_memcmp(header.data(), right.data(), right.size()) == 0;
}

std::optional<Batch> read_batch(std::string_view body) {
  boost::system::error_code error;
  const auto root = json::parse(json::string_view(body.data(), body.size()), error);
  if (error || text_at(root, "object", 64) != "whatsapp_business_account") {
    return std::nullopt;
  }
  Batch batch;
  for_each_of(at(root, "entry"), [&](const json::value& entry) {
    for_each_of(at(entry, "changes"), [&](const json::value& change) {
      if (const auto* value = at(change, "value")) {
        read_change(*value, batch);
      }
    });
  });
  // They come in any order.
  std::ranges::stable_sort(batch.messages, {}, &Incoming::sent);
  return batch;
}

}  // namespace antrean::portal::chat::whatsapp
