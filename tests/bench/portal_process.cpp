#include "portal_process.hpp"

#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include "booking/keys.hpp"
#include "codes/booking_code.hpp"
#include "demo/whole_office.hpp"
#include "files/durable_file.hpp"
#include "http_load.hpp"
#include "office_process.hpp"

namespace antrean::bench {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::string settings_of(const fs::path& folder, std::uint16_t port, std::uint16_t smtp, const PortalShape& shape) {
  auto text = fmt::format(R"toml([portal]
port = {0}
database = "{1}/portal.db"
public_url = "https://antrean.example.go.id"
https = false
bookings_per_minute = 1000000
{4}
[signing]
use = 1
[[signing.key]]
id = 1
file = "signing.key"
[booking]
days_ahead = 60
release_time = "00:00"
confirm_contact = "offered"
one_booking_per = "day"
people_per_contact = 0
cancels = 0
[pressure]
proof_of_work = "never"
[mail]
server = "127.0.0.1"
port = {2}
security = "none"
from = "Antrean <antrean@contoh.id>"
rate_per_minute = {3}
[[service]]
key = "paspor"
name_id = "Permohonan paspor"
name_en = "Passport application"
bring_id = ["KTP elektronik asli dan fotokopi", "Kartu keluarga asli dan fotokopi"]
bring_en = ["Electronic identity card, original and copy", "Family card, original and copy"]
)toml",
                          port, folder.string(), smtp, shape.mails_per_minute, shape.more);
  const auto slot = [&](const char* name, unsigned from, int places) {
    text += fmt::format(
        "[[slots.{}.slot]]\ndays = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]\n"
        "from = \"{:02}:00\"\nto = \"{:02}:00\"\nquota = {{ paspor = {} }}\n",
        name, from, from + 2, places);
  };
  for (unsigned hour = 0; hour < PortalShape::hours; ++hour) {
    slot("large", 8 + 2 * hour, PortalShape::quota);
  }
  slot("small", 8, shape.small_quota);
  for (unsigned n = 0; n <= shape.offices; ++n) {
    text += fmt::format("[[office]]\ncode = \"{}\"\nname = \"Kantor {}\"\nzone = \"WIB\"\nslots = \"{}\"\n",
                        office_code(n), n, n < shape.offices ? "large" : "small");
  }
  return text;
}

}  // namespace

std::string office_code(unsigned n) { return fmt::format("{}{}", static_cast<char>('A' + n % 26), 1 + n / 26); }

std::string office_token(const std::string& office) { return office + std::string(40, 't'); }

PortalProcess::PortalProcess(const fs::path& folder, std::uint16_t smtp)
    : folder_(folder), smtp_(smtp), port_(demo::free_port()) {
  files::create(folder / "portal-nik.key", std::string(64, 'n'));
  files::create(folder / "signing.key", portal::to_text(codes::make_key_pair().secret_key));
}

void PortalProcess::start(const PortalShape& shape) {
  const auto file = folder_ / "portal.toml";
  std::ofstream(file) << settings_of(folder_, port_, smtp_, shape);
  for (unsigned n = 0; n <= shape.offices; ++n) {
    const auto token = folder_ / ("office_" + office_code(n) + ".token");
    if (!fs::exists(token)) {
      files::create(token, office_token(office_code(n)));
    }
  }
  child_ = std::make_unique<demo::Child>(demo::Child::How{.program = program("antrean-portal"),
                                                          .arguments = {"--config", file.string()},
                                                          .environment = {},
                                                          .log = folder_ / "portal.log"});
  try {
    Reader health(get_request(port_, "/health"));
    run_load(port_, {&health}, 0ns);
  } catch (const std::exception& failure) {
    throw std::runtime_error(fmt::format("{}\n{}", failure.what(), child_->last_words()));
  }
}

}  // namespace antrean::bench
