#include "chat/conversation.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "booking/fields.hpp"
#include "chat/reading.hpp"
#include "chat/words.hpp"
#include "json/fields.hpp"
#include "text/text.hpp"
#include "values/calendar_text.hpp"
#include "values/nik.hpp"

namespace antrean {

template <>
inline constexpr std::array<std::string_view, 9> words<portal::chat::Step>{
    "idle", "service", "name", "nik", "odd_nik", "day", "hour", "confirm", "cancel"};
template <>
inline constexpr std::array<std::string_view, 3> words<portal::chat::Why>{"book", "status", "cancel"};

}  // namespace antrean

namespace antrean::portal::chat {

template <class Visit, json::Is<State> T>
void fields(Visit& visit, T& state) {
  visit("language", state.language);
  visit("step", state.step);
  visit("heard", state.heard);
  visit("why", state.why);
  visit("service", state.service);
  visit("name", state.name);
  visit("nik", state.nik);
  visit("odd_nik", state.odd_nik);
  visit("card_says_so", state.card_says_so);
  visit("birth", state.birth);
  visit("day", state.day);
  visit("hour", state.hour);
  visit("rows", state.rows);
}

namespace {

constexpr std::size_t most_state_bytes = 16u << 10;

// Ids of buttons and rows. A day is "day:2026-12-07", an hour "hour:08:00", both "slot:2026-12-07 08:00", a
// service "service:paspor".
constexpr std::string_view id_yes = "yes", id_no = "no", id_change = "change", id_book = "book", id_status = "status",
                           id_cancel = "cancel";

std::optional<std::string_view> after(std::string_view id, std::string_view beginning) {
  return id.starts_with(beginning) ? std::optional(id.substr(beginning.size())) : std::nullopt;
}

/// At most so many characters, of any script.
std::string at_most(std::string_view text, std::size_t characters) {
  std::string kept;
  while (characters-- > 0) {
    const auto next = text::first(text);
    if (!next) {
      break;
    }
    kept += text.substr(0, next->bytes);
    text.remove_prefix(next->bytes);
  }
  return kept;
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  while (const auto next = text::first(text)) {
    text.remove_prefix(next->bytes);
    ++count;
  }
  return count;
}

class Talk {
 public:
  Talk(State state, const ChatOffice& office, UtcTime now)
      : office_(office), now_(now), today_(OfficeDay::of(now, office.zone)) {
    turn_.state = std::move(state);
  }

  Turn hear(const Message& message) {
    if (now_ - state().heard > kept_for) {
      forget();
    }
    state().heard = now_;
    std::string pressed = message.pressed;
    if (pressed.empty() && text::clean(message.text).value_or("").empty()) {
      reply(w().not_text);
      return std::move(turn_);
    }
    const Said said = read(message.text, today_);
    if (pressed.empty() && said.number && *said.number >= 1 && *said.number <= state().rows.size()) {
      pressed = state().rows[*said.number - 1];
    }
    if (!pressed.empty()) {
      this->pressed(pressed);
    } else {
      typed(said);
    }
    return std::move(turn_);
  }

  Turn learn(const Answer& answer) {
    std::visit([this](const auto& one) { learnt(one); }, answer);
    return std::move(turn_);
  }

 private:
  State& state() { return turn_.state; }
  const Words& w() { return words_of(state().language); }
  Language language() { return state().language; }

  template <class... Values>
  static std::string filled(std::string_view sentence, const Values&... values) {
    return fmt::format(fmt::runtime(sentence), values...);
  }
  template <class... Values>
  void reply(std::string_view sentence, const Values&... values) {
    turn_.replies.push_back({.text = filled(sentence, values...)});
  }
  void offer(std::string text, std::vector<Choice> choices) {
    state().rows.clear();
    for (auto& choice : choices) {
      state().rows.push_back(choice.id);
      const bool button = choices.size() <= most_buttons && choice.about.empty();
      choice.title = at_most(choice.title, button ? button_characters : row_characters);
      choice.about = at_most(choice.about, row_about_characters);
    }
    const bool list = choices.size() > most_buttons ||
                      std::ranges::any_of(choices, [](const Choice& one) { return !one.about.empty(); });
    turn_.replies.push_back(
        {.text = std::move(text), .choices = std::move(choices), .list_label = list ? std::string(w().choose) : ""});
  }

