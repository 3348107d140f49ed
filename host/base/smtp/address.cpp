#include "smtp/address.hpp"

#include <idn2.h>

#include <algorithm>
#include <memory>

#include "text/text.hpp"

namespace antrean::smtp {
namespace {

constexpr std::size_t most_local = 64;  // RFC 5321, 4.5.3.1
constexpr std::size_t most_domain = 255;
constexpr std::size_t most_address = 254;
constexpr std::size_t most_label = 63;

bool is_alnum(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_local_part(std::string_view text) {
  constexpr std::string_view beside = "!#$%&'*+-/=?^_`{|}~.";
  const bool known =
      std::ranges::all_of(text, [&](char c) { return is_alnum(c) || beside.find(c) != std::string_view::npos; });
  return known && !text.empty() && text.size() <= most_local && !text.starts_with('.') && !text.ends_with('.') &&
         text.find("..") == std::string_view::npos;
}

bool is_label(std::string_view text) {
  return !text.empty() && text.size() <= most_label && !text.starts_with('-') && !text.ends_with('-') &&
         std::ranges::all_of(text, [](char c) { return is_alnum(c) || c == '-'; });
}

bool is_domain(std::string_view text) {
  if (text.size() > most_domain || text.find('.') == std::string_view::npos) {
    return false;
  }
  std::string_view rest = text;
  for (;;) {
    const auto dot = rest.find('.');
    const auto label = rest.substr(0, dot);
    if (!is_label(label)) {
      return false;
    }
    if (dot == std::string_view::npos) {
      return !std::ranges::all_of(label, is_digit);  // the end of an IPv4 address is no top-level domain
    }
    rest.remove_prefix(dot + 1);
  }
}

struct FreeName {
  void operator()(char* text) const { idn2_free(text); }
};

std::optional<std::string> ascii_domain(std::string_view typed) {
  char* made = nullptr;
  const int code = idn2_to_ascii_8z(std::string{typed}.c_str(), &made, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const std::unique_ptr<char, FreeName> name{made};
  if (code != IDN2_OK || !is_domain(name.get())) {
    return std::nullopt;
  }
  return name.get();
}

/// A name in a header, which a mail program shows beside the address.
bool is_shown_name(std::string_view name) { return text::clean(name) == name; }

}  // namespace

std::optional<std::string> mail_address(std::string_view typed) {
  const auto at = typed.rfind('@');
  if (at == std::string_view::npos || typed.find('\0') != std::string_view::npos) {
    return std::nullopt;
  }
  const auto local = typed.substr(0, at);
  auto domain = ascii_domain(typed.substr(at + 1));
  if (!is_local_part(local) || !domain) {
    return std::nullopt;
  }
  std::string address = std::string{local} + "@" + *domain;
  if (address.size() > most_address) {
    return std::nullopt;
  }
  return address;
}

std::string domain_of(std::string_view address) { return std::string{address.substr(address.find('@') + 1)}; }

std::optional<Mailbox> mailbox(std::string_view text) {
  const auto open = text.find('<');
  if (open == std::string_view::npos) {
    auto address = mail_address(text);
    return address ? std::optional<Mailbox>{{{}, std::move(*address)}} : std::nullopt;
  }
  auto name = text.substr(0, open);
  while (name.ends_with(' ')) {
    name.remove_suffix(1);
  }
  if (!text.ends_with('>') || name.empty() || !is_shown_name(name)) {
    return std::nullopt;
  }
  auto address = mail_address(text.substr(open + 1, text.size() - open - 2));
  return address ? std::optional<Mailbox>{{std::string{name}, std::move(*address)}} : std::nullopt;
}

std::string without_addresses(std::string_view text) {
  constexpr std::string_view ends = " \t<>()[],;:\"'";
  std::string result;
  while (!text.empty()) {
    const auto begin = std::min(text.find_first_not_of(ends), text.size());
    result += text.substr(0, begin);
    text.remove_prefix(begin);
    const auto end = std::min(text.find_first_of(ends), text.size());
    const auto token = text.substr(0, end);
    if (token.find('@') == std::string_view::npos) {
      result += token;
    } else {
      // "<a@b>" has its brackets already
      result += result.ends_with('<') ? "address" : "<address>";
    }
    text.remove_prefix(end);
  }
  return result;
}

}  // namespace antrean::smtp
