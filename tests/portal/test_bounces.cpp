// Delivery reports: what is read of one, and a maildir of them. The mails are those of the fuzzer's corpus.
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <spdlog/spdlog.h>

#include "mail/bounces.hpp"
#include "memory_outbox.hpp"
#include "scratch_folder.hpp"
#include "virtual_time.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
using namespace antrean::portal_test;
using namespace std::chrono_literals;

namespace {

constexpr auto domain = "antrean.example";
const auto at = from_ms(1'795'810'000'000);
const auto id = notice_id_from("00112233445566778899aabbccddeeff").value();

std::string mail(const std::string& name) {
  std::ifstream file{std::string{BOUNCES} + "/" + name, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<Bounce> read(const std::string& name) { return read_report(mail(name), domain, at); }

// GMime and the logger keep memory from their first use on.
[[maybe_unused]] const bool warm =
    (spdlog::set_level(spdlog::level::off), read("postfix.eml").size() + read("nested.eml").size() > 0);

}  // namespace

TEST_GROUP(Bounces){};

TEST(Bounces, AMailThatDidNotArriveIsKnownByItsMessageId) {
  const auto bounces = read("postfix.eml");
  LONGS_EQUAL(1, bounces.size());
  CHECK(bounces[0].notice == id);
  CHECK_TRUE(bounces[0].permanent);
  STRCMP_EQUAL("5.1.1", bounces[0].status.c_str());
  STRCMP_EQUAL("550 5.1.1 <address>: Recipient address rejected: no such user", bounces[0].why.c_str());
  CHECK(bounces[0].at == at);
}

TEST(Bounces, ADelayIsNotPermanentAndHeadersAloneAreEnough) {
  const auto bounces = read("headers_only_delayed.eml");
  LONGS_EQUAL(1, bounces.size());
  CHECK(bounces[0].notice == id);
  CHECK_TRUE(!bounces[0].permanent);
  STRCMP_EQUAL("4.4.1", bounces[0].status.c_str());
}

TEST(Bounces, AReportMayBeEncoded) {
  const auto bounces = read("base64_status.eml");
  LONGS_EQUAL(1, bounces.size());
  STRCMP_EQUAL("5.2.2", bounces[0].status.c_str());
}

TEST(Bounces, WhatIsNoReportAboutOurMailsSaysNothing) {
  for (const char* name : {"vacation.eml", "of_another_portal.eml", "delivered.eml", "nested.eml",
                           "nested_messages.eml", "cut.eml", "there_is_none.eml"}) {
    CHECK_TEXT(read(name).empty(), name);
  }
}

TEST(Bounces, AreBounded) {
  LONGS_EQUAL(20, read("many_recipients.eml").size());
  auto large = mail("postfix.eml");
  large.insert(large.find("This is a MIME"), std::string(300u << 10, 'x'));
  CHECK_TRUE(read_report(large, domain, at).empty());
  std::string nested = "Content-Type: multipart/report; boundary=b0\r\n\r\n";
  for (int i = 0; nested.size() < (256u << 10); ++i) {
    nested += "--b" + std::to_string(i) + "\r\nContent-Type: multipart/mixed; boundary=b" + std::to_string(i + 1) +
              "\r\n\r\n";
  }
  CHECK_TRUE(read_report(nested, domain, at).empty());
}

TEST_GROUP(BounceFolder) {
  VirtualTime time{at};
  MemoryOutbox outbox;
  ScratchFolder folder;

  void setup() override {
    for (const char* name : {"new", "cur", "tmp"}) {
      std::filesystem::create_directories(folder / name);
    }
  }
  bool there(const std::string& name) { return std::filesystem::exists(folder / name); }

  /// What it said when it failed.
  std::string look() {
    BounceFolder bounces{outbox, time.clock, time.timers(), folder / "", domain};
    std::string failed;
    boost::asio::co_spawn(
        time.io, [&]() -> boost::asio::awaitable<void> { co_await bounces.look(); },
        [&](const std::exception_ptr& error) {
          try {
            if (error) {
              std::rethrow_exception(error);
            }
          } catch (const std::exception& thrown) {
            failed = thrown.what();
          }
        });
    time.io.restart();
    time.io.run();
    return failed;
  }
};

TEST(BounceFolder, EachMailIsReadOnceAndKept) {
  folder.write("new/1.a", mail("postfix.eml"));
  folder.write("new/2.b", mail("vacation.eml"));
  STRCMP_EQUAL("", look().c_str());
  LONGS_EQUAL(1, outbox.bounces.size());
  CHECK(outbox.bounces[0].notice == id);
  CHECK_TRUE(there("cur/1.a:2,S") && there("cur/2.b:2,S"));
  CHECK_TRUE(!there("new/1.a") && !there("new/2.b"));
  STRCMP_EQUAL("", look().c_str());
  LONGS_EQUAL(1, outbox.bounces.size());
}

TEST(BounceFolder, AMailStaysUntilWhatItSaysIsDurable) {
  folder.write("new/1.a", mail("postfix.eml"));
  outbox.failing = 1;
  STRCMP_EQUAL("disk full", look().c_str());
  CHECK_TRUE(there("new/1.a"));
  STRCMP_EQUAL("", look().c_str());
  CHECK_TRUE(there("cur/1.a:2,S"));
  LONGS_EQUAL(1, outbox.bounces.size());
}

TEST(BounceFolder, AFolderThatIsNotThereIsSaid) {
  std::filesystem::remove_all(folder / "new");
  STRCMP_CONTAINS("new", look().c_str());
}

TEST(BounceFolder, LooksAgainAndAgainUntilItIsStopped) {
  BounceFolder bounces{outbox, time.clock, time.timers(), folder / "", domain};
  bool ended = false;
  boost::asio::co_spawn(time.io, bounces.run(), [&](const std::exception_ptr&) { ended = true; });
  const auto until = [&](auto condition) {
    for (int i = 0; i < 10'000 && !condition(); ++i) {
      time.pass(1s);
      std::this_thread::sleep_for(1ms);  // the worker is a thread of its own
    }
    CHECK_TRUE(condition());
  };
  folder.write("new/1.a", mail("postfix.eml"));
  until([&] { return there("cur/1.a:2,S"); });
  folder.write("new/2.b", mail("postfix.eml"));
  until([&] { return there("cur/2.b:2,S"); });
  bounces.stop();
  until([&] { return ended; });
}
