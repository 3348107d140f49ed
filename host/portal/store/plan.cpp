// The changes of the plan of the offices.
#include <algorithm>

#include <fmt/format.h>

#include "chain/chain.hpp"
#include "store/bookings_db.hpp"
#include "store/rows.hpp"
#include "store/statements.hpp"

namespace antrean::portal {
namespace {

/// Length before each text, so that no two changes read the same.
void add_text(std::string& all, const std::string& text) { all += fmt::format("{}:{},", text.size(), text); }

Hash hash_of(const Hash& before, const PlanChange& change) {
  std::string body;
  add_text(body, change.role);
  add_text(body, change.why);
  for (const auto& part : change.parts) {
    add_text(body, part.subject);
    add_text(body, part.document);
  }
  return Chain{{}}.next(before, {.seq = static_cast<std::uint64_t>(change.nr),
                                 .at = to_ms(change.made_at),
                                 .opening = static_cast<std::uint64_t>(to_ms(change.valid_from)),
                                 .day = {},
                                 .who_kind = "plan",
                                 .who = change.who,
                                 .name = change.agreed,
                                 .body = body});
}

constexpr const char* all_changes =
    "SELECT nr, made_at, valid_from, who, role, agreed, why, hash FROM plan_change WHERE nr > ?1 ORDER BY nr";
constexpr const char* all_parts = "SELECT nr, subject, document FROM plan_part WHERE nr > ?1 ORDER BY nr, subject";

struct Chained {
  PlanChange change;
  std::string hash;
};

std::vector<Chained> chained_after(sql::Database& db, std::int64_t after) {
  std::vector<Chained> found;
  {
    sql::Statement rows{db, all_changes};
    rows.bind(1, after);
    while (rows.step()) {
      found.push_back({{.nr = rows.column(0).as_int64(),
                        .made_at = from_ms(rows.column(1).as_int64()),
                        .valid_from = from_ms(rows.column(2).as_int64()),
                        .who = rows.column(3).as_text(),
                        .role = rows.column(4).as_text(),
                        .agreed = rows.column(5).as_text(),
                        .why = rows.column(6).as_text(),
                        .parts = {}},
                       rows.column(7).as_text()});
    }
  }
  sql::Statement parts{db, all_parts};
  parts.bind(1, after);
  auto of = found.begin();
  while (parts.step()) {
    const auto nr = parts.column(0).as_int64();
    of = std::find_if(of, found.end(), [nr](const Chained& one) { return one.change.nr == nr; });
    if (of == found.end()) {
      break;  // of a change that was made after the first question
    }
    of->change.parts.push_back({parts.column(1).as_text(), parts.column(2).as_text()});
  }
  return found;
}

}  // namespace

std::vector<PlanChange> plan_changes_in(sql::Database& db, std::int64_t after) {
  std::vector<PlanChange> changes;
  for (auto& one : chained_after(db, after)) {
    changes.push_back(std::move(one.change));
  }
  return changes;
}

std::string plan_chain_wrong(sql::Database& db) {
  Hash before{};
  std::int64_t nr = 0;
  for (const auto& [change, hash] : chained_after(db, 0)) {
    ++nr;
    before = hash_of(before, change);
    if (change.nr != nr || hash_text(before) != hash) {
      return fmt::format("change {} of the plan is not as it was written, or one before it is missing", change.nr);
    }
  }
  return {};
}

std::vector<PlanChange> BookingsDb::plan_changes(std::int64_t after) { return plan_changes_in(*db_, after); }

std::int64_t BookingsDb::newest_plan() {
  Use newest{sql_->newest_plan};
  newest->step();
  return newest->column(0).as_int64();
}

void BookingsDb::insert_parts(const char* sql, std::int64_t of, std::vector<PlanPart> parts) {
  std::ranges::sort(parts, {}, &PlanPart::subject);
  sql::Statement add{*db_, sql};
  for (const auto& part : parts) {
    add.bind(1, of);
    add.bind(2, part.subject);
    add.bind(3, part.document);
    add.exec();
    add.reset();
  }
}

ChangePlanAnswer BookingsDb::change_plan(const ChangePlanOrder& order) {
  if (order.expected != plan_) {
    return OtherPlan{plan_};
  }
  if (order.request != 0 && !request_waits(order.request, order.now)) {
    return RequestOver{};
  }
  auto change = order.change;
  change.nr = plan_ + 1;
  std::ranges::sort(change.parts, {}, &PlanPart::subject);
  Hash before{};
  if (plan_ > 0) {
    sql::Statement last{*db_, "SELECT hash FROM plan_change WHERE nr = ?1"};
    last.bind(1, plan_);
    last.step();
    before = hash_from(last.column(0).as_text()).value_or(Hash{});
  }
  {
    sql::Statement add{*db_,
                       "INSERT INTO plan_change (nr, made_at, valid_from, who, role, agreed, why, hash)"
                       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"};
    add.bind(1, change.nr);
    add.bind(2, to_ms(change.made_at));
    add.bind(3, to_ms(change.valid_from));
    add.bind(4, change.who);
    add.bind(5, change.role);
    add.bind(6, change.agreed);
    add.bind(7, change.why);
    add.bind(8, hash_text(hash_of(before, change)));
    add.exec();
  }
  insert_parts("INSERT INTO plan_part (nr, subject, document) VALUES (?1, ?2, ?3)", change.nr, change.parts);
  if (order.request != 0) {
    decide_request(order.request, PlanRequest::State::agreed, change.agreed, change.nr, order.now);
  }
  plan_ = change.nr;
  return PlanChanged{plan_};
}

bool BookingsDb::request_waits(std::int64_t id, UtcTime now) {
  sql::Statement row{*db_, "SELECT 1 FROM plan_request WHERE id = ?1 AND state = 0 AND until > ?2"};
  row.bind(1, id);
  row.bind(2, to_ms(now));
  return row.step();
}

void BookingsDb::decide_request(std::int64_t id, PlanRequest::State state, const std::string& by, std::int64_t nr,
                                UtcTime now) {
  sql::Statement decide{*db_,
                        "UPDATE plan_request SET state = ?2, decided_at = ?3, decided_by = ?4, nr = ?5 WHERE id = ?1"};
  decide.bind(1, id);
  decide.bind(2, static_cast<int>(state));
  decide.bind(3, to_ms(now));
  decide.bind(4, by);
  decide.bind(5, nr);
  decide.exec();
}

RequestKept BookingsDb::request_plan(const RequestPlanOrder& order) {
  const auto& request = order.request;
  std::int64_t id = 0;
  {
    sql::Statement next{*db_, "SELECT coalesce(max(id), 0) + 1 FROM plan_request"};
    next.step();
    id = next.column(0).as_int64();
  }
  {
    sql::Statement add{*db_,
                       "INSERT INTO plan_request (id, made_at, until, valid_from, base, who, role, why, bookings,"
                       " state, decided_by, nr) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, '', 0)"};
    add.bind(1, id);
    add.bind(2, to_ms(request.change.made_at));
    add.bind(3, to_ms(request.until));
    add.bind(4, to_ms(request.change.valid_from));
    add.bind(5, request.base);
    add.bind(6, request.change.who);
    add.bind(7, request.change.role);
    add.bind(8, request.change.why);
    add.bind(9, request.bookings);
    add.exec();
  }
  insert_parts("INSERT INTO plan_request_part (id, subject, document) VALUES (?1, ?2, ?3)", id, request.change.parts);
  return {id};
}

RefusePlanAnswer BookingsDb::refuse_plan(const RefusePlanOrder& order) {
  if (!request_waits(order.id, order.now)) {
    return RequestOver{};
  }
  decide_request(order.id, PlanRequest::State::refused, order.by, 0, order.now);
  return RequestRefused{};
}

std::vector<PlanRequest> BookingsDb::plan_requests(std::size_t most) {
  std::vector<PlanRequest> found;
  {
    sql::Statement rows{*db_,
                        "SELECT id, made_at, until, valid_from, base, who, role, why, bookings, state, decided_at,"
                        " decided_by, nr FROM plan_request ORDER BY id DESC LIMIT ?1"};
    rows.bind(1, static_cast<std::int64_t>(most));
    while (rows.step()) {
      found.push_back({.id = rows.column(0).as_int64(),
                       .until = from_ms(rows.column(2).as_int64()),
                       .base = rows.column(4).as_int64(),
                       .change = {.nr = rows.column(12).as_int64(),
                                  .made_at = from_ms(rows.column(1).as_int64()),
                                  .valid_from = from_ms(rows.column(3).as_int64()),
                                  .who = rows.column(5).as_text(),
                                  .role = rows.column(6).as_text(),
                                  .agreed = {},
                                  .why = rows.column(7).as_text(),
                                  .parts = {}},
                       .bookings = rows.column(8).as_text(),
                       .state = static_cast<PlanRequest::State>(rows.column(9).as_int()),
                       .decided_at = time_at(rows, 10),
                       .decided_by = rows.column(11).as_text()});
    }
  }
  for (auto& one : found) {
    sql::Statement parts{*db_, "SELECT subject, document FROM plan_request_part WHERE id = ?1 ORDER BY subject"};
    parts.bind(1, one.id);
    while (parts.step()) {
      one.change.parts.push_back({parts.column(0).as_text(), parts.column(1).as_text()});
    }
  }
  return found;
}

Blocked BookingsDb::block(const BlockOrder& order) {
  const auto& block = order.block;
  {
    sql::Statement freeze{
        *db_, "INSERT INTO frozen (nik_hmac, token, why, office, day, until) VALUES (?1, ?2, ?3, '', 0, ?4)"};
    bind_bytes(freeze, 1, block.digest);
    bind_bytes(freeze, 2, order.key);
    freeze.bind(3, static_cast<int>(block.what == Blocks::person    ? FrozenWhy::blocked
                                    : block.what == Blocks::contact ? FrozenWhy::contact_blocked
                                                                    : FrozenWhy::network_blocked));
    freeze.bind(4, to_ms(block.until));
    freeze.exec();
  }
  sql::Statement next{*db_, "SELECT coalesce(max(id), 0) + 1 FROM block"};
  next.step();
  const auto id = next.column(0).as_int64();
  next.reset();
  sql::Statement add{*db_,
                     "INSERT INTO block (id, token, nik_hmac, nik_last4, why, who, made_at, until, lifted_by,"
                     " lifted_why, what) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '', '', ?9)"};
  add.bind(1, id);
  bind_bytes(add, 2, order.key);
  bind_bytes(add, 3, block.digest);
  add.bind(4, block.shown);
  add.bind(5, block.why);
  add.bind(6, block.who);
  add.bind(7, to_ms(block.made_at));
  add.bind(8, to_ms(block.until));
  add.bind(9, static_cast<int>(block.what));
  add.exec();
  return {id};
}

LiftBlockAnswer BookingsDb::lift_block(const LiftBlockOrder& order) {
  sql::Statement lift{*db_,
                      "UPDATE block SET lifted_at = ?2, lifted_by = ?3, lifted_why = ?4"
                      " WHERE id = ?1 AND lifted_at IS NULL AND until > ?2"};
  lift.bind(1, order.id);
  lift.bind(2, to_ms(order.now));
  lift.bind(3, order.by);
  lift.bind(4, order.why);
  if (lift.exec() == 0) {
    return NoSuchBlock{};
  }
  sql::Statement thaw{*db_, "DELETE FROM frozen WHERE token = (SELECT token FROM block WHERE id = ?1)"};
  thaw.bind(1, order.id);
  thaw.exec();
  return BlockLifted{};
}

std::vector<Block> BookingsDb::blocks(std::size_t most) {
  std::vector<Block> found;
  sql::Statement rows{*db_,
                      "SELECT id, nik_hmac, nik_last4, why, who, made_at, until, lifted_at, lifted_by, lifted_why,"
                      " what FROM block ORDER BY id DESC LIMIT ?1"};
  rows.bind(1, static_cast<std::int64_t>(most));
  while (rows.step()) {
    found.push_back({.id = rows.column(0).as_int64(),
                     .what = static_cast<Blocks>(rows.column(10).as_int()),
                     .digest = bytes_at<std::tuple_size_v<NikHmac>>(rows, 1),
                     .shown = rows.column(2).as_text(),
                     .why = rows.column(3).as_text(),
                     .who = rows.column(4).as_text(),
                     .made_at = from_ms(rows.column(5).as_int64()),
                     .until = from_ms(rows.column(6).as_int64()),
                     .lifted_at = time_at(rows, 7),
                     .lifted_by = rows.column(8).as_text(),
                     .lifted_why = rows.column(9).as_text()});
  }
  return found;
}

std::optional<AddressDigest> BookingsDb::network_of(const std::string& code) {
  sql::Statement row{*db_, "SELECT network FROM booking WHERE code = ?1"};
  row.bind(1, code);
  if (!row.step() || row.column(0).is_null()) {
    return std::nullopt;
  }
  return bytes_at<std::tuple_size_v<AddressDigest>>(row, 0);
}

std::vector<DayAtOffice> BookingsDb::days_at_offices(OfficeDay first, OfficeDay last) {
  std::vector<DayAtOffice> found;
  sql::Statement rows{*db_,
                      "SELECT office, day, CAST(sum(party) AS BIGINT),"
                      " CAST(sum(CASE WHEN checked_in_at IS NOT NULL OR served_at IS NOT NULL THEN party ELSE 0 END)"
                      "  AS BIGINT), CAST(sum(CASE WHEN no_show_at IS NOT NULL THEN party ELSE 0 END) AS BIGINT)"
                      " FROM booking WHERE status = 0 AND day BETWEEN ?1 AND ?2 GROUP BY office, day"
                      " ORDER BY office, day"};
  rows.bind(1, first.number());
  rows.bind(2, last.number());
  while (rows.step()) {
    found.push_back({.office = rows.column(0).as_text(),
                     .day = day_of(rows.column(1).as_int()),
                     .booked = rows.column(2).as_int(),
                     .arrived = rows.column(3).as_int(),
                     .no_shows = rows.column(4).as_int()});
  }
  return found;
}

}  // namespace antrean::portal
