#include "smtp/message.hpp"

#include <stdexcept>

#include "smtp/gmime_objects.hpp"
#include "values/words.hpp"

namespace antrean::smtp {
namespace {

GMimeObject* object(void* part) { return static_cast<GMimeObject*>(part); }

/// A server could read a lone CR or LF as an end of line.
std::string with_crlf(std::string_view text) {
  std::string result;
  result.reserve(text.size() + text.size() / 40);
  for (const char c : text) {
    if (c == '\n') {
      result += "\r\n";
    } else if (c != '\r') {
      result += c;
    }
  }
  return result;
}

}  // namespace

GObjectPtr<GMimePart> content_part(const char* type, const char* subtype, std::string_view bytes,
                                   GMimeContentEncoding encoding) {
  GObjectPtr<GMimePart> made{g_mime_part_new_with_type(type, subtype)};
  const GObjectPtr<GMimeStream> stream{g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size())};
  const GObjectPtr<GMimeDataWrapper> content{
      g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT)};
  g_mime_part_set_content(made.get(), content.get());
  g_mime_part_set_content_encoding(made.get(), encoding);
  if (std::string_view{type} == "text") {
    g_mime_object_set_content_type_parameter(object(made.get()), "charset", "utf-8");
  }
  return made;
}

GObjectPtr<GMimeMessage> message_with(const Headers& headers) {
  GObjectPtr<GMimeMessage> made{g_mime_message_new(TRUE)};
  auto* const message = made.get();
  const auto header = [message](const char* name, const std::string& value) {
    g_mime_object_set_header(object(message), name, value.c_str(), "utf-8");
  };
  const auto& name = headers.from.name;
  g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, name.empty() ? nullptr : name.c_str(),
                             headers.from.address.c_str());
  for (const std::string& to : headers.to) {
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, nullptr, to.c_str());
  }
  if (!headers.reply_to.empty()) {
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, nullptr, headers.reply_to.c_str());
  }
  g_mime_message_set_subject(message, headers.subject.c_str(), "utf-8");
  g_mime_message_set_message_id(message, headers.message_id.c_str());
  GDateTime* date = g_date_time_new_from_unix_utc(to_ms(headers.date) / 1000);
  g_mime_message_set_date(message, date);
  g_date_time_unref(date);
  header("Auto-Submitted", "auto-generated");
  header("X-Auto-Response-Suppress", "OOF, AutoReply");
  header("Content-Language", std::string{word(headers.language)});
  return made;
}

std::string bytes_of(GMimeMessage* message) {
  const GObjectPtr<GMimeStream> stream{g_mime_stream_mem_new()};
  if (g_mime_object_write_to_stream(object(message), nullptr, stream.get()) < 0) {
    throw std::runtime_error("GMime cannot write the mail");
  }
  const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
  auto text = with_crlf({reinterpret_cast<const char*>(bytes->data), bytes->len});
  if (!text.ends_with("\r\n")) {
    text += "\r\n";
  }
  return text;
}

std::string plain_message(const Headers& headers, std::string_view text) {
  use_gmime();
  const auto message = message_with(headers);
  const auto body = content_part("text", "plain", text, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  g_mime_message_set_mime_part(message.get(), object(body.get()));
  return bytes_of(message.get());
}

}  // namespace antrean::smtp
