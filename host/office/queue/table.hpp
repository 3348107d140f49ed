// What each command does in each state. decide() reads these tables first, and a test checks every cell.
//
// A command at a counter depends on the counter (`Situation`). A command on a ticket depends on the ticket
// (`TicketState`). A cell is `ok`, or the reason for the refusal. CallOutOfOrder, Resume and UndoFinish
// are in both tables: both cells must be `ok`.
//
// What happens to the ticket when the cell is ok:
//
//   command            ticket
//   -----------------  --------------------------------------------------------------------------------
//   call_next          waiting -> called; the policy chooses the ticket
//   recall             stays called; is announced again
//   start              called -> serving
//   no_show            called -> missed
//   finish             called or serving -> finished, or waiting at the next stage
//   finish_and_next    `finish` if the counter has a ticket; then `call_next` if somebody waits
//   undo_finish        finished, or waiting at the next stage -> at this counter again, as it was; only the
//                      latest finish here, while nobody came here since and the ticket was not touched
//   park               called or serving -> parked
//   cancel_call        called -> waiting, at its old place, as if it had not been called
//   serve_direct       a new ticket -> serving
//   close_counter      called or serving -> waiting, at its old place, as if it had not been called;
//                      tickets in the counter's own line join the line of their stage
//   grant_class        keeps its state; joins the class line of the other class, at its place
//   return_ticket      missed -> waiting, behind the first `return_places` tickets of its class
//   cancel_ticket      held, waiting, called, serving, parked or missed -> cancelled
//   resume             parked -> serving
//   call_out_of_order  held, waiting, parked or missed -> called
//   transfer           held, waiting, called, serving, parked or missed -> waiting, in the other line
//   give_feedback      stays finished
//
// A ticket may have to come back to the own line of a counter that is closed (by return_ticket, by
// cancel_call, by close_counter of another counter, or when its parking time ends). It then joins the line of
// its stage.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "queue/refusal.hpp"
#include "queue/state.hpp"

namespace antrean::queue {

/// This value is one more than the last reason. It means that the command is allowed.
inline constexpr Reason ok{words<Reason>.size()};

enum class Situation : std::uint8_t {
  closed,
  open_free,
  open_called,
  open_serving,
  paused_free,
  paused_called,
  paused_serving,
};
inline constexpr std::size_t situations = 7;

enum class CounterCommand : std::uint8_t {
  call_next,
  recall,
  start,
  no_show,
  finish,
  finish_and_next,
  undo_finish,
  park,
  resume,
  cancel_call,
  call_out_of_order,
  serve_direct,
  open_counter,
  pause_counter,
  close_counter,
};
inline constexpr std::size_t counter_commands = 15;

enum class TicketCommand : std::uint8_t {
  grant_class,
  return_ticket,
  cancel_ticket,
  resume,
  call_out_of_order,
  transfer,
  undo_finish,
  give_feedback,
};
inline constexpr std::size_t ticket_commands = 8;

namespace table_words {
inline constexpr Reason shut = Reason::counter_closed;
inline constexpr Reason paus = Reason::counter_paused;
inline constexpr Reason busy = Reason::counter_busy;
inline constexpr Reason none = Reason::counter_empty;
inline constexpr Reason serv = Reason::already_serving;
inline constexpr Reason opnd = Reason::counter_already_open;
inline constexpr Reason slow = Reason::counter_already_paused;
inline constexpr Reason held = Reason::ticket_held;
inline constexpr Reason wait = Reason::ticket_waiting;
inline constexpr Reason atct = Reason::ticket_at_counter;
inline constexpr Reason park = Reason::ticket_parked;
inline constexpr Reason miss = Reason::ticket_missed;
inline constexpr Reason over = Reason::ticket_over;
}  // namespace table_words

constexpr Reason counter_cell(CounterCommand command, Situation situation) {
  using namespace table_words;
  constexpr std::array<std::array<Reason, situations>, counter_commands> table{{
      //                        closed open: free called serving  paused: free called serving
      /* call_next         */ {{shut, ok, busy, busy, paus, paus, paus}},
      /* recall            */ {{shut, none, ok, serv, none, ok, serv}},
      /* start             */ {{shut, none, ok, serv, none, ok, serv}},
      /* no_show           */ {{shut, none, ok, serv, none, ok, serv}},
      /* finish            */ {{shut, none, ok, ok, none, ok, ok}},
      /* finish_and_next   */ {{shut, ok, ok, ok, paus, paus, paus}},
      /* undo_finish       */ {{shut, ok, busy, busy, ok, busy, busy}},
      /* park              */ {{shut, none, ok, ok, none, ok, ok}},
      /* resume            */ {{shut, ok, busy, busy, paus, paus, paus}},
      /* cancel_call       */ {{shut, none, ok, serv, none, ok, serv}},
      /* call_out_of_order */ {{shut, ok, busy, busy, paus, paus, paus}},
      /* serve_direct      */ {{shut, ok, busy, busy, paus, paus, paus}},
      /* open_counter      */ {{ok, opnd, opnd, opnd, ok, ok, ok}},
      /* pause_counter     */ {{shut, ok, ok, ok, slow, slow, slow}},
      /* close_counter     */ {{shut, ok, ok, ok, ok, ok, ok}},
  }};
  return table[static_cast<std::size_t>(command)][static_cast<std::size_t>(situation)];
}

constexpr Reason ticket_cell(TicketCommand command, TicketState state) {
  using namespace table_words;
  constexpr std::array<std::array<Reason, ticket_states>, ticket_commands> table{{
      //                        held  waiting called serving parked missed finished cancelled closed
      /* grant_class       */ {{ok, ok, atct, atct, ok, miss, over, over, over}},
      /* return_ticket     */ {{held, wait, atct, atct, park, ok, over, over, over}},
      /* cancel_ticket     */ {{ok, ok, ok, ok, ok, ok, over, over, over}},
      /* resume            */ {{held, wait, atct, atct, ok, miss, over, over, over}},
      /* call_out_of_order */ {{ok, ok, atct, atct, ok, ok, over, over, over}},
      /* transfer          */ {{ok, ok, ok, ok, ok, ok, over, over, over}},
      /* undo_finish       */ {{held, ok, atct, atct, park, miss, ok, over, over}},
      /* give_feedback     */ {{held, wait, atct, atct, park, miss, ok, over, over}},
  }};
  return table[static_cast<std::size_t>(command)][static_cast<std::size_t>(state)];
}

/// The situation of a counter in this state.
inline Situation situation_of(const State& state, const Counter& counter) {
  if (counter.state == CounterState::closed) {
    return Situation::closed;
  }
  const bool open = counter.state == CounterState::open;
  if (counter.ticket == 0) {
    return open ? Situation::open_free : Situation::paused_free;
  }
  if (state.ticket(counter.ticket).state == TicketState::called) {
    return open ? Situation::open_called : Situation::paused_called;
  }
  return open ? Situation::open_serving : Situation::paused_serving;
}

}  // namespace antrean::queue
