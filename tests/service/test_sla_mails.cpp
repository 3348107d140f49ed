// Mails about broken rules, against a real mail server (tests/base/smtp/smtp_server.py).
#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "../command_loop/small_office.hpp"
#include "mail_server.hpp"
#include "sample/sample.hpp"
#include "service/alarms.hpp"
#include "service/sla_desk.hpp"
#include "service/sla_mails.hpp"
#include "smtp/connection.hpp"
#include "smtp/message.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;
using namespace antrean::office::test;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

MailSettings mail_at(std::uint16_t port) {
  MailSettings settings;
  settings.server.server = {.host = "127.0.0.1", .port = port, .security = smtp::Security::none};
  settings.server.server.deadline = 20s;
  settings.from = {.name = "Antrean", .address = "antrean@kantor.example"};
  return settings;
}

// The libraries keep memory from their first use on.
[[maybe_unused]] const bool warm = [] {
  std::signal(SIGPIPE, SIG_IGN);
  const auto message = smtp::plain_message({.from = mail_at(1).from,
                                            .to = {"a@b.example"},
                                            .reply_to = {},
                                            .subject = "x",
                                            .message_id = "x@b.example",
                                            .date = at(9, 0)},
                                           "x");
  smtp::Connection(mail_at(1).server.server).deliver({"a@b.example", "a@b.example", message});
  return true;
}();

/// The mails of one run of the program, with short waits.
struct Run {
  Run(const MailSettings& settings, const fs::path& folder)
      : alarms(office.io, office.loop),
        mails(office.io, settings, folder, alarms, [this] { return office.now; },
              {.first_retry = 5ms, .last_retry = 20ms}) {
    office.open_day();
    asio::co_spawn(office.io, alarms.run(), asio::bind_cancellation_slot(end.slot(), [](std::exception_ptr) {}));
    asio::co_spawn(office.io, mails.send(), [this](std::exception_ptr) { sent = true; });
  }
  ~Run() {
    mails.hurry();
    while (!sent) {  // the program, too, waits for it before it ends
      office.io.restart();
      office.io.run_for(2ms);
    }
    end.emit(asio::cancellation_type::terminal);
    office.finish();
  }

  void until(const std::function<bool()>& true_now) {
    const auto end_by = std::chrono::steady_clock::now() + 60s;
    while (!true_now() && std::chrono::steady_clock::now() < end_by) {
      office.io.restart();
      office.io.run_for(2ms);
    }
    CHECK_TRUE(true_now());
  }
  void begins(std::vector<std::string> to, Minutes wait_over = Minutes{45}) {
    mails.begins({.rule = {.wait_over = wait_over, .service = {}, .class_key = {}, .mail = std::move(to)},
                  .waiting = {{.number = "A001", .wait = Minutes{50}}},
                  .at = office.now},
                 office.loop.plan().settings());
  }
  const AlarmView* alarm_now() { return alarm(*office.loop.snapshot(), "mail"); }
  bool alarm_says(const char* part) {
    return alarm_now() != nullptr && alarm_now()->text_en.find(part) != std::string::npos;
  }

  bool sent = false;
  RunningLoop office;
  asio::cancellation_signal end;
  Alarms alarms;
  SlaMails mails;
};

/// The desk of one run of the program.
struct DeskRun {
  /// `before`: the run whose journal it finds; nullptr: a new day, on which somebody has waited since 9:00.
  DeskRun(const OfficeSettings& settings, UtcTime now, const DeskRun* before = nullptr)
      : office(before == nullptr ? nullptr : &before->office.event_log), alarms(office.io, office.loop) {
    if (before == nullptr) {
      office.open_day();
      office.walk_in();
    }
    office.now = now;
    desk.emplace(office.io, settings, office.loop, alarms, [this] { return office.now; });
    asio::co_spawn(office.io, alarms.run(), asio::bind_cancellation_slot(no_alarms.slot(), [](std::exception_ptr) {}));
    asio::co_spawn(office.io, desk->run(), asio::bind_cancellation_slot(no_desk.slot(), [](std::exception_ptr) {}));
    if (desk->mails() != nullptr) {
      asio::co_spawn(office.io, desk->mails()->send(), [](std::exception_ptr) {});
    }
  }
  ~DeskRun() { stop(); }
  DeskRun(const DeskRun&) = delete;
  DeskRun& operator=(const DeskRun&) = delete;

