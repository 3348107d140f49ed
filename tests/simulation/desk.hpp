// The office's staff and their machines. Officers sit at enrolled counter machines and sign in by PIN, a
// clerk at the entrance, a supervisor in the back office by PIN or by password and code, a technician
// wherever he is needed. Whatever people and faults ask of the office by a page goes through here: with the
// session of whoever sits there, and with a supervisor's PIN where one is needed.
//
// They are like people: some type a wrong PIN, some sign out for lunch, and who is told to sign in does so
// and asks again. On some days one of them is disabled, a machine is withdrawn, a colleague takes over a
// counter, and on every day some try what they may not, in another's name or with a session that is over.
//
// The evening before, everybody was given an account and a PIN; that is prepared once for all days.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "agenda.hpp"
#include "name_audit.hpp"
#include "queue/commands.hpp"
#include "queue/estimate/chance.hpp"
#include "staff_door.hpp"

namespace antrean::simulation {

class World;
struct Scan;
struct ScanAnswer;

/// Makes what all days share, so that no day pays for it.
void prepare_staff();

class Desk {
 public:
  using Answered = std::function<void(const Reply&)>;

  explicit Desk(World& world);
  /// Before the office starts: puts the accounts on its disk, and the staff's day on the agenda.
  void begin();

  /// Nothing happens at a pad until somebody is logged in at its counter.
  bool pads_need_login() const;

  /// By the officer at this counter's console.
  void at_counter(CounterId counter, queue::Action action, Answered answered = {});
  /// The same, with the yes of a supervisor who comes and types their own PIN.
  void at_counter_agreed(CounterId counter, queue::Action action);
  /// By the clerk.
  void at_entrance(queue::Action action, Answered answered = {});
  void check_in(const Scan& what, std::function<void(const ScanAnswer&)> answered);
  /// By the supervisor, at their own machine.
  void in_back_office(queue::Action action);
  /// A colleague takes the counter for a while.
  void relieve(CounterId counter, Nanoseconds lasts);

 private:
  struct Member {
    const char* user;
    const char* name;
    accounts::Roles roles;
    const char* pin;
  };
  struct Evening;
  struct Seat {
    std::string name;
    CounterId counter = 0;  ///< 0: none
    const Member* who = nullptr;
    std::string machine_key;
    std::string machine_id;
    std::string token;      ///< "": nobody is signed in, as far as they know
    std::string old_token;  ///< of somebody who signed out here
    bool by_password = false;
    int wrong_pins = 0;  ///< that they are going to type
    bool signing_in = false;
    unsigned attempt = 0;
    std::vector<std::function<void()>> wants;
  };
  /// A command that somebody wants to give.
  struct Wish {
    queue::Action action;
    const Member* agrees = nullptr;  ///< the supervisor who types their PIN
    bool wrong_first = false;        ///< and mistypes it
    Answered answered{};
    MonotonicTime until{};  ///< later nobody wants it any more
    int tries = 0;
  };
  using Administer = std::function<boost::asio::awaitable<Told>(StaffDoor&, Cookies)>;

  static const std::vector<Member>& staff();
  static const Evening& evening();
  static Evening prepare();
  friend void prepare_staff();

  Seat& seat_of(CounterId counter) { return seats_[counter - 1U]; }
  NameAudit& names();
  const Member& supervisor();
  queue::Actor claimed_by(const Seat& seat);
  Asking asking_at(const Seat& seat, const Wish& wish);
  void want(Seat& seat, Wish wish);
  void answered(Seat& seat, const std::string& token, NameAudit::Request request, Wish wish, const Reply& reply);

  void sign_in(Seat& seat);
  void try_to_sign_in(Seat& seat, int tries);
  boost::asio::awaitable<accounts::Result<accounts::SignedIn>> second_factor(StaffDoor& door, std::string token,
                                                                             accounts::Place place);
  void came_in(Seat& seat, const std::string& token, bool by_pin);
  void not_let_in(Seat& seat, int tries, const accounts::Refused& refused);
  void sign_out(Seat& seat);
  void sit_down(Seat& seat, const Member& who);
  void take_post(CounterId counter);
  void keep_post(CounterId counter);

  void administer(Administer what, std::function<void()> done, int tries);
  void disable_somebody(std::uint64_t which);
  void withdraw_machine(Seat& seat);
  void enrol_again(Seat& seat, int tries);
  void try_what_is_not_allowed(std::uint64_t kind);
  void attempt(const Cookies& cookies, queue::Actor claimed, std::optional<LentPin> lent, queue::Action action);
  std::string some_number(TicketPhase phase);

  World& world_;
  queue::Chance chance_;
  std::vector<Seat> seats_;  ///< the counters', then the three below
  std::size_t entrance_, back_office_, technician_;
  std::map<CounterId, bool> logs_in_;
  std::vector<std::string> recovery_codes_;
  bool stand_in_free_ = true;
};

}  // namespace antrean::simulation
