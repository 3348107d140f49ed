// The real programs, from the booking page to board, feed, TV and loudspeaker; with the office killed between
// any two steps, and with the portal gone.
#include <spdlog/spdlog.h>

#include "whole_path.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::demo;
using namespace antrean::test;

namespace {

[[maybe_unused]] const bool quiet = (spdlog::set_level(spdlog::level::off), true);

}  // namespace

TEST_GROUP(EndToEndPath){};

TEST(EndToEndPath, ABookingGoesFromThePageToBoardFeedTvAndVoice) {
  EndToEnd here;
  here.run([&]() -> asio::awaitable<void> {
    co_await here.start();
    Browser phone(here.office->portal_url(), here.office->mails());
    const BookedPlace place = co_await book(phone, "AD", somebody(1));
    here.office->scanner().present(scanned(place));
    co_await here.until_seen("admitted", [&] { return here.entrance().outcome == "admitted"; });
    const std::string number = here.entrance().numbers.at(0);

    co_await here.office->line().press(3, "next");
    co_await here.until_board(23, number);
    co_await here.until_seen("the feed's counter 3", [&] { return here.at_counter(3) == number; });
    co_await here.until_seen("the TV's draw list", [&] {
      return text_of(here.office->tv_draw_list()).find("\"" + number + "\"") != std::string::npos;
    });

    ClipSet clips(VOICES);
    SpeakerSettings voice;
    voice.languages = {Language::id, Language::en};
    // Admitted by the signature, when the scan was quicker than the pull of the list: the language is not
    // known then.
    const auto language = here.feed->latest().calls.at(0).language;
    const Samples speech =
        clips.join(call_out({.call = 1, .number = number, .counter = 3, .language = language}, voice, CallForm::full));
    co_await here.until_seen("the call was spoken", [&] {
      const Samples heard = read_samples(here.folder / "sound.raw");
      return std::search(heard.begin(), heard.end(),
                         std::boyer_moore_horspool_searcher(speech.begin(), speech.end())) != heard.end();
    });

    // Recall speaks again; done removes the number.
    const auto calls = here.feed->latest().calls.size();
    co_await here.press_until(3, "recall", [&] { return here.feed->latest().calls.size() > calls; });
    co_await here.press_until(3, "done", [&] { return here.at_counter(3).empty(); });
    co_await here.until_board(23, "    ");
  });
}

TEST(EndToEndPath, ACrashBetweenAnyTwoStepsLosesAndDoublesNothing) {
  EndToEnd here;
  here.run([&]() -> asio::awaitable<void> {
    co_await here.start();
    Browser phone(here.office->portal_url(), here.office->mails());
    const BookedPlace first = co_await book(phone, "AD", somebody(1));
    const BookedPlace second = co_await book(phone, "AD", somebody(2));
    co_await here.crash();
    here.office->scanner().present(scanned(first));
    co_await here.until_seen("the first admitted", [&] { return here.entrance().outcome == "admitted"; });
    const std::string number = here.entrance().numbers.at(0);
    co_await here.crash();
    co_await here.until_seen("the ticket is there after the crash", [&] {
      const auto& tickets = here.feed->latest().tickets;
      return tickets.size() == 1 && tickets[0].number == number;
    });
    here.office->scanner().present(scanned(first));
    co_await here.until_seen("the second scan refused", [&] { return here.entrance().outcome == "already_used"; });
    LONGS_EQUAL(1, here.entrance().numbers.size());
    STRCMP_EQUAL(number.c_str(), here.entrance().numbers[0].c_str());

    // The office is killed while the press is on its way: the press acts once, before or after.
    co_await here.office->line().press(1, "next");
    co_await here.crash();
    co_await here.until_board(21, number);
    co_await here.until_seen("the call in the feed, which has to find the office again",
                             [&] { return !here.feed->latest().calls.empty(); });
    LONGS_EQUAL(1, here.feed->latest().calls.size());
    here.office->scanner().present(second.code);
    co_await here.until_seen("the second admitted", [&] { return here.entrance().outcome == "admitted"; });
    const std::string other = here.entrance().numbers.at(0);
    CHECK_TRUE(other != number);
    co_await here.crash();
    co_await here.until_board(21, number);
    co_await here.office->line().press(2, "next");
    co_await here.until_board(22, other);
    co_await here.until_seen("two calls", [&] { return here.feed->latest().calls.size() == 2; });
  });
}

