#include "desk.hpp"

#include <algorithm>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <utility>
#include <variant>

#include <oath.h>
#include <sodium.h>

#include "world.hpp"

namespace antrean::simulation {

namespace asio = boost::asio;
using accounts::Role;
using queue::ActorKind;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t most_counters = 5;
constexpr const char* password = "tujuh belas gajah terbang rendah";
constexpr const char* wrong_pin = "640213";
constexpr Nanoseconds no_answer = 10s;
/// After so many tries somebody gives up, and begins again when they want something.
constexpr int most_tries = 40;
constexpr Milliseconds goes_home = 22h;

Nanoseconds minutes(double value) { return Nanoseconds{static_cast<std::int64_t>(value * 60e9)}; }

/// Tokens and salts follow from the day's seed too, so that a day is the same every time.
std::mt19937_64& randomness() {
  static std::mt19937_64 numbers;
  return numbers;
}
void repeat_randomness(std::uint64_t seed) {
  static randombytes_implementation repeated{.implementation_name = [] { return "repeated"; },
                                             .random = [] { return static_cast<std::uint32_t>(randomness()()); },
                                             .stir = nullptr,
                                             .uniform = nullptr,
                                             .buf =
                                                 [](void* into, std::size_t size) {
                                                   std::generate_n(static_cast<std::uint8_t*>(into), size, [] {
                                                     return static_cast<std::uint8_t>(randomness()());
                                                   });
                                                 },
                                             .close = nullptr};
  randombytes_set_implementation(&repeated);
  randomness().seed(seed);
}

/// What an authenticator app shows.
std::string code_now(const std::string& secret, UtcTime at) {
  std::array<char, 7> text{};
  oath_totp_generate(secret.data(), secret.size(), static_cast<time_t>(to_ms(at) / 1000), 30, 0, 6, text.data());
  return text.data();
}

std::string secret_of(const std::string& text) {
  char* bytes = nullptr;
  std::size_t size = 0;
  if (oath_base32_decode(text.data(), text.size(), &bytes, &size) != OATH_OK) {
    throw std::logic_error("the secret of the second factor is no Base32");
  }
  const std::unique_ptr<char, decltype(&std::free)> owned(bytes, &std::free);
  return std::string(bytes, size);
}

accounts::Place place_of(const std::string& machine_key) { return {.machine_key = machine_key, .address = "10.1.2.3"}; }

}  // namespace

/// The accounts as they were made on the evening before.
struct Desk::Evening {
  std::vector<std::uint8_t> file;
  struct Machine {
    std::string id;
    std::string key;
  };
  std::vector<Machine> machines;  ///< of the counters, the entrance and the back office
  std::string secret;             ///< in the supervisor's telephone
  std::vector<std::string> recovery_codes;
};

namespace {

// The officers of the counters come first.
constexpr std::size_t stand_in = 5, reliever = 6, clerk = 7, second_clerk = 8, first_supervisor = 9,
                      second_supervisor = 10, the_technician = 11;

}  // namespace

const std::vector<Desk::Member>& Desk::staff() {
  static const std::vector<Member> all{
      {"sari", "Sari", {Role::officer}, "481593"},     {"budi", "Budi", {Role::officer}, "702846"},
      {"dewi", "Dewi", {Role::officer}, "913570"},     {"eko", "Eko", {Role::officer}, "275914"},
      {"fitri", "Fitri", {Role::officer}, "868203"},   {"joko", "Joko", {Role::officer}, "350792"},
      {"agus", "Agus", {Role::officer}, "628195"},     {"citra", "Citra", {Role::clerk}, "594817"},
      {"lestari", "Lestari", {Role::clerk}, "139406"}, {"wati", "Wati", {Role::supervisor}, "826149"},
      {"rudi", "Rudi", {Role::supervisor}, "407385"},  {"tono", "Tono", {Role::technician}, "715920"},
  };
  return all;
}

