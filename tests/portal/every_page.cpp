#include "every_page.hpp"

#include "pages/day.hpp"
#include "pages/pages.hpp"
#include "values/words.hpp"

namespace antrean::portal_test {
namespace {

using namespace antrean::portal;

const OfficeDay monday = *OfficeDay::parse("2026-11-23");
const SlotHours early{TimeOfDay{8 * 60}, TimeOfDay{10 * 60}};
const SlotHours late{TimeOfDay{10 * 60}, TimeOfDay{12 * 60}};

Bilingual both(const std::string& text) { return {text, text}; }

struct MadeUp {
  explicit MadeUp(const PageValues& values)
      : office{.code = values.office_code,
               .name = values.office_name,
               .address = values.address,
               .zone = Zone::wita,
               .slots = {},
               .city = values.city,
               .coordinates = Coordinates{-6.9, 107.6},
               .phone = values.phone,
               .map = values.map,
               .whatsapp = values.whatsapp},
        service{.key = values.service_key, .name = both(values.service_name), .bring = {both(values.bring)}},
        holiday{.day = monday, .name = both(values.holiday), .offices = {}} {
    Office with_slots = office;
    with_slots.slots = {{.days = all_weekdays, .hours = early, .quota = {{service.key, 20}}}};
    const Service other{.key = "lain", .name = both(values.service_name), .bring = {}};
    offices = Offices{{with_slots}, {service, other}, {holiday}, {}};
    stored.booking = {.id = 17,
                      .code = values.code,
                      .office = values.office_code,
                      .service = values.service_key,
                      .day = monday,
                      .slot = early,
                      .name = values.name,
                      .nik_last4 = values.nik_last4};
    stored.mail = values.mail;
    stored.names = {.zone = Zone::wita, .office = values.office_name, .service = both(values.service_name)};
    stored.companions = {{.name = values.name, .nik_last4 = values.nik_last4}};
    stored.numbers = {values.number};
    place = {
        .office = values.office_name, .address = values.address, .day = monday, .hours = early, .zone = Zone::wita};
    stored.booked_at = instant(monday.plus(-2), TimeOfDay{9 * 60}, Zone::wib);
  }

  std::vector<Availability> availabilities() const {
    const auto opens = instant(monday, TimeOfDay{8 * 60}, Zone::wib);
    return {{},
            {.offer = Offer::free, .day = monday},
            {.offer = Offer::full, .opens = opens},
            {.offer = Offer::full},
            {.offer = Offer::not_open, .opens = opens},
            {.offer = Offer::closed},
            {.offer = Offer::elsewhere},
            {.offer = Offer::whatsapp}};
  }
  std::vector<FreeAt> others() const { return {{&office, monday}, {&office, monday.plus(1)}}; }

  std::vector<SlotOnOffer> slots() const {
    return {{monday, early, 20, 20, true},
            {monday, late, 20, 2, true},
            {monday.plus(1), early, 20, 0, true},
            {monday.plus(2), early, 20, 20, false},
            {monday.plus(9), late, 5, 5, true}};
  }

