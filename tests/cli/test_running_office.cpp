// With a running antrean-office: it continues to call while a command reads its data.
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <stop_token>
#include <thread>

#include <boost/json/parse.hpp>

#include "rig/morning.hpp"
#include "rig/office_at_work.hpp"
#include "rig/ran.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::cli::test;
namespace fs = std::filesystem;

TEST_GROUP(RunningOffices) {
  OfficeAtWork office;
  void setup() override {
    office.command(R"({"command":"open_counter","counter":1,"officer":"sari"})");
    for (int i = 0; i < 4; ++i) {
      walk_in();
    }
    office.command(R"({"command":"call_next","counter":1,"officer":"sari"})");
  }
  void walk_in() { office.command(R"({"command":"walk_in","service":"paspor"})"); }
  Ran ran(std::vector<std::string> arguments) { return run_antrean(office.place, office.with(std::move(arguments))); }
  bool nothing_left_behind() {
    for (const auto& entry : fs::directory_iterator(office.place)) {
      if (entry.path().filename().string().find(".copy") != std::string::npos) {
        return false;
      }
    }
    return true;
  }
};

TEST(RunningOffices, StatusAsksIt) {
  const Ran told = ran({"status"});
  LONGS_EQUAL_TEXT(0, told.code, (told.out + told.err).c_str());
  CHECK(told.says("Kantor Imigrasi Uji (AD)"));
  CHECK(told.says(" 1  Loket 1  open    A001    called"));
  CHECK(told.says("journal  well   at event "));
  CHECK(told.says("all is well"));
  const Ran json = ran({"status", "--json"});
  const auto document = boost::json::parse(json.out);
  CHECK(document.at("well").as_bool());
  STRCMP_EQUAL("A001", std::string(document.at("snapshot").at("counters").at(0).at("number").as_string()).c_str());
  // With its address no settings are needed.
  LONGS_EQUAL(0, run_antrean(office.place, {"--config", "/none", "status", "--office", office.socket().string()}).code);
}

TEST(RunningOffices, WhyAsksIt) {
  CHECK(ran({"why", "A001"}).says("A001 is being called to counter 1."));
  CHECK(ran({"why", "A002"}).says("A002 is next"));
  const Ran none = ran({"why", "A099"});
  LONGS_EQUAL(3, none.code);
  CHECK(none.complains("there is no ticket A099"));
}

TEST(RunningOffices, WhatLooksIntoTheJournalGetsACopyAndLeavesNothingBehind) {
  const Ran verified = ran({"verify"});
  LONGS_EQUAL_TEXT(0, verified.code, verified.err.c_str());
  CHECK(verified.complains("the office is at work; what is checked is a copy"));
  CHECK(ran({"replay"}).says("A001    paspor   layanan  called"));
  CHECK(ran({"why", "A001", "--until", "2100-01-01 00:00"}).says("being called"));
  CHECK(ran({"export", "--csv"}).says("A004"));
  CHECK(nothing_left_behind());
  // And the office still works.
  walk_in();
  CHECK(ran({"status"}).says("all is well"));
}

TEST(RunningOffices, AListOfADayIsTakenWholeOrNotAtAllAndOnce) {
  const fs::path list = office.folder / "list.csv";
  std::ofstream{list}
      << "Kode;Nama;Tanggal;Jam;Layanan\nX1;Siti Aminah;23/11/2026;08.00;paspor\nX2;Budi;23/11/2026;9;paspor\n";
  const Ran first = ran({"import-day", list.string()});
  LONGS_EQUAL_TEXT(0, first.code, (first.out + first.err).c_str());
  CHECK(first.says("2 new bookings, 0 changed, 0 were here already"));
  CHECK(ran({"import-day", list.string()}).says("0 new bookings, 0 changed, 2 were here already"));
  std::ofstream{list, std::ios::app} << "X3;Ani;23/11/2026;25.00;paspor\nX1;Siti;23/11/2026;08.00;paspor\n";
  const Ran bad = ran({"import-day", list.string()});
  LONGS_EQUAL(3, bad.code);
  CHECK(bad.says("line 4: the hour '25.00' is not like 08:00"));
  CHECK(bad.says("line 5: this booking is in line 2 already"));
  CHECK(bad.complains("nothing was taken"));
  std::ofstream{list} << "Kode;Nama;Tanggal;Jam;Layanan\nX1;Siti Aminah;23/11/2026;10.00;paspor\n";
  CHECK(ran({"import-day", list.string()}).says("0 new bookings, 1 changed, 0 were here already"));
  LONGS_EQUAL(1, ran({"import-day", "/none/list.csv"}).code);
}

TEST(RunningOffices, ItsJournalIsNotRestoredOver) {
  const fs::path backup = office.folder / "backup.db";
  LONGS_EQUAL(0, ran({"backup", backup.string()}).code);
  const Ran told = ran({"restore", backup.string()});
  LONGS_EQUAL(5, told.code);
  CHECK(told.complains("stop the office first"));
}