Desk::Evening Desk::prepare() {
  repeat_randomness(0);
  const auto must = [](const auto& result) {
    if (!result) {
      throw std::logic_error("the staff's accounts cannot be made: " + accounts::text(result.error()).en);
    }
  };
  Evening evening;
  tests::CrashDisk disk(1);
  {
    QuickHash hash;
    const auto accounts = open_accounts(disk.vfs(), hash);
    const UtcTime at = instant(the_day.plus(-1), TimeOfDay{15 * 60}, the_zone);
    for (const Member& member : staff()) {
      must(accounts->add({.user = member.user, .name = member.name, .roles = member.roles}, at));
      must(accounts->set_password(member.user, password, at));
    }
    const auto give_pin = [&](const Member& member, const std::string& key) {
      const auto code = accounts->pin_link(member.user, at);
      must(code);
      must(accounts->use_pin_link(*code, key, member.pin, at));
    };
    for (std::size_t place = 0; place < most_counters + 2; ++place) {
      const bool at_counter = place < most_counters;
      const auto counter = at_counter ? std::optional(static_cast<int>(place) + 1) : std::nullopt;
      const std::string name = at_counter               ? "Loket " + std::to_string(*counter)
                               : place == most_counters ? "Pintu masuk"
                                                        : "Kantor belakang";
      const auto enrolled = accounts->enrol({.name = name, .counter = counter}, "tono", at);
      evening.machines.push_back({.id = enrolled.machine.id, .key = enrolled.key});
      if (at_counter) {
        give_pin(staff()[place], enrolled.key);
        give_pin(staff()[stand_in], enrolled.key);
        give_pin(staff()[reliever], enrolled.key);
      } else if (place == most_counters) {
        give_pin(staff()[clerk], enrolled.key);
        give_pin(staff()[second_clerk], enrolled.key);
      }
      give_pin(staff()[first_supervisor], enrolled.key);
      give_pin(staff()[second_supervisor], enrolled.key);
    }
    const auto session = accounts->sign_in_with_password(staff()[first_supervisor].user, password, place_of(""), at);
    must(session);
    const auto begun = accounts->begin_second_factor(session->session.id, at);
    must(begun);
    evening.secret = secret_of(begun->text);
    const auto made = accounts->finish_second_factor(session->session.id, code_now(evening.secret, at), true, at);
    must(made);
    evening.recovery_codes = made->recovery_codes;
    accounts->sign_out(made->signed_in.session.id);
  }
  evening.file = *disk.file(accounts_file);
  return evening;
}

const Desk::Evening& Desk::evening() {
  static const Evening prepared = prepare();
  return prepared;
}

void prepare_staff() { Desk::evening(); }

Desk::Desk(World& world) : world_(world), chance_(mixed(world.plan.seed, 1'100'000)) {
  const Evening& before = evening();
  const auto sit = [&](const std::string& name, CounterId counter, std::size_t member, std::size_t machine) {
    Seat& seat = seats_.emplace_back();
    seat.name = name;
    seat.counter = counter;
    seat.who = &staff()[member];
    if (machine < before.machines.size()) {
      seat.machine_id = before.machines[machine].id;
      seat.machine_key = before.machines[machine].key;
    }
  };
  for (std::uint16_t counter = 1; counter <= world.plan.counters; ++counter) {
    sit("Loket " + std::to_string(counter), counter, counter - 1U, counter - 1U);
  }
  entrance_ = seats_.size();
  sit("Pintu masuk", 0, clerk, most_counters);
  back_office_ = seats_.size();
  const bool by_pin = world.plan.seed % 2 == 0;
  sit("Kantor belakang", 0, by_pin ? second_supervisor : first_supervisor, most_counters + 1);
  seats_.back().by_password = !by_pin;
  technician_ = seats_.size();
  sit("", 0, the_technician, before.machines.size());
  seats_.back().by_password = true;
  recovery_codes_ = before.recovery_codes;
}

NameAudit& Desk::names() { return world_.auditor.names(); }

bool Desk::pads_need_login() const { return !world_.layout.plan.calls.pads_without_login; }

