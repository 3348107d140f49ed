#include "service/portal_connection.hpp"

#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include "bookings/key_file.hpp"
#include "service/expected_people.hpp"
#include "service/portal_feedback.hpp"

namespace antrean::office {
namespace {

namespace asio = boost::asio;

/// A short interruption needs no alarm; a line that stays lost does.
constexpr std::uint32_t failures_worth_an_alarm = 3;

constexpr const char* copy_subject = "portal copy";
constexpr const char* heads_subject = "journal at portal";
constexpr const char* clock_subject = "portal certificate dates";
constexpr std::size_t codes_in_alarm = 12;  // the log has them all
constexpr std::size_t code_letters = 9;     // a proof that could not be read is longer

bookings::LinkSettings link_settings(const PortalSettings& portal) {
  bookings::LinkSettings settings;
  settings.url = portal.url;
  settings.token = settings::read_secret(portal.token_file);
  settings.ca_file = portal.ca_file;
  settings.pull_every = portal.pull_every;
  return settings;
}

void log_failure(const std::exception_ptr& error) {
  try {
    if (error) {
      std::rethrow_exception(error);
    }
  } catch (const std::exception& what) {
    spdlog::error("portal: {}", what.what());
  }
}

}  // namespace

PortalConnection::PortalConnection(asio::io_context& io, const OfficeSettings& settings, const process::Clock& clock,
                                   Worker& journal_worker, journal::Journal& journal, CommandLoop& loop,
                                   Entrance& entrance, Alarms& alarms, const std::optional<codes::KeyPair>& office_key)
    : io_(io),
      worker_(journal_worker),
      journal_(journal),
      loop_(loop),
      alarms_(alarms),
      day_list_(journal_worker, journal),
      outbox_(journal_worker, journal),
      heads_(journal_worker, journal, settings.plan.office, office_key),
      today_(loop, settings.portal->feedback_for),
      link_(io, link_settings(*settings.portal), clock, day_list_, outbox_),
      zone_(settings.plan.zone) {
  link_.send_heads_of(heads_);
  link_.send_today_of(today_);
  link_.on_feedback([this](office_api::TodayFeedback said) { return take_feedback(loop_, zone_, std::move(said)); });
  link_.on_page([this](const office_api::BookingPage& page) {
    expect_people();
    if (!page.used.empty()) {
      note_numbers();
    }
  });
  link_.on_keys([this, &entrance, file = key_file(settings)](const codes::Keyring& keys) {
    entrance.set_keys(keys);
    asio::co_spawn(io_, worker_.run([file, keys] { bookings::save_keys(file, keys); }), log_failure);
  });
  link_.on_afresh([this] {
    alarms_.raise(copy_subject,
                  "Basis data portal lain dari sebelumnya (dipulihkan dari cadangan?); daftar pesanan "
                  "diambil ulang dari awal.",
                  "The portal's database is another than before (put back from a copy?); the list of bookings is "
                  "taken from the start.");
  });
  link_.on_given_back([this](const std::vector<std::string>& no_place) {
    if (no_place.empty()) {
      alarms_.clear(copy_subject);
      return;
    }
    std::string codes;
    for (std::size_t i = 0; i < no_place.size() && i < codes_in_alarm; ++i) {
      codes += (codes.empty() ? "" : ", ") + no_place[i].substr(0, code_letters);
    }
    alarms_.raise(copy_subject,
                  "Portal dipulihkan dari cadangan; " + std::to_string(no_place.size()) +
                      " pesanan tidak mendapat tempat lagi di sana. Kantor tetap melayaninya; putuskan dengan "
                      "direktorat: " +
                      codes,
                  "The portal was put back from a copy; " + std::to_string(no_place.size()) +
                      " bookings have no place there any more. The office still serves them; decide with the "
                      "directorate: " +
                      codes);
  });
  link_.on_change([this](const bookings::LinkHealth& health) {
    const bool away = health.bookings.failures >= failures_worth_an_alarm;
    if (away && !alarmed_) {
      alarms_.raise("portal", "Portal tidak terjangkau; kantor tetap berjalan. " + health.bookings.last_error,
                    "The portal cannot be reached; the office goes on. " + health.bookings.last_error);
    } else if (!away && alarmed_) {
      alarms_.clear("portal");
    }
    alarmed_ = away;
    if (health.dates_unchecked && !clock_alarmed_) {
      alarms_.raise(clock_subject,
                    "Jam mesin ini lebih awal dari pembuatan program; tanggal sertifikat portal tidak diperiksa. Setel "
                    "jam (timedatectl).",
                    "This machine's clock is earlier than the program was built; the dates of the portal's certificate "
                    "are not checked. Set the clock (timedatectl).");
    } else if (!health.dates_unchecked && clock_alarmed_) {
      alarms_.clear(clock_subject);
    }
    clock_alarmed_ = health.dates_unchecked;
    alarm_of_journal(health.journal);
  });
}

void PortalConnection::alarm_of_journal(bookings::JournalAtPortal now) {
  if (std::exchange(journal_told_, now) == now) {
    return;
  }
  switch (now) {
    case bookings::JournalAtPortal::unknown:
      return;
    case bookings::JournalAtPortal::agrees:
      alarms_.clear(heads_subject);  // also the one of a run before
      return;
    case bookings::JournalAtPortal::other_past:
      alarms_.raise(heads_subject,
                    "Portal mencatat isi jurnal yang lain: jurnal kantor ini diubah dari luar, atau diganti salinan "
                    "lain. Periksa dengan: antrean verify. Simpan berkasnya sebagai bukti.",
                    "The portal was told another past of this journal: it was changed from outside, or another copy "
                    "is in its place. Look with: antrean verify. Keep the file as evidence.");
      return;
    case bookings::JournalAtPortal::end_missing:
      alarms_.raise(heads_subject,
                    "Portal mencatat kejadian yang tidak ada di jurnal ini: bagian akhirnya hilang, atau diganti "
                    "salinan lama. Periksa dengan: antrean verify.",
                    "The portal was told of events that this journal does not have: its end is missing, or an older "
                    "copy is in its place. Look with: antrean verify.");
      return;
  }
}

std::filesystem::path PortalConnection::key_file(const OfficeSettings& settings) {
  std::filesystem::path file = settings.journal;
  file += ".keys";
  return file;
}

void PortalConnection::start(process::Loops& loops) {
  loops.spawn("portal bookings", link_.pull_bookings());
  loops.spawn("portal results", link_.send_results());
  loops.spawn("portal keys", link_.refresh_keys());
  loops.spawn("journal heads", link_.send_heads());
  loops.spawn("how the day stands", link_.send_today());
  loops.spawn("people expected", keep_expecting());
}

asio::awaitable<void> PortalConnection::keep_expecting() {
  asio::steady_timer minute(io_);
  for (;;) {
    expect_people();
    note_numbers();
    minute.expires_after(std::chrono::minutes(1));
    co_await minute.async_wait(asio::use_awaitable);
  }
}

void PortalConnection::note_numbers() {
  const UtcTime since = instant(loop_.snapshot()->day, TimeOfDay{0}, zone_);
  asio::co_spawn(io_, worker_.run([this, since] { return journal_.day_list().numbers_used(since); }),
                 [this](const std::exception_ptr& error, std::vector<std::string> numbers) {
                   if (error) {
                     log_failure(error);
                     return;
                   }
                   // It is refused while no day is open; the next minute tries again.
                   asio::co_spawn(
                       io_,
                       loop_.submit({.by = {.kind = queue::ActorKind::system, .name = "portal"},
                                     .action = queue::NoteNumbers{.numbers = std::move(numbers)}}),
                       [](const std::exception_ptr& failure, const CommandLoop::Answer&) { log_failure(failure); });
                 });
}

void PortalConnection::expect_people() { office::expect_people(io_, worker_, journal_, loop_); }

}  // namespace antrean::office