  std::string date_of(OfficeDay day) { return long_date_text(language(), day); }
  std::string zone() { return std::string(zone_name(office_.zone)); }
  std::string moment(UtcTime at) {
    return filled("{} {}", date_of(OfficeDay::of(at, office_.zone)), antrean::clock_text(language(), at, office_.zone));
  }
  const ServiceByChat* service() {
    const auto found = std::ranges::find(office_.services, state().service, &ServiceByChat::key);
    return found == office_.services.end() ? nullptr : &*found;
  }

  /// Of the booking that is under way.
  void forget() {
    State fresh;
    fresh.language = state().language;
    fresh.heard = state().heard;
    state() = std::move(fresh);
  }

  // --- what came ---

  void pressed(std::string_view id) {
    if (id == id_book) {
      forget();
      go_on(true);
    } else if (id == id_status) {
      look(Why::status);
    } else if (id == id_cancel) {
      cancel();
    } else if (id == id_yes || id == id_no || id == id_change) {
      if (state().step == Step::confirm || state().step == Step::cancel || state().step == Step::odd_nik) {
        decided(id);
      } else {
        not_understood();
      }
    } else if (const auto key = after(id, "service:")) {
      state().service = *key;  // go_on() looks whether there is such a one
      go_on(true);
    } else if (const auto day = after(id, "day:")) {
      state().day = OfficeDay::parse(*day);
      state().hour.reset();
      go_on(true);
    } else if (const auto hour = after(id, "hour:")) {
      state().hour = TimeOfDay::parse(*hour);
      go_on(true);
    } else if (const auto slot = after(id, "slot:"); slot && slot->size() == 16) {
      state().day = OfficeDay::parse(slot->substr(0, 10));
      state().hour = TimeOfDay::parse(slot->substr(11));
      go_on(true);
    } else {
      not_understood();
    }
  }

  void typed(const Said& said) {
    const bool asked_for_a_name = state().step == Step::name;
    // Only where a name is not asked for: somebody may be called Batal.
    const Wish wish = asked_for_a_name && !said.only_wish ? Wish::none : said.wish;
    switch (wish) {
      case Wish::english:
      case Wish::indonesian:
        if (said.only_wish) {
          state().language = wish == Wish::english ? Language::en : Language::id;
          return state().step == Step::idle ? menu() : ask_again();
        }
        break;
      case Wish::cancel:
        return cancel();
      case Wish::start_over:
        if (state().step != Step::idle && said.only_wish) {
          forget();
          reply(w().started_over);
          return go_on(true);
        }
        break;
      case Wish::status:
        if (said.only_wish || state().step == Step::idle) {
          return look(Why::status);
        }
        break;
      case Wish::help:
      case Wish::greeting:
        if (said.only_wish) {
          return state().step == Step::idle || wish == Wish::help ? (forget(), menu()) : ask_again();
        }
        break;
      case Wish::thanks:
        if (said.only_wish && state().step == Step::idle) {
          return reply(w().you_are_welcome);
        }
        break;
      case Wish::yes:
      case Wish::no:
        if (state().step == Step::confirm || state().step == Step::cancel || state().step == Step::odd_nik) {
          if (said.only_wish) {
            return decided(wish == Wish::yes ? id_yes : id_no);
          }
        } else if (said.only_wish) {
          return state().step == Step::idle ? not_understood() : ask_again();
        }
        break;
      case Wish::book:
      case Wish::none:
        break;
    }
    told(said, wish == Wish::book);
  }

