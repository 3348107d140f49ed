// The SMTP sender against a real server (tests/base/smtp/smtp_server.py).
#include <algorithm>
#include <csignal>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "made_ca.hpp"
#include "mail/folder_sender.hpp"
#include "mail/letter.hpp"
#include "mail/smtp_sender.hpp"
#include "mail_server.hpp"
#include "sample_notices.hpp"
#include "scratch_folder.hpp"
#include "smtp/connection.hpp"
#include "smtp/end.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
using namespace antrean::portal_test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

/// With a log in a folder of its own.
class MailServer : private ScratchFolder, public smtp::test::MailServer {
 public:
  explicit MailServer(std::vector<std::string> options = {})
      : smtp::test::MailServer(ScratchFolder::operator/("log"), std::move(options)) {}
};

Notice notice_to(const std::string& local, int number = 1) {
  auto notice = sample_notice(NoticeKind::booked, Language::id);
  notice.to = local + "@contoh.example";
  notice.id[15] = static_cast<std::uint8_t>(number);
  return notice;
}

smtp::Server plain(const MailServer& server) {
  return {.host = "127.0.0.1",
          .port = server.port,
          .security = smtp::Security::none,
          .user = {},
          .password = {},
          .ca_file = {},
          .deadline = 20s};
}

class Rig {
 public:
  explicit Rig(smtp::Server server, MailIdentity identity = sample_identity())
      : sender(std::move(server), std::move(identity)) {}

  SendAnswer send(Notice notice) {
    std::optional<SendAnswer> answer;
    asio::co_spawn(
        io, [&]() -> asio::awaitable<void> { answer = co_await sender.send(std::move(notice)); },
        [](const std::exception_ptr& error) {
          if (error) {
            std::rethrow_exception(error);
          }
        });
    io.restart();
    io.run();
    return answer.value();
  }

  asio::io_context io{1};
  SmtpSender sender;
};

void check(SendResult wanted, const SendAnswer& answer) {
  LONGS_EQUAL_TEXT(static_cast<int>(wanted), static_cast<int>(answer.result), answer.why.c_str());
}

// The libraries keep memory from their first use on.
[[maybe_unused]] const bool warm = [] {
  std::signal(SIGPIPE, SIG_IGN);  // as process::Service does
  load_mail_template();
  Rig{{.host = "127.0.0.1", .port = 1, .security = smtp::Security::tls, .user = {}, .password = {}, .ca_file = {}}}
      .send(notice_to("ok"));
  return true;
}();

}  // namespace

TEST_GROUP(Smtp){};

TEST(Smtp, ManyMailsGoOverOneLine) {
  const MailServer server;
  Rig rig{plain(server)};
  for (int i = 0; i < 20; ++i) {
    check(SendResult::taken, rig.send(notice_to("ok", i)));
  }
  LONGS_EQUAL(20, server.count(R"("answer": "250 OK")"));
  LONGS_EQUAL(1, server.count("connected"));
  LONGS_EQUAL(20, server.count(R"("sender": "antrean@imigrasi.example")"));
}

TEST(Smtp, WhatTheServerSaysAboutTheRecipientDecides) {
  const MailServer server;
  Rig rig{plain(server)};
  check(SendResult::not_now, rig.send(notice_to("later")));
  const auto unknown = rig.send(notice_to("unknown"));
  check(SendResult::refused, unknown);
  STRCMP_EQUAL("the mail server does not take the recipient: 550 5.1.1 <address>: no such user", unknown.why.c_str());
  check(SendResult::not_now, rig.send(notice_to("relay")));
  check(SendResult::not_now, rig.send(notice_to("full")));
  check(SendResult::not_now, rig.send(notice_to("busy")));
  check(SendResult::refused, rig.send(notice_to("spam")));
  check(SendResult::not_now, rig.send(notice_to("dropearly")));
  check(SendResult::channel_down, rig.send(notice_to("closing")));
  check(SendResult::taken, rig.send(notice_to("ok")));
}

TEST(Smtp, NoAnswerAfterTheMessageIsUnclear) {
  const MailServer server;
  Rig rig{plain(server)};
  check(SendResult::unclear, rig.send(notice_to("drop", 1)));
  check(SendResult::unclear, rig.send(notice_to("half", 2)));
  check(SendResult::taken, rig.send(notice_to("ok", 1)));
  LONGS_EQUAL(3, server.count(R"("event": "mail")"));
  LONGS_EQUAL(2, server.count(message_id(notice_to("ok", 1).id, sample_identity().domain)));
}