void Desk::begin() {
  world_.disk().put(accounts_file, evening().file);
  repeat_randomness(world_.plan.seed);
  for (const Member& member : staff()) {
    names().works_here(member.user, member.roles);
  }
  auto& agenda = world_.agenda;
  const auto in_the_morning = [&](Seat& seat, double from, double to) {
    seat.wrong_pins = chance_.happens(0.15) ? static_cast<int>(1 + chance_.below(6)) : 0;
    agenda.at(MonotonicTime{minutes(chance_.between(from, to))}, [this, &seat] { sign_in(seat); });
  };
  for (std::uint16_t counter = 1; counter <= world_.plan.counters; ++counter) {
    Seat& seat = seat_of(counter);
    in_the_morning(seat, 7.0 * 60 + 20, 7.0 * 60 + 50);
    logs_in_[counter] = pads_need_login() || chance_.happens(0.5);
    if (logs_in_[counter]) {
      agenda.at(MonotonicTime{7h + 52min}, [this, counter] { keep_post(counter); });
    }
    if (chance_.happens(0.4)) {
      agenda.at(MonotonicTime{minutes(chance_.between(9.0 * 60, 12.5 * 60))}, [this, &seat] { sign_out(seat); });
    }
  }
  in_the_morning(seats_[entrance_], 7.0 * 60, 7.0 * 60 + 20);
  in_the_morning(seats_[back_office_], 6.0 * 60 + 30, 7.0 * 60 + 10);
  if (chance_.happens(0.25)) {
    agenda.at(MonotonicTime{minutes(chance_.between(9.0 * 60, 12.0 * 60))},
              [this, which = chance_.next()] { disable_somebody(which); });
  }
  if (chance_.happens(0.15)) {
    Seat& seat = seats_[chance_.below(world_.plan.counters)];
    agenda.at(MonotonicTime{minutes(chance_.between(8.5 * 60, 12.0 * 60))}, [this, &seat] { withdraw_machine(seat); });
  }
  const auto tries = 1 + chance_.below(5);
  for (std::size_t i = 0; i < tries; ++i) {
    agenda.at(MonotonicTime{minutes(chance_.between(7.5 * 60, 13.0 * 60))},
              [this, kind = chance_.next()] { try_what_is_not_allowed(kind); });
  }
}

// Commands

const Desk::Member& Desk::supervisor() { return staff()[chance_.happens(0.5) ? first_supervisor : second_supervisor]; }

/// Mostly themselves. An old page, or somebody with a tool, names another.
queue::Actor Desk::claimed_by(const Seat& seat) {
  if (chance_.happens(0.1)) {
    return {.kind = ActorKind::supervisor, .name = supervisor().user};
  }
  return {.kind = seat.counter != 0 ? ActorKind::officer : ActorKind::entrance, .name = seat.who->user};
}

Asking Desk::asking_at(const Seat& seat, const Wish& wish) {
  Asking asking{.cookies = {.token = seat.token, .machine_key = seat.machine_key}, .claimed = claimed_by(seat)};
  if (wish.agrees != nullptr) {
    asking.lent = {.user = wish.agrees->user, .pin = wish.wrong_first ? wrong_pin : wish.agrees->pin};
  }
  return asking;
}

void Desk::want(Seat& seat, Wish wish) {
  if (world_.agenda.now() > wish.until) {
    return;
  }
  if (seat.token.empty()) {
    seat.wants.push_back([this, &seat, wish = std::move(wish)] { want(seat, wish); });
    sign_in(seat);
    return;
  }
  if (!world_.alive()) {
    return;
  }
  Asking asking = asking_at(seat, wish);
  const auto yes =
      wish.agrees != nullptr && !wish.wrong_first ? std::optional<std::string>(wish.agrees->user) : std::nullopt;
  const auto request = names().asks(seat.token, wish.action, yes, world_.agenda.now());
  world_.office()->at_the_door([this, &seat, request, asking = std::move(asking),
                                wish = std::move(wish)](StaffDoor& door) -> asio::awaitable<void> {
    const Reply reply = co_await door.command(asking, wish.action);
    answered(seat, asking.cookies.token, request, wish, reply);
  });
}

