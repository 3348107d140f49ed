#include "rig/morning.hpp"

#include <stdexcept>

#include "office_settings/office_settings.hpp"
#include "queue/engine.hpp"
#include "rig/ran.hpp"

namespace antrean::cli::test {
namespace {

using namespace queue;

const Actor entrance{.kind = ActorKind::entrance, .name = "pintu", .role = "clerk"};
const Actor sari{.kind = ActorKind::officer, .name = "sari", .role = "officer", .machine = "Loket 1"};
const Actor budi{ActorKind::officer, "budi"};
const Actor supervisor{.kind = ActorKind::supervisor, .name = "dewi", .role = "supervisor", .machine = "Loket 1"};
const Actor clock_actor{ActorKind::system, "clock"};

/// Decides, stores and applies, as the office does.
class Desk {
 public:
  Desk(journal::Journal& journal, const Plan& plan) : journal_(journal), plan_(plan), state_(plan) {}

  void at(const char* time, const Actor& by, Action action) {
    const UtcTime now = instant(tuesday, *TimeOfDay::parse(time), Zone::wib);
    const Decision decision = decide(state_, plan_, {by, std::move(action)}, now);
    if (const auto* refusal = std::get_if<Refusal>(&decision)) {
      throw std::logic_error("the morning: " + words_en(*refusal, Zone::wib));
    }
    const auto& events = std::get<std::vector<Event>>(decision);
    tests::append_all(journal_, events);
    for (const Event& event : events) {
      apply(state_, plan_, event);
    }
  }

 private:
  journal::Journal& journal_;
  const Plan& plan_;
  State state_;
};

Admit booked(unsigned serial) {
  const std::string digits = std::to_string(1000 + serial).substr(1);
  Admit admit;
  admit.booking = 500 + serial;
  admit.code = "AD-BCD" + digits;
  admit.service = "paspor";
  admit.slot = {TimeOfDay{8 * 60}, TimeOfDay{9 * 60}};
  return admit;
}

Plan plan_of(const std::filesystem::path& settings) {
  return std::get<Plan>(Plan::make(office::read_file(settings).plan));
}

}  // namespace

std::string settings_text(const std::filesystem::path& journal, unsigned port, const std::string& hours, bool sign_in) {
  const bool always = hours == "always";
  return "[office]\ncode = \"AD\"\nname = \"Kantor Imigrasi Uji\"\nzone = \"WIB\"\njournal = \"" + journal.string() +
         "\"\n\n[[hours]]\ndays = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"" +
         std::string(always ? ", \"sat\", \"sun\"" : "") + "]\nopen = \"" + (always ? "00:00" : hours) +
         "\"\nlast_numbers = \"" + (always ? "24:00" : "15:00") + "\"\nclose = \"" + (always ? "24:00" : "16:00") +
         "\"\n" + (always ? "" : "breaks = [\"12:00-13:00\"]\n") + R"(
[series.booked]
letters = "B"
[series.walk_in]
letters = "A"
[series.pickup]
letters = "D"

[class.booked]
name_id = "Antrean daring"
name_en = "Booked online"
weight = 2
[class.walk_in]
name_id = "Datang langsung"
name_en = "Walk-in"
series = "walk_in"
fills = true

[[service]]
key = "paspor"
name_id = "Paspor"
name_en = "Passport"
series = "booked"
[[service.stage]]
key = "layanan"
name_id = "Wawancara dan foto"
name_en = "Interview and photo"
typical = "8m"
[[service.walk_in]]
reasons = []

[[service]]
key = "ambil"
name_id = "Pengambilan"
name_en = "Collection"
series = "pickup"
[[service.stage]]
key = "loket"
name_id = "Pengambilan paspor"
name_en = "Passport collection"
typical = "3m"
[[service.walk_in]]
reasons = []

[[counter]]
id = 1
serves = ["paspor/layanan"]
[[counter]]
id = 2
serves = ["paspor/layanan"]
[[counter]]
id = 3
serves = ["ambil/loket"]

[[officer]]
key = "sari"
name = "Sari"
[[officer]]
key = "budi"
name = "Budi"

[web]
port = 0

[staff]
port = )" +
         std::to_string(port) + "\nsign_in = " + (sign_in ? "true" : "false") +
         "\n\n[technician]\nsocket = \"technician.sock\"\n";
}

Morning::Morning() : place(folder / ""), plan((write_text(settings(), settings_text(journal())), plan_of(settings()))) {
  const auto journal = journal::Journal::open({.file = this->journal()});
  Desk desk(*journal, plan);
  desk.at("07:30", clock_actor, OpenDay{tuesday});
  desk.at("07:55", sari, Login{1, "sari"});
  desk.at("07:55", sari, OpenCounter{1});
  desk.at("07:55", budi, Login{2, "budi"});
  desk.at("07:55", budi, OpenCounter{2});
  for (unsigned serial = 1; serial <= 10; ++serial) {
    desk.at(("08:0" + std::to_string(serial - 1)).c_str(), entrance, booked(serial));
  }
  WalkIn walk_in;
  walk_in.service = "paspor";
  desk.at("08:12", entrance, walk_in);
  desk.at("08:15", sari, CallNext{1});
  desk.at("08:15", budi, CallNext{2});
  desk.at("08:24", sari, FinishAndNext{1});
  desk.at("08:26", budi, NoShow{2});
  desk.at("08:27", budi, CallNext{2});
  desk.at("08:30", budi, Park{2, "=HYPERLINK(\"http://example.com\",\"fotokopi\")", std::nullopt});
  desk.at("08:31", supervisor, CancelTicket{"B010", "NIK 3273-0123-0490-0001 salah"});
  events = journal->last_seq();

  office_api::BookingPage page;
  page.cursor = 7;
  BookingId id = 900;
  for (int hour : {8, 9, 10, 11}) {
    for (int i = 0; i < 12; ++i, ++id) {
      Booking booking;
      booking.id = id;
      booking.code = "AD-TMR" + std::to_string(id);
      booking.office = "AD";
      booking.service = "paspor";
      booking.day = tuesday.plus(1);
      booking.slot = {TimeOfDay{hour * 60}, TimeOfDay{hour * 60 + 60}};
      booking.name = "Siti Rahayu";
      booking.nik_last4 = "4321";
      booking.status = i == 11 ? BookingStatus::cancelled : BookingStatus::confirmed;
      page.bookings.push_back(booking);
    }
  }
  journal->day_list().apply(page).value();
}

std::vector<std::string> Morning::with(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), {"--config", settings().string()});
  return arguments;
}

}  // namespace antrean::cli::test