  /// Looks at least once.
  void until(const std::function<bool()>& true_now) {
    const auto end_by = std::chrono::steady_clock::now() + 60s;
    do {
      office.io.restart();
      office.io.run_for(2ms);
    } while (!true_now() && std::chrono::steady_clock::now() < end_by);
    CHECK_TRUE(true_now());
  }
  void until_sent() {
    until([this] { return desk->mails()->nothing_left(); });
  }
  /// What it kept is in its files and its journal then.
  void stop() {
    if (!desk) {
      return;
    }
    if (desk->mails() != nullptr) {
      desk->mails()->hurry();
    }
    no_desk.emit(asio::cancellation_type::terminal);
    no_alarms.emit(asio::cancellation_type::terminal);
    office.finish();
    desk.reset();
  }

  RunningLoop office;
  asio::cancellation_signal no_alarms, no_desk;
  Alarms alarms;
  std::optional<SlaDesk> desk;
};

std::string value_of(const std::string& line, const std::string& key) {
  const auto begin = line.find("\"" + key + "\": \"") + key.size() + 5;
  return line.substr(begin, line.find('"', begin) - begin);
}

}  // namespace

TEST_GROUP(SlaMails) {
  antrean::tests::Folder folder;
  const std::string subject = sla::subject_of({.wait_over = Minutes{45}, .service = {}, .class_key = {}});

  /// A rule of the desk that tells it by mail alone.
  OfficeSettings desk_settings() const {
    OfficeSettings settings;
    settings.plan = plan_settings();
    settings.journal = folder / "office.db";
    settings.mail = mail_at(server->port);
    settings.sla = {{.wait_over = Minutes{45},
                     .service = "paspor",
                     .class_key = {},
                     .screen = false,
                     .mail = {"kepala@kantor.example"}}};
    return settings;
  }

  std::unique_ptr<smtp::test::MailServer> server = std::make_unique<smtp::test::MailServer>(folder / "log");
  void teardown() override { server.reset(); }

  std::vector<std::string> mails() const { return server->lines(R"("event": "mail")"); }
  std::size_t files() const {
    std::error_code none;
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder / "mails", none), {}));
  }
};

TEST(SlaMails, OneBreachIsOneMessageToEachAddress) {
  const auto settings = mail_at(server->port);
  Run run(settings, folder / "mails");
  run.begins({"kepala@kantor.example", "wakil@kantor.example"});
  run.begins({"kepala@kantor.example", "wakil@kantor.example"});
  run.until([&] { return mails().size() == 2; });
  const auto first = mails();
  CHECK(value_of(first[0], "id") == value_of(first[1], "id"));
  CHECK(value_of(first[0], "hash") == value_of(first[1], "hash"));
  STRCMP_EQUAL("kepala@kantor.example", value_of(first[0], "to").c_str());
  STRCMP_EQUAL("wakil@kantor.example", value_of(first[1], "to").c_str());
  STRCMP_EQUAL("antrean@kantor.example", value_of(first[0], "sender").c_str());
  STRCMP_EQUAL("kantor.example", value_of(server->lines(R"("event": "hello")").at(0), "name").c_str());

  run.mails.broken_now({subject});
  run.begins({"kepala@kantor.example"});  // it still stands: told
  run.mails.broken_now({});
  run.begins({"kepala@kantor.example"});  // another breach
  run.until([&] { return mails().size() == 3; });
  CHECK(value_of(mails()[2], "id") != value_of(first[0], "id"));
  run.mails.broken_now({});
  run.until([&] { return files() == 0; });
}

