// The real office with a ticket printer at its entrance: what comes out, and when, whatever happens to
// either.
#include <map>
#include <string>

#include <spdlog/spdlog.h>

#include "whole_path.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::demo;
using namespace antrean::test;

namespace {

[[maybe_unused]] const bool quiet = (spdlog::set_level(spdlog::level::off), true);

struct Entrance : EndToEnd {
  VirtualPrinter& printer() { return office->printer(); }
  const std::vector<PrintedSlip>& slips() { return printer().slips(); }

  asio::awaitable<void> open() {
    co_await start();
    // From now on a phone finds its number, so the paper has its QR.
    co_await until_seen("the day at the portal", [this] { return !feed->latest().on_phones.empty(); });
  }
  /// The same after a start, when the feed may still show the time before.
  asio::awaitable<void> until_on_phones(std::string number) {
    co_await until(number + " at the portal", [this, number]() -> asio::awaitable<bool> {
      http::ClientRequest call;
      call.url = office->staff_url() + "/entrance/my-number/" + number;
      const auto answer = co_await http::fetch(std::move(call));
      co_return answer && answer->status == 200;
    });
  }
  asio::awaitable<std::string> check_in(BookedPlace place) {
    const auto before = entrance().seq;
    office->scanner().present(scanned(place));
    co_await until_seen("admitted", [&] { return entrance().seq > before && entrance().outcome == "admitted"; });
    co_return entrance().numbers.at(0);
  }
  asio::awaitable<void> until_slips(std::size_t count) {
    co_await until_seen("slip " + std::to_string(count), [this, count] { return slips().size() >= count; });
  }
  bool printer_alarm(const std::string& words) {
    for (const AlarmView& alarm : feed->latest().alarms) {
      if (alarm.subject == "printer") {
        return !words.empty() && alarm.text_en.find(words) != std::string::npos;
      }
    }
    return words.empty();
  }
  /// What a phone finds that scans the paper.
  asio::awaitable<std::string> page_on(Browser& phone, PrintedSlip slip) {
    const auto address = read_qr(png_of(slip));
    if (!address || !address->starts_with(office->portal_url())) {
      throw std::runtime_error("no address of the portal on the paper: " + address.value_or(""));
    }
    // The portal is told of a number a moment after it was given.
    std::string html;
    co_await until("a page at " + *address, [&]() -> asio::awaitable<bool> {
      Page page = co_await phone.open(address->substr(office->portal_url().size()));
      html = std::move(page.html);
      co_return page.status == 200;
    });
    co_return html;
  }
};

bool has(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

}  // namespace

TEST_GROUP(TicketsAtTheEntrance){};

TEST(TicketsAtTheEntrance, ACheckInByScanPrintsOneTicketWhoseQrOpensItsNumber) {
  Entrance here;
  here.run([&]() -> asio::awaitable<void> {
    co_await here.open();
    Browser phone(here.office->portal_url(), here.office->mails());
    const BookedPlace first = co_await book(phone, "AD", somebody(1));
    const BookedPlace second = co_await book(phone, "AD", somebody(2));
    const std::string number = co_await here.check_in(first);
    co_await here.until_slips(1);
    const std::string page = co_await here.page_on(phone, here.slips()[0]);
    CHECK_TEXT(has(page, number), page.c_str());
    const std::string other = co_await here.check_in(second);
    co_await here.until_slips(2);
    CHECK_TRUE(has(co_await here.page_on(phone, here.slips()[1]), other));
    LONGS_EQUAL(2, here.slips().size());
    CHECK_TRUE(here.printer().complaints().empty());
  });
}

TEST(TicketsAtTheEntrance, WithoutPaperOrWithAHungPrinterNumbersAreGivenAndCalledAndThePaperComesAfter) {
  Entrance here;
  here.run([&]() -> asio::awaitable<void> {
    co_await here.open();
    Browser phone(here.office->portal_url(), here.office->mails());
    const BookedPlace first = co_await book(phone, "AD", somebody(1));
    const BookedPlace second = co_await book(phone, "AD", somebody(2));
    here.printer().hang(true);
    // Given, told and called while the printer does nothing at all.
    const std::string number = co_await here.check_in(first);
    co_await here.office->line().press(3, "next");
    co_await here.until_board(23, number);
    LONGS_EQUAL(0, here.slips().size());
    co_await here.until_seen("the alarm about a hung printer", [&] { return here.printer_alarm("takes no data"); });
    here.printer().paper(false);
    here.printer().hang(false);
    co_await here.until_seen("the alarm about no paper", [&] { return here.printer_alarm("no paper"); });
    co_await here.check_in(second);
    LONGS_EQUAL(0, here.slips().size());
    here.printer().paper(true);
    co_await here.until_slips(2);
    CHECK_TRUE(has(co_await here.page_on(phone, here.slips()[0]), number));
    co_await here.until_seen("no alarm", [&] { return here.printer_alarm(""); });
    LONGS_EQUAL(2, here.slips().size());
  });
}

TEST(TicketsAtTheEntrance, KilledBetweenCheckInAndPaperItPrintsTheTicketAfterTheStartAndOnce) {
  Entrance here;
  here.run([&]() -> asio::awaitable<void> {
    co_await here.open();
    Browser phone(here.office->portal_url(), here.office->mails());
    const BookedPlace first = co_await book(phone, "AD", somebody(1));
    const BookedPlace second = co_await book(phone, "AD", somebody(2));
    const BookedPlace third = co_await book(phone, "AD", somebody(3));
    here.printer().hang(true);
    const std::string number = co_await here.check_in(first);
    here.office->kill_office();
    here.printer().hang(false);
    LONGS_EQUAL(0, here.slips().size());
    co_await here.office->start_office(here.sound());
    co_await here.until_slips(1);
    co_await here.crash();
    co_await here.until_on_phones(number);

    // In the middle of a ticket: it is not printed by itself again. What the printer had got already may
    // come.
    here.printer().paper_for(200);
    const std::string half = co_await here.check_in(second);
    co_await here.until_seen("half a ticket", [&] { return here.printer().rows_hanging_out() == 200; });
    here.office->kill_office();
    here.printer().paper(true);
    co_await here.office->start_office(here.sound());
    co_await here.until_on_phones(number);
    const std::string last = co_await here.check_in(third);
    std::map<std::string, int> papers;
    std::size_t looked_at = 0;
    while (papers[last] == 0) {
      co_await here.until_slips(looked_at + 1);
      const std::string page = co_await here.page_on(phone, here.slips()[looked_at]);
      ++looked_at;
      for (const std::string& one : {number, half, last}) {
        papers[one] += has(page, one) ? 1 : 0;
      }
    }
    LONGS_EQUAL(1, papers[number]);
    CHECK_TRUE(papers[half] <= 1);
    LONGS_EQUAL(1, papers[last]);
    LONGS_EQUAL(looked_at, here.slips().size());
    CHECK_TRUE(here.printer().complaints().empty());
  });
}
