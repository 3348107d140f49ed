// The block list: persons, contacts and networks that may not book until a day. Only digests of them are
// kept.
#include <algorithm>
#include <charconv>

#include <boost/asio/ip/address.hpp>
#include <spdlog/spdlog.h>

#include "booking/fields.hpp"
#include "directorate/directorate_site.hpp"
#include "directorate/site_words.hpp"
#include "http/peers.hpp"
#include "text/text.hpp"
#include "values/calendar_text.hpp"
#include "values/nik.hpp"

namespace antrean::portal {
namespace {

constexpr std::size_t most_shown = 200;
constexpr int longest_block = 5 * 366;  // days
// Of a telephone, with its country (E.164). A NIK has 16.
constexpr std::size_t least_digits_of_a_number = 7;
constexpr std::size_t most_digits_of_a_number = 15;

std::int64_t number_in(const std::string& text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// "s****@contoh.id", "+62****1234": enough to recognise it, too little to write to it.
std::string masked(const std::string& contact) {
  const auto at = contact.find('@');
  return at != std::string::npos ? contact.substr(0, at > 1 ? 1 : 0) + "****" + contact.substr(at)
                                 : contact.substr(0, 3) + "****" + contact.substr(contact.size() - 4);
}

/// "203.0.*" of "203.0.113.7": what people may know of a network later.
std::string beginning(const std::string& network) {
  std::size_t end = 0;
  for (int parts = 0; parts < 2 && end != std::string::npos; ++parts) {
    end = network.find_first_of(".:", end == 0 ? 0 : end + 1);
  }
  return end == std::string::npos ? "*" : network.substr(0, end + 1) + "*";
}

/// "+628123..." of "0812 3...", "812 3...", "62 812...", "+62-812...", "+62 (0) 812...", "0062 812...";
/// nothing: it is no telephone number.
std::optional<std::string> telephone(const std::string& typed) {
  std::string digits;
  for (const char c : typed) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (std::string_view{"+-. ()"}.find(c) == std::string_view::npos) {
      return std::nullopt;
    }
  }
  if (digits.starts_with("00")) {
    digits.erase(0, 2);
  } else if (digits.starts_with("0")) {
    digits = "62" + digits.substr(1);
  } else if (digits.starts_with("8")) {
    digits.insert(0, "62");
  }
  if (digits.starts_with("620")) {
    digits.erase(2, 1);
  }
  const bool right = digits.size() >= least_digits_of_a_number && digits.size() <= most_digits_of_a_number;
  return right ? std::optional{"+" + digits} : std::nullopt;
}

}  // namespace

std::optional<Block> DirectorateSite::contact_block(const std::string& typed) const {
  const auto mail = typed.find('@') != std::string::npos ? checked_mail(typed) : std::nullopt;
  const auto contact = mail ? mail : telephone(typed);
  if (!contact) {
    return std::nullopt;
  }
  return Block{.what = Blocks::contact, .digest = from_.nik.contact(*contact), .shown = masked(*contact)};
}

boost::asio::awaitable<std::optional<Block>> DirectorateSite::network_block(std::string typed) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(typed, error);
  if (!error) {
    const auto network = http::asker_of(address);
    co_return Block{.what = Blocks::network, .digest = from_.nik.address(network), .shown = beginning(network)};
  }
  for (char& c : typed) {
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  const auto network = co_await from_.plans.store().network_of(typed);
  if (!network || *network == AddressDigest{}) {
    co_return std::nullopt;
  }
  co_return Block{.what = Blocks::network, .digest = *network, .shown = typed};
}

DirectorateSite::Answer DirectorateSite::blocks_page(Asker asker, FormFields form, std::vector<std::string> problems,
                                                     std::string said) {
  const auto now = clock_.now();
  const auto blocks = co_await from_.plans.store().blocks(most_shown);
  Page page{.title = word(asker, "w_blocks"),
            .main = "dir_blocks.tpl",
            .here = "/blocks",
            .said = std::move(said),
            .problems = std::move(problems)};
  auto& shown = page.shown;
  shown.show("has_blocks", !blocks.empty());
  shown.show("no_blocks", blocks.empty());
  const auto token = tokens_.issue({.key = asker.session.id}, now);
  auto& list = shown.list("blocks");
  for (const auto& one : blocks) {
    auto& row = list.add();
    const bool holds = !one.lifted_at && now < one.until;
    row.text("what", word(asker, one.what == Blocks::person    ? "w_block_person"
                                 : one.what == Blocks::contact ? "w_block_contact"
                                                               : "w_block_network"));
    const auto who = one.what == Blocks::person ? "************" + one.shown : one.shown;
    row.text("who_is", who);
    row.text("why", one.why);
    row.text("who", one.who);
    row.text("since", time_text(asker, one.made_at));
    row.text("until", long_date_text(asker.language, OfficeDay::of(one.until, Zone::wib).plus(-1)));
    row.text("state_class", holds ? "bad" : "");
    row.text("state", holds ? word(asker, "w_holds")
                      : one.lifted_at
                          ? filled(asker, "w_lifted", time_text(asker, *one.lifted_at), one.lifted_by, one.lifted_why)
                          : word(asker, "w_over"));
    row.show("may_change", asker.may_change);
    row.show("can_lift", holds && asker.may_change);
    row.text("lift_link", "/blocks/" + std::to_string(one.id) + "/lift");
    row.text("lift_label", word(asker, "w_why") + ": " + who);
    row.text("form_token", token);
  }
  const auto what = form_field(form, "what");
  shown.show("is_person", what != "contact" && what != "network");
  shown.show("is_contact", what == "contact");
  shown.show("is_network", what == "network");
  // A NIK is not sent back.
  shown.text("who_typed", what == "contact" || what == "network" ? form_field(form, "who") : std::string{});
  shown.text("until_typed", form_field(form, "until"));
  shown.text("why_typed", form_field(form, "why"));
  co_return this->page(asker, std::move(page));
}

DirectorateSite::Answer DirectorateSite::show_blocks(http::Request, Asker asker) {
  return blocks_page(std::move(asker), {}, {}, {});
}

DirectorateSite::Answer DirectorateSite::add_block(http::Request request, Asker asker) {
  const auto form = form_fields(request);
  const auto now = clock_.now();
  const auto today = OfficeDay::of(now, Zone::wib);
  std::vector<std::string> problems;
  const auto what = form_field(form, "what");
  const auto who = text::clean(form_field(form, "who")).value_or("");
  std::optional<Block> block;
  if (what == "contact") {
    block = contact_block(who);
  } else if (what == "network") {
    block = co_await network_block(who);
  } else if (Nik nik; parse_nik(who, today, nik, true) == NikProblem::none) {
    block = Block{.what = Blocks::person, .digest = from_.nik.hmac(nik.digits), .shown = nik_last4(nik.digits)};
  }
  if (!block) {
    problems.push_back(word(asker, what == "contact"   ? "w_wrong_contact"
                                   : what == "network" ? "w_wrong_network"
                                                       : "w_wrong_nik"));
  }
  const auto until = OfficeDay::parse(form_field(form, "until"));
  if (!until || *until <= today || *until > today.plus(longest_block)) {
    problems.push_back(word(asker, "w_wrong_until"));
  }
  if (form_field(form, "why").empty()) {
    problems.push_back(word(asker, "w_wrong_why"));
  }
  if (!problems.empty()) {
    co_return co_await blocks_page(std::move(asker), form, std::move(problems), {});
  }
  block->why = form_field(form, "why");
  block->who = asker.session.user;
  block->made_at = now;
  block->until = instant(until->plus(1), TimeOfDay{0}, Zone::wib);
  BlockOrder order{.block = *std::move(block), .key = random_key(), .now = now};
  const auto made = co_await from_.plans.store().block(std::move(order));
  spdlog::warn("block list: {} adds block {}", asker.session.user, made.id);
  auto said = word(asker, what == "contact"   ? "w_block_made_contact"
                          : what == "network" ? "w_block_made_network"
                                              : "w_block_made");
  co_return co_await blocks_page(std::move(asker), {}, {}, std::move(said));
}

DirectorateSite::Answer DirectorateSite::lift_block(http::Request request, Asker asker) {
  const auto form = form_fields(request);
  const auto why = form_field(form, "why");
  if (why.empty()) {
    auto problem = word(asker, "w_wrong_why");
    co_return co_await blocks_page(std::move(asker), {}, {std::move(problem)}, {});
  }
  const auto id = number_in(request.captures[0]);
  const auto lifted =
      co_await from_.plans.store().lift_block({.id = id, .by = asker.session.user, .why = why, .now = clock_.now()});
  if (std::holds_alternative<BlockLifted>(lifted)) {
    spdlog::warn("block list: {} lifts block {}", asker.session.user, id);
  }
  auto said = word(asker, "w_block_lifted");
  co_return co_await blocks_page(std::move(asker), {}, {}, std::move(said));
}

}  // namespace antrean::portal
