#include "web/kept_pages.hpp"

#include <array>

#include <fmt/format.h>
#include <sodium.h>

namespace antrean::portal {
namespace {

std::string etag_of(std::string_view html) {
  std::array<unsigned char, crypto_generichash_BYTES_MIN> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(html.data()), html.size(),
                     nullptr, 0);
  return fmt::format("\"{:02x}\"", fmt::join(hash, ""));
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace

std::string KeptPage::with(std::string_view token) const {
  std::string html = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i) {
    html.append(token).append(parts[i]);
  }
  return html;
}

KeptPages::Page KeptPages::find(const std::string& key, std::uint64_t version, UtcTime now) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    return nullptr;
  }
  const auto entry = found->second;
  if (entry->version != version || now < entry->made || now >= entry->until) {
    drop(entry);
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, entry);
  return entry->page;
}

KeptPages::Page KeptPages::keep(const std::string& key, std::uint64_t version, UtcTime now, UtcTime until,
                                std::string_view html) {
  auto made = std::make_shared<KeptPage>();
  made->etag = etag_of(html);
  auto rest = html;
  for (auto at = rest.find(token_mark_); at != std::string_view::npos; at = rest.find(token_mark_)) {
    made->parts.emplace_back(rest.substr(0, at));
    rest.remove_prefix(at + token_mark_.size());
  }
  made->parts.emplace_back(rest);

  if (const auto before = by_key_.find(key); before != by_key_.end()) {
    drop(before->second);
  }
  const std::size_t bytes = html.size() + key.size() + sizeof(Entry);
  if (bytes > most_ || until <= now) {
    return made;
  }
  while (bytes_ + bytes > most_) {
    drop(std::prev(entries_.end()));
  }
  entries_.push_front({key, version, now, until, bytes, made});
  by_key_.emplace(entries_.front().key, entries_.begin());
  bytes_ += bytes;
  return made;
}

void KeptPages::keep_only_of(std::uint64_t plan) {
  if (plan != plan_) {
    plan_ = plan;
    by_key_.clear();
    entries_.clear();
    bytes_ = 0;
  }
}

void KeptPages::drop(std::list<Entry>::iterator entry) {
  bytes_ -= entry->bytes;
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

bool names_etag(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    const auto comma = std::min(if_none_match.find(','), if_none_match.size());
    auto one = trimmed(if_none_match.substr(0, comma));
    if_none_match.remove_prefix(std::min(comma + 1, if_none_match.size()));
    if (one.starts_with("W/")) {
      one.remove_prefix(2);
    }
    if (one == etag || one == "*") {
      return true;
    }
  }
  return false;
}

}  // namespace antrean::portal