void Desk::answered(Seat& seat, const std::string& token, NameAudit::Request request, Wish wish, const Reply& reply) {
  names().answered(request, reply.told);
  const bool again = ++wish.tries < 4;
  if (reply.told == Told::sign_in) {
    if (seat.token == token) {
      seat.token.clear();
    }
    if (again) {
      want(seat, std::move(wish));
    }
    return;
  }
  if (reply.told == Told::wrong_pin && again) {
    wish.wrong_first = false;
    world_.agenda.after(4s, [this, &seat, wish = std::move(wish)] { want(seat, wish); });
    return;
  }
  if (wish.answered) {
    wish.answered(reply);
  }
}

void Desk::at_counter(CounterId counter, queue::Action action, Answered told) {
  want(seat_of(counter),
       {.action = std::move(action), .answered = std::move(told), .until = world_.agenda.now() + Nanoseconds{1min}});
}

void Desk::at_counter_agreed(CounterId counter, queue::Action action) {
  want(seat_of(counter), {.action = std::move(action),
                          .agrees = &supervisor(),
                          .wrong_first = chance_.happens(0.3),
                          .until = world_.agenda.now() + Nanoseconds{1min}});
}

void Desk::at_entrance(queue::Action action, Answered told) {
  want(seats_[entrance_],
       {.action = std::move(action), .answered = std::move(told), .until = world_.agenda.now() + Nanoseconds{7s}});
}

void Desk::in_back_office(queue::Action action) {
  want(seats_[back_office_], {.action = std::move(action), .until = world_.agenda.now() + Nanoseconds{90s}});
}

void Desk::check_in(const Scan& what, std::function<void(const ScanAnswer&)> told) {
  Seat& seat = seats_[entrance_];
  if (seat.token.empty()) {
    seat.wants.push_back([this, what, told = std::move(told), until = world_.agenda.now() + Nanoseconds{7s}] {
      if (world_.agenda.now() <= until) {
        check_in(what, told);
      }
    });
    sign_in(seat);
    return;
  }
  if (!world_.alive()) {
    return;
  }
  Wish wish;
  office::EntranceRequest entry;
  entry.line = what.line;
  entry.picked = what.picked;
  entry.class_key = what.class_key;
  if (chance_.happens(0.05)) {
    // Whatever the rules say: a supervisor stands there and types their PIN.
    wish.agrees = &supervisor();
    entry.force = Force{.supervisor = "whoever the body names", .reason = "a letter from the embassy"};
  }
  Asking asking = asking_at(seat, wish);
  const auto yes = wish.agrees != nullptr ? std::optional<std::string>(wish.agrees->user) : std::nullopt;
  const auto request = names().asks_to_check_in(seat.token, entry.force.has_value(), yes, world_.agenda.now());
  world_.office()->at_the_door([this, &seat, request, asking = std::move(asking), entry = std::move(entry),
                                told = std::move(told)](StaffDoor& door) -> asio::awaitable<void> {
    const auto answer = co_await door.check_in(asking, entry);
    const auto* refused = std::get_if<Told>(&answer);
    const auto* reply_or_none = std::get_if<office::EntranceReply>(&answer);
    const bool stored = reply_or_none != nullptr && reply_or_none->failure.empty();
    names().answered(request, refused != nullptr ? *refused : stored ? Told::done : Told::failed);
    if (refused == nullptr) {
      const auto& reply = *reply_or_none;
      told({reply.outcome, reply.words.en, reply.numbers, reply.seq});
    } else if (*refused == Told::sign_in && seat.token == asking.cookies.token) {
      seat.token.clear();
      sign_in(seat);
    }
  });
}

// Signing in

void Desk::sign_in(Seat& seat) {
  if (!seat.token.empty() || seat.signing_in) {
    return;
  }
  seat.signing_in = true;
  try_to_sign_in(seat, 0);
}

