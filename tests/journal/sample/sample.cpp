#include "sample/sample.hpp"

#include <stdlib.h>

#include <cstring>
#include <stdexcept>
#include <system_error>

#include <SQLiteCpp/SQLiteCpp.h>

#include "chain/chain.hpp"
#include "journal/high_water_mark.hpp"

namespace antrean::tests {
namespace {

using namespace antrean::queue;

const SlotHours ten{TimeOfDay{600}, TimeOfDay{720}};

Line line() { return {"paspor/berkas", "booked", {from_ms(1'790'000'000'000), 7, 8}}; }

std::vector<EventBody> bodies() {
  DayOpened opened{monday, 12, {}, {}, {}, "jam salah"};
  opened.numbers = {{monday.plus(-1), {{"A", 17}, {"B", 3}}}};
  opened.times = {{"paspor/berkas", {300, 420}}, {"paspor/foto", {}}};
  opened.alarms = {{"board 3", "Papan 3 tidak menjawab", "Board 3 does not answer", from_ms(77)}};
  Admitted admitted{81,
                    "AD-QFJ8BD",
                    "paspor",
                    ten,
                    Standing::late_end_of_hour,
                    3,
                    2,
                    {"A001", "A002"},
                    false,
                    true,
                    "surat tugas",
                    "Selamat datang",
                    "Welcome \"you\" \u00e9"};
  TicketIssued issued;
  issued.ticket = 1;
  issued.number = "A001";
  issued.service = "paspor";
  issued.stage = "berkas";
  issued.line = line();
  issued.booking = 81;
  issued.slot = ten.start;
  issued.held_until = from_ms(55);
  issued.walk_in = TimeOfDay{480};
  issued.people = 2;
  issued.reason = "hilang";
  issued.message_id = "Nomor A001";
  issued.message_en = "Number A001";
  issued.key = "3f2a";
  issued.page_key = "00112233445566778899aabb";
  issued.language = Language::en;
  Called called{1, "A001", 3, "paspor", 4, {TurnKind::passed_over, "paspor/berkas", "booked", 90, 80}, 600, "pejabat"};
  called.turn.fills = true;
  called.from = {{"paspor/berkas", ""}, {"ambil", "lansia"}};
  Finished finished{1, "A001", 3, "paspor", "berkas", "paspor/berkas", 321, NextStage{"foto", "F004", line()}};
  return {opened,
          DayClosed{monday, 10, 5, 2, 1, 2},
          ClosedUnserved{1, "A001", queue::Outcome::day_closed},
          ClockStepped{3'600'000},
          admitted,
          issued,
          ScanAnswered{"wrong_day", "AD-AAAAAA", {"A009"}, "Bukan hari ini", "Not today"},
          HourCame{1, "A001"},
          ClassGranted{1, "A001", "lansia", "72 tahun"},
          TicketReturned{1, "A001", line()},
          TicketCancelled{1, "A001", 3, "pulang"},
          called,
          Recalled{1, "A001", 3, "paspor", 5, 2},
          ServingStarted{1, "A001", 3},
          ServedDirect{1, "A001", 3, "tamu"},
          Missed{1, "A001", 3},
          finished,
          Parked{1, "A001", 3, "fotokopi", from_ms(66)},
          ParkingEnded{1, "A001"},
          Resumed{1, "A001", 3},
          CallCancelled{1, "A001", 3, "salah tekan"},
          HandedBack{1, "A001", 3},
          Transferred{1, "A001", 3, 4, "paspor", "foto", "F001", line(), "salah loket"},
          CounterOpened{3},
          CounterPaused{3, "istirahat"},
          CounterClosed{3},
          LoggedIn{3, "dewi"},
          LoggedOut{3, "dewi"},
          AlarmRaised{"journal", "Cakram penuh", "Disk full"},
          AlarmCleared{"journal"},
          LineReplaced{1, "A001", "paspor", "foto", line(), "tahap berganti nama"},
          DayClosing{monday},
          DayReopened{monday, 1, "ditutup terlalu awal"},
          NumbersSkipped{{"A012", "B101"}},
          FinishUndone{1, "A001", 3, "paspor", "berkas", "paspor/berkas", 321},
          HallPaused{from_ms(1'795'323'600'000), "latihan kebakaran"},
          HallResumed{},
          NoticeSet{NoticeSeverity::emergency, "Harap keluar", "Please leave", std::nullopt},
          NoticeEnded{7},
          WalkInsSet{"paspor", TimeOfDay{8 * 60}, 20},
          LastNumbersSet{TimeOfDay{14 * 60}},
          SettingsChanged{"ab12", ""},
          FeedbackGiven{4, 1, "A001", Feedback::good}};
}

}  // namespace

std::vector<Event> every_kind(std::uint64_t first) {
  std::vector<Event> events;
  for (EventBody& body : bodies()) {
    const std::uint64_t seq = first + events.size();
    events.push_back({seq,
                      from_ms(1'790'000'000'000 + static_cast<std::int64_t>(seq) * 1000),
                      {ActorKind::supervisor, "Dewi"},
                      std::move(body)});
  }
  return events;
}

std::vector<Event> plain_day(OfficeDay day, std::uint64_t first, unsigned people) {
  std::vector<Event> events;
  UtcTime at = instant(day, TimeOfDay{480}, Zone::wib);
  const auto add = [&](ActorKind kind, const char* who, EventBody body) {
    at += std::chrono::seconds{20};
    events.push_back({first + events.size(), at, {kind, who}, std::move(body)});
  };
  DayOpened opened;
  opened.day = day;
  add(ActorKind::system, "clock", opened);
  add(ActorKind::officer, "dewi", LoggedIn{3, "dewi"});
  for (TicketId ticket = 1; ticket <= people; ++ticket) {
    const std::string digits = std::to_string(1000 + ticket).substr(1);
    const std::string number = "B" + digits;
    Admitted admitted;
    admitted.booking = 1000 + ticket;
    admitted.code = "AD-AAA" + digits;
    admitted.service = "paspor";
    admitted.slot = ten;
    admitted.numbers = {number};
    add(ActorKind::entrance, "entrance", admitted);
    TicketIssued issued;
    issued.ticket = ticket;
    issued.number = number;
    issued.service = "paspor";
    issued.stage = "berkas";
    issued.line = line();
    issued.booking = admitted.booking;
    add(ActorKind::entrance, "entrance", issued);
    Called called;
    called.ticket = ticket;
    called.number = number;
    called.counter = 3;
    called.service = "paspor";
    called.call = ticket;
    called.waited_s = 20;
    add(ActorKind::pad, "pad 3", called);
    add(ActorKind::pad, "pad 3", Finished{ticket, number, 3, "paspor", "berkas", "paspor/berkas", 20, std::nullopt});
  }
  add(ActorKind::officer, "dewi", LoggedOut{3, "dewi"});
  add(ActorKind::system, "clock", DayClosed{day, people, people, 0, 0, 0});
  return events;
}

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "antrean-journal-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "cannot make a folder in the temporary directory");
  }
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void change_and_chain_anew(const std::filesystem::path& journal, const std::string& sql, const std::string& chain_key) {
  const Chain chain(chain_key);
  SQLite::Database db(journal, SQLite::OPEN_READWRITE);
  SQLite::Transaction transaction(db);
  std::vector<std::string> triggers;
  {
    SQLite::Statement all(db, "SELECT sql FROM sqlite_schema WHERE type = 'trigger'");
    while (all.executeStep()) {
      triggers.push_back(all.getColumn(0).getString());
    }
  }
  db.exec("DROP TRIGGER event_stays; DROP TRIGGER event_kept; " + sql);
  const auto hash_of = [](const SQLite::Column& column) {
    Hash hash{};
    std::memcpy(hash.data(), column.getBlob(), hash.size());
    return hash;
  };
  SQLite::Statement anchor(db, "SELECT anchor_hash FROM head");
  anchor.executeStep();
  Hash hash = hash_of(anchor.getColumn(0));
  SQLite::Statement rows(db, "SELECT seq, at, opening, day, who_kind, who, name, body FROM event ORDER BY seq");
  SQLite::Statement write(db, "UPDATE event SET hash = ? WHERE seq = ?");
  journal::HighWaterMark mark;
  while (rows.executeStep()) {
    const auto text = [&](int column) { return rows.getColumn(column).getString(); };
    const std::string who_kind = text(4), who = text(5), name = text(6), body = text(7);
    mark.seq = static_cast<std::uint64_t>(rows.getColumn(0).getInt64());
    mark.at = rows.getColumn(1).getInt64();
    hash = chain.next(hash,
                      {.seq = mark.seq,
                       .at = mark.at,
                       .opening = static_cast<std::uint64_t>(rows.getColumn(2).getInt64()),
                       .day = rows.getColumn(3).isNull() ? std::nullopt : std::optional{rows.getColumn(3).getInt64()},
                       .who_kind = who_kind,
                       .who = who,
                       .name = name,
                       .body = body});
    write.bind(1, hash.data(), static_cast<int>(hash.size()));
    write.bind(2, static_cast<std::int64_t>(mark.seq));
    write.exec();
    write.reset();
  }
  SQLite::Statement head(db, "UPDATE head SET hash = ?, seq = ?");
  head.bind(1, hash.data(), static_cast<int>(hash.size()));
  head.bind(2, static_cast<std::int64_t>(mark.seq));
  head.exec();
  SQLite::Statement reports(db, "UPDATE report_head SET seq = ?");
  reports.bind(1, static_cast<std::int64_t>(mark.seq));
  reports.exec();
  // Nothing must show that they were away.
  for (const std::string& trigger : triggers) {
    db.exec(trigger);
  }
  transaction.commit();
  const auto beside = journal::high_water_mark_beside(journal);
  if (std::filesystem::exists(beside)) {
    mark.hash = hash;
    journal::write_high_water_mark(beside, chain, mark);
  }
}

void append_all(journal::Journal& journal, const std::vector<Event>& events) {
  journal::Batch batch;
  batch.events = events;
  journal.append(batch).value();
}

}  // namespace antrean::tests
