// Every command in every state, compared with a table of the test's own. A reader can compare its words with
// table.hpp.
#include <functional>
#include <string>
#include <vector>

#include "office.hpp"
#include "queue/table.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::queue;
using namespace antrean::queue::test;

namespace {

const char* state_word(TicketState state) {
  switch (state) {
    case TicketState::held:
      return "held";
    case TicketState::waiting:
      return "waiting";
    case TicketState::called:
      return "called";
    case TicketState::serving:
      return "serving";
    case TicketState::parked:
      return "parked";
    case TicketState::missed:
      return "missed";
    case TicketState::finished:
      return "finished";
    case TicketState::cancelled:
      return "cancelled";
    case TicketState::closed:
      return "closed";
  }
  return "?";
}

/// Counter 4 with A001 at it if the situation has a ticket, A002 parked and A003 waiting.
Office in_situation(const std::string& situation) {
  Office office;
  office.open({4});
  for (int i = 0; i < 3; ++i) {
    office.walk_in();
  }
  office.call(4);
  office.act(CancelCall{4, "test"});
  office.act(CallOutOfOrder{4, "A002", "test"});
  office.act(Park{4, "copy", std::nullopt});
  if (situation.ends_with("called") || situation.ends_with("serving")) {
    office.call(4);
  }
  if (situation.ends_with("serving")) {
    office.act(Start{4});
  }
  if (situation.starts_with("paused")) {
    office.act(PauseCounter{4, "prayer"});
  }
  if (situation == "closed") {
    office.act(CloseCounter{4});
  }
  return office;
}

const std::vector<std::string> situation_names{"closed",      "open free",     "open called",   "open serving",
                                               "paused free", "paused called", "paused serving"};

struct CounterRow {
  const char* name;
  Action action;
  std::vector<std::string> cells;  ///< "ok", or the refusal
  const char* subject;             ///< the ticket to check afterwards
  const char* becomes;
};

/// B001, in the given state.
Office in_state(const std::string& state) {
  Office office;
  office.open({1, 2});
  if (state == "held") {
    office.book(1, "10:00", Standing::early_wait);
    return office;
  }
  office.book(1, "08:00");
  if (state == "waiting") {
    return office;
  }
  if (state == "cancelled") {
    office.act(CancelTicket{"B001", "went home"});
    return office;
  }
  if (state == "closed") {
    office.act(office.supervisor, CloseDay{});
    return office;
  }
  office.call(1);
  if (state == "serving") {
    office.act(Start{1});
  }
  if (state == "parked") {
    office.act(Park{1, "copy", std::nullopt});
  }
  if (state == "missed") {
    office.act(NoShow{1});
  }
  if (state == "finished") {
    office.act(Finish{1});
    office.act(OpenCounter{3});
    office.call(3);
    office.act(Finish{3});
  }
  return office;
}

const std::vector<std::string> state_names{"held",   "waiting",  "called",    "serving", "parked",
                                           "missed", "finished", "cancelled", "closed"};

struct TicketRow {
  const char* name;
  Action action;
  std::vector<std::string> cells;
  const char* becomes;  ///< "same": it keeps its state
};

}  // namespace

TEST_GROUP(Table){};

TEST(Table, EveryCounterCommandInEverySituationOfACounter) {
  const std::string shut = "counter_closed", paus = "counter_paused", busy = "counter_busy", none = "counter_empty",
                    serv = "already_serving", opnd = "counter_already_open", slow = "counter_already_paused",
                    yes = "ok";
  const std::vector<CounterRow> rows{
      {"call_next", CallNext{4}, {shut, yes, busy, busy, paus, paus, paus}, "A001", "called"},
      {"recall", Recall{4}, {shut, none, yes, serv, none, yes, serv}, "A001", "called"},
      {"start", Start{4}, {shut, none, yes, serv, none, yes, serv}, "A001", "serving"},
      {"no_show", NoShow{4}, {shut, none, yes, serv, none, yes, serv}, "A001", "missed"},
      {"finish", Finish{4}, {shut, none, yes, yes, none, yes, yes}, "A001", "waiting"},  // at the next stage
      // Nobody was finished here before: the tests of UndoFinish have the others.
      {"undo_finish", UndoFinish{4}, {shut, "nothing_to_undo", busy, busy, "nothing_to_undo", busy, busy}, "A001", ""},
      {"park", Park{4, "copy", std::nullopt}, {shut, none, yes, yes, none, yes, yes}, "A001", "parked"},
      {"resume", Resume{4, "A002"}, {shut, yes, busy, busy, paus, paus, paus}, "A002", "serving"},
      {"cancel_call", CancelCall{4, "wrong"}, {shut, none, yes, serv, none, yes, serv}, "A001", "waiting"},
      {"call_out_of_order",
       CallOutOfOrder{4, "A003", "ill"},
       {shut, yes, busy, busy, paus, paus, paus},
       "A003",
       "called"},
      {"serve_direct",
       ServeDirect{4, "ambil", "", "quick"},
       {shut, yes, busy, busy, paus, paus, paus},
       "D001",
       "serving"},
      {"open_counter", OpenCounter{4}, {yes, opnd, opnd, opnd, yes, yes, yes}, "A003", "waiting"},
      {"pause_counter", PauseCounter{4, "prayer"}, {shut, yes, yes, yes, slow, slow, slow}, "A003", "waiting"},
      {"close_counter", CloseCounter{4}, {shut, yes, yes, yes, yes, yes, yes}, "A001", "waiting"},
  };
  LONGS_EQUAL(situations, situation_names.size());
  LONGS_EQUAL(counter_commands, rows.size() + 1);  // finish_and_next: the next test
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < situation_names.size(); ++i) {
      Office office = in_situation(situation_names[i]);
      const auto where = std::string(row.name) + " when " + situation_names[i];
      STRCMP_EQUAL_TEXT(row.cells[i].c_str(), office.answer(row.action).c_str(), where.c_str());
      if (row.cells[i] != yes) {
        continue;
      }
      office.act(row.action);
      STRCMP_EQUAL_TEXT(row.becomes, state_word(office.ticket(row.subject).state), where.c_str());
    }
  }
}