void Desk::try_to_sign_in(Seat& seat, int tries) {
  const unsigned attempt = ++seat.attempt;
  if (tries > most_tries || world_.of_day() > goes_home) {
    seat.signing_in = false;
    seat.wants.clear();
    return;
  }
  world_.agenda.after(no_answer, [this, &seat, attempt, tries] {
    if (seat.attempt == attempt && seat.signing_in) {
      try_to_sign_in(seat, tries + 1);
    }
  });
  if (!world_.alive()) {
    return;
  }
  const bool by_pin = !seat.by_password;
  const std::string pin = seat.wrong_pins > 0 ? wrong_pin : seat.who->pin;
  world_.office()->at_the_door([this, &seat, attempt, tries, by_pin, pin, user = std::string(seat.who->user),
                                place = place_of(seat.machine_key)](StaffDoor& door) -> asio::awaitable<void> {
    auto result = by_pin ? co_await door.accounts().sign_in_with_pin(user, pin, place)
                         : co_await door.accounts().sign_in_with_password(user, password, place);
    if (result && !result->session.complete()) {
      result = co_await second_factor(door, result->token, place);
    }
    if (seat.attempt != attempt) {
      co_return;  // they have typed it again meanwhile
    }
    if (result) {
      came_in(seat, result->token, by_pin);
    } else {
      not_let_in(seat, tries, result.error());
    }
  });
}

/// The code that the telephone shows; where the office's clock is wrong, one of the codes on paper.
asio::awaitable<accounts::Result<accounts::SignedIn>> Desk::second_factor(StaffDoor& door, std::string token,
                                                                          accounts::Place place) {
  auto result = co_await door.accounts().confirm_second_factor(token, code_now(evening().secret, world_.true_time()),
                                                               place, door.clock_trusted());
  if (!result && !recovery_codes_.empty() && result.error().why != accounts::Why::storage) {
    const std::string code = recovery_codes_.back();
    recovery_codes_.pop_back();
    result = co_await door.accounts().confirm_second_factor(token, code, place, door.clock_trusted());
  }
  co_return result;
}

void Desk::came_in(Seat& seat, const std::string& token, bool by_pin) {
  seat.signing_in = false;
  seat.token = token;
  names().signed_in(token, seat.who->user, by_pin, seat.machine_id, world_.agenda.now());
  for (const auto& wanted : std::exchange(seat.wants, {})) {
    wanted();
  }
}

void Desk::not_let_in(Seat& seat, int tries, const accounts::Refused& refused) {
  Nanoseconds wait = 31s;
  int next = tries + 1;
  switch (refused.why) {
    case accounts::Why::wrong:
      wait = 3s;
      next = tries + 4;  // whoever types the right one and is told that it is wrong gives up soon
      if (seat.wrong_pins > 0) {
        --seat.wrong_pins;
        next = tries;
      }
      break;
    case accounts::Why::locked:
      wait = Nanoseconds{refused.wait} + 1s;
      break;
    case accounts::Why::unknown_machine:
      seat.by_password = true;
      wait = 5s;
      break;
    default:
      break;
  }
  const unsigned attempt = ++seat.attempt;
  world_.agenda.after(wait, [this, &seat, attempt, next] {
    if (seat.attempt == attempt && seat.signing_in) {
      try_to_sign_in(seat, next);
    }
  });
}

void Desk::sign_out(Seat& seat) {
  if (seat.token.empty() || !world_.alive()) {
    return;
  }
  seat.old_token = std::exchange(seat.token, {});
  world_.office()->at_the_door([this, token = seat.old_token](StaffDoor& door) -> asio::awaitable<void> {
    const auto done = co_await door.accounts().sign_out(token);
    if (done) {
      names().signed_out(token);
    }
  });
}

/// Somebody else sits there from now on.
void Desk::sit_down(Seat& seat, const Member& who) {
  sign_out(seat);
  seat.token.clear();
  seat.wants.clear();
  ++seat.attempt;
  seat.signing_in = false;
  seat.who = &who;
  sign_in(seat);
  if (seat.counter != 0 && logs_in_[seat.counter]) {
    world_.agenda.after(20s, [this, counter = seat.counter] { take_post(counter); });
  }
}

// The counters

/// Looks at the console, and logs in at the counter unless that is so.
void Desk::take_post(CounterId counter) {
  const Seat& seat = seat_of(counter);
  const std::string there = names().at_counter(counter);
  if (there == seat.who->user || !world_.alive()) {
    return;
  }
  if (!there.empty()) {
    at_counter(counter, queue::Logout{counter});
  }
  at_counter(counter, queue::Login{counter, seat.who->user});
}

