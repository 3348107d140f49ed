#include "mail/smtp_end.hpp"

#include <string_view>

#include "mail/address.hpp"
#include "text/text.hpp"

namespace antrean::portal {
namespace {

constexpr std::size_t most_said = 200;
constexpr int closing = 421;
constexpr int mailbox_full = 552;  // RFC 5321, 4.5.3.1.10: the same as 452

std::string_view stage_text(SmtpStage stage) {
  switch (stage) {
    case SmtpStage::connecting:
      return "no way to the mail server";
    case SmtpStage::sender:
      return "the mail server does not take our sender";
    case SmtpStage::recipient:
      return "the mail server does not take the recipient";
    case SmtpStage::data:
    case SmtpStage::body:
      return "the mail server does not take the message";
    case SmtpStage::end:
      return "the mail server, after the whole message";
  }
  return "the mail server";
}

std::string why(const SmtpEnd& end) {
  std::string said{stage_text(end.stage)};
  said += ": ";
  said += end.code != 0 ? end.reply : end.error;
  return std::string{text::cut(text::one_line(without_addresses(said)), most_said)};
}

/// "5.7.1" of "550 5.7.1 relaying denied" (RFC 2034); "": there is none.
std::string_view enhanced_status(std::string_view reply) {
  constexpr std::size_t after_code = 4;
  if (reply.size() < after_code + 5) {
    return {};
  }
  reply.remove_prefix(after_code);
  const auto status = reply.substr(0, reply.find(' '));
  const bool looks = (status[0] == '2' || status[0] == '4' || status[0] == '5') && status.find('.') == 1 &&
                     status.find_first_not_of("0123456789.") == std::string_view::npos;
  return looks ? status : std::string_view{};
}

/// A permanent refusal that is not for the recipient's or the message's sake: policy, relaying, our daily
/// limit; or one that passes, as a full mailbox does.
bool may_pass(const SmtpEnd& end) {
  const auto status = enhanced_status(end.reply);
  return status.starts_with("5.7.") || status == "5.4.5" || status == "5.2.2" || end.code == mailbox_full ||
         end.code == 530 || end.code == 535 || end.code == 538;
}

SendResult result(const SmtpEnd& end) {
  if (end.taken) {
    return SendResult::taken;
  }
  if (end.stage == SmtpStage::end && end.code == 0) {
    return SendResult::unclear;
  }
  if (end.stage <= SmtpStage::sender || (end.code == closing && end.stage != SmtpStage::end)) {
    return SendResult::channel_down;
  }
  const bool permanent = end.code >= 500 && end.code <= 599;
  return permanent && !may_pass(end) ? SendResult::refused : SendResult::not_now;
}

}  // namespace

SendAnswer judge(const SmtpEnd& end) {
  const auto what = result(end);
  return {what, what == SendResult::taken ? std::string{} : why(end)};
}

bool was_stale(const SmtpEnd& end) {
  return !end.taken && end.reused && end.stage < SmtpStage::body && (end.code == 0 || end.code == closing);
}

}  // namespace antrean::portal
