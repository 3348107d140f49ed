// What each command does in each state: the whole of it, in one place. decide() asks these tables before
// anything else, and a test walks every cell.
//
// Commands at a counter look at the counter (`Situation`); commands on a number look at the ticket
// (`TicketState`). A cell is `ok`, or the reason for the refusal. CallOutOfOrder, Resume and UndoFinish are
// in both tables: the counter must be free and the ticket must be in a state for it.
//
// What becomes of the ticket where a cell is ok:
//
//   call_next          the policy's choice: waiting -> called
//   recall             called stays called, announced again
//   start              called -> serving
//   no_show            called -> missed
//   finish             called, serving -> finished, or waiting at the next stage
//   finish_and_next    finish, where there is a ticket; then call_next, where somebody waits
//   undo_finish        finished, or waiting at the next stage -> serving, here again; only the latest finish at
//                      this counter, while nobody was called here since and the ticket was not touched
//   park               called, serving -> parked
//   cancel_call        called -> waiting, at its old place, as if it had not been called
//   serve_direct       a new ticket -> serving
//   close_counter      called, serving -> waiting, at its old place, as if it had not been called;
//                      tickets sent to this counter join their stage's line
//   grant_class        keeps its state; stands in the other class's class_line, at its place
//   return_ticket      missed -> waiting, behind the first return_places of its class
//   cancel_ticket      any live state -> cancelled
//   resume             parked -> serving
//   call_out_of_order  held, waiting, parked, missed -> called
//   transfer           any live state -> waiting, in the other line
//
// Wherever a ticket comes back to the own line of a counter that is closed (return_ticket, cancel_call,
// another counter's close_counter, the end of a time it was parked for), it joins its stage's line instead.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "queue/refusal.hpp"
#include "queue/state.hpp"

namespace antrean::queue {

/// One more than the last reason: the command may go on.
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
};
inline constexpr std::size_t ticket_commands = 7;

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
  }};
  return table[static_cast<std::size_t>(command)][static_cast<std::size_t>(state)];
}

/// The situation of a counter of this state.
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