TEST(Smtp, AServerThatHangsCostsTheDeadlineAndNotMore) {
  const MailServer server;
  auto settings = plain(server);
  settings.deadline = 500ms;
  Rig rig{settings};
  check(SendResult::unclear, rig.send(notice_to("hang", 1)));
  // The late answer must not be taken for that of the next mail.
  check(SendResult::taken, rig.send(notice_to("ok", 2)));
  LONGS_EQUAL(2, server.count("connected"));
}

TEST(Smtp, AProgramThatEndsWaitsForNoServer) {
  const MailServer server;
  auto settings = plain(server);
  settings.deadline = 10min;
  Rig rig{settings};
  rig.sender.hurry();  // at most some seconds from here on; the test's own time limit would tell
  check(SendResult::unclear, rig.send(notice_to("hang")));
}

TEST(Smtp, ALineThatWasClosedMeanwhileIsReplaced) {
  const MailServer server;
  Rig rig{plain(server)};
  check(SendResult::taken, rig.send(notice_to("bye", 1)));
  check(SendResult::taken, rig.send(notice_to("ok", 2)));
  LONGS_EQUAL(2, server.count("connected"));
  LONGS_EQUAL(2, server.count(R"("event": "mail")"));
}

TEST(Smtp, WithoutAServerOrWithAWrongSenderTheChannelIsDown) {
  std::uint16_t port = 0;
  {
    const MailServer gone;
    port = gone.port;
  }
  Rig rig{
      {.host = "127.0.0.1", .port = port, .security = smtp::Security::none, .user = {}, .password = {}, .ca_file = {}}};
  check(SendResult::channel_down, rig.send(notice_to("ok")));

  const MailServer server;
  auto identity = sample_identity();
  identity.from.address = "nobody@imigrasi.example";
  Rig other{plain(server), identity};
  check(SendResult::channel_down, other.send(notice_to("ok")));
}

TEST(Smtp, AnAddressThatIsNoneNeverReachesTheServer) {
  const MailServer server;
  Rig rig{plain(server)};
  auto notice = notice_to("ok");
  notice.to = "ok@contoh.example>\r\nRCPT TO:<x@y.example";
  check(SendResult::refused, rig.send(notice));
  LONGS_EQUAL(0, server.count("connected"));
}

TEST(Smtp, WhatIsExpectedIsSentAsItselfAlsoWhenAnotherComesFirst) {
  const MailServer server;
  Rig rig{plain(server)};
  for (int i = 0; i < 10; ++i) {
    rig.sender.expect(notice_to("ok", i));
  }
  check(SendResult::taken, rig.send(notice_to("ok", 20)));
  check(SendResult::taken, rig.send(notice_to("ok", 9)));
  check(SendResult::taken, rig.send(notice_to("ok", 0)));
  LONGS_EQUAL(3, server.count(R"("event": "mail")"));
  for (const int number : {20, 9, 0}) {
    LONGS_EQUAL(1, server.count(message_id(notice_to("ok", number).id, sample_identity().domain)));
  }
}

TEST(Smtp, AMailThatCannotBeMadeIsTriedAgainLater) {
  const MailServer server;
  Rig rig{plain(server)};
  auto notice = notice_to("ok");
  notice.booking.qr = std::string(5000, 'A');
  check(SendResult::not_now, rig.send(notice));
}

TEST_GROUP(SmtpOverTls) {
  ScratchFolder folder;
  http::test::MadeCa ca{"test"};
  http::test::MadeCa other_ca{"other"};

  std::string file(const std::string& name, const std::string& text) {
    folder.write(name, text);
    return (folder / name).string();
  }
  std::vector<std::string> options(const std::string& how) {
    const auto made = ca.issue({.host = "127.0.0.1"});
    return {how, file("cert.pem", made.certificate_pem), file("key.pem", made.key_pem)};
  }
  smtp::Server secure(const MailServer& server, smtp::Security security) {
    auto settings = plain(server);
    settings.security = security;
    settings.ca_file = file("ca.pem", ca.pem());
    return settings;
  }
};