TEST(SlaMails, WhatTheServerDidNotTakeIsSentAfterARestartAsTheSameMessage) {
  const auto settings = mail_at(server->port);
  server.reset();  // it is away
  {
    Run run(settings, folder / "mails");
    run.begins({"kepala@kantor.example"});
    run.until([&] { return run.alarm_now() != nullptr; });
    STRCMP_CONTAINS("[mail]", run.alarm_now()->text_id.c_str());
  }
  LONGS_EQUAL(1, files());
  server = std::make_unique<smtp::test::MailServer>(folder / "log");
  const auto again = mail_at(server->port);
  std::string id;
  {
    Run run(again, folder / "mails");
    run.until([&] { return mails().size() == 1; });
    id = value_of(mails()[0], "id");
    run.begins({"kepala@kantor.example"});  // the same breach, found again by the new run
    run.until([&] { return run.mails.nothing_left(); });
  }
  Run run(again, folder / "mails");
  run.begins({"kepala@kantor.example"});
  CHECK_TRUE(run.mails.nothing_left());
  LONGS_EQUAL(1, mails().size());
  STRCMP_CONTAINS("@kantor.example", id.c_str());
}

TEST(SlaMails, AnAnswerThatDoesNotComeGivesAFewCopiesOfTheSameMessage) {
  const auto settings = mail_at(server->port);
  Run run(settings, folder / "mails");
  run.begins({"drop@kantor.example"});
  run.until([&] { return run.mails.nothing_left() && run.alarm_now() != nullptr; });
  const auto copies = mails();
  LONGS_EQUAL(3, copies.size());
  for (const auto& copy : copies) {
    CHECK(value_of(copy, "id") == value_of(copies[0], "id"));
    CHECK(value_of(copy, "hash") == value_of(copies[0], "hash"));
  }
}

TEST(SlaMails, AnAddressThatIsRefusedIsAnAlarmAndKeepsNobodyElseFromTheirs) {
  const auto settings = mail_at(server->port);
  Run run(settings, folder / "mails");
  run.begins({"unknown@kantor.example", "later@kantor.example", "kepala@kantor.example"});
  run.until([&] { return mails().size() == 1 && run.alarm_now() != nullptr; });
  STRCMP_EQUAL("kepala@kantor.example", value_of(mails()[0], "to").c_str());
  CHECK_FALSE(run.mails.nothing_left());  // "later" is tried again
}

TEST(SlaMails, AServerThatIsAwayUsesUpNoneOfTheTries) {
  const auto settings = mail_at(server->port);
  Run run(settings, folder / "mails");
  run.begins({"away-2-drop@kantor.example"});
  run.until([&] { return run.mails.nothing_left() && run.alarm_now() != nullptr; });
  LONGS_EQUAL(3, mails().size());
}

TEST(SlaMails, AnAddressThatIsPutOffIsAnAlarmWhateverOthersGet) {
  const auto settings = mail_at(server->port);
  Run run(settings, folder / "mails");
  run.begins({"away-3-later@kantor.example", "kepala@kantor.example"});
  run.until([&] { return mails().size() == 1 && run.alarm_says("451"); });
  for (std::size_t i = 2; i < 4; ++i) {
    run.begins({"kepala@kantor.example"}, Minutes{static_cast<int>(i)});
    run.until([&] { return mails().size() == i; });
  }
  CHECK_TRUE(run.alarm_says("451"));
}

TEST(SlaMails, AnAlarmEndsWhenWhoWasPutOffGetsTheirs) {
  const auto settings = mail_at(server->port);
  Run run(settings, folder / "mails");
  run.begins({"away-3-kepala@kantor.example"});
  run.until([&] { return mails().size() == 1 && run.mails.nothing_left() && run.alarm_now() == nullptr; });
  CHECK_TRUE(std::ranges::any_of(run.office.shown, [](const auto& shown) { return alarm(*shown, "mail") != nullptr; }));
}

