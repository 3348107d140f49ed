#include "mail/bounces.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <spdlog/spdlog.h>

#include "files/durable_file.hpp"
#include "mail/message.hpp"
#include "smtp/address.hpp"
#include "smtp/gmime_objects.hpp"
#include "text/text.hpp"

namespace antrean::portal {
namespace {

using smtp::GObjectPtr;

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 256u << 10;
constexpr std::size_t most_bounces = 20;  // our mails have one recipient
constexpr std::size_t most_why = 200;
constexpr std::size_t most_files = 200;  // of one look
constexpr std::chrono::seconds between_looks{30};

using Fields = std::map<std::string, std::string>;  // by name in lower case

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const auto begin = text.find_first_not_of(space);
  return begin == std::string_view::npos ? std::string_view{}
                                         : text.substr(begin, text.find_last_not_of(space) - begin + 1);
}

std::string lower(std::string_view text) {
  std::string result{text};
  std::ranges::transform(result, result.begin(), [](char c) { return g_ascii_tolower(c); });
  return result;
}

/// Groups of header fields, with an empty line between two groups. What is no field is passed over.
std::vector<Fields> field_groups(std::string_view text) {
  std::vector<Fields> groups(1);
  std::string* value = nullptr;  // that of the line before
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (trimmed(line).empty()) {
      value = nullptr;
      if (!groups.back().empty()) {
        groups.emplace_back();
      }
    } else if (line.front() == ' ' || line.front() == '\t') {
      if (value != nullptr) {
        *value += " " + std::string{trimmed(line)};
      }
    } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
      value = &groups.back()[lower(trimmed(line.substr(0, colon)))];
      *value = trimmed(line.substr(colon + 1));
    }
  }
  return groups;
}

std::string content_of(GMimeObject* object) {
  auto* content = GMIME_IS_PART(object) ? g_mime_part_get_content(GMIME_PART(object)) : nullptr;
  if (content == nullptr) {
    return {};
  }
  const GObjectPtr<GMimeStream> decoded{g_mime_stream_mem_new()};
  g_mime_data_wrapper_write_to_stream(content, decoded.get());
  const auto* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(decoded.get()));
  return bytes->data == nullptr ? std::string{} : std::string{reinterpret_cast<const char*>(bytes->data), bytes->len};
}

bool is_type(GMimeObject* object, const char* type, const char* subtype) {
  return g_mime_content_type_is_type(g_mime_object_get_content_type(object), type, subtype) != FALSE;
}

/// The Message-ID of the message that comes back, whole or only its headers.
std::string returned_message_id(GMimeObject* object) {
  if (GMIME_IS_MESSAGE_PART(object)) {
    auto* message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
    const char* id = message == nullptr ? nullptr : g_mime_message_get_message_id(message);
    return id == nullptr ? "" : id;
  }
  if (is_type(object, "text", "rfc822-headers") || is_type(object, "message", "rfc822-headers")) {
    for (const auto& fields : field_groups(content_of(object))) {
      if (const auto found = fields.find("message-id"); found != fields.end()) {
        return found->second;
      }
    }
  }
  return {};
}

std::string words_of(const Fields& fields) {
  const auto found = fields.find("diagnostic-code");
  std::string_view text = found == fields.end() ? std::string_view{} : found->second;
  if (const auto semicolon = text.find(';'); semicolon != std::string_view::npos) {
    text = trimmed(text.substr(semicolon + 1));  // "smtp; 550 5.1.1 ..."
  }
  return std::string{text::cut(text::one_line(smtp::without_addresses(text)), most_why)};
}

std::string status_of(const Fields& fields) {
  const auto found = fields.find("status");
  std::string_view text = found == fields.end() ? std::string_view{} : found->second;
  text = text.substr(0, text.find_first_not_of("0123456789."));
  constexpr std::size_t longest = 11;  // "5.999.999", and some
  return text.size() <= longest ? std::string{text} : std::string{};
}

std::vector<Bounce> bounces_of(std::string_view status_part, const NoticeId& notice, UtcTime at) {
  std::vector<Bounce> bounces;
  for (const auto& fields : field_groups(status_part)) {
    const auto action = fields.find("action");
    if (action == fields.end() || bounces.size() == most_bounces) {
      continue;
    }
    const auto what = lower(action->second);
    if (what.starts_with("failed") || what.starts_with("delayed")) {
      bounces.push_back({notice, what.starts_with("failed"), status_of(fields), words_of(fields), at});
    }
  }
  return bounces;
}

