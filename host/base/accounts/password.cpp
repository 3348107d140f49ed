#include "accounts/password.hpp"

#include <algorithm>
#include <array>

#include <zxcvbn.h>

#include "embedded.hpp"

namespace antrean::accounts {
namespace {

/// Of the trade, and the most usual ones of Indonesian passwords, which zxcvbn's lists lack.
constexpr std::array words_of_the_trade = std::to_array<std::string_view>(
    {// the office
     "antrean", "antrian", "antre", "queue", "imigrasi", "immigration", "paspor", "passport", "loket", "kantor",
     "office", "petugas", "pegawai", "supervisor", "teknisi", "direktorat", "kementerian", "layanan", "nomor",
     "panggil", "kemenkumham", "admin", "operator", "indonesia", "nusantara", "jakarta", "bandung", "surabaya", "medan",
     "semarang", "makassar", "yogyakarta", "jogja", "denpasar", "palembang", "batam", "tangerang", "bekasi", "bogor",
     "depok", "malang", "bali", "jawa", "sumatera", "kalimantan", "sulawesi", "papua",
     // what people choose
     "rahasia", "sandi", "katasandi", "katakunci", "kunci", "masuk", "selamat", "pagi", "siang", "malam", "terima",
     "kasih", "terimakasih", "sayang", "cinta", "kamu", "aku", "saya", "kita", "selalu", "selamanya", "bahagia",
     "bunda", "ayah", "ibu", "bapak", "mama", "papa", "anak", "keluarga", "sukses", "semangat", "berkah", "bismillah",
     "bismilah", "alhamdulillah", "assalamualaikum", "insyaallah", "allah", "allahuakbar", "muhammad", "merdeka",
     "pancasila", "garuda", "persija", "persib", "arema", "ganteng", "cantik", "anjing", "bangsat", "kontol", "memek",
     "januari", "februari", "maret", "april", "juni", "juli", "agustus", "september", "oktober", "november", "desember",
     "senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu", "satu", "dua", "tiga", "empat", "lima", "enam",
     "tujuh", "delapan", "sembilan", "sepuluh"});

std::string lower(std::string_view text) {
  std::string folded(text);
  std::ranges::transform(folded, folded.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return folded;
}

/// The characters of UTF-8, or nothing where it is malformed or holds a control character.
std::optional<std::size_t> characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t length = first < 0x80   ? 1
                               : first < 0xC2 ? 0
                               : first < 0xE0 ? 2
                               : first < 0xF0 ? 3
                               : first < 0xF5 ? 4
                                              : 0;
    if (length == 0 || i + length > text.size() || first < 0x20 || first == 0x7F) {
      return std::nullopt;
    }
    for (std::size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80U) {
        return std::nullopt;
      }
    }
    i += length;
  }
  return count;
}

bool breached(std::string_view folded) {
  std::string_view lines = embedded::breached_passwords_txt();
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    if (line == folded) {
      return true;
    }
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
  }
  return false;
}

double bits_of(const std::string& password, const PasswordContext& context) {
  std::vector<std::string> words(words_of_the_trade.begin(), words_of_the_trade.end());
  words.push_back(lower(context.user));
  for (const std::string& name : context.names) {
    std::string word;
    for (const char c : lower(name) + ' ') {
      if (c != ' ' && c != ',' && c != '.' && c != '-') {
        word += c;
      } else if (word.size() > 2) {
        words.push_back(word);
        word.clear();
      } else {
        word.clear();
      }
    }
  }
  std::vector<const char*> pointers;
  for (const std::string& word : words) {
    if (!word.empty()) {
      pointers.push_back(word.c_str());
    }
  }
  pointers.push_back(nullptr);
  return ZxcvbnMatch(password.c_str(), pointers.data(), nullptr);
}

}  // namespace

std::optional<PasswordFault> password_fault(std::string_view password, const PasswordContext& context) {
  const auto length = characters(password);
  if (!length) {
    return PasswordFault::not_text;
  }
  if (*length < shortest_password) {
    return PasswordFault::too_short;
  }
  if (*length > longest_password) {
    return PasswordFault::too_long;
  }
  const std::string folded = lower(password);
  if (!context.user.empty() && folded.find(lower(context.user)) != std::string::npos) {
    return PasswordFault::holds_user_name;
  }
  if (breached(folded)) {
    return PasswordFault::breached;
  }
  // zxcvbn takes a capital for a change that costs guesses, so it sees the text as it was typed.
  if (bits_of(std::string(password), context) < fewest_bits) {
    return PasswordFault::easy_to_guess;
  }
  return std::nullopt;
}

Bilingual text(PasswordFault fault) {
  switch (fault) {
    case PasswordFault::too_short:
      return {.id = "Kata sandi paling sedikit 12 karakter. Beberapa kata dengan spasi boleh.",
              .en = "A password has at least 12 characters. Several words with blanks are fine."};
    case PasswordFault::too_long:
      return {.id = "Kata sandi paling banyak 128 karakter.", .en = "A password has at most 128 characters."};
    case PasswordFault::not_text:
      return {.id = "Kata sandi berisi tanda yang tidak bisa diketik.",
              .en = "The password holds a character that cannot be typed."};
    case PasswordFault::holds_user_name:
      return {.id = "Kata sandi tidak boleh memuat nama pengguna.", .en = "A password must not hold the user name."};
    case PasswordFault::breached:
      return {.id = "Kata sandi ini ada di daftar kata sandi yang pernah bocor. Pilih yang lain.",
              .en = "This password is on a list of leaked ones. Choose another."};
    case PasswordFault::easy_to_guess:
      break;
  }
  return {.id = "Kata sandi ini mudah ditebak. Tambahkan beberapa kata yang tidak saling berhubungan.",
          .en = "This password is easy to guess. Add some words that have nothing to do with each other."};
}

}  // namespace antrean::accounts
