#include "demo/mailbox.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>

#include "smtp/gmime_objects.hpp"

namespace antrean::demo {
namespace {

using smtp::GObjectPtr;

std::string text_of(const char* found) { return found == nullptr ? std::string{} : std::string{found}; }

/// "042 917 is the code": the subject of the mail that asks for a confirmation begins with them.
std::string digits_of(const std::string& subject) {
  constexpr std::size_t six = 6;
  std::string digits;
  for (const char c : subject) {
    if (c >= '0' && c <= '9' && digits.size() < six) {
      digits += c;
    } else if (c != ' ' || digits.size() == six) {
      break;
    }
  }
  return digits.size() == six ? digits : std::string{};
}

struct FreeParts {
  void operator()(GMimePartIter* parts) const { g_mime_part_iter_free(parts); }
};

/// The first plain text of the message.
std::string plain_text(GMimeMessage* message) {
  std::string text;
  const std::unique_ptr<GMimePartIter, FreeParts> parts(g_mime_part_iter_new(reinterpret_cast<GMimeObject*>(message)));
  do {
    auto* part = g_mime_part_iter_get_current(parts.get());
    if (part != nullptr && GMIME_IS_TEXT_PART(part) &&
        g_mime_content_type_is_type(g_mime_object_get_content_type(part), "text", "plain") != 0) {
      char* decoded = g_mime_text_part_get_text(reinterpret_cast<GMimeTextPart*>(part));
      text = text_of(decoded);
      g_free(decoded);
    }
  } while (text.empty() && g_mime_part_iter_next(parts.get()) != 0);
  return text;
}

std::optional<ReceivedMail> read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (bytes.empty()) {
    return std::nullopt;
  }
  smtp::use_gmime();
  const GObjectPtr<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
  const GObjectPtr<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  const GObjectPtr<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
  if (!message) {
    return std::nullopt;
  }
  ReceivedMail mail{.file = file.filename().string(),
                    .to = text_of(g_mime_object_get_header(reinterpret_cast<GMimeObject*>(message.get()), "To")),
                    .subject = text_of(g_mime_message_get_subject(message.get())),
                    .text = plain_text(message.get()),
                    .digits = {}};
  mail.digits = digits_of(mail.subject);
  return mail;
}

}  // namespace

std::vector<ReceivedMail> read_mailbox(const std::filesystem::path& folder, std::size_t most) {
  std::vector<std::filesystem::path> files;
  std::error_code not_there;
  for (const auto& file : std::filesystem::directory_iterator(folder, not_there)) {
    if (file.path().extension() == ".eml") {
      files.push_back(file.path());
    }
  }
  std::ranges::sort(files, std::greater<>{});
  std::vector<ReceivedMail> mails;
  for (const auto& file : files) {
    if (mails.size() == most) {
      break;
    }
    if (auto mail = read(file)) {
      mails.push_back(std::move(*mail));
    }
  }
  return mails;
}

}  // namespace antrean::demo