TEST(Table, FinishAndNextInEverySituation) {
  const std::vector<std::string> cells{"counter_closed", "ok", "ok", "ok", "counter_paused", "counter_paused",
                                       "counter_paused"};
  for (std::size_t i = 0; i < situation_names.size(); ++i) {
    Office office = in_situation(situation_names[i]);
    STRCMP_EQUAL_TEXT(cells[i].c_str(), office.answer(FinishAndNext{4}).c_str(), situation_names[i].c_str());
    if (cells[i] != "ok") {
      continue;
    }
    const bool had_one = office.state.counter(4)->ticket != 0;
    office.act(FinishAndNext{4});
    STRCMP_EQUAL(had_one ? "A003" : "A001", office.state.ticket(office.state.counter(4)->ticket).number.text().c_str());
    if (had_one) {
      LONGS_EQUAL(1, office.ticket("A001").stage);
    }
  }
}

TEST(Table, EveryTicketCommandInEveryStateOfATicket) {
  const std::string held = "ticket_held", wait = "ticket_waiting", atct = "ticket_at_counter", park = "ticket_parked",
                    miss = "ticket_missed", over = "ticket_over", yes = "ok", shut = "day_not_open";
  const std::vector<TicketRow> rows{
      {"grant_class",
       GrantClass{"B001", "priority", "ill"},
       {yes, yes, atct, atct, yes, miss, over, over, shut},
       "same"},
      {"return_ticket", ReturnTicket{"B001"}, {held, wait, atct, atct, park, yes, over, over, shut}, "waiting"},
      {"cancel_ticket", CancelTicket{"B001", "gone"}, {yes, yes, yes, yes, yes, yes, over, over, shut}, "cancelled"},
      {"resume", Resume{2, "B001"}, {held, wait, atct, atct, yes, miss, over, over, shut}, "serving"},
      {"call_out_of_order",
       CallOutOfOrder{2, "B001", "ill"},
       {yes, yes, atct, atct, yes, yes, over, over, shut},
       "called"},
      {"transfer",
       Transfer{"B001", "paspor", "foto", 0, "complete"},
       {yes, yes, yes, yes, yes, yes, over, over, shut},
       "waiting"},
  };
  LONGS_EQUAL(ticket_states, state_names.size());
  LONGS_EQUAL(ticket_commands, rows.size() + 2);  // undo_finish and give_feedback: tests of their own
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < state_names.size(); ++i) {
      Office office = in_state(state_names[i]);
      const auto where = std::string(row.name) + " when " + state_names[i];
      STRCMP_EQUAL_TEXT(state_names[i].c_str(), state_word(office.ticket("B001").state), where.c_str());
      STRCMP_EQUAL_TEXT(row.cells[i].c_str(), office.answer(row.action).c_str(), where.c_str());
      if (row.cells[i] != yes) {
        continue;
      }
      office.act(row.action);
      const std::string expected = std::string(row.becomes) == "same" ? state_names[i] : row.becomes;
      STRCMP_EQUAL_TEXT(expected.c_str(), state_word(office.ticket("B001").state), where.c_str());
    }
  }
}

TEST(Table, TheHeadersTableRefusesAClosedTicketEvenWhereTheDayIsOpenAgain) {
  // The day test comes first for a person; the cell stands for a replayed ticket of a closed day.
  for (const auto command : {TicketCommand::grant_class, TicketCommand::return_ticket, TicketCommand::cancel_ticket,
                             TicketCommand::resume, TicketCommand::call_out_of_order, TicketCommand::transfer,
                             TicketCommand::undo_finish, TicketCommand::give_feedback}) {
    CHECK(ticket_cell(command, TicketState::closed) == Reason::ticket_over);
  }
}
