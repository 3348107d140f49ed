// What is sent to WhatsApp's Cloud API, as JSON. Pure.
// Source: the maker's documents (Cloud API, Messages), version 21.0.
#pragma once

#include <string>

#include "chat/conversation.hpp"
#include "notices/notice.hpp"

namespace antrean::portal::chat::whatsapp {

/// `to`: digits with country code. `media`: the maker's id of the picture that was uploaded for `reply.qr`.
std::string reply_body(const std::string& to, const Reply& reply, const std::string& media);

/// The name of the template for a kind of notice: "antrean_reminder_day". Outside of a conversation, and more
/// than a day after the person's last message, only templates that the maker has approved are taken;
/// README.md has their texts.
std::string template_name(NoticeKind kind);
/// Its parameters are, in order: code, service, office, date, hours, and what the kind adds ("-" for
/// nothing).
std::string template_body(const std::string& to, const Notice& notice);

/// The picture as multipart/form-data with this boundary.
std::string media_body(const std::string& png, const std::string& boundary);

/// The replies of a turn as a notice keeps them, and back. Throws std::runtime_error.
std::string to_text(const Reply& reply);
Reply reply_from_text(const std::string& text);

}  // namespace antrean::portal::chat::whatsapp
