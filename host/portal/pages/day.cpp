#include "pages/day.hpp"

#include <algorithm>
#include <array>

#include "pages/day_block.hpp"
#include "text/text.hpp"
#include "values/words.hpp"

namespace antrean::portal {
namespace {

using office_api::TodayState;
using office_api::TodayTicket;

constexpr std::size_t most_calls = 4;
constexpr std::size_t longest_number = 8;  // of what somebody types; a queue number is shorter
constexpr std::uint16_t near_ahead = 3;
constexpr int soon = 5;  // seconds
constexpr int usual = 15;
constexpr int seldom = 60;

/// "1st", "2nd", "3rd", "4th", "11th", "21st".
std::string ordinal(unsigned count) {
  const bool teen = count % 100 >= 11 && count % 100 <= 13;
  const unsigned last = teen ? 0 : count % 10;
  return std::to_string(count) + (last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th");
}

bool is_done(TodayState state) {
  return state == TodayState::served || state == TodayState::cancelled || state == TodayState::closed;
}

std::string wait_words(const Texts& t, const std::optional<WaitRange>& wait) {
  if (!wait) {
    return std::string{t.today_no_wait};
  }
  if (wait->high == 0) {
    return std::string{t.today_soon};
  }
  return wait->low == 0 || wait->low == wait->high ? fill(t.today_wait_about, wait->high)
                                                   : fill(t.today_wait, wait->low, wait->high);
}

using Words = TicketWords;

Words waiting_words(Language language, const TodayTicket& ticket, Zone zone) {
  const auto& t = texts(language);
  const unsigned place = ticket.ahead + 1u;
  Words words{.title = place == 1
                           ? std::string{t.today_next}
                           : fill(t.today_place, language == Language::en ? ordinal(place) : std::to_string(place)),
              .detail = wait_words(t, ticket.wait)};
  if (ticket.until) {
    words.title = fill(t.today_from_hour, clock_text(language, *ticket.until, zone));
    if (!ticket.wait) {
      words.detail.clear();
    }
  }
  return words;
}

}  // namespace

TicketWords ticket_words(Language language, const TodayTicket& ticket, Zone zone) {
  const auto& t = texts(language);
  const auto both = [](std::string_view title, std::string_view detail) {
    return Words{std::string{title}, std::string{detail}};
  };
  switch (ticket.state) {
    case TodayState::waiting:
      return waiting_words(language, ticket, zone);
    case TodayState::called:
      return {fill(t.today_called, ticket.counter), std::string{t.today_called_now}};
    case TodayState::serving:
      return {fill(t.today_serving, ticket.counter), {}};
    case TodayState::parked:
      return both(t.today_parked, t.today_parked_text);
    case TodayState::missed:
      return both(t.today_missed, t.today_missed_text);
    case TodayState::served:
      return both(t.today_served, t.today_served_text);
    case TodayState::cancelled:
      return both(t.today_cancelled, t.today_cancelled_text);
    case TodayState::closed:
      break;
  }
  return both(t.today_closed, t.today_closed_text);
}

namespace {

bool all_done(const DayOnPage& day) {
  return !day.tickets.empty() &&
         std::ranges::all_of(day.tickets, [](const TodayTicket* one) { return is_done(one->state); });
}

void add_calls(Dictionary& page, Language language, const DayOnPage& day) {
  const auto& t = texts(language);
  page.text("calls_title", t.today_calls_title);
  auto& calls = page.list("calls");
  std::size_t shown = 0;
  for (const auto& call : day.news.told.calls) {
    if (shown == most_calls || (!day.service.empty() && call.service != day.service)) {
      continue;
    }
    ++shown;
    const bool mine =
        std::ranges::any_of(day.tickets, [&](const TodayTicket* one) { return one->number == call.number; });
    auto& entry = calls.add();
    entry.show("mine", mine);
    entry.text("call", fill(t.today_is_called, call.number, call.counter));
    entry.text("call_clock", clock_text(language, call.at, day.zone));
  }
  page.show("none_called", shown == 0);
  page.show("some_called", shown > 0);
  page.text("none_called_text", t.today_none_called);
  auto& lines = page.list("lines");
  for (const auto& service : day.news.told.services) {
    if (!day.service.empty() && service.key != day.service) {
      continue;
    }
    auto& entry = lines.add();
    entry.text("line_name", service.name.in(language));
    entry.text("line_waiting", fill(t.today_waiting, service.waiting));
    // It is for somebody who comes now. Whoever has a number would take it for their own wait.
    const bool for_newcomers = day.tickets.empty() && service.wait.has_value();
    entry.show("has_line_wait", for_newcomers);
    entry.text("line_wait",
               for_newcomers ? fill(t.today_if_now, service.wait->low, service.wait->high) : std::string{});
  }
}

/// In the order of Feedback.
std::array<std::string_view, feedbacks> feedback_words(const Texts& t) {
  return {t.feedback_very_good, t.feedback_good, t.feedback_poor, t.feedback_bad};
}

void add_feedback(Dictionary& page, const Texts& t, const FeedbackOnPage& feedback) {
  using Kind = FeedbackOnPage::Kind;
  page.text("feedback_state", std::to_string(static_cast<int>(feedback.kind)));
  page.show("feedback_asked", feedback.kind == Kind::asked);
  page.show("feedback_elsewhere", feedback.kind == Kind::elsewhere);
  page.show("feedback_given", feedback.kind == Kind::given);
  page.text("feedback_question", t.feedback_question);
  page.text("feedback_text", t.feedback_text);
  page.text("feedback_thanks", t.feedback_thanks);
  page.text("feedback_link", t.feedback_link);
  page.text("feedback_page", feedback.page_key.empty() ? std::string{} : number_path(feedback.page_key));
  page.text("feedback_token", feedback.form_token);
  auto& answers = page.list("answers");
  for (std::size_t i = 0; i < feedbacks; ++i) {
    auto& one = answers.add();
    one.text("answer_value", word(static_cast<Feedback>(i)));
    one.text("answer", feedback_words(t)[i]);
  }
}

void add_notices(Dictionary& page, Language language, const DayOnPage& day, UtcTime now) {
  auto& notices = page.list("hall_notices");
  for (const auto& notice : day.news.told.notices) {
    if (notice.until && *notice.until <= now) {
      continue;
    }
    auto& entry = notices.add();
    entry.show("emergency", notice.severity == NoticeSeverity::emergency);
    const bool english = language == Language::en && !notice.text.en.empty();
    entry.text("hall_notice", english ? notice.text.en : notice.text.id);
    entry.text("hall_notice_language", english ? "en" : "id");
  }
}

/// "On a break until 13:00"; "": the hall works, or it is not known when it goes on.
std::string pause_words(Language language, const DayOnPage& day) {
  const auto& t = texts(language);
  const auto& told = day.news.told;
  const auto at = told.goes_on_at;
  switch (told.phase) {
    case DayPhase::on_break:
      return at ? fill(t.today_break_until, clock_text(language, *at, day.zone)) : std::string{t.today_break};
    case DayPhase::before_opening:
      return at && OfficeDay::of(*at, day.zone) == told.day
                 ? fill(t.today_opens_at, clock_text(language, *at, day.zone))
                 : std::string{};
    case DayPhase::open:
    case DayPhase::last_numbers:
    case DayPhase::closed:
      break;
  }
  return {};
}

}  // namespace

std::string number_path(std::string_view page_key) { return "/n/" + std::string{page_key}; }
std::string office_day_path(const Office& office) { return "/n/" + office.code; }

int fresh_every(const DayOnPage* day) {
  if (day == nullptr) {
    return 0;
  }
  if (all_done(*day)) {
    return seldom;
  }
  const bool is_near = std::ranges::any_of(day->tickets, [](const TodayTicket* one) {
    return !is_done(one->state) && (one->state != TodayState::waiting || one->ahead <= near_ahead);
  });
  return is_near ? soon : usual;
}

void add_day(Dictionary& page, Language language, const DayOnPage* day) {
  page.show("has_day", day != nullptr);
  page.part("day", "day.tpl");
  if (day == nullptr) {
    return;
  }
  const auto& t = texts(language);
  const bool done = all_done(*day);
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(day->age).count();
  page.text("fresh_every", std::to_string(fresh_every(day)));
  page.text("age", std::to_string(std::max<std::int64_t>(0, day->age.count())));
  std::uint64_t call = 0;
  auto& numbers = page.list("numbers_today");
  for (const TodayTicket* ticket : day->tickets) {
    const auto words = ticket_words(language, *ticket, day->zone);
    auto& entry = numbers.add();
    entry.text("number_state", word(ticket->state));
    entry.text("number_label", t.number_yours);
    entry.text("number_now", ticket->number);
    entry.show("has_was", !ticket->was.empty());
    entry.text("number_was", fill(t.number_was, ticket->was));
    entry.text("number_title", words.title);
    entry.show("has_detail", !words.detail.empty());
    entry.text("number_detail", words.detail);
    call = std::max(call, ticket->call);
  }
  // What was told a moment ago is not over now: news that is old says so itself.
  add_notices(page, language, *day, day->news.heard_at + std::chrono::duration_cast<Milliseconds>(day->age));
  add_feedback(page, t, day->feedback);
  const auto pause = done ? std::string{} : pause_words(language, *day);
  page.show("paused", !pause.empty());
  page.text("pause", pause);
  page.text("called", call == 0 ? std::string{} : std::to_string(call));
  page.show("others_wait", !done);
  add_calls(page, language, *day);
  // The script needs the text also when the news is fresh: it may get old while the page is open.
  page.text("old_text", t.today_old);
  page.show("fresh_news", done || day->age < news_is_old);
  page.show("never_old", done);
  page.text("old_now", fill(t.today_old, minutes));
  page.text("as_of", fill(t.today_as_of, clock_text(language, day->news.heard_at, day->zone), zone_name(day->zone)));
  page.text("updates", t.today_updates);
}

std::string number_page(const PageContext& context, const NumberPage& shown) {
  const auto& t = texts(context.language);
  Dictionary page;
  page.text("where", shown.office);
  add_day(page, context.language, &shown.day);
  const auto title = fill(t.number_title, shown.day.tickets.front()->number);
  return document(context, {.title = title, .fresh_every = fresh_every(&shown.day)}, "number.tpl", std::move(page));
}

std::string unknown_number_page(const PageContext& context) {
  const auto& t = texts(context.language);
  Dictionary page;
  page.text("text", t.number_unknown_text);
  page.text("fresh_every", std::to_string(soon));
  return document(context, {.title = t.number_unknown_title, .fresh_every = soon}, "number_unknown.tpl",
                  std::move(page));
}

std::string office_day_page(const PageContext& context, const OfficeDayPage& shown) {
  const auto& t = texts(context.language);
  Dictionary page;
  page.text("where", shown.office.name);
  add_day(page, context.language, shown.day);
  page.show("no_news", shown.day == nullptr);
  page.text("no_news_text", t.office_day_no_news);
  const std::string typed{text::cut(shown.typed, longest_number)};
  page.show("no_such_number", shown.day != nullptr && !typed.empty() && shown.day->tickets.empty());
  page.text("no_such_number_text", fill(t.office_day_none, typed));
  page.text("action", office_day_path(shown.office));
  page.text("field_label", t.office_day_field);
  page.text("field_hint", t.office_day_hint);
  page.text("typed", typed);
  page.text("submit", t.office_day_submit);
  return document(context, {.title = t.office_day_title, .fresh_every = fresh_every(shown.day), .reloads = false},
                  "office_day.tpl", std::move(page));
}

}  // namespace antrean::portal
