// Pages that are the same for everybody who speaks the language, kept until what they show changes. A page
// with a form is kept without its token, in the parts around it.
//
// A page is good for one version of what was booked, and from when it was made until time alone changes it; a
// clock that was put back makes it anew, too. The longest unused page goes when the kept ones take more than
// `most_bytes`. io_context thread.
#pragma once

#include <cstdint>
#include <limits>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "values/office_time.hpp"

namespace antrean::portal {

struct KeptPage {
  std::vector<std::string> parts;  ///< a form's token goes between each two
  std::string etag;                ///< strong (RFC 9110, 8.8.3), from the content, with its quotes
  std::string with(std::string_view token) const;
};

class KeptPages {
 public:
  static constexpr std::size_t most_bytes = std::size_t{8} << 20;  ///< about a thousand calendars

  /// `token_mark` stands in the HTML that is kept where a token goes.
  explicit KeptPages(std::string token_mark, std::size_t most = most_bytes)
      : token_mark_(std::move(token_mark)), most_(most) {}
  const std::string& token_mark() const { return token_mark_; }

  using Page = std::shared_ptr<const KeptPage>;
  Page find(const std::string& key, std::uint64_t version, UtcTime now);  ///< null: there is none that is good
  /// Instead of any of this key before. One that is larger than `most`, or good no longer than `now`, is
  /// given and not kept.
  Page keep(const std::string& key, std::uint64_t version, UtcTime now, UtcTime until, std::string_view html);
  std::size_t bytes() const { return bytes_; }
  /// They are all of this plan (Offices::version()); those of another go.
  void keep_only_of(std::uint64_t plan);

 private:
  struct Entry {
    std::string key;
    std::uint64_t version = 0;
    UtcTime made, until;
    std::size_t bytes = 0;
    Page page;
  };
  void drop(std::list<Entry>::iterator entry);

  std::string token_mark_;
  std::size_t most_;
  std::uint64_t plan_ = 0;
  std::size_t bytes_ = 0;
  std::list<Entry> entries_;  ///< the latest used first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key_;
};

/// Whether an If-None-Match names this ETag (RFC 9110, 13.1.2: also as a weak one, among others, or as "*").
bool names_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace antrean::portal