  Office office;
  Service service;
  Holiday holiday;
  Offices offices;
  StoredBooking stored;
  ShownPlace place;
};

void add_choosing(std::vector<NamedPage>& pages, Language language, const MadeUp& made, const PageValues& values) {
  const PageContext context{language, values.path, "q=x&"};
  const auto add = [&](const std::string& name, std::string html) { pages.push_back({name, std::move(html)}); };
  OfficesPage offices{.service = made.service,
                      .services = {&made.service},
                      .query = {},
                      .order = OfficeOrder::title,
                      .found = {},
                      .others = {}};
  for (const auto& availability : made.availabilities()) {
    offices.found.push_back({&made.office, availability, made.others()});
  }
  add("offices", offices_page(context, offices));
  offices.services = {&made.service, &made.service};
  offices.order = OfficeOrder::earliest;
  add("offices earliest", offices_page(context, offices));
  offices.query = values.query;
  offices.others.push_back(offices.found.back());
  add("offices found", offices_page(context, offices));
  offices.found.clear();
  add("offices none found", offices_page(context, offices));

  ServicesPage services{.office = made.office, .services = {}};
  for (const auto& availability : made.availabilities()) {
    services.services.push_back({made.service, availability, made.others()});
    services.services.push_back({made.service, availability, {}});
  }
  add("services", services_page(context, services));
  add("whatsapp", whatsapp_page(context, {made.office, made.service, made.others()}));
  Office no_number = made.office;
  no_number.whatsapp.clear();
  add("whatsapp without a number", whatsapp_page(context, {no_number, made.service, {}}));

  for (const auto& availability : made.availabilities()) {
    DatesPage dates{.offices = made.offices,
                    .office = made.office,
                    .service = made.service,
                    .now = instant(monday.plus(-1), TimeOfDay{9 * 60}, Zone::wib),
                    .slots = made.slots(),
                    .availability = availability,
                    .others = made.others()};
    add("dates", dates_page(context, dates));
    HoursPage hours{.offices = made.offices,
                    .office = made.office,
                    .service = made.service,
                    .day = monday,
                    .now = dates.now,
                    .slots = made.slots(),
                    .availability = availability,
                    .others = made.others()};
    add("hours", hours_page(context, hours));
    hours.slots.clear();
    for (const int days : {-9, -1, 0, 1, 40}) {
      hours.day = monday.plus(days);
      add("hours none", hours_page(context, hours));
    }
  }
}

void add_details(std::vector<NamedPage>& pages, const PageContext& context, const MadeUp& made,
                 const PageValues& values) {
  const DetailsPage empty{.office = made.office,
                          .service = made.service,
                          .day = monday,
                          .hours = early,
                          .typed = {},
                          .problems = {},
                          .nearest = {},
                          .form_token = values.form_token};
  pages.push_back({"details", details_page(context, empty)});
  DetailsPage again = empty;
  again.typed = {.name = values.name, .nik = values.nik, .mail = values.mail};
  again.typed.companions = {{.name = values.name, .nik = values.nik, .card_says_so = true}};
  again.largest_party = 3;
  again.again_from = instant(monday, TimeOfDay{8 * 60}, Zone::wib);
  for (const auto notice : {DetailsNotice::no_place, DetailsNotice::person_has_booking, DetailsNotice::expired,
                            DetailsNotice::busy, DetailsNotice::failed, DetailsNotice::checking,
                            DetailsNotice::contact_has_enough, DetailsNotice::too_many_cancels, DetailsNotice::frozen,
                            DetailsNotice::none_without_contact, DetailsNotice::party_too_large}) {
    again.notice = notice;
    pages.push_back({"details again " + std::to_string(static_cast<int>(notice)), details_page(context, again)});
  }
  auto pressed = empty;
  pressed.proof = ProofAsked::without_contact;
  pages.push_back({"details proof without contact", details_page(context, pressed)});
  pressed.proof = ProofAsked::always;
  pages.push_back({"details proof", details_page(context, pressed)});
  pressed.notice = DetailsNotice::comes_later;
  pressed.before = 12;
  pressed.turn = instant(monday, TimeOfDay{8 * 60}, Zone::wib);
  pages.push_back({"details waiting", details_page(context, pressed)});
  pages.push_back(
      {"room",
       room_page(context,
                 {.office = made.office, .day = monday, .back = values.link, .before = 12, .turn = pressed.turn})});
  again.notice = DetailsNotice::no_place;
  again.nearest = {made.slots()[0], made.slots()[1], made.slots()[4]};
  pages.push_back({"details nearest", details_page(context, again)});
  again.notice = DetailsNotice::wrong_fields;
  const auto wrong = [&](FieldProblems problems) {
    again.problems = problems;
    pages.push_back({"details wrong " + std::to_string(pages.size()), details_page(context, again)});
  };
  for (const auto name : {NameProblem::none, NameProblem::empty, NameProblem::too_long, NameProblem::not_a_name}) {
    FieldProblems problems;
    problems.name = name;
    problems.mail = MailProblem::not_an_address;
    problems.companions = {PersonProblems{.name = name}, PersonProblems{.nik_twice = true}};
    wrong(problems);
  }
  for (const auto nik :
       {NikProblem::length, NikProblem::digits, NikProblem::place, NikProblem::birth_date, NikProblem::serial}) {
    FieldProblems problems;
    problems.nik = nik;
    problems.mail = MailProblem::empty;
    problems.companions = {PersonProblems{.nik = nik}};
    wrong(problems);
  }
  FieldProblems empty_nik;
  empty_nik.nik_empty = true;
  wrong(empty_nik);
  again.typed.card_says_so = true;
  FieldProblems empty_mail;
  empty_mail.mail = MailProblem::empty;
  wrong(empty_mail);
}

void add_confirmations(std::vector<NamedPage>& pages, const PageContext& context, const MadeUp& made,
                       const PageValues& values) {
  StoredBooking stored = made.stored;
  ConfirmationPage shown{.stored = stored,
                         .place = made.place,
                         .office = &made.office,
                         .service = &made.service,
                         .may_cancel = true,
                         .may_move = true,
                         .over = false,
                         .cancel_until = instant(monday, TimeOfDay{6 * 60}, Zone::wib),
                         .has_pdf = true,
                         .form_token = values.form_token};
  const auto add = [&](const char* name) { pages.push_back({name, confirmation_page(context, shown)}); };
  add("confirmation");
  shown.tell_me = {.push_key = values.link_key, .push_told = values.link_key, .may_mail = true};
  add("confirmation with ways to be told");
  shown.tell_me.mails = true;
  add("confirmation told by mail");
  shown.tell_me = {.push_key = values.link_key};
  add("confirmation told on this phone");
  shown.may_cancel = false;
  add("confirmation cancel over");
  shown.office = nullptr;
  shown.service = nullptr;
  shown.may_cancel = true;
  shown.cancel_until.reset();
  add("confirmation of an office that is gone");
  shown.affected = Affected{AffectedBy::office};
  add("confirmation that cannot be kept");
  shown.affected.reset();
  stored.checked_in_at = instant(monday, TimeOfDay{8 * 60}, Zone::wib);
  add("confirmation checked in");
  stored.no_show_at = instant(monday, TimeOfDay{8 * 60 + 30}, Zone::wib);
  add("confirmation no show");
  stored.served_at = instant(monday, TimeOfDay{9 * 60}, Zone::wib);
  add("confirmation served");
  stored.booking.status = BookingStatus::cancelled;
  add("cancelled");
  shown.office = &made.office;
  shown.service = &made.service;
  stored.cancelled_at = instant(monday, TimeOfDay{5 * 60}, Zone::wib);
  add("cancelled with all");
  stored.booking.status = BookingStatus::confirmed;
  shown.over = true;
  add("confirmation over");
}

void add_one_booking(std::vector<NamedPage>& pages, const PageContext& context, const MadeUp& made,
                     const PageValues& values) {
  const auto until = instant(monday, TimeOfDay{9 * 60}, Zone::wib);
  HeldPage held{.stored = made.stored,
                .place = made.place,
                .until = until,
                .now = until - std::chrono::minutes{14},
                .own = true,
                .tries_left = 5,
                .sends = 1,
                .wrong = false,
                .resent = false,
                .form_token = values.form_token};
  const auto add_held = [&](const char* name) { pages.push_back({name, held_page(context, held)}); };
  add_held("held");
  held.wrong = true;
  add_held("held wrong");
  held.tries_left = 0;
  held.sends = most_sends;
  add_held("held no tries");
  held.wrong = false;
  held.resent = true;
  held.tries_left = 5;
  add_held("held resent");
  held.own = false;
  add_held("held by somebody else");

  ShownPage shown{.stored = made.stored,
                  .place = made.place,
                  .over = false,
                  .wrong = false,
                  .busy = false,
                  .form_token = values.form_token};
  pages.push_back({"shown", shown_page(context, shown)});
  shown.affected = Affected{AffectedBy::holiday, both(values.holiday)};
  pages.push_back({"shown that cannot be kept", shown_page(context, shown)});
  shown.affected.reset();
  shown.wrong = true;
  pages.push_back({"shown wrong", shown_page(context, shown)});
  shown.busy = true;
  pages.push_back({"shown busy", shown_page(context, shown)});
  shown.over = true;
  pages.push_back({"shown over", shown_page(context, shown)});

  DetailsPage offered{
      .office = made.office,
      .service = made.service,
      .day = monday,
      .hours = early,
      .typed = {.name = values.name, .nik = values.nik},
      .problems = {},
      .nearest = {},
      .form_token = values.form_token,
      .offered = DetailsPage::Offered{.token = {}, .key = values.link_key, .until = until, .people = 2}};
  offered.largest_party = 2;
  pages.push_back({"offer", details_page(context, offered)});
  offered.notice = DetailsNotice::party_too_large;
  pages.push_back({"offer again", details_page(context, offered)});
  WaitlistPage waitlist{.office = made.office,
                        .service = made.service,
                        .day = monday,
                        .largest_party = 3,
                        .mail = values.mail,
                        .form_token = values.form_token};
  pages.push_back({"waitlist", waitlist_page(context, waitlist)});
  waitlist.wrong_mail = true;
  waitlist.day.reset();
  pages.push_back({"waitlist wrong", waitlist_page(context, waitlist)});
  waitlist.wrong_mail = false;
  waitlist.problem = "Penuh.";
  waitlist.largest_party = 1;
  pages.push_back({"waitlist full", waitlist_page(context, waitlist)});
  const Waiting waiting{.token = {},
                        .office = values.office_code,
                        .service = values.service_key,
                        .first = monday,
                        .last = monday,
                        .party = 1,
                        .mail = values.mail,
                        .language = "id",
                        .names = *made.stored.names,
                        .joined_at = until};
  pages.push_back({"waiting", waiting_page(context, {waiting, true, values.form_token})});
  pages.push_back({"waiting elsewhere", waiting_page(context, {waiting, false, values.form_token})});

  InsteadPage instead{.stored = made.stored,
                      .place = made.place,
                      .affected = {AffectedBy::holiday, both(values.holiday)},
                      .places = {{&made.office, made.slots()[0]}, {&made.office, made.slots()[1]}},
                      .key = values.link_key,
                      .problem = {},
                      .form_token = values.form_token};
  pages.push_back({"instead", instead_page(context, instead)});
  instead.key.clear();
  instead.problem = "Tidak ada yang diubah.";
  pages.push_back({"instead with the NIK", instead_page(context, instead)});
  instead.places.clear();
  pages.push_back({"instead none", instead_page(context, instead)});

  OneButtonPage button{.title = "Konfirmasi",
                       .text = "Tekan tombol ini.",
                       .button = "Konfirmasi",
                       .target = "/booking/x/confirm",
                       .key = values.link_key,
                       .stored = &made.stored,
                       .place = made.place,
                       .form_token = values.form_token};
  pages.push_back({"link", one_button_page(context, button)});
  button.stored = nullptr;
  pages.push_back({"link without a place", one_button_page(context, button)});

  for (const auto what : {ChangePage::What::move, ChangePage::What::cancel, ChangePage::What::correct}) {
    ChangePage change{.what = what,
                      .stored = made.stored,
                      .place = made.place,
                      .slots = made.slots(),
                      .typed_name = values.name,
                      .typed_mail = values.mail,
                      .problem = {},
                      .cancel_until = until,
                      .over = false,
                      .form_token = values.form_token};
    const auto name = "change " + std::to_string(static_cast<int>(what));
    pages.push_back({name, change_page(context, change)});
    change.freezes_until = until;
    change.problem = "Tidak ada yang diubah.";
    change.slots.clear();
    pages.push_back({name + " refused", change_page(context, change)});
    change.over = true;
    pages.push_back({name + " over", change_page(context, change)});
  }
  OwnPage own;
  pages.push_back({"own none", own_page(context, own)});
  own.bookings = {{made.stored, made.place, true, false}, {made.stored, made.place, false, true}};
  own.bookings.push_back({made.stored, made.place, false, false});
  own.form_token = values.form_token;
  pages.push_back({"own", own_page(context, own)});
  pages.push_back({"offline", offline_page(context, own)});
  pages.push_back({"offline, nothing saved", offline_page(context, {})});
  SavedPage saved{.stored = made.stored,
                  .place = made.place,
                  .service = &made.service,
                  .affected = {},
                  .at = instant(monday, TimeOfDay{5 * 60}, Zone::wib)};
  pages.push_back({"saved", saved_page(context, saved)});
  saved.service = nullptr;
  saved.affected = Affected{AffectedBy::holiday, both(values.holiday)};
  pages.push_back({"saved that cannot be kept", saved_page(context, saved)});
}

void add_days(std::vector<NamedPage>& pages, const PageContext& context, const MadeUp& made, const PageValues& values) {
  const WaitRange wait{.low = 12, .likely = 15, .high = 20};
  const auto at = instant(monday, TimeOfDay{9 * 60}, Zone::wib);
  DayNews news;
  news.heard_at = at;
  news.told.services = {{.key = values.service_key, .name = both(values.service_name), .waiting = 4, .wait = wait},
                        {.key = values.service_key, .name = both(values.service_name), .waiting = 0, .wait = {}}};
  news.told.calls = {{.number = values.number, .counter = values.counter, .service = values.service_key, .at = at},
                     {.number = "B001", .counter = values.counter, .service = values.service_key, .at = at}};
  office_api::TodayTicket ticket{.key = {},
                                 .number = values.number,
                                 .was = values.number,
                                 .service = values.service_key,
                                 .ahead = 3,
                                 .wait = wait,
                                 .counter = values.counter};
  DayOnPage day{.news = news, .zone = Zone::wib, .tickets = {&ticket}, .service = values.service_key};
  const auto add = [&](const std::string& name) {
    pages.push_back({name, number_page(context, {.day = day, .office = values.office_name})});
  };
  for (std::size_t state = 0; state < words<office_api::TodayState>.size(); ++state) {
    ticket.state = static_cast<office_api::TodayState>(state);
    add("number " + std::string(word(ticket.state)));
  }
  ticket.state = office_api::TodayState::served;
  using Feedback = FeedbackOnPage::Kind;
  for (const auto kind : {Feedback::asked, Feedback::elsewhere, Feedback::given}) {
    day.feedback = {.kind = kind, .page_key = values.link_key, .form_token = values.form_token};
    add("number with feedback " + std::to_string(static_cast<int>(kind)));
  }
  day.feedback = {};
  ticket.state = office_api::TodayState::waiting;
  news.told.notices = {{.severity = NoticeSeverity::emergency, .text = both(values.notice_text)},
                       {.text = both(values.notice_title), .until = at + std::chrono::hours{1}}};
  for (const auto phase : {DayPhase::on_break, DayPhase::before_opening, DayPhase::closed}) {
    news.told.day = monday;
    news.told.phase = phase;
    news.told.goes_on_at = at + std::chrono::hours{1};
    add("number, hall " + std::string(word(phase)));
  }
  news.told.phase = DayPhase::on_break;
  news.told.goes_on_at.reset();
  add("number, on a break");
  news.told.phase = DayPhase::open;
  ticket.ahead = 0;
  ticket.wait.reset();
  add("number next");
  ticket.until = at;
  day.age = std::chrono::minutes{3};
  add("number that waits for its hour, old");
  const auto called_ticket = [&] {
    auto other = ticket;
    other.state = office_api::TodayState::called;
    return other;
  }();
  day.tickets.push_back(&called_ticket);
  add("numbers of a party");
  pages.push_back({"number unknown", unknown_number_page(context)});

  pages.push_back({"office day", office_day_page(context, {.office = made.office, .day = &day, .typed = {}})});
  pages.push_back({"office day without news", office_day_page(context, {.office = made.office, .typed = {}})});
  const ShownPage shown{.stored = made.stored, .place = made.place, .form_token = values.form_token, .day = &day};
  pages.push_back({"shown on its day", shown_page(context, shown)});
  const ConfirmationPage confirmation{.stored = made.stored,
                                      .place = made.place,
                                      .office = &made.office,
                                      .service = &made.service,
                                      .cancel_until = {},
                                      .form_token = values.form_token,
                                      .day = &day};
  pages.push_back({"confirmation on its day", confirmation_page(context, confirmation)});
  day.tickets.clear();
  news.told.calls.clear();
  pages.push_back({"office day, no such number",
                   office_day_page(context, {.office = made.office, .day = &day, .typed = values.number})});
}

}  // namespace

std::vector<NamedPage> every_page(Language language, const PageValues& values) {
  const MadeUp made{values};
  const PageContext context{language, values.path};
  std::vector<NamedPage> pages;
  add_choosing(pages, language, made, values);
  add_details(pages, context, made, values);
  add_confirmations(pages, context, made, values);
  add_one_booking(pages, context, made, values);
  add_days(pages, context, made, values);
  FindPage find{.code = values.code, .nik = values.nik, .form_token = values.form_token};
  pages.push_back({"find", find_page(context, find)});
  find.not_found = true;
  pages.push_back({"find none", find_page(context, find)});
  find.busy = true;
  pages.push_back({"find busy", find_page(context, find)});
  pages.push_back(
      {"notice", notice_page(context, values.notice_title, values.notice_text, values.link, values.link_text)});
  return pages;
}

}  // namespace antrean::portal_test