TEST(RunningOffices, ABackupUnderLoadVerifiesAndRestores) {
  // A counter that opens and closes: one event each time, as many as the disk can take.
  std::atomic<int> given{0};
  std::atomic<bool> broke_off{false};
  std::jthread people([&](const std::stop_token& enough) {
    try {
      while (!enough.stop_requested()) {
        const char* what = given % 2 == 0 ? "open_counter" : "close_counter";
        office.command(std::string(R"({"command":")") + what + R"(","counter":2,"officer":"budi"})");
        ++given;
      }
    } catch (const std::exception&) {
      broke_off = true;
    }
  });
  // The journal is large enough to be copied in several steps, and the office works before, between and after
  // them.
  while (given < 300 && !broke_off) {
    std::this_thread::yield();
  }
  std::vector<fs::path> backups;
  for (int i = 0; i < 3; ++i) {
    backups.push_back(office.folder / ("backup" + std::to_string(i) + ".db"));
    const int before = given;
    const Ran told = ran({"backup", backups.back().string()});
    CHECK_TEXT(told.code == 0, told.err.c_str());
    CHECK_TEXT(given > before, "nothing happened meanwhile");
  }
  people.request_stop();
  people.join();
  CHECK(!broke_off);
  const int last = given;
  std::uint64_t events = 0;
  for (const fs::path& backup : backups) {
    const auto report = boost::json::parse(ran({"verify", "--json", backup.string()}).out);
    CHECK(report.at("good").as_bool());
    CHECK(report.at("events").to_number<std::uint64_t>() > events);  // each later copy has more
    events = report.at("events").to_number<std::uint64_t>();
  }
  CHECK(events >= 300 && events < static_cast<std::uint64_t>(last) + 100);
  CHECK(nothing_left_behind());

  office.stop();
  LONGS_EQUAL(0, ran({"verify"}).code);
  const Ran restored = ran({"restore", "--skip-numbers", "0", backups.back().string()});
  LONGS_EQUAL_TEXT(0, restored.code, restored.err.c_str());
  CHECK(restored.says("restored"));
  LONGS_EQUAL(events, boost::json::parse(ran({"verify", "--json"}).out).at("events").to_number<std::uint64_t>());
}

TEST(RunningOffices, OnlyACommandAtItsSocketGetsACopyAndOneAtATime) {
  const std::vector<std::pair<std::string, std::string>> json{{"Content-Type", "application/json"}};
  for (const char* path : {"/technician/journal-copy", "/journal-copy", "/people"}) {
    LONGS_EQUAL_TEXT(404, office.post(path, "{}", json).first, path);
  }
  LONGS_EQUAL(403, office.at_socket("POST", "/journal-copy", {{"Origin", office.url()}}).first);
  LONGS_EQUAL(403, office.at_socket("POST", "/journal-copy", {{"X-Forwarded-For", "10.0.0.9"}}).first);
  LONGS_EQUAL(200, office.at_socket("POST", "/journal-copy").first);
  // Nobody has taken it yet.
  LONGS_EQUAL(409, office.at_socket("POST", "/journal-copy").first);
  const std::string log = text_of(office.log());
  const std::string who = "peer=uid:" + std::to_string(::geteuid()) + " pid=" + std::to_string(::getpid());
  CHECK(log.find("security: done person=- " + who + " what=journal_copy answer=200") != std::string::npos);
  CHECK(log.find(who + " what=journal_copy answer=409") != std::string::npos);
  const Ran told = ran({"verify"});
  LONGS_EQUAL(1, told.code);
  CHECK(told.complains("another copy is being made or taken away; try again in a minute"));
  fs::remove(office.folder / "office.db.copy");
  LONGS_EQUAL(0, ran({"verify"}).code);
}

TEST(RunningOffices, ACopyLeftBehindUnderAClockThatWasAheadKeepsNobodyWaiting) {
  const fs::path left = office.folder / "office.db.copy";
  for (const auto age : {std::chrono::hours(24 * -365), std::chrono::hours(-1), std::chrono::hours(1)}) {
    std::ofstream{left} << "half";
    fs::last_write_time(left, fs::file_time_type::clock::now() - age);
    const Ran told = ran({"verify"});
    LONGS_EQUAL_TEXT(0, told.code, told.err.c_str());
  }
  CHECK(nothing_left_behind());
}

TEST(RunningOffices, JsonInAnySpellingIsJson) {
  for (const char* type : {"Application/JSON", "application/json; charset=UTF-8"}) {
    const auto [status, body] = office.post("/console/command", R"({"command":"close_day"})", {{"Content-Type", type}});
    CHECK_TEXT(status != 403 && status != 415, (std::string(type) + ": " + body).c_str());
  }
}

TEST(RunningOffices, ACopyOfACommandThatWasKilledGoesWithTheNext) {
  // No process has the first number (the kernel's highest is 4194304). The other one is this process, which
  // lives.
  const auto abandoned = office.folder / "office.db.copy-99999999";
  const auto in_use = office.folder / ("office.db.copy-" + std::to_string(getpid()));
  std::ofstream{abandoned} << "half";
  std::ofstream{in_use} << "half";
  LONGS_EQUAL(0, ran({"verify"}).code);
  CHECK_FALSE(fs::exists(abandoned));
  CHECK_TRUE(fs::exists(in_use));
  fs::remove(in_use);
}

TEST(RunningOffices, WhoMayNotConnectIsToldHowTo) {
  fs::permissions(office.place, fs::perms::others_exec, fs::perm_options::add);
  std::vector<std::string> command{(programs() / "antrean").string(), "--config", "/none", "status", "--office",
                                   office.socket().string()};
  if (::geteuid() == 0) {
    command.insert(command.begin(), {"/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"});
  } else {
    fs::permissions(office.socket(), fs::perms::none);
  }
  const std::string program = command.front();
  command.erase(command.begin());
  const Ran told = run_program(office.place, program, command);
  LONGS_EQUAL_TEXT(1, told.code, told.err.c_str());
  CHECK(told.complains("you may not ask the office at " + office.socket().string()));
  CHECK(told.complains("adduser YOURNAME antrean"));
}

TEST(RunningOffices, NobodyMayBeAddedWhereNobodySignsIn) {
  const Ran told = ran({"staff", "add", "siti"});
  LONGS_EQUAL(1, told.code);
  CHECK(told.complains("[staff] sign_in in its settings is false"));
}

TEST_GROUP(StaffOfARunningOffice) {
  OfficeAtWork office{true};
  Ran staff(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "staff");
    return run_antrean(office.place, office.with(std::move(arguments)));
  }
};