  /// Names, numbers and dates.
  void told(const Said& said, bool wants_to_book) {
    const bool data = !said.nik.empty() || said.birth || said.visit || said.hour || said.no_such_date ||
                      (state().step == Step::nik && said.digits > 4);
    const bool begins = state().step == Step::idle;
    if (begins && !data && !wants_to_book && !said.form) {
      return not_understood();
    }
    if (state().step == Step::cancel ||
        (!begins && !data && !wants_to_book && !said.form && state().step != Step::name &&
         !(state().step == Step::service && take_service(said)))) {
      return not_understood();
    }
    if (said.no_such_date && !said.visit) {
      reply(w().no_such_date);
    }
    if (!take_name(said, data) || !take_nik(said)) {
      return;
    }
    if (said.visit) {
      if (state().day) {
        state().hour.reset();  // it was meant for the other day
      }
      state().day = said.visit;
    } else if (said.birth && state().step == Step::day) {
      reply(w().day_past, date_of(*said.birth));
    }
    if (said.hour) {
      state().hour = said.hour;
    }
    go_on(begins || said.visit || said.hour);
  }

  bool take_service(const Said& said) {
    const auto wanted = text::fold(said.name);
    for (const auto& one : office_.services) {
      if (!wanted.empty() && (text::fold(one.name.id).find(wanted) != std::string::npos ||
                              text::fold(one.name.en).find(wanted) != std::string::npos)) {
        state().service = one.key;
        return true;
      }
    }
    return false;
  }

  bool take_name(const Said& said, bool data) {
    const bool asked = state().step == Step::name;
    const auto& typed = asked ? said.name_if_asked : said.name;
    if (typed.empty() || !state().name.empty() || !(asked || data || said.form)) {
      if (asked && !data) {
        reply(w().name_wrong);
        return false;
      }
      return true;
    }
    if (const auto name = checked_name(typed)) {
      state().name = *name;
      return true;
    }
    if (asked) {
      reply(w().name_wrong);
    }
    return !asked;
  }

  bool take_nik(const Said& said) {
    if (said.birth && state().step != Step::day) {
      state().birth = said.birth;
    }
    if (said.nik.empty()) {
      if (state().step == Step::nik && said.digits > 4 && !said.visit && !said.hour) {
        reply(w().nik_wrong);
        return false;
      }
      return compare_birth();
    }
    Nik nik;
    const auto problem = parse_nik(said.nik, today_, nik, state().card_says_so);
    if (problem != NikProblem::none && some_cards_have_it(problem)) {
      state().nik.clear();
      state().odd_nik = said.nik;
      state().step = Step::odd_nik;
      ask_odd_nik();
      return false;
    }
    if (problem != NikProblem::none) {
      state().nik.clear();
      state().step = state().name.empty() ? Step::name : Step::nik;
      reply(w().nik_wrong);
      return false;
    }
    state().nik = nik.digits;
    return compare_birth();
  }

  bool compare_birth() {
    if (!state().birth || state().nik.empty()) {
      return true;
    }
    const auto birth = std::exchange(state().birth, {});
    Nik nik;
    if (parse_nik(state().nik, today_, nik, true) == NikProblem::none && nik.born.ok() &&
        std::chrono::local_days(nik.born) != birth->date()) {
      reply(w().birth_differs, date_text(language(), *birth));
      state().nik.clear();
      state().step = Step::nik;
      return false;
    }
    return true;
  }

  void decided(std::string_view id) {
    if (state().step == Step::odd_nik) {
      state().card_says_so = id == id_yes;
      if (id == id_yes) {
        state().nik = std::exchange(state().odd_nik, {});
        state().birth.reset();  // the card's is no date
        return go_on(true);
      }
      state().odd_nik.clear();
      state().step = Step::nik;
      return ask_again();
    }
    if (state().step == Step::cancel) {
      state().step = Step::idle;
      state().rows.clear();
      if (id == id_yes) {
        turn_.ask = chat::Cancel{};
      } else {
        reply(w().kept);
      }
      return;
    }
    if (id == id_yes) {
      turn_.ask = Book{state().service, *state().day, *state().hour, state().name, state().nik, state().card_says_so};
    } else if (id == id_change) {
      forget();
      reply(w().started_over);
      go_on(true);
    } else {
      forget();
      reply(w().stopped);
    }
  }

