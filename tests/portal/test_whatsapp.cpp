// Booking by WhatsApp with everything that is real but the maker: webhook over HTTP, store in SQLite,
// courier, sender. The stand-in of the maker (host/demo/whatsapp_stand_in) refuses what the maker refuses.
#include <filesystem>
#include <fstream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sodium.h>
#include <spdlog/spdlog.h>

#include "booking/booking_service.hpp"
#include "chat/chat_service.hpp"
#include "chat/whatsapp/outgoing.hpp"
#include "chat/whatsapp/webhook.hpp"
#include "chat/whatsapp/whatsapp_sender.hpp"
#include "demo/whatsapp_stand_in.hpp"
#include "http/client.hpp"
#include "notices/courier.hpp"
#include "portal_settings/portal_settings.hpp"
#include "scratch_folder.hpp"
#include "store/sqlite/sqlite_store.hpp"
#include "timer/timer.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::portal;
using namespace antrean::portal::chat;
using demo::WhatsAppStandIn;
namespace asio = boost::asio;

namespace {

[[maybe_unused]] const bool quiet = (spdlog::set_level(spdlog::level::off), true);

const UtcTime sunday = instant(*OfficeDay::parse("2026-11-22"), TimeOfDay{9 * 60}, Zone::wib);
UtcTime now_of_all = sunday;

class TheClock : public process::Clock {
 public:
  UtcTime now() const override { return now_of_all; }
  MonotonicTime monotonic() const override { return std::chrono::steady_clock::now(); }
};

Offices offices() {
  Office bogor{.code = "BG", .name = "Bogor", .address = "", .zone = Zone::wib, .slots = {}};
  bogor.on_web = false;
  bogor.by_whatsapp = true;
  bogor.whatsapp = "6281200000000";
  bogor.whatsapp_id = "109876543210987";
  bogor.slots.push_back({.days = 0x3e, .hours = {TimeOfDay{480}, TimeOfDay{600}}, .quota = {{"paspor", 3}}});
  bogor.slots.push_back({.days = 0x3e, .hours = {TimeOfDay{600}, TimeOfDay{720}}, .quota = {{"paspor", 1}}});
  BookingRules rules;
  rules.days_ahead = 5;
  return {{bogor}, {{"paspor", {"Paspor biasa", "Ordinary passport"}, {{"KTP", "identity card"}}}}, {}, rules};
}

const std::string bogor_number = "109876543210987";

struct Rig {
  Rig() {
    static const int sodium = sodium_init();
    static_cast<void>(sodium);
    now_of_all = sunday;
    asio::co_spawn(io, courier.run(), [](const std::exception_ptr&) {});
    serve();
  }
  ~Rig() {
    courier.stop();
    run([&]() -> asio::awaitable<void> { co_await server->stop(std::chrono::seconds(1)); });
  }
  void serve() {
    server.emplace(io, http::Limits{});
    whatsapp::add_webhook(*server, service, secrets, clock);
    server->listen("127.0.0.1", 0);
    maker.set_webhook("http://127.0.0.1:" + std::to_string(server->port()) + whatsapp::webhook_path);
  }

  void run(std::function<asio::awaitable<void>()> work) {
    bool done = false;
    std::exception_ptr failure;
    asio::co_spawn(io, work(), [&](const std::exception_ptr& error) {
      failure = error;
      done = true;
    });
    while (!done) {
      io.run_one();
    }
    if (failure) {
      std::rethrow_exception(failure);
    }
  }
  unsigned write(std::vector<WhatsAppStandIn::Written> messages) {
    unsigned status = 0;
    run([&]() -> asio::awaitable<void> { status = co_await maker.write(bogor_number, messages); });
    return status;
  }
  unsigned write(const std::string& text, const std::string& from = "6281211112222") {
    return write({{.from = from, .text = text}});
  }
  /// Until nothing waits in the outbox: what the person sees then.
  std::string last(const std::string& from = "6281211112222") {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    run([&]() -> asio::awaitable<void> {
      asio::steady_timer timer(io);
      for (;;) {
        const auto due = co_await store.next_due(NoticeChannel::whatsapp);
        if (!due || *due > now_of_all + std::chrono::minutes(30) || std::chrono::steady_clock::now() > end) {
          co_return;
        }
        timer.expires_after(std::chrono::milliseconds(5));
        co_await timer.async_wait(asio::use_awaitable);
        now_of_all += std::chrono::milliseconds(5);  // replies of one turn are due one after the other
      }
    });
    std::string all;
    for (const auto& line : maker.shown(from)) {
      if (line.own) {
        all.clear();
      } else {
        all += line.text + (line.picture.empty() ? "" : "[picture]") + line.template_name + "\n";
      }
    }
    return all;
  }
  std::string say(const std::string& text, const std::string& from = "6281211112222") {
    LONGS_EQUAL(200, write(text, from));
    return last(from);
  }
  std::vector<Booking> pulled() {
    office_api::BookingPage page;
    run([&]() -> asio::awaitable<void> { page = co_await store.pull("BG", "", 0, 500, now_of_all); });
    return page.bookings;
  }