TEST(EndToEndPath, ABookingNeverPulledIsAdmittedByItsSignatureWhileThePortalIsGone) {
  EndToEnd here;
  here.run([&]() -> asio::awaitable<void> {
    co_await here.start();
    here.office->kill_office();
    Browser phone(here.office->portal_url(), here.office->mails());
    const BookedPlace place = co_await book(phone, "AD", somebody(7));
    here.office->stop_portal();
    co_await here.office->start_office(here.sound());
    here.office->scanner().present(scanned(place));
    co_await here.until_seen("admitted by the signature", [&] { return here.entrance().outcome == "admitted"; });
    const std::string number = here.entrance().numbers.at(0);
    co_await here.office->line().press(1, "next");
    co_await here.until_board(21, number);
    // Typed letters need the day list, which never came. The answer says so and does not guess.
    here.office->scanner().present("AD-ZZZZZZ");
    co_await here.until_seen("an answer to letters", [&] { return here.entrance().outcome != "admitted"; });
    CHECK_TRUE(here.entrance().outcome == "no_day_list" || here.entrance().outcome == "unknown_code" ||
               here.entrance().outcome == "unreadable");
    // The portal comes back and is told what happened.
    co_await here.office->start_portal();
    co_await here.until("the portal knows that the code was used", [&]() -> asio::awaitable<bool> {
      const Page page = co_await phone.open(place.page);
      co_return page.status == 200 && page.html.find("/cancel\"") == std::string::npos;
    });
  });
}

TEST(EndToEndPath, EveryNoAtTheEntranceHasItsWordsAndItsSound) {
  EndToEnd here;
  here.run([&]() -> asio::awaitable<void> {
    co_await here.start();
    ClipSet clips(VOICES);
    const Samples refusal = clips.clip("signals/refused").samples;
    Ear ear(here.folder / "sound.raw");
    auto refused = [&](std::string line, std::string outcome, std::string words) -> asio::awaitable<void> {
      const auto before = here.entrance().seq;
      here.office->scanner().present(line);
      co_await here.until_seen(outcome, [&] { return here.entrance().seq > before; });
      STRCMP_EQUAL(outcome.c_str(), here.entrance().outcome.c_str());
      STRCMP_CONTAINS(words.c_str(), here.entrance().message_id.c_str());
      CHECK_FALSE(here.entrance().message_en.empty());
      co_await here.until_seen("the sound of " + outcome, [&] { return ear.hears(refusal); });
    };

    Browser phone(here.office->portal_url(), here.office->mails());
    const BookedPlace today = co_await book(phone, "AD", somebody(1));
    here.office->scanner().present(scanned(today));
    co_await here.until_seen("admitted", [&] { return here.entrance().outcome == "admitted"; });
    co_await refused(today.code, "already_used", "sudah dipakai pukul");
    co_await refused(scanned(co_await book(phone, "JE", somebody(2))), "wrong_office", "Jakarta Selatan");
    const BookedPlace tomorrow = co_await book(phone, "AD", somebody(3), 1);
    co_await refused(scanned(tomorrow), "wrong_day", "Silakan datang pada hari itu");

    const BookedPlace given_up = co_await book(phone, "AD", somebody(4));
    auto form = (co_await phone.open(given_up.page + "/cancel")).form_to(given_up.page + "/cancel");
    CHECK_TRUE(form.has_value());
    form->fields["nik"] = somebody(4).nik;
    co_await phone.submit(std::move(*form));
    // The office knows after its next pull; until then it would have admitted the person.
    co_await here.until("the cancellation pulled", [&]() -> asio::awaitable<bool> {
      http::ClientRequest staff;
      staff.method = "POST";
      staff.url = here.office->staff_url() + "/entrance/find";
      staff.headers = {{"Content-Type", "application/json"}};
      staff.body = R"({"name":"Pemohon"})";
      const auto found = co_await http::fetch(std::move(staff));
      if (!found) {
        co_return false;
      }
      const auto at = found->body.find(given_up.code);
      co_return at != std::string::npos && found->body.find("\"status\":\"cancelled\"", at) != std::string::npos;
    });
    co_await refused(scanned(given_up), "cancelled", "sudah dibatalkan");

    co_await refused("]Q1" + std::string(300, 'X'), "unreadable", "tidak terbaca");
    std::string forged = scanned(tomorrow);
    forged.back() = forged.back() == 'A' ? 'Q' : 'A';
    forged[forged.size() - 9] = forged[forged.size() - 9] == 'B' ? 'C' : 'B';
    co_await refused(forged, "forged", "tidak sah");
    co_await refused("AD-BBBBBB", "unknown_code", "tidak ada di daftar");
  });
}