  void cancel() {
    if (state().step != Step::idle && state().step != Step::cancel) {
      forget();
      return reply(w().stopped);
    }
    look(Why::cancel);
  }

  // --- what comes next ---

  void look(Why why) {
    if (why != Why::book) {
      forget();
    }
    state().why = why;
    turn_.ask = Look{service() == nullptr ? office_.services.front().key : state().service};
  }

  /// Asks for the first thing that is missing. `look_first`: whether there is a place at all, before people
  /// type their NIK for nothing.
  void go_on(bool look_first) {
    if (service() == nullptr) {  // not chosen yet, or not offered any more
      state().service.clear();
      if (office_.services.size() > 1) {
        state().step = Step::service;
        return ask_service();
      }
      state().service = office_.services.front().key;
    }
    if (look_first || (!state().name.empty() && !state().nik.empty())) {
      return look(Why::book);
    }
    ask_person();
  }

  void ask_person() {
    state().rows.clear();
    if (state().name.empty()) {
      state().step = Step::name;
      reply(w().ask_name);
    } else {
      state().step = Step::nik;
      reply(w().ask_nik, state().name);
    }
  }

  void ask_again() {
    switch (state().step) {
      case Step::idle:
        return menu();
      case Step::service:
        return ask_service();
      case Step::name:
      case Step::nik:
        return ask_person();
      case Step::odd_nik:
        return ask_odd_nik();
      case Step::cancel:
        return look(Why::cancel);
      case Step::day:
      case Step::hour:
      case Step::confirm:
        return look(Why::book);
    }
  }

  void menu() {
    offer(filled(w().hello, office_.title), {{std::string(id_book), std::string(w().menu_book)},
                                             {std::string(id_status), std::string(w().menu_status)},
                                             {std::string(id_cancel), std::string(w().menu_cancel)}});
  }
  void not_understood() {
    if (state().step != Step::idle) {
      reply(w().not_understood);
      return ask_again();
    }
    offer(std::string(w().not_understood), {{std::string(id_book), std::string(w().menu_book)},
                                            {std::string(id_status), std::string(w().menu_status)},
                                            {std::string(id_cancel), std::string(w().menu_cancel)}});
  }
  void ask_service() {
    std::vector<Choice> rows;
    for (const auto& one : office_.services) {
      if (rows.size() < most_rows) {
        rows.push_back({"service:" + one.key, one.name.in(language()), one.name.in(language())});
      }
    }
    offer(std::string(w().ask_service), std::move(rows));
  }
  void ask_odd_nik() {
    offer(filled(w().nik_odd, state().odd_nik),
          {{std::string(id_yes), std::string(w().nik_odd_yes)}, {std::string(id_no), std::string(w().nik_odd_no)}});
  }

  // --- what the portal answered ---

  void learnt(const Seen& seen) {
    switch (state().why) {
      case Why::status:
        return seen.own ? show(*seen.own) : reply(w().none_own);
      case Why::cancel:
        return ask_cancel(seen.own);
      case Why::book:
        break;
    }
    if (seen.own) {
      const auto& own = *seen.own;
      const auto day = date_of(own.day);
      forget();
      return reply(w().has_own, own.code, day, hours_text(language(), own.hours), zone());
    }
    if (seen.availability.offer != Offer::free) {
      return nothing_free(seen.availability);
    }
    if (state().name.empty() || state().nik.empty()) {
      if (state().day && !day_is_free(seen)) {
        state().day.reset();
        state().hour.reset();
      }
      return ask_person();
    }
    if (!state().day || !day_is_free(seen)) {
      state().day.reset();
      return ask_day(seen);
    }
    ask_hour_or_confirm(seen);
  }

