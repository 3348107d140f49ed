#include "web_push/message.hpp"

#include <array>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <openssl/evp.h>

#include "web_push/keys.hpp"
#include "web_push/openssl.hpp"

namespace antrean::portal::web_push {
namespace {

struct Words {
  std::string_view code;
  std::string_view called, near, near_text;  ///< {number}, {counter}, {place}
  std::string_view office;                   ///< {office}
};

constexpr Words indonesian{.code = "id",
                           .called = "Nomor {number}: silakan menuju {counter}",
                           .near = "Nomor {number} sebentar lagi dipanggil",
                           .near_text = "Kira-kira urutan ke-{place}. Mohon tunggu di dekat loket.",
                           .office = "Kantor Imigrasi {office}"};
constexpr Words english{.code = "en",
                        .called = "Number {number}: please go to {counter}",
                        .near = "Number {number} will be called soon",
                        .near_text = "You are about number {place} in line. Please wait near the counters.",
                        .office = "Immigration office {office}"};

std::string filled(std::string_view text, const Notice& notice) {
  return fmt::format(fmt::runtime(text), fmt::arg("number", notice.booking.number), fmt::arg("counter", notice.counter),
                     fmt::arg("place", notice.place), fmt::arg("office", notice.booking.place.office));
}

boost::json::string text(std::string_view value) { return boost::json::string(value.data(), value.size()); }

}  // namespace

std::string message_of(const Notice& notice) {
  const auto& words = notice.language == Language::en ? english : indonesian;
  const bool called = notice.kind == NoticeKind::your_turn;
  boost::json::object message{{"title", text(filled(called ? words.called : words.near, notice))},
                              {"body", text(filled(called ? words.office : words.near_text, notice))},
                              {"tag", text(topic_of(notice))},
                              {"page", text(notice.links.page)},
                              {"lang", text(words.code)},
                              {"stays", called}};
  return boost::json::serialize(message);
}

std::string topic_of(const Notice& notice) {
  constexpr std::size_t digest_bytes = 32;
  constexpr std::size_t topic_bytes = 18;
  std::array<unsigned char, digest_bytes> digest{};
  checked(EVP_Digest(notice.links.page.data(), notice.links.page.size(), digest.data(), nullptr, EVP_sha256(),
                     nullptr) == 1,
          "SHA-256");
  return to_base64url({reinterpret_cast<const char*>(digest.data()), topic_bytes});
}

}  // namespace antrean::portal::web_push