TEST(StaffOfARunningOffice, AreAddedAndDisabledWhileItWorks) {
  const Ran added = staff({"add", "Siti", "--name", "Siti Aminah", "--roles", "officer,clerk"});
  LONGS_EQUAL_TEXT(0, added.code, added.err.c_str());
  CHECK(added.out.starts_with("siti: "));
  CHECK(added.says("within 24 hours"));
  CHECK(staff({"list"}).says("no password yet"));
  const auto list = boost::json::parse(staff({"list", "--json"}).out);
  STRCMP_EQUAL("Siti Aminah", list.at(0).at("name").as_string().c_str());
  STRCMP_EQUAL("officer clerk", list.at(0).at("roles").as_string().c_str());
  // The code is one of the office's own.
  const auto at = added.out.find(": ") + 2;
  const std::string code = added.out.substr(at, added.out.find('\n') - at);
  const auto chosen = office.post("/sign-in/link", R"({"code":")" + code + R"(","password":"kopi tubruk pagi hari"})",
                                  {{"Content-Type", "application/json"}});
  LONGS_EQUAL_TEXT(200, chosen.first, chosen.second.c_str());
  CHECK(staff({"list"}).says("active"));
  CHECK(staff({"pin", "siti"}).says("within 60 minutes"));
  LONGS_EQUAL(0, staff({"disable", "siti"}).code);
  CHECK(staff({"list"}).says("disabled"));
  LONGS_EQUAL(0, staff({"enable", "siti"}).code);
  CHECK(staff({"reset", "siti"}).says("within 24 hours"));
  const std::string log = text_of(office.log());
  CHECK(log.find("peer=uid:" + std::to_string(::geteuid()) + " pid=") != std::string::npos);
  CHECK(log.find("what=staff_disable_siti answer=200") != std::string::npos);
}

TEST(StaffOfARunningOffice, WhatIsWrongIsSaid) {
  LONGS_EQUAL(0, staff({"add", "siti"}).code);
  const Ran again = staff({"add", "siti"});
  LONGS_EQUAL(3, again.code);
  CHECK(again.complains("exists already"));
  LONGS_EQUAL(3, staff({"pin", "nobody"}).code);
  LONGS_EQUAL(3, staff({"add", "siti aminah"}).code);
  office.stop();
  CHECK_FALSE(fs::exists(office.socket()));
  CHECK(staff({"list"}).says("siti"));  // from the file
}

TEST(RunningOffices, AnOfficeThatIsGoneIsToldFromAJournalInUse) {
  office.stop();
  const Ran told = ran({"status"});
  LONGS_EQUAL(4, told.code);
  CHECK(told.complains("the office does not answer at " + office.socket().string()));
  CHECK(told.complains("systemctl status antrean-office"));
  const Ran journal = ran({"status", "--journal", office.journal().string()});
  LONGS_EQUAL(0, journal.code);
  CHECK(journal.says("A001"));
}