  static bool free_on(const Seen& seen, OfficeDay day) {
    return std::ranges::any_of(seen.slots, [&](const auto& slot) { return slot.day == day && slot.bookable(); });
  }
  /// Says why not.
  bool day_is_free(const Seen& seen) {
    if (free_on(seen, *state().day)) {
      return true;
    }
    const bool released = std::ranges::any_of(seen.slots, [&](const auto& slot) { return slot.day >= *state().day; });
    if (!released && seen.availability.opens) {
      reply(w().day_not_released, date_of(*state().day), date_of(OfficeDay::of(*seen.availability.opens, office_.zone)),
            antrean::clock_text(language(), *seen.availability.opens, office_.zone));
    } else {
      reply(w().day_none, date_of(*state().day));
    }
    return false;
  }

  void nothing_free(const Availability& what) {
    forget();
    const auto opens = [&](std::string_view sentence) {
      reply(sentence, date_of(OfficeDay::of(*what.opens, office_.zone)),
            antrean::clock_text(language(), *what.opens, office_.zone), zone());
    };
    switch (what.offer) {
      case Offer::full:
        return what.opens ? opens(w().full_opens) : reply(w().full);
      case Offer::not_open:
        return what.opens ? opens(w().not_open) : reply(w().closed);
      case Offer::closed:
      case Offer::elsewhere:
        return reply(w().closed);
      case Offer::unknown:
      case Offer::free:
      case Offer::whatsapp:
        return reply(w().unknown);
    }
  }

  void ask_day(const Seen& seen) {
    state().step = Step::day;
    std::vector<Choice> rows;
    std::set<OfficeDay> days;
    for (const auto& slot : seen.slots) {
      if (slot.bookable()) {
        days.insert(slot.day);
      }
    }
    for (const OfficeDay day : days) {
      if (rows.size() == most_rows) {
        break;
      }
      int free = 0;
      for (const auto& slot : seen.slots) {
        free += slot.day == day && slot.bookable() ? slot.free : 0;
      }
      rows.push_back({"day:" + day.text(), short_date_text(language(), day), filled(w().day_row, free)});
    }
    auto text = std::string(w().ask_day);
    if (days.size() > most_rows) {
      text += "\n" + std::string(w().other_days);
    }
    offer(std::move(text), std::move(rows));
  }

  void ask_hour_or_confirm(const Seen& seen) {
    std::vector<const SlotOnOffer*> slots;
    for (const auto& slot : seen.slots) {
      if (slot.day == *state().day && slot.bookable()) {
        slots.push_back(&slot);
      }
    }
    if (state().hour) {
      for (const auto* slot : slots) {
        if (slot->hours.start <= *state().hour && *state().hour < slot->hours.end) {
          state().hour = slot->hours.start;
          return confirm(slot->hours);
        }
      }
      reply(w().hour_none, hour_text(language(), *state().hour));
      state().hour.reset();
    }
    state().step = Step::hour;
    std::vector<Choice> rows;
    for (const auto* slot : slots) {
      if (rows.size() == most_rows) {
        break;
      }
      rows.push_back({"hour:" + slot->hours.start.text(), filled("{} {}", hours_text(language(), slot->hours), zone()),
                      filled(w().hour_row, slot->free)});
    }
    offer(filled(w().ask_hour, date_of(*state().day)), std::move(rows));
  }

  void confirm(const SlotHours& hours) {
    state().step = Step::confirm;
    const auto* wanted = service();
    // The last four are enough to see which card it is.
    offer(filled(w().check, state().name, mask_nik(state().nik), wanted ? wanted->name.in(language()) : "",
                 office_.title, date_of(*state().day), hours_text(language(), hours), zone()),
          {{std::string(id_yes), std::string(w().check_yes)},
           {std::string(id_change), std::string(w().check_change)},
           {std::string(id_no), std::string(w().check_no)}});
  }

  void show(const OwnBooking& own) {
    auto text = filled(w().own, own.code, own.name, date_of(own.day), hours_text(language(), own.hours), zone());
    if (!own.numbers.empty()) {
      text += "\n" + filled(w().own_number, own.numbers);
    }
    if (!own.place.empty()) {
      text += "\n" + own.place;
    }
    turn_.replies.push_back({.text = std::move(text)});
  }