TEST(SlaMails, WhatIsOlderThanSixHoursIsAnAlarmAndNotSent) {
  const auto gone = mail_at(server->port);
  server.reset();
  {
    Run run(gone, folder / "mails");
    run.begins({"kepala@kantor.example"});
    run.until([&] { return run.alarm_now() != nullptr; });
  }
  server = std::make_unique<smtp::test::MailServer>(folder / "log");
  const auto settings = mail_at(server->port);
  Run run(settings, folder / "mails");
  run.office.now += Minutes{6 * 60 + 1};
  run.until([&] { return run.mails.nothing_left() && run.alarm_says("within 6 hours"); });
  LONGS_EQUAL(0, mails().size());
}

TEST(SlaMails, AServerThatHangsKeepsNoBreachFromItsFile) {
  auto settings = mail_at(server->port);
  settings.server.server.deadline = 5min;
  Run run(settings, folder / "mails");
  run.begins({"hang@kantor.example"});
  run.until([&] { return mails().size() == 1; });
  run.begins({"kepala@kantor.example"}, Minutes{30});
  run.until([&] { return files() == 2; });
  server.reset();  // and the line with it
}

TEST(SlaMails, TheDeskSendsThemWhenARuleIsBroken) {
  const auto settings = desk_settings();
  DeskRun early(settings, at(9, 44));
  early.until_sent();
  early.stop();
  LONGS_EQUAL(0, mails().size());
  DeskRun late(settings, at(9, 50), &early);
  late.until_sent();
  late.stop();
  LONGS_EQUAL(1, mails().size());
  DeskRun again(settings, at(9, 55), &late);  // started again while it stands
  again.until_sent();
  LONGS_EQUAL(1, mails().size());
}

TEST(SlaMails, ABreachThatIsOnTheScreenAndHasNoFileIsSentAfterARestart) {
  auto settings = desk_settings();
  settings.sla[0].screen = true;
  const std::string rule = sla::subject_of(settings.sla[0]);
  const auto mail = std::exchange(settings.mail, std::nullopt);  // the power goes before a file is written
  DeskRun first(settings, at(9, 50));
  first.until([&] { return alarm(*first.office.loop.snapshot(), rule) != nullptr; });
  first.stop();
  settings.mail = mail;
  DeskRun second(settings, at(9, 51), &first);
  second.until_sent();
  second.stop();
  LONGS_EQUAL(1, mails().size());
  DeskRun third(settings, at(9, 52), &second);
  third.until_sent();
  LONGS_EQUAL(1, mails().size());
}

TEST(SlaMails, ARestartBelowTheLimitDoesNotEndABreach) {
  const auto settings = desk_settings();
  DeskRun first(settings, at(9, 7));
  first.office.walk_in();  // who waits 43 minutes at 9:50
  first.until_sent();
  first.stop();
  DeskRun second(settings, at(9, 50), &first);
  second.until_sent();
  LONGS_EQUAL(1, mails().size());
  second.office.ask({.by = {}, .action = queue::CallNext{.counter = 1}});
  second.stop();
  DeskRun below(settings, at(9, 50), &second);
  CHECK_FALSE(sla::longest_wait(settings.sla[0], below.office.loop.durable(), at(9, 50)).value() > Minutes{45});
  below.until_sent();
  below.stop();
  DeskRun above(settings, at(9, 53), &below);
  CHECK_TRUE(sla::longest_wait(settings.sla[0], above.office.loop.durable(), at(9, 53)).value() > Minutes{45});
  above.until_sent();
  LONGS_EQUAL(1, mails().size());
}

TEST(SlaMails, ABreachThatWasMailedComesToTheScreenWhenTheSettingsSaySo) {
  auto settings = desk_settings();
  DeskRun first(settings, at(9, 50));
  first.until_sent();
  first.stop();
  settings.sla[0].screen = true;
  DeskRun second(settings, at(9, 51), &first);
  second.until([&] { return alarm(*second.office.loop.snapshot(), sla::subject_of(settings.sla[0])) != nullptr; });
  LONGS_EQUAL(1, mails().size());
}