TEST(EndToEndPath, WhoeverScansReadsAnAnswerOfTheirOwnAndWhatIsNoCodeChangesNone) {
  EndToEnd here;
  here.run([&]() -> asio::awaitable<void> {
    co_await here.start();
    Browser phone(here.office->portal_url(), here.office->mails());
    const BookedPlace first = co_await book(phone, "AD", somebody(1));
    const BookedPlace second = co_await book(phone, "AD", somebody(2));
    const auto shows = [&](const std::string& outcome, const std::string& number) {
      const EntranceView& now = here.entrance();
      return now.outcome == outcome && (number.empty() || now.numbers == std::vector<std::string>{number});
    };

    // As the scanner of one maker sends it: marks before it, a suffix of two characters after it.
    here.office->scanner().send("\xEF\xBB\xBF]Q2\\000026" + scanned(first) + "\r\t");
    co_await here.until_seen("admitted", [&] { return shows("admitted", ""); });
    const std::string number = here.entrance().numbers.at(0);
    const auto seq = here.entrance().seq;
    const auto events = here.feed->latest().journal_seq;
    here.office->scanner().send("\x03");
    here.office->scanner().send("8991234567890\r");
    co_await here.until_seen("the notice", [&] { return here.entrance().notice.has_value(); });
    STRCMP_EQUAL("not_a_code", here.entrance().notice->outcome.c_str());
    CHECK_TRUE(shows("admitted", number));
    LONGS_EQUAL(seq, here.entrance().seq);
    LONGS_EQUAL(events, here.feed->latest().journal_seq);

    std::string forged = scanned(first);
    forged[forged.size() - 9] = forged[forged.size() - 9] == 'B' ? 'C' : 'B';
    here.office->scanner().present(forged);
    co_await here.until_seen("forged", [&] { return shows("forged", ""); });
    here.office->scanner().present(scanned(second));
    co_await here.until_seen("the second admitted",
                             [&] { return shows("admitted", "") && !shows("admitted", number); });
    const std::string other = here.entrance().numbers.at(0);
    here.office->scanner().present(forged);
    co_await here.until_seen("forged again", [&] { return shows("forged", ""); });
    here.office->scanner().present(scanned(first));
    co_await here.until_seen("the first's own number", [&] { return shows("already_used", number); });
    here.office->scanner().present(scanned(second));
    co_await here.until_seen("the second's own number", [&] { return shows("already_used", other); });
  });
}

TEST(EndToEndPath, ABoardThatWasAwayAndALineThatWasUnpluggedAreBroughtUpToDate) {
  EndToEnd here;
  here.run([&]() -> asio::awaitable<void> {
    co_await here.start();
    Browser phone(here.office->portal_url(), here.office->mails());
    const BookedPlace place = co_await book(phone, "AD", somebody(1));
    boost::json::object off{{"op", "power"}, {"unit", 21}, {"on", false}};
    co_await here.office->line().ask(off);
    here.office->scanner().present(scanned(place));
    co_await here.until_seen("admitted", [&] { return here.entrance().outcome == "admitted"; });
    const std::string number = here.entrance().numbers.at(0);
    co_await here.office->line().press(1, "next");
    co_await here.until_board(25, number + "   1");
    boost::json::object on{{"op", "power"}, {"unit", 21}, {"on", true}};
    co_await here.office->line().ask(on);
    co_await here.until_board(21, number);
    boost::json::object unplug{{"op", "unplug"}};
    co_await here.office->line().ask(unplug);
    co_await here.until_seen("an alarm about the line", [&] { return !here.feed->latest().alarms.empty(); });
    boost::json::object replug{{"op", "replug"}};
    co_await here.office->line().ask(replug);
    co_await here.press_until(1, "done", [&] { return here.at_counter(1).empty(); });
    co_await here.until_board(21, "    ");
    co_await here.until_seen("no alarm is left", [&] { return here.feed->latest().alarms.empty(); });
  });
}

TEST(EndToEndPath, WithoutALoudspeakerCallsAreShownAndAnAlarmSaysThatNothingIsHeard) {
  EndToEnd here;
  here.run([&]() -> asio::awaitable<void> {
    co_await here.start();
    here.office->kill_office();
    co_await here.office->start_office({{"SDL_AUDIODRIVER", "none"}});
    const auto about_speaker = [&] {
      const auto& alarms = here.feed->latest().alarms;
      return std::any_of(alarms.begin(), alarms.end(),
                         [](const AlarmView& alarm) { return alarm.subject == "speaker"; });
    };
    co_await here.until_seen("an alarm about the speaker", about_speaker);
    Browser phone(here.office->portal_url(), here.office->mails());
    here.office->scanner().present(scanned(co_await book(phone, "AD", somebody(1))));
    co_await here.until_seen("admitted", [&] { return here.entrance().outcome == "admitted"; });
    const std::string number = here.entrance().numbers.at(0);
    co_await here.office->line().press(1, "next");
    co_await here.until_board(21, number);
    // With a loudspeaker the alarm ends; a restart alone does not end it.
    co_await here.crash();
    co_await here.until_seen("no alarm is left", [&] { return here.feed->latest().alarms.empty(); });
  });
}
