// Mails about broken rules, against a real mail server (tests/base/smtp/smtp_server.py).
#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
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
    asio::co_spawn(office.io, mails.send(), [](std::exception_ptr) {});
  }
  ~Run() {
    mails.hurry();
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
  void begins(std::vector<std::string> to) {
    mails.begins({.rule = {.wait_over = Minutes{45}, .service = {}, .class_key = {}, .mail = std::move(to)},
                  .waiting = {{.number = "A001", .wait = Minutes{50}}},
                  .at = office.now},
                 office.loop.plan().settings());
  }
  const AlarmView* alarm_now() { return alarm(*office.loop.snapshot(), "mail"); }

  RunningLoop office;
  asio::cancellation_signal end;
  Alarms alarms;
  SlaMails mails;
};

std::string value_of(const std::string& line, const std::string& key) {
  const auto begin = line.find("\"" + key + "\": \"") + key.size() + 5;
  return line.substr(begin, line.find('"', begin) - begin);
}

}  // namespace

TEST_GROUP(SlaMails) {
  antrean::tests::Folder folder;
  const std::string subject = sla::subject_of({.wait_over = Minutes{45}, .service = {}, .class_key = {}});

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
  run.until([&] { return run.mails.nothing_left(); });
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

TEST(SlaMails, TheDeskSendsThemWhenARuleIsBroken) {
  OfficeSettings settings;
  settings.plan = plan_settings();
  settings.journal = folder / "office.db";
  settings.mail = mail_at(server->port);
  settings.sla = {{.wait_over = Minutes{45},
                   .service = "paspor",
                   .class_key = {},
                   .screen = false,
                   .mail = {"kepala@kantor.example"}}};
  const auto at_work = [&](int more_minutes, const MemoryEventLog* before) {
    auto office = std::make_unique<RunningLoop>(before);
    if (before == nullptr) {
      office->open_day();
      office->walk_in();
    }
    office->now += Minutes{more_minutes};
    Alarms alarms(office->io, office->loop);
    SlaDesk desk(office->io, settings, office->loop, alarms, [&] { return office->now; });
    asio::cancellation_signal end;
    asio::co_spawn(office->io, desk.run(), asio::bind_cancellation_slot(end.slot(), [](std::exception_ptr) {}));
    asio::co_spawn(office->io, desk.mails()->send(), [](std::exception_ptr) {});
    const auto end_by = std::chrono::steady_clock::now() + 60s;
    do {
      office->io.restart();
      office->io.run_for(2ms);
    } while (!desk.mails()->nothing_left() && std::chrono::steady_clock::now() < end_by);
    desk.mails()->hurry();
    end.emit(asio::cancellation_type::terminal);
    office->finish();
    return office;
  };
  const auto early = at_work(44, nullptr);
  LONGS_EQUAL(0, mails().size());
  const auto late = at_work(50, &early->event_log);
  LONGS_EQUAL(1, mails().size());
  at_work(55, &late->event_log);  // started again while it stands
  LONGS_EQUAL(1, mails().size());
}
