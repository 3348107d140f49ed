#include "chat/whatsapp/whatsapp_sender.hpp"

#include <boost/asio/error.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "chat/whatsapp/outgoing.hpp"
#include "http/client.hpp"
#include "qr/qr_png.hpp"
#include "text/text.hpp"

namespace antrean::portal::chat::whatsapp {
namespace asio = boost::asio;
namespace {

constexpr std::size_t longest_why = 200;

/// The maker's code and words of a refusal, in one line.
std::string why_of(unsigned status, const std::string& body) {
  boost::system::error_code wrong;
  const auto root = boost::json::parse(body, wrong);
  const auto* object = wrong ? nullptr : root.if_object();
  const auto* error = object == nullptr ? nullptr : object->if_contains("error");
  const auto* fields = error == nullptr ? nullptr : error->if_object();
  const auto* said = fields == nullptr ? nullptr : fields->if_contains("message");
  const auto* code = fields == nullptr ? nullptr : fields->if_contains("code");
  std::string why = fmt::format("HTTP {}", status);
  if (code != nullptr && code->is_int64()) {
    why += fmt::format(", code {}", code->get_int64());
  }
  if (said != nullptr && said->is_string()) {
    why += ": " + text::one_line(std::string(said->get_string().data(), said->get_string().size()));
  }
  return std::string(text::cut(why, longest_why));
}

SendAnswer meaning(unsigned status, const std::string& body) {
  if (status >= 200 && status < 300) {
    return {};
  }
  if (status == 401 || status == 403) {  // the token is over, or is not allowed to
    return {SendResult::channel_down, why_of(status, body)};
  }
  if (status == 429 || status >= 500) {
    return {SendResult::not_now, why_of(status, body)};
  }
  return {SendResult::refused, why_of(status, body)};
}

/// Without a whole answer: whether the request may have arrived.
SendAnswer meaning(const boost::system::error_code& error) {
  namespace errc = boost::system::errc;
  const bool never_sent = error == asio::error::connection_refused || error == asio::error::host_not_found ||
                          error == asio::error::host_not_found_try_again || error == asio::error::network_unreachable ||
                          error == asio::error::host_unreachable || error == errc::invalid_argument;
  return {never_sent ? SendResult::channel_down : SendResult::unclear, error.message()};
}

}  // namespace

asio::awaitable<WhatsAppSender::Called> WhatsAppSender::call(std::string path, std::string content_type,
                                                             std::string body) {
  http::ClientRequest request;
  request.method = "POST";
  request.url = api_.url + path;
  request.headers = {{"Authorization", "Bearer " + api_.token}, {"Content-Type", std::move(content_type)}};
  request.body = std::move(body);
  request.deadline = api_.deadline;
  request.trust = api_.trust;
  const auto answer = co_await http::fetch(std::move(request));
  if (!answer) {
    co_return Called{meaning(answer.error()), {}};
  }
  co_return Called{meaning(answer->status, answer->body), answer->body};
}

asio::awaitable<SendAnswer> WhatsAppSender::send_reply(const Notice& notice) {
  const auto reply = reply_from_text(notice.said);
  std::string media;
  if (!reply.qr.empty()) {
    constexpr const char* boundary = "antrean-picture-of-a-code";
    const auto uploaded =
        co_await call("/" + notice.from + "/media", std::string("multipart/form-data; boundary=") + boundary,
                      media_body(qr_png(reply.qr), boundary));
    if (uploaded.answer.result != SendResult::taken) {
      // Nothing was said to the person yet.
      co_return SendAnswer{uploaded.answer.result == SendResult::unclear ? SendResult::not_now : uploaded.answer.result,
                           uploaded.answer.why};
    }
    boost::system::error_code wrong;
    const auto root = boost::json::parse(uploaded.body, wrong);
    const auto* object = wrong ? nullptr : root.if_object();
    const auto* id = object == nullptr ? nullptr : object->if_contains("id");
    if (id == nullptr || !id->is_string()) {
      co_return SendAnswer{SendResult::not_now, "the picture was taken without an id"};
    }
    media.assign(id->get_string().data(), id->get_string().size());
  }
  const auto sent =
      co_await call("/" + notice.from + "/messages", "application/json", reply_body(notice.to, reply, media));
  co_return sent.answer;
}

asio::awaitable<SendAnswer> WhatsAppSender::send(Notice notice) {
  if (notice.from.empty()) {
    co_return SendAnswer{SendResult::refused, "this office has no WhatsApp number any more"};
  }
  if (notice.kind == NoticeKind::chat_reply) {
    co_return co_await send_reply(notice);
  }
  const auto sent =
      co_await call("/" + notice.from + "/messages", "application/json", template_body(notice.to, notice));
  co_return sent.answer;
}

}  // namespace antrean::portal::chat::whatsapp