void Desk::keep_post(CounterId counter) {
  take_post(counter);
  if (world_.of_day() < goes_home) {
    world_.agenda.after(world_.of_day() < 15h ? 8min : 30min, [this, counter] { keep_post(counter); });
  }
}

void Desk::relieve(CounterId counter, Nanoseconds lasts) {
  Seat& seat = seat_of(counter);
  if (!stand_in_free_) {
    return;
  }
  stand_in_free_ = false;
  const Member* before = seat.who;
  sit_down(seat, staff()[reliever]);
  world_.agenda.after(lasts, [this, &seat, counter, before] {
    if (names().at_counter(counter) == seat.who->user) {
      at_counter(counter, queue::Logout{counter});
    }
    world_.agenda.after(20s, [this, &seat, before] {
      stand_in_free_ = true;
      sit_down(seat, *before);
    });
  });
}

// The technician

void Desk::administer(Administer what, std::function<void()> done, int tries) {
  Seat& seat = seats_[technician_];
  if (tries > most_tries) {
    return;
  }
  const auto again = [this, what, done, tries] { administer(what, done, tries + 1); };
  if (seat.token.empty()) {
    seat.wants.push_back(again);
    sign_in(seat);
    return;
  }
  const auto over = std::make_shared<bool>(false);
  world_.agenda.after(30s, [over, again] {
    if (!*over) {
      again();
    }
  });
  if (!world_.alive()) {
    return;
  }
  world_.office()->at_the_door([&seat, what, done, over, token = seat.token](StaffDoor& door) -> asio::awaitable<void> {
    const Told told = co_await what(door, {.token = token, .machine_key = {}});
    if (told == Told::done) {
      *over = true;
      done();
    } else if (told == Told::sign_in && seat.token == token) {
      seat.token.clear();
    }
  });
}

/// An officer, or the clerk, is disabled. They do not know it, and a colleague comes.
void Desk::disable_somebody(std::uint64_t which) {
  Seat& seat = which % 5 == 0 ? seats_[entrance_] : seats_[which / 5 % world_.plan.counters];
  const bool officer = seat.counter != 0;
  if (officer && !std::exchange(stand_in_free_, false)) {
    return;
  }
  const std::string user = seat.who->user;
  administer([user](StaffDoor& door, Cookies by) { return door.disable(by, user); },
             [this, &seat, user, officer, cookies = Cookies{.token = seat.token, .machine_key = seat.machine_key}] {
               names().disabled(user);
               for (int i = 0; i < 6; ++i) {
                 world_.agenda.after(minutes(chance_.between(0.2, 4)), [this, &seat, user, cookies, officer, i] {
                   const queue::Actor self{.kind = officer ? ActorKind::officer : ActorKind::entrance, .name = user};
                   queue::Action action = queue::GrantClass{some_number(TicketPhase::waiting), "priority", "elderly"};
                   if (i % 2 == 1 && officer) {
                     action = queue::CallNext{seat.counter};
                   } else if (i % 2 == 1) {
                     action = queue::WalkIn{.service = "ambil", .class_key = {}, .reason = {}};
                   }
                   attempt(cookies, self, std::nullopt, std::move(action));
                 });
               }
               world_.agenda.after(
                   5min, [this, &seat, officer] { sit_down(seat, staff()[officer ? stand_in : second_clerk]); });
             },
             0);
}

void Desk::withdraw_machine(Seat& seat) {
  administer([id = seat.machine_id](StaffDoor& door, Cookies by) { return door.withdraw(by, id); },
             [this, &seat] {
               names().withdrawn(seat.machine_id);
               seat.machine_id.clear();
               world_.agenda.after(15min, [this, &seat] { enrol_again(seat, 0); });
             },
             0);
}

