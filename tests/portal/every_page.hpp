// Every page of the portal in every state that it has, made from given values.
#pragma once

#include <string>
#include <vector>

#include "values/bilingual.hpp"

namespace antrean::portal_test {

/// What comes from settings, from people and from requests.
struct PageValues {
  std::string office_code = "AD", office_name = "Bandung", address = "Jalan Surapati 82", city = "Bandung",
              phone = "022 1234567", map = "https://www.openstreetmap.org/node/1", whatsapp = "6281234567890",
              query = "bandung", service_key = "paspor", service_name = "Permohonan paspor", bring = "KTP asli",
              holiday = "Hari Guru", path = "/book/AD/paspor", name = "Siti Aminah", nik = "3273010101900002",
              mail = "siti@contoh.id", code = "AD-QFJ8BD", nik_last4 = "0002", number = "B017", counter = "Loket 3",
              link_key = "00112233445566778899aabbccddeeff", form_token = "0123456789abcdef",
              notice_title = "Halaman tidak ditemukan", notice_text = "Alamat ini tidak ada.", link = "/",
              link_text = "Pesan antrean";
};

struct NamedPage {
  std::string name;
  std::string html;
};
std::vector<NamedPage> every_page(Language language, const PageValues& values);

}  // namespace antrean::portal_test