TEST(SmtpOverTls, StartTlsWithAPassword) {
  auto words = options("--starttls");
  words.insert(words.end(), {"--auth", "antrean", "rahasia"});
  const MailServer server{words};
  auto settings = secure(server, smtp::Security::starttls);
  settings.user = "antrean";
  settings.password = "rahasia";
  {
    Rig rig{settings};
    check(SendResult::taken, rig.send(notice_to("ok", 1)));
    check(SendResult::taken, rig.send(notice_to("ok", 2)));
    LONGS_EQUAL(2, server.count(R"("tls": true)"));
    LONGS_EQUAL(2, server.count(R"("user": "antrean")"));
  }
  settings.password = "salah";
  Rig wrong{settings};
  const auto answer = wrong.send(notice_to("ok", 3));
  check(SendResult::channel_down, answer);
  CHECK_TEXT(answer.why.find("salah") == std::string::npos, answer.why.c_str());
}

TEST(SmtpOverTls, AGreetingSignsInAndSendsNothing) {
  auto words = options("--starttls");
  words.insert(words.end(), {"--auth", "antrean", "rahasia"});
  const MailServer server{words};
  auto settings = secure(server, smtp::Security::starttls);
  settings.user = "antrean";
  settings.password = "rahasia";
  CHECK_TRUE(smtp::Connection(settings).greet().taken);
  settings.password = "salah";
  const auto judgement = smtp::judge(smtp::Connection(settings).greet());
  CHECK(judgement.outcome == smtp::Outcome::server_down);
  CHECK_TEXT(judgement.why.find("535") != std::string::npos, judgement.why.c_str());
  LONGS_EQUAL(0, server.count(R"("event": "mail")"));
}

TEST(SmtpOverTls, TlsFromTheFirstByte) {
  const MailServer server{options("--tls")};
  Rig rig{secure(server, smtp::Security::tls)};
  check(SendResult::taken, rig.send(notice_to("ok")));
}

TEST(SmtpOverTls, ACertificateThatNobodyTrustsOrAServerWithoutTlsGetsNothing) {
  const MailServer server{options("--starttls")};
  auto settings = secure(server, smtp::Security::starttls);
  settings.ca_file = file("other.pem", other_ca.pem());
  Rig rig{settings};
  check(SendResult::channel_down, rig.send(notice_to("ok")));

  const MailServer bare;
  Rig without{secure(bare, smtp::Security::starttls)};
  check(SendResult::channel_down, without.send(notice_to("ok")));
  LONGS_EQUAL(0, server.count(R"("event": "mail")") + bare.count(R"("event": "mail")"));
}

TEST(SmtpOverTls, OpportunisticTakesWhatThereIs) {
  const MailServer server{options("--starttls")};
  auto settings = secure(server, smtp::Security::opportunistic);
  settings.ca_file.clear();
  Rig rig{settings};
  check(SendResult::taken, rig.send(notice_to("ok")));
  LONGS_EQUAL(1, server.count(R"("tls": true)"));

  const MailServer bare;
  Rig without{secure(bare, smtp::Security::opportunistic)};
  check(SendResult::taken, without.send(notice_to("ok")));
}

TEST_GROUP(MailFolder) {
  asio::io_context io{1};
  ScratchFolder folder;

  SendAnswer send(FolderSender & sender, Notice notice) {
    std::optional<SendAnswer> answer;
    asio::co_spawn(
        io, [&]() -> asio::awaitable<void> { answer = co_await sender.send(std::move(notice)); },
        [](const std::exception_ptr& error) {
          if (error) {
            std::rethrow_exception(error);
          }
        });
    io.restart();
    io.run();
    return answer.value();
  }
  std::vector<std::filesystem::path> mails() {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator{folder / "mails"}) {
      found.push_back(entry.path());
    }
    std::ranges::sort(found);
    return found;
  }
};

TEST(MailFolder, KeepsTheNewestMailsEachOnce) {
  FolderSender sender{folder / "mails", sample_identity(), 3};
  for (int i = 1; i <= 5; ++i) {
    auto notice = notice_to("ok", i);
    notice.written_at += std::chrono::minutes{i};
    check(SendResult::taken, send(sender, notice));
    check(SendResult::taken, send(sender, notice));
  }
  const auto found = mails();
  LONGS_EQUAL(3, found.size());
  CHECK_TRUE(found.front().filename().string().starts_with("20261127T020300.000Z-"));
  CHECK_TRUE((std::filesystem::status(found.front()).permissions() & std::filesystem::perms::all) ==
             (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST(MailFolder, AFolderThatCannotBeWrittenIsAChannelThatIsDown) {
  folder.write("mails", "a file");
  FolderSender sender{folder / "mails", sample_identity()};
  check(SendResult::channel_down, send(sender, notice_to("ok")));
}