void Desk::enrol_again(Seat& seat, int tries) {
  const auto over = std::make_shared<bool>(false);
  world_.agenda.after(30s, [this, &seat, over, tries] {
    if (!*over && tries < most_tries) {
      enrol_again(seat, tries + 1);
    }
  });
  if (!world_.alive()) {
    return;
  }
  world_.office()->at_the_door([&seat, over](StaffDoor& door) -> asio::awaitable<void> {
    auto& accounts = door.accounts();
    const auto in = co_await accounts.sign_in_with_password(staff()[the_technician].user, password, place_of(""));
    const auto machine = in ? co_await accounts.enrol(in->token, {.name = seat.name, .counter = seat.counter})
                            : accounts::Result<accounts::EnrolledMachine>(in.error());
    if (!machine) {
      co_return;
    }
    for (const Member* member :
         {seat.who, &staff()[stand_in], &staff()[reliever], &staff()[first_supervisor], &staff()[second_supervisor]}) {
      const auto code = co_await accounts.pin_link(member->user);
      if (code) {
        co_await accounts.use_pin_link(*code, machine->key, member->pin);
      }
    }
    co_await accounts.sign_out(in->token);
    *over = true;
    seat.machine_key = machine->key;
    seat.machine_id = machine->machine.id;
    seat.by_password = false;
  });
}

// What is not allowed

std::string Desk::some_number(TicketPhase phase) {
  const auto feed = world_.feed();
  for (const TicketView& ticket : feed ? feed->tickets : std::vector<TicketView>{}) {
    if (ticket.phase == phase) {
      return ticket.number;
    }
  }
  return {};
}

/// No PIN that counts comes with it, so for the auditor there is no yes.
void Desk::attempt(const Cookies& cookies, queue::Actor claimed, std::optional<LentPin> lent, queue::Action action) {
  if (!world_.alive()) {
    return;
  }
  const auto request = names().asks(cookies.token, action, std::nullopt, world_.agenda.now());
  world_.office()->at_the_door([this, request, asking = Asking{cookies, std::move(claimed), std::move(lent)},
                                action = std::move(action)](StaffDoor& door) -> asio::awaitable<void> {
    const Reply reply = co_await door.command(asking, action);
    names().answered(request, reply.told);
  });
}

void Desk::try_what_is_not_allowed(std::uint64_t kind) {
  const auto counter = static_cast<CounterId>(1 + kind / 16 % world_.plan.counters);
  const auto cookies_of = [](const Seat& seat) {
    return Cookies{.token = seat.token, .machine_key = seat.machine_key};
  };
  const Cookies at_counter = cookies_of(seat_of(counter));
  const Cookies at_entrance = cookies_of(seats_[entrance_]);
  const queue::Actor boss{.kind = ActorKind::supervisor, .name = staff()[first_supervisor].user};
  const LentPin guessed{.user = staff()[first_supervisor].user, .pin = wrong_pin};
  // The right PIN of somebody who is no supervisor.
  const LentPin colleague{.user = staff()[stand_in].user, .pin = staff()[stand_in].pin};
  switch (kind % 9) {
    case 0:
      return attempt(at_entrance, boss, std::nullopt, queue::FinishAndNext{counter});
    case 1:
      return attempt(at_entrance, boss, guessed, queue::CloseDay{});
    case 2:
      return attempt(at_counter, boss, colleague, queue::CloseDay{});
    case 3:
      return attempt(at_counter, boss, std::nullopt, queue::WalkIn{.service = "paspor", .class_key = {}, .reason = {}});
    case 4:
      sign_in(seats_[technician_]);
      return attempt(cookies_of(seats_[technician_]), boss, std::nullopt,
                     queue::CancelTicket{some_number(TicketPhase::waiting), "mends the queue"});
    case 5:
      return attempt({.token = "forged", .machine_key = at_counter.machine_key}, boss, std::nullopt,
                     queue::CloseCounter{counter});
    case 6:
      return attempt({.token = seat_of(counter).old_token, .machine_key = at_counter.machine_key}, boss, std::nullopt,
                     queue::PauseCounter{counter, "an old page"});
    case 7:
      return attempt(at_counter, boss, std::nullopt,
                     queue::CallOutOfOrder{counter, some_number(TicketPhase::waiting), "a friend"});
    default:
      // Allowed, and theirs, whoever they say they are.
      return attempt(at_counter, boss, std::nullopt,
                     queue::GrantClass{some_number(TicketPhase::waiting), "priority", "elderly"});
  }
}

}  // namespace antrean::simulation