GObjectPtr<GMimeMessage> parsed(std::string_view message) {
  const GObjectPtr<GMimeStream> stream{g_mime_stream_mem_new_with_buffer(message.data(), message.size())};
  const GObjectPtr<GMimeParser> parser{g_mime_parser_new_with_stream(stream.get())};
  return GObjectPtr<GMimeMessage>{g_mime_parser_construct_message(parser.get(), nullptr)};
}

std::string beginning_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  std::string text(most_bytes, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad() || !in.is_open()) {
    throw std::system_error(errno, std::generic_category(), "reading " + file.string());
  }
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

}  // namespace

std::vector<Bounce> read_report(std::string_view message, std::string_view domain, UtcTime at) {
  smtp::use_gmime();
  const auto mail = parsed(message.substr(0, most_bytes));
  auto* whole = mail ? g_mime_message_get_mime_part(mail.get()) : nullptr;
  if (whole == nullptr || !GMIME_IS_MULTIPART(whole) || !is_type(whole, "multipart", "report")) {
    return {};
  }
  std::string status;
  std::optional<NoticeId> notice;
  const int count = g_mime_multipart_get_count(GMIME_MULTIPART(whole));
  for (int i = 0; i < count; ++i) {
    auto* part = g_mime_multipart_get_part(GMIME_MULTIPART(whole), i);
    if (is_type(part, "message", "delivery-status")) {
      status = content_of(part);
    } else if (!notice) {
      notice = notice_of_message_id(returned_message_id(part), domain);
    }
  }
  return notice ? bounces_of(status, *notice, at) : std::vector<Bounce>{};
}

BounceFolder::BounceFolder(Outbox& outbox, const process::Clock& clock, const MakeTimer& make_timer, fs::path maildir,
                           std::string domain)
    : outbox_(outbox), clock_(clock), maildir_(std::move(maildir)), domain_(std::move(domain)), rest_(make_timer()) {}

void BounceFolder::stop() {
  stopping_ = true;
  rest_.wake();
}

boost::asio::awaitable<void> BounceFolder::run() {
  while (!stopping_) {
    std::string failed;
    try {
      co_await look();
      told_ = false;
    } catch (const std::exception& error) {
      failed = error.what();
    }
    if (!failed.empty() && !std::exchange(told_, true)) {
      spdlog::error("delivery reports are not read for now: {}", failed);
    }
    if (!stopping_) {
      co_await rest_.take(between_looks);
    }
  }
}

boost::asio::awaitable<std::size_t> BounceFolder::look() {
  auto found = co_await read_new();
  for (auto& file : found.files) {
    co_await note(std::move(file));
  }
  if (!found.unreadable.empty()) {
    throw std::runtime_error(found.unreadable);
  }
  co_return found.files.size();
}

boost::asio::awaitable<BounceFolder::Found> BounceFolder::read_new() {
  const auto now = clock_.now();
  co_return co_await worker_.run([this, now] {
    Found found;
    for (const auto& entry : fs::directory_iterator{maildir_ / "new"}) {
      if (found.files.size() == most_files) {
        break;
      }
      if (!entry.is_regular_file() || entry.is_symlink() || entry.path().filename().string().starts_with('.')) {
        continue;
      }
      try {
        found.files.push_back({entry.path(), read_report(beginning_of(entry.path()), domain_, now)});
      } catch (const std::system_error& error) {
        found.unreadable = error.what();
      }
    }
    return found;
  });
}

boost::asio::awaitable<void> BounceFolder::note(File file) {
  if (file.bounces.empty()) {
    spdlog::info("a mail in {} is no report about a mail of ours; it is left in cur/", maildir_.string());
  }
  for (auto& bounce : file.bounces) {
    const auto shown = to_text(bounce.notice);
    const auto said = bounce.status + " " + bounce.why;
    const bool known = co_await outbox_.bounced(std::move(bounce));
    spdlog::warn("mail {} did not arrive{}: {}", shown, known ? "" : " (and is known no more)", said);
  }
  co_await worker_.run([this, path = file.path] {
    fs::create_directories(maildir_ / "cur");
    fs::rename(path, maildir_ / "cur" / (path.filename().string() + ":2,S"));
  });
}

}  // namespace antrean::portal
