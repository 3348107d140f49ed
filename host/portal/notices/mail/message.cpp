#include "mail/message.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <vector>

#include "mail/calendar.hpp"
#include "mail/gmime_objects.hpp"
#include "mail/letter.hpp"
#include "qr/qr_png.hpp"

namespace antrean::portal {
namespace {

constexpr std::size_t most_link = 900;  // one line of a header

void check_link(const std::string& link) {
  const bool web = link.starts_with("https://") || link.starts_with("http://");
  const bool plain =
      std::ranges::all_of(link, [](char c) { return c > ' ' && c < '\x7f' && c != '<' && c != '>' && c != '"'; });
  if (!link.empty() && (!web || !plain || link.size() > most_link)) {
    throw std::invalid_argument("a link of the notice is no web address");
  }
}

void check_links(const Notice& notice) {
  for (const auto* link : {&notice.links.page, &notice.links.action, &notice.links.change, &notice.links.unsubscribe}) {
    check_link(*link);
  }
  for (const auto& offer : notice.offers) {
    check_link(offer.link);
  }
}

GMimeObject* object(void* part) { return static_cast<GMimeObject*>(part); }

GObjectPtr<GMimePart> part(const char* type, const char* subtype, std::string_view bytes,
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

/// Boundaries are made of the notice's id, so that the same notice is the same bytes.
class Multiparts {
 public:
  explicit Multiparts(const NoticeId& id) : id_(to_text(id)) {}
  GObjectPtr<GMimeMultipart> make(const char* subtype) {
    GObjectPtr<GMimeMultipart> made{g_mime_multipart_new_with_subtype(subtype)};
    // "=_" is in no quoted-printable and no Base64 text.
    g_mime_multipart_set_boundary(made.get(), ("=_" + id_ + "_" + std::to_string(++count_)).c_str());
    return made;
  }

 private:
  std::string id_;
  int count_ = 0;
};

GObjectPtr<GMimePart> calendar_part(const CalendarEntry& entry, bool attached) {
  auto made = part("text", "calendar", entry.text, GMIME_CONTENT_ENCODING_BASE64);
  const bool cancel = entry.method == CalendarMethod::cancel;
  g_mime_object_set_content_type_parameter(object(made.get()), "method", cancel ? "CANCEL" : "PUBLISH");
  if (attached) {
    g_mime_object_set_disposition(object(made.get()), "attachment");
    g_mime_part_set_filename(made.get(), "antrean.ics");
  }
  return made;
}

GObjectPtr<GMimePart> picture_part(const std::string& png, const std::string& content_id) {
  auto made = part("image", "png", png, GMIME_CONTENT_ENCODING_BASE64);
  g_mime_object_set_disposition(object(made.get()), "inline");
  g_mime_part_set_filename(made.get(), "antrean.png");
  g_mime_object_set_content_id(object(made.get()), content_id.c_str());
  return made;
}

GObjectPtr<GMimeMultipart> body_of(const Notice& notice, const MailIdentity& identity, const Letter& letter) {
  Multiparts multiparts{notice.id};
  const auto qr_id = "qr." + message_id(notice.id, identity.domain);
  const auto entry = calendar_entry(notice, identity.from, identity.domain);
  auto whole = multiparts.make("alternative");
  const auto add = [](auto& multipart, auto made) { g_mime_multipart_add(multipart.get(), object(made.get())); };
  add(whole, part("text", "plain", letter_as_text(letter), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE));
  add(whole, part("text", "html", letter_as_html(letter, qr_id), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE));
  if (entry) {
    add(whole, calendar_part(*entry, false));
  }
  if (!letter.qr.empty()) {
    auto related = multiparts.make("related");
    add(related, std::move(whole));
    add(related, picture_part(qr_png(letter.qr), qr_id));
    g_mime_object_set_content_type_parameter(object(related.get()), "type", "multipart/alternative");
    whole = std::move(related);
  }
  if (entry) {
    // Once more as a file: not every program offers to keep the one that it shows.
    auto mixed = multiparts.make("mixed");
    add(mixed, std::move(whole));
    add(mixed, calendar_part(*entry, true));
    whole = std::move(mixed);
  }
  return whole;
}

void set_headers(GMimeMessage* message, const Notice& notice, const MailIdentity& identity, const Letter& letter,
                 const std::string& to) {
  const auto header = [message](const char* name, const std::string& value) {
    g_mime_object_set_header(object(message), name, value.c_str(), "utf-8");
  };
  const auto& name = identity.from.name;
  g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, name.empty() ? nullptr : name.c_str(),
                             identity.from.address.c_str());
  g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, nullptr, to.c_str());
  if (!identity.reply_to.empty()) {
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, nullptr, identity.reply_to.c_str());
  }
  g_mime_message_set_subject(message, letter.subject.c_str(), "utf-8");
  g_mime_message_set_message_id(message, message_id(notice.id, identity.domain).c_str());
  GDateTime* date = g_date_time_new_from_unix_utc(to_ms(notice.written_at) / 1000);
  g_mime_message_set_date(message, date);
  g_date_time_unref(date);
  header("Auto-Submitted", "auto-generated");
  header("X-Auto-Response-Suppress", "OOF, AutoReply");
  header("Content-Language", std::string{word(notice.language)});
  if (!letter.unsubscribe.empty()) {
    header("List-Unsubscribe", "<" + letter.unsubscribe.front().address + ">");
    header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  }
}

/// Every line ends in CRLF, and there is no other CR or LF: a server could read a lone one as an end of line.
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

}  // namespace

std::string message_id(const NoticeId& id, const std::string& domain) { return to_text(id) + "@" + domain; }

std::optional<NoticeId> notice_of_message_id(std::string_view text, std::string_view domain) {
  constexpr std::string_view around = " \t\r\n<>";
  const auto begin = text.find_first_not_of(around);
  const auto at = text.find('@');
  if (begin == std::string_view::npos || at == std::string_view::npos || at < begin) {
    return std::nullopt;
  }
  auto end = text.substr(at + 1);
  end = end.substr(0, end.find_last_not_of(around) + 1);
  const bool ours =
      std::ranges::equal(end, domain, [](char a, char b) { return g_ascii_tolower(a) == g_ascii_tolower(b); });
  return ours ? notice_id_from(text.substr(begin, at - begin)) : std::nullopt;
}

Mail compose(const Notice& notice, const MailIdentity& identity) {
  use_gmime();
  const auto to = mail_address(notice.to);
  if (!to) {
    throw std::invalid_argument("the recipient's address is no mail address");
  }
  check_links(notice);
  const auto letter = letter_of(notice);
  const GObjectPtr<GMimeMessage> message{g_mime_message_new(TRUE)};
  set_headers(message.get(), notice, identity, letter, *to);
  const auto body = body_of(notice, identity, letter);
  g_mime_message_set_mime_part(message.get(), object(body.get()));
  return {identity.from.address, *to, bytes_of(message.get())};
}

}  // namespace antrean::portal
