#include "codes/payload.hpp"

#include <algorithm>
#include <stdexcept>

namespace antrean::codes {
namespace {

constexpr unsigned payload_version = 1;
constexpr std::string_view service_digits = "abcdefghijklmnopqrstuvwxyz0123456789-";
constexpr std::size_t service_length = 12;
constexpr unsigned max_party = 15;
constexpr int end_of_day = 24 * 60;

bool upper_or_digit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

void require(bool fine, const char* what) {
  if (!fine) {
    throw std::invalid_argument(std::string("booking code: ") + what);
  }
}

class Writer {
 public:
  explicit Writer(PayloadBytes& bytes) : bytes_(bytes) {}
  void put(std::uint64_t number, std::size_t width) {
    for (std::size_t i = width; i > 0; --i) {
      bytes_[at_++] = static_cast<std::uint8_t>(number >> (8 * (i - 1)));
    }
  }

 private:
  PayloadBytes& bytes_;
  std::size_t at_ = 0;
};

class Reader {
 public:
  explicit Reader(const PayloadBytes& bytes) : bytes_(bytes) {}
  std::uint64_t take(std::size_t width) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < width; ++i) {
      number = number << 8 | bytes_[at_++];
    }
    return number;
  }

 private:
  const PayloadBytes& bytes_;
  std::size_t at_ = 0;
};

std::uint64_t short_code_number(std::string_view symbols) {
  std::uint64_t number = 0;
  for (const char c : symbols) {
    number = number * alphabet.size() + alphabet.find(c);
  }
  return number;
}

/// Nothing if the number is larger than that of any short code.
std::optional<std::string> short_code_text(std::uint64_t number) {
  std::string symbols(short_code_symbols, ' ');
  for (auto symbol = symbols.rbegin(); symbol != symbols.rend(); ++symbol) {
    *symbol = alphabet[number % alphabet.size()];
    number /= alphabet.size();
  }
  return number == 0 ? std::optional(symbols) : std::nullopt;
}

bool is_service(std::string_view text) {
  return !text.empty() && text.size() <= service_length &&
         text.find_first_not_of(service_digits) == std::string_view::npos;
}

constexpr std::uint64_t service_base = service_digits.size() + 1;

std::uint64_t service_number(std::string_view text) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < service_length; ++i) {
    number = number * service_base + (i < text.size() ? service_digits.find(text[i]) + 1 : 0);
  }
  return number;
}

/// Nothing if something follows the end of the text, or the number is larger than that of any service.
std::optional<std::string> service_text(std::uint64_t number) {
  std::string text;
  for (std::size_t i = 0; i < service_length; ++i) {
    const std::uint64_t digit = number % service_base;
    number /= service_base;
    if (digit != 0) {
      text.push_back(service_digits[digit - 1]);
    } else if (!text.empty()) {
      return std::nullopt;
    }
  }
  if (number != 0 || text.empty()) {
    return std::nullopt;
  }
  std::ranges::reverse(text);
  return text;
}

bool is_slot(int start, int end) { return start >= 0 && start < end && end <= end_of_day; }

}  // namespace

bool is_office(std::string_view text) { return text.size() == 2 && std::ranges::all_of(text, upper_or_digit); }

bool is_short_code(std::string_view text) {
  return text.size() == short_code_symbols && text.find_first_not_of(alphabet) == std::string_view::npos;
}

PayloadBytes pack(const CodePayload& payload) {
  require(is_office(payload.office), "office must be two upper-case letters or digits");
  require(is_short_code(payload.short_code), "short_code must be six symbols of the alphabet");
  require(payload.day.number() >= 0 && payload.day.number() <= UINT16_MAX, "day must lie in 1970..2149");
  require(is_slot(payload.slot.start.minutes(), payload.slot.end.minutes()), "slot must end after it starts");
  require(is_service(payload.service), "service must be 1..12 lower-case letters, digits or '-'");
  require(payload.party >= 1 && payload.party <= max_party, "party must be 1..15");
  PayloadBytes bytes{};
  Writer writer(bytes);
  writer.put(payload_version << 4 | payload.party, 1);
  writer.put(payload.key_id, 1);
  for (const char c : payload.office) {
    writer.put(static_cast<std::uint8_t>(c), 1);
  }
  writer.put(short_code_number(payload.short_code), 4);
  writer.put(static_cast<std::uint64_t>(payload.day.number()), 2);
  writer.put(static_cast<std::uint64_t>(payload.slot.start.minutes()), 2);
  writer.put(static_cast<std::uint64_t>(payload.slot.end.minutes()), 2);
  writer.put(service_number(payload.service), 8);
  writer.put(payload.booking, 8);
  return bytes;
}

std::optional<std::uint8_t> claimed_key(const PayloadBytes& bytes) {
  if (bytes[0] >> 4 != payload_version) {
    return std::nullopt;
  }
  return bytes[1];
}

std::optional<CodePayload> unpack(const PayloadBytes& bytes) {
  CodePayload payload;
  Reader reader(bytes);
  const auto first = reader.take(1);
  payload.party = static_cast<std::uint8_t>(first & 0x0F);
  payload.key_id = static_cast<std::uint8_t>(reader.take(1));
  for (int i = 0; i < 2; ++i) {
    payload.office.push_back(static_cast<char>(reader.take(1)));
  }
  const auto short_code = short_code_text(reader.take(4));
  payload.day = OfficeDay{std::chrono::local_days{std::chrono::days{reader.take(2)}}};
  const int start = static_cast<int>(reader.take(2));
  const int end = static_cast<int>(reader.take(2));
  const auto service = service_text(reader.take(8));
  payload.booking = reader.take(8);

  const bool fine = first >> 4 == payload_version && payload.party >= 1 && is_office(payload.office) && short_code &&
                    service && is_slot(start, end);
  if (!fine) {
    return std::nullopt;
  }
  payload.short_code = *short_code;
  payload.service = *service;
  payload.slot = SlotHours{.start = TimeOfDay{start}, .end = TimeOfDay{end}};
  return payload;
}

}  // namespace antrean::codes
