#include "accounts/refused.hpp"

#include <chrono>
#include <stdexcept>
#include <string>

#include "accounts/pin.hpp"

namespace antrean::accounts {

Bilingual text(const Refused& refused) {
  switch (refused.why) {
    case Why::wrong:
      return {
          .id = "Nama atau kata sandi salah. Untuk PIN: nama atau PIN salah, atau PIN belum dibuat di komputer ini.",
          .en = "Name or password is wrong. For a PIN: name or PIN is wrong, or no PIN was made on this computer."};
    case Why::locked: {
      const auto minutes = std::to_string(std::chrono::ceil<std::chrono::minutes>(refused.wait).count());
      return {.id = "Terlalu banyak percobaan salah dari tempat ini. Coba lagi dalam " + minutes + " menit.",
              .en = "Too many wrong tries from this place. Try again in " + minutes +
                    (minutes == "1" ? " minute." : " minutes.")};
    }
    case Why::wrong_code:
      return {.id = "Kode salah atau sudah dipakai. Tunggu kode berikutnya.",
              .en = "The code is wrong or was used. Wait for the next one."};
    case Why::clock_untrusted:
      return {.id = "Jam komputer kantor belum bisa dipercaya. Pakai satu kode cadangan.",
              .en = "The office's clock cannot be trusted yet. Use a recovery code."};
    case Why::unknown_machine:
      return {.id = "Komputer ini belum terdaftar. Masuk dengan kata sandi, atau minta teknisi mendaftarkannya.",
              .en = "This computer is not enrolled. Sign in by password, or ask the technician to enrol it."};
    case Why::session_over:
      return {.id = "Sesi sudah berakhir. Masuk lagi.", .en = "The session has ended. Sign in again."};
    case Why::not_now:
      return {.id = "Masuk lagi dengan kata sandi dan kode dulu.", .en = "Sign in again by password and code first."};
    case Why::link_over:
      return {.id = "Kode ini sudah dipakai, sudah lewat, atau salah ketik. Minta yang baru.",
              .en = "This code was used, is too old, or was mistyped. Ask for a new one."};
    case Why::weak_password:
      return text(refused.password.value_or(PasswordFault::easy_to_guess));
    case Why::weak_pin:
      return bad_pin_text();
    case Why::bad_name:
      return {.id = "Nama pengguna: 2 sampai 32 dari a-z, 0-9, titik, tanda hubung. Nama: 1 sampai 80 karakter.",
              .en = "User name: 2 to 32 of a-z, 0-9, dot, dash. Name: 1 to 80 characters."};
    case Why::name_taken:
      return {.id = "Nama pengguna ini sudah ada.", .en = "This user name exists already."};
    case Why::unknown_person:
      return {.id = "Tidak ada orang dengan nama pengguna ini.", .en = "Nobody has this user name."};
    case Why::busy:
      return {.id = "Terlalu banyak orang masuk bersamaan. Coba lagi sebentar.",
              .en = "Too many people are signing in. Try again in a moment."};
    case Why::storage:
      break;
  }
  return {.id = "Disk tidak bisa menyimpan. Tidak ada yang berubah. Beri tahu teknisi.",
          .en = "The disk does not take it. Nothing was changed. Tell the technician."};
}

void throw_exception_from_error(const Refused& refused, const boost::source_location& where) {
  throw std::logic_error(std::string(where.function_name()) + ": refused unseen: " + text(refused).en);
}

}  // namespace antrean::accounts
