#include "smtp/end.hpp"

#include <string_view>

#include "smtp/address.hpp"
#include "text/text.hpp"

namespace antrean::smtp {
namespace {

constexpr std::size_t most_said = 200;
constexpr int closing = 421;
constexpr int mailbox_full = 552;  // RFC 5321, 4.5.3.1.10: the same as 452

std::string_view stage_text(Stage stage) {
  switch (stage) {
    case Stage::connecting:
      return "no way to the mail server";
    case Stage::sender:
      return "the mail server does not take our sender";
    case Stage::recipient:
      return "the mail server does not take the recipient";
    case Stage::data:
    case Stage::body:
      return "the mail server does not take the message";
    case Stage::end:
      return "the mail server, after the whole message";
  }
  return "the mail server";
}

std::string why(const End& end) {
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
bool may_pass(const End& end) {
  const auto status = enhanced_status(end.reply);
  return status.starts_with("5.7.") || status == "5.4.5" || status == "5.2.2" || end.code == mailbox_full ||
         end.code == 530 || end.code == 535 || end.code == 538;
}

Outcome result(const End& end) {
  if (end.taken) {
    return Outcome::taken;
  }
  if (end.stage == Stage::end && end.code == 0) {
    return Outcome::unclear;
  }
  if (end.stage <= Stage::sender || (end.code == closing && end.stage != Stage::end)) {
    return Outcome::server_down;
  }
  const bool permanent = end.code >= 500 && end.code <= 599;
  return permanent && !may_pass(end) ? Outcome::refused : Outcome::not_now;
}

}  // namespace

Judgement judge(const End& end) {
  const auto what = result(end);
  return {what, what == Outcome::taken ? std::string{} : why(end)};
}

bool was_stale(const End& end) {
  return !end.taken && end.reused && end.stage < Stage::body && (end.code == 0 || end.code == closing);
}

}  // namespace antrean::smtp
