#include "every_page.hpp"

#include "pages/pages.hpp"

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
               .slots = {}},
        service{.key = values.service_key, .name = both(values.service_name), .bring = {both(values.bring)}},
        holiday{.day = monday, .name = both(values.holiday), .offices = {}} {
    Office with_slots = office;
    with_slots.slots = {{.days = all_weekdays, .hours = early, .quota = {{service.key, 20}}}};
    offices = Offices{{with_slots}, {service}, {}, {}};
    stored.booking = {.id = 17,
                      .code = values.code,
                      .office = values.office_code,
                      .service = values.service_key,
                      .day = monday,
                      .slot = early,
                      .name = values.name,
                      .nik_last4 = values.nik_last4};
    stored.booked_at = instant(monday.plus(-2), TimeOfDay{9 * 60}, Zone::wib);
  }

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
};

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
  for (const auto notice : {DetailsNotice::no_place, DetailsNotice::person_has_booking, DetailsNotice::expired,
                            DetailsNotice::busy, DetailsNotice::failed, DetailsNotice::checking}) {
    again.notice = notice;
    pages.push_back({"details again " + std::to_string(static_cast<int>(notice)), details_page(context, again)});
  }
  again.notice = DetailsNotice::no_place;
  again.nearest = {made.slots()[0], made.slots()[1], made.slots()[4]};
  pages.push_back({"details nearest", details_page(context, again)});
  again.notice = DetailsNotice::wrong_fields;
  const auto wrong = [&](FieldProblems problems) {
    again.problems = problems;
    pages.push_back({"details wrong " + std::to_string(pages.size()), details_page(context, again)});
  };
  for (const auto name : {NameProblem::none, NameProblem::empty, NameProblem::too_long, NameProblem::not_a_name}) {
    wrong({.name = name, .mail = MailProblem::not_an_address});
  }
  for (const auto nik :
       {NikProblem::length, NikProblem::digits, NikProblem::place, NikProblem::birth_date, NikProblem::serial}) {
    wrong({.nik = nik, .mail = MailProblem::empty});
  }
  wrong({.nik_empty = true});
  again.typed.card_says_so = true;
  wrong({.mail = MailProblem::empty});
}

void add_confirmations(std::vector<NamedPage>& pages, const PageContext& context, const MadeUp& made,
                       const PageValues& values) {
  StoredBooking stored = made.stored;
  ConfirmationPage shown{.stored = stored,
                         .office = &made.office,
                         .service = &made.service,
                         .may_cancel = true,
                         .cancel_until = instant(monday, TimeOfDay{6 * 60}, Zone::wib),
                         .form_token = values.form_token};
  const auto add = [&](const char* name) { pages.push_back({name, confirmation_page(context, shown)}); };
  add("confirmation");
  shown.may_cancel = false;
  add("confirmation cancel over");
  shown.office = nullptr;
  shown.service = nullptr;
  shown.may_cancel = true;
  shown.cancel_until.reset();
  add("confirmation of an office that is gone");
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
}

}  // namespace

std::vector<NamedPage> every_page(Language language, const PageValues& values) {
  const MadeUp made{values};
  const PageContext context{language, values.path};
  std::vector<NamedPage> pages;
  pages.push_back({"offices", offices_page(context, made.offices)});
  pages.push_back({"services", services_page(context, made.office, {&made.service, &made.service})});
  DatesPage dates{.office = made.office,
                  .service = made.service,
                  .several_services = false,
                  .window = {monday.plus(-1), monday.plus(30)},
                  .slots = made.slots(),
                  .next_release = instant(monday, TimeOfDay{8 * 60}, Zone::wib)};
  pages.push_back({"dates", dates_page(context, dates)});
  dates.several_services = true;
  dates.slots.clear();
  pages.push_back({"dates none", dates_page(context, dates)});
  HoursPage hours{
      .office = made.office, .service = made.service, .day = monday, .slots = made.slots(), .holiday = nullptr};
  pages.push_back({"hours", hours_page(context, hours)});
  hours.slots.clear();
  pages.push_back({"hours none", hours_page(context, hours)});
  hours.holiday = &made.holiday;
  pages.push_back({"hours holiday", hours_page(context, hours)});
  add_details(pages, context, made, values);
  add_confirmations(pages, context, made, values);
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