  portal_test::ScratchFolder folder;
  asio::io_context io{1};
  TheClock clock;
  Offices places = offices();
  codes::KeyPair pair = codes::make_key_pair();
  SigningKeys keys{.current = 1, .secret = {{1, pair.secret_key}}};
  NikKey nik_key{std::string(40, 'n')};
  NoticeWriter writer{places, keys, nik_key, "https://antrean.example.go.id"};
  SqliteStore store{io, folder / "portal.db"};
  BookingService booking{places, store, nik_key, keys, writer};
  ChatService service{booking, store, nik_key};
  whatsapp::WebhookSecrets secrets{.verify_token = "verify", .app_secret = "the app's secret"};
  WhatsAppStandIn maker{
      io, {.webhook = "", .app_secret = "the app's secret", .token = "token", .now = [] { return now_of_all; }}};
  whatsapp::WhatsAppSender sender{{.url = maker.api(), .token = "token"}};
  Courier courier{store, sender, clock, asio_timers(io), [] { return 7U; }, {.channel = NoticeChannel::whatsapp}};
  std::optional<http::Server> server;
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_GROUP(WhatsApp) {
  Rig rig;
  http::Response ask(http::ClientRequest request) {
    http::Response answer;
    rig.run([&]() -> asio::awaitable<void> {
      auto got = co_await http::fetch(request);
      answer = got ? std::move(*got) : http::Response{.status = 0};
    });
    return answer;
  }
  std::string webhook() { return "http://127.0.0.1:" + std::to_string(rig.server->port()) + whatsapp::webhook_path; }
};

TEST(WhatsApp, ShakesHandsOnlyWithItsToken) {
  const auto right = ask({.url = webhook() + "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=verify"});
  LONGS_EQUAL(200, right.status);
  STRCMP_EQUAL("1158201444", right.body.c_str());
  LONGS_EQUAL(403, ask({.url = webhook() + "?hub.mode=subscribe&hub.challenge=1&hub.verify_token=other"}).status);
  LONGS_EQUAL(403, ask({.url = webhook()}).status);
}

TEST(WhatsApp, ReadsOnlyWhatTheAppsSecretHasSigned) {
  const std::string body = R"({"object":"whatsapp_business_account","entry":[]})";
  const auto post = [&](const std::string& sent, const std::string& signature) {
    return ask({.method = "POST", .url = webhook(), .headers = {{"X-Hub-Signature-256", signature}}, .body = sent})
        .status;
  };
  const auto right = whatsapp::signature_of(body, "the app's secret");
  LONGS_EQUAL(200, post(body, right));
  LONGS_EQUAL(403, post(body + " ", right));
  LONGS_EQUAL(403, post(body, whatsapp::signature_of(body, "another")));
  LONGS_EQUAL(403, post(body, ""));
  LONGS_EQUAL(400, post("{", whatsapp::signature_of("{", "the app's secret")));
  // By another program: printf '{}' | openssl dgst -sha256 -hmac key
  STRCMP_EQUAL("sha256=a777724d943eb48dc69bca8a4a6d57a04db3f9ec7e1de4e581e860265bdf3032",
               whatsapp::signature_of("{}", "key").c_str());
}

TEST(WhatsApp, BooksFromTheArticlesFormToTheQr) {
  const auto first = rig.say("#Budi#25011987#23112026");
  CHECK_TEXT(has(first, "Berapa NIK Budi"), first.c_str());
  CHECK(has(rig.say("3273012501870001"), "Senin, 23 November 2026. Jam berapa?"));
  CHECK(has(rig.say("jam 8"), "Mohon periksa"));
  const auto booked = rig.say("ya");
  CHECK_TEXT(has(booked, "Antrean Anda sudah tercatat"), booked.c_str());
  CHECK_TEXT(has(booked, "[picture]"), booked.c_str());
  CHECK(has(booked, "kirim *#batal*"));
  const auto bookings = rig.pulled();
  LONGS_EQUAL(1, bookings.size());
  STRCMP_EQUAL("Budi", bookings[0].name.c_str());
  CHECK(has(booked, bookings[0].code));
  CHECK(has(rig.say("status"), bookings[0].code));
  CHECK(has(rig.say("#batal"), "Batalkan antrean"));
  CHECK(has(rig.say("ya"), "sudah dibatalkan"));
  CHECK(rig.pulled()[0].status == BookingStatus::cancelled);
}

TEST(WhatsApp, AMessageThatComesAgainIsAnsweredOnce) {
  rig.say("#Budi#25011987#23112026");
  rig.say("3273012501870001");
  rig.say("jam 8");
  for (int i = 0; i < 3; ++i) {
    LONGS_EQUAL(200, rig.write({{.from = "6281211112222", .text = "ya", .id = "wamid.same"}}));
  }
  rig.last();
  LONGS_EQUAL(1, rig.pulled().size());
  int pictures = 0;
  for (const auto& line : rig.maker.shown("6281211112222")) {
    pictures += line.picture.empty() ? 0 : 1;
  }
  LONGS_EQUAL(1, pictures);
}

TEST(WhatsApp, OneNumberHasOneBookingAndOnePersonToo) {
  for (const char* text : {"#Budi#25011987#23112026", "3273012501870001", "jam 8", "ya"}) {
    rig.say(text);
  }
  CHECK(has(rig.say("daftar"), "sudah punya antrean"));
  const std::string other = "6281233334444";
  for (const char* text : {"#Budi#25011987#24112026", "3273012501870001", "jam 8"}) {
    rig.say(text, other);
  }
  CHECK(has(rig.say("ya", other), "NIK ini sudah punya antrean"));
  LONGS_EQUAL(1, rig.pulled().size());
}

TEST(WhatsApp, ThePlaceThatIsTakenMeanwhileLeadsToTheNearest) {
  const std::string other = "6281233334444";
  for (const auto& [from, nik] :
       {std::pair<std::string, const char*>{"6281211112222", "3273012501870001"}, {other, "3273012501870002"}}) {
    rig.say("#Budi#25011987#23112026", from);
    rig.say(nik, from);
    CHECK(has(rig.say("jam 10", from), "Mohon periksa"));
  }
  CHECK(has(rig.say("ya"), "sudah tercatat"));
  const auto late = rig.say("ya", other);
  CHECK_TEXT(has(late, "baru saja terisi. Yang terdekat"), late.c_str());
  LONGS_EQUAL(200, rig.write({{.from = other, .text = "Sen", .pressed = "slot:2026-11-23 08:00"}}));
  CHECK(has(rig.last(other), "Mohon periksa"));
  CHECK(has(rig.say("ya", other), "sudah tercatat"));
  LONGS_EQUAL(2, rig.pulled().size());
}

TEST(WhatsApp, ABatchIsHeardInItsOrder) {
  LONGS_EQUAL(200, rig.write({{.from = "6281211112222", .text = "daftar"},
                              {.from = "6281211112222", .text = "Budi"},
                              {.from = "6281233334444", .text = "halo"},
                              {.from = "6281211112222", .text = "3273012501870001"}}));
  CHECK(has(rig.last(), "Tanggal berapa"));
  CHECK(has(rig.last("6281233334444"), "Halo, ini antrean"));
}

TEST(WhatsApp, APictureAndAVoiceMessageAreAnsweredKindly) {
  LONGS_EQUAL(200, rig.write({{.from = "6281211112222", .text = "", .a_picture = true}}));
  CHECK(has(rig.last(), "hanya bisa membaca tulisan"));
}

TEST(WhatsApp, RemindersAreTemplates) {
  for (const char* text : {"#Budi#25011987#25112026", "3273012501870001", "jam 8", "ya"}) {
    rig.say(text);
  }
  now_of_all = instant(*OfficeDay::parse("2026-11-24"), TimeOfDay{17 * 60 + 1}, Zone::wib);
  rig.write("");  // wakes nobody up, but time has passed
  rig.run([&]() -> asio::awaitable<void> {
    asio::steady_timer timer(rig.io);
    for (int i = 0; i < 4000; ++i) {
      for (const auto& line : rig.maker.shown("6281211112222")) {
        if (line.template_name == "antrean_reminder_day") {
          co_return;
        }
      }
      timer.expires_after(std::chrono::milliseconds(5));
      co_await timer.async_wait(asio::use_awaitable);
    }
  });
  const auto& shown = rig.maker.shown("6281211112222");
  const auto found = std::ranges::find(shown, "antrean_reminder_day", &demo::ChatLine::template_name);
  CHECK(found != shown.end());
  LONGS_EQUAL(6, found->parameters.size());
  STRCMP_EQUAL("Rabu, 25 November 2026", found->parameters[3].c_str());
}

TEST(WhatsApp, AReasonOfSeveralLinesIsOneParameter) {
  Notice notice;
  notice.kind = NoticeKind::closed_by_office;
  notice.to = "6281211112222";
  notice.from = bogor_number;
  notice.reason = "Listrik padam.\nMaaf.";
  SendAnswer answer;
  rig.run([&]() -> asio::awaitable<void> { answer = co_await rig.sender.send(notice); });
  CHECK_TEXT(answer.result == SendResult::taken, answer.why.c_str());
  STRCMP_EQUAL("Listrik padam. Maaf.", rig.maker.shown("6281211112222").back().parameters[5].substr(0, 20).c_str());
}

TEST(WhatsApp, WhatTheMakerRefusesForNowIsSentLater) {
  rig.maker.answer_next(503, 1);
  LONGS_EQUAL(200, rig.write("halo"));
  rig.run([&]() -> asio::awaitable<void> {
    asio::steady_timer timer(rig.io);
    for (int i = 0; i < 4000 && rig.maker.refusals() == 0; ++i) {
      timer.expires_after(std::chrono::milliseconds(5));
      co_await timer.async_wait(asio::use_awaitable);
    }
  });
  LONGS_EQUAL(0, rig.maker.messages());
  now_of_all += std::chrono::minutes(5);
  rig.write("halo", "6281233334444");  // the courier looks again
  CHECK(has(rig.last("6281233334444"), "Halo, ini antrean"));
  CHECK(has(rig.last(), "Halo, ini antrean"));
}

TEST(WhatsApp, AWrongTokenCostsNoReply) {
  whatsapp::WhatsAppSender wrong{{.url = rig.maker.api(), .token = "expired"}};
  SendAnswer answer;
  rig.run([&]() -> asio::awaitable<void> {
    Notice notice;
    notice.kind = NoticeKind::chat_reply;
    notice.to = "628";
    notice.from = bogor_number;
    notice.said = whatsapp::to_text({.text = "x"});
    answer = co_await wrong.send(notice);
  });
  CHECK(answer.result == SendResult::channel_down);
  CHECK(has(answer.why, "190"));
}

TEST(WhatsApp, AMessageToAnUnknownNumberIsTakenAndDropped) {
  unsigned status = 0;
  rig.run([&]() -> asio::awaitable<void> {
    std::vector<WhatsAppStandIn::Written> one{{.from = "628", .text = "halo"}};
    one[0].from = "6281211112222";
    status = co_await rig.maker.write("999", one);
  });
  LONGS_EQUAL(200, status);
  LONGS_EQUAL(0, rig.maker.messages());
}

TEST(WhatsApp, NothingPersonalIsLeftInTheStateAfterwards) {
  for (const char* text : {"#Budi#25011987#23112026", "3273012501870001", "jam 8", "ya"}) {
    rig.say(text);
  }
  rig.run([&]() -> asio::awaitable<void> { co_await rig.store.sweep(SweepOrder{now_of_all}); });
  chat::Before before;
  rig.run([&]() -> asio::awaitable<void> {
    before = co_await rig.store.before(rig.nik_key.address("chat BG 6281211112222"), "none");
  });
  CHECK(!before.state.empty());
  CHECK(!has(before.state, "3273012501870001") && !has(before.state, "Budi"));
  now_of_all += std::chrono::hours(3);
  rig.run([&]() -> asio::awaitable<void> {
    co_await rig.store.sweep(SweepOrder{now_of_all});
    before = co_await rig.store.before(rig.nik_key.address("chat BG 6281211112222"), "none");
  });
  STRCMP_EQUAL("", before.state.c_str());
}