  void ask_cancel(const std::optional<OwnBooking>& own) {
    if (!own) {
      return reply(w().none_own);
    }
    if (!own->may_cancel) {
      return reply(w().cancel_late);
    }
    state().step = Step::cancel;
    offer(filled(w().cancel_ask, own->code, date_of(own->day), hours_text(language(), own->hours), zone()),
          {{std::string(id_yes), std::string(w().cancel_yes)}, {std::string(id_no), std::string(w().cancel_no)}});
  }

  void learnt(const BookedNow& booked) {
    const auto* of = service();
    const auto& own = booked.own;
    turn_.replies.push_back({.text = filled(w().booked, own.code, own.name, of ? of->name.in(language()) : "",
                                            office_.title, date_of(own.day), hours_text(language(), own.hours), zone()),
                             .qr = booked.qr});
    std::string more;
    if (of != nullptr && !of->bring.empty()) {
      std::string all;
      for (const auto& thing : of->bring) {
        all += (all.empty() ? "" : ", ") + thing.in(language());
      }
      more = filled(w().bring, all) + "\n";
    }
    turn_.replies.push_back({.text = more + std::string(w().keep)});
    forget();
  }
  void learnt(const NoRoom& full) {
    if (full.nearest.empty()) {
      forget();
      return reply(w().just_taken_none);
    }
    state().step = Step::hour;
    state().hour.reset();
    std::vector<Choice> rows;
    for (const auto& slot : full.nearest) {
      if (rows.size() < most_rows) {
        rows.push_back({fmt::format("slot:{} {}", slot.day.text(), slot.hours.start.text()),
                        short_date_text(language(), slot.day),
                        filled("{} {}", hours_text(language(), slot.hours), zone())});
      }
    }
    offer(std::string(w().just_taken), std::move(rows));
  }
  void learnt(const HasBooking& /*nothing*/) {
    forget();
    reply(w().person_has);
  }
  void learnt(const MustWait& wait) {
    forget();
    reply(wait.blocked ? w().blocked : w().must_wait, moment(wait.from));
  }
  void learnt(const NotNow& /*nothing*/) {
    forget();
    reply(w().not_now);
  }
  void learnt(const CancelledNow& /*nothing*/) {
    forget();
    reply(w().cancelled);
  }
  void learnt(const CancelTooLate& /*nothing*/) {
    forget();
    reply(w().cancel_late);
  }
  void learnt(const NothingToCancel& /*nothing*/) {
    forget();
    reply(w().none_own);
  }
  /// Where a booking or a cancelling failed, the same message again repeats it.
  void learnt(const Failed& /*nothing*/) { reply(state().step == Step::confirm ? w().failed : w().unknown); }

  const ChatOffice& office_;
  UtcTime now_;
  OfficeDay today_;
  Turn turn_;
};

}  // namespace

bool fits(const Reply& reply) {
  const bool list = !reply.list_label.empty();
  return !reply.text.empty() && characters(reply.text) <= body_characters &&
         characters(reply.list_label) <= button_characters &&
         reply.choices.size() <= (list ? most_rows : most_buttons) &&
         std::ranges::all_of(reply.choices, [&](const Choice& one) {
           return !one.id.empty() && !one.title.empty() &&
                  characters(one.title) <= (list ? row_characters : button_characters) &&
                  characters(one.about) <= (list ? row_about_characters : 0);
         });
}

std::string to_text(const State& state) { return json::write(state); }

State state_from_text(std::string_view text) {
  auto read = json::read<State>(text, most_state_bytes);
  return read ? std::move(*read) : State();
}

Turn hear(State state, const Message& message, const ChatOffice& office, UtcTime now) {
  return Talk(std::move(state), office, now).hear(message);
}

Turn learn(State state, const Answer& answer, const ChatOffice& office, UtcTime now) {
  return Talk(std::move(state), office, now).learn(answer);
}

}  // namespace antrean::portal::chat
