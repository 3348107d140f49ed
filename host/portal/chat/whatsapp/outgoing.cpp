#include "chat/whatsapp/outgoing.hpp"

#include <stdexcept>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "json/fields.hpp"
#include "text/text.hpp"
#include "values/calendar_text.hpp"
#include "values/words.hpp"

namespace antrean::portal::chat {

template <class Visit, json::Is<Choice> T>
void fields(Visit& visit, T& choice) {
  visit("id", choice.id);
  visit("title", choice.title);
  visit.if_there("about", choice.about);
}
template <class Visit, json::Is<Reply> T>
void fields(Visit& visit, T& reply) {
  visit("text", reply.text);
  visit.if_there("choices", reply.choices);
  visit.if_there("list_label", reply.list_label);
  visit.if_there("qr", reply.qr);
}

}  // namespace antrean::portal::chat

namespace antrean::portal::chat::whatsapp {
namespace {

constexpr std::size_t most_reply_bytes = 32u << 10;

boost::json::object message(const std::string& to, const char* type, boost::json::value body) {
  return {{"messaging_product", "whatsapp"},
          {"recipient_type", "individual"},
          {"to", to},
          {"type", type},
          {type, std::move(body)}};
}

boost::json::object interactive(const Reply& reply) {
  boost::json::object body{{"body", {{"text", reply.text}}}};
  if (reply.list_label.empty()) {
    boost::json::array buttons;
    for (const auto& choice : reply.choices) {
      buttons.push_back({{"type", "reply"}, {"reply", {{"id", choice.id}, {"title", choice.title}}}});
    }
    body["type"] = "button";
    body["action"] = {{"buttons", std::move(buttons)}};
    return body;
  }
  boost::json::array rows;
  for (const auto& choice : reply.choices) {
    boost::json::object row{{"id", choice.id}, {"title", choice.title}};
    if (!choice.about.empty()) {
      row["description"] = choice.about;
    }
    rows.push_back(std::move(row));
  }
  boost::json::array sections;
  sections.push_back({{"title", reply.list_label}, {"rows", std::move(rows)}});
  body["type"] = "list";
  body["action"] = {{"button", reply.list_label}, {"sections", std::move(sections)}};
  return body;
}

/// What a kind of notice says beyond the booking.
std::string more_of(const Notice& notice) {
  if (notice.kind == NoticeKind::your_turn) {
    return fmt::format("{} - {}", notice.booking.number, notice.counter);
  }
  if (notice.kind == NoticeKind::closed_by_office || notice.kind == NoticeKind::moved_by_office) {
    return fmt::format("{}{}{}", notice.reason, notice.reason.empty() ? "" : " ",
                       notice.links.action.empty() ? notice.links.page : notice.links.action);
  }
  if (notice.kind == NoticeKind::waitlist_offer) {
    return notice.links.action;
  }
  return notice.links.page;
}

/// The maker takes no parameter that is empty or has line breaks.
std::string or_dash(const std::string& typed) {
  const auto one_line = text::clean(typed).value_or("");
  return one_line.empty() ? "-" : one_line;
}

}  // namespace

std::string reply_body(const std::string& to, const Reply& reply, const std::string& media) {
  if (!reply.qr.empty()) {
    return serialize(message(to, "image", {{"id", media}, {"caption", reply.text}}));
  }
  if (!reply.choices.empty()) {
    return serialize(message(to, "interactive", interactive(reply)));
  }
  return serialize(message(to, "text", {{"preview_url", false}, {"body", reply.text}}));
}

std::string template_name(NoticeKind kind) { return "antrean_" + std::string(word(kind)); }

std::string template_body(const std::string& to, const Notice& notice) {
  const auto& place = notice.booking.place;
  boost::json::array parameters;
  for (const auto& text : {or_dash(notice.booking.code), or_dash(notice.booking.service), or_dash(place.office),
                           long_date_text(notice.language, place.day),
                           fmt::format("{} {}", hours_text(notice.language, place.hours), zone_name(place.zone)),
                           or_dash(more_of(notice))}) {
    parameters.push_back({{"type", "text"}, {"text", text}});
  }
  boost::json::array components;
  components.push_back({{"type", "body"}, {"parameters", std::move(parameters)}});
  return serialize(message(to, "template",
                           {{"name", template_name(notice.kind)},
                            {"language", {{"code", std::string(word(notice.language))}}},
                            {"components", std::move(components)}}));
}

std::string media_body(const std::string& png, const std::string& boundary) {
  const auto field = [&](const char* name, const char* value) {
    return fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n", boundary, name, value);
  };
  return field("messaging_product", "whatsapp") + field("type", "image/png") +
         fmt::format(
             "--{}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"qr.png\"\r\nContent-Type: "
             "image/png\r\n\r\n",
             boundary) +
         png + fmt::format("\r\n--{}--\r\n", boundary);
}

std::string to_text(const Reply& reply) { return json::write(reply); }

Reply reply_from_text(const std::string& text) {
  auto reply = json::read<Reply>(text, most_reply_bytes);
  if (!reply || !fits(*reply)) {
    throw std::runtime_error("this is no reply of a chat");
  }
  return std::move(*reply);
}

}  // namespace antrean::portal::chat::whatsapp
