#include "mail/message.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <vector>

#include "mail/calendar.hpp"
#include "mail/letter.hpp"
#include "qr/qr_png.hpp"
#include "smtp/gmime_objects.hpp"

namespace antrean::portal {
namespace {

using smtp::GObjectPtr;

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
  auto made = smtp::content_part("text", "calendar", entry.text, GMIME_CONTENT_ENCODING_BASE64);
  const bool cancel = entry.method == CalendarMethod::cancel;
  g_mime_object_set_content_type_parameter(object(made.get()), "method", cancel ? "CANCEL" : "PUBLISH");
  if (attached) {
    g_mime_object_set_disposition(object(made.get()), "attachment");
    g_mime_part_set_filename(made.get(), "antrean.ics");
  }
  return made;
}

GObjectPtr<GMimePart> picture_part(const std::string& png, const std::string& content_id) {
  auto made = smtp::content_part("image", "png", png, GMIME_CONTENT_ENCODING_BASE64);
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
  add(whole, smtp::content_part("text", "plain", letter_as_text(letter), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE));
  add(whole, smtp::content_part("text", "html", letter_as_html(letter, qr_id), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE));
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

smtp::Headers headers_of(const Notice& notice, const MailIdentity& identity, const Letter& letter,
                         const std::string& to) {
  return {.from = identity.from,
          .to = {to},
          .reply_to = identity.reply_to,
          .subject = letter.subject,
          .message_id = message_id(notice.id, identity.domain),
          .date = notice.written_at,
          .language = notice.language};
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

smtp::Mail compose(const Notice& notice, const MailIdentity& identity) {
  smtp::use_gmime();
  const auto to = smtp::mail_address(notice.to);
  if (!to) {
    throw std::invalid_argument("the recipient's address is no mail address");
  }
  check_links(notice);
  const auto letter = letter_of(notice);
  const auto message = smtp::message_with(headers_of(notice, identity, letter, *to));
  if (!letter.unsubscribe.empty()) {
    const auto header = [&message](const char* name, const std::string& value) {
      g_mime_object_set_header(object(message.get()), name, value.c_str(), "utf-8");
    };
    header("List-Unsubscribe", "<" + letter.unsubscribe.front().address + ">");
    header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  }
  const auto body = body_of(notice, identity, letter);
  g_mime_message_set_mime_part(message.get(), object(body.get()));
  return {identity.from.address, *to, smtp::bytes_of(message.get())};
}

}  // namespace antrean::portal
