// The outbox in the portal's database (notices/outbox.hpp).
#include <spdlog/spdlog.h>

#include "store/bookings_db.hpp"
#include "store/rows.hpp"
#include "store/statements.hpp"
#include "store/transact.hpp"

namespace antrean::portal {
namespace {

// A bounce can come days after the message was taken.
constexpr auto settled_notices_kept = std::chrono::hours{24 * 30};

// A portal that lost its connection, as when the database starts anew, connects again within this time. Until
// then it may still be sending.
constexpr auto comes_back_within = std::chrono::seconds{5};

enum Outcome : int { was_sent = 0, was_given_up = 1 };

}  // namespace

void BookingsDb::write_notices(const Key128& token, std::span<const Notice> notices) {
  for (const auto& notice : notices) {
    Use add{sql_->add_notice};
    bind_bytes(*add, 1, notice.id);
    bind_bytes(*add, 2, token);
    add->bind(3, static_cast<int>(notice.channel));
    add->bind(4, static_cast<int>(notice.kind));
    add->bind(5, rank(notice.kind));
    add->bind(6, to_ms(notice.due));
    add->bind(7, to_ms(notice.useless_from));
    add->bind(8, body_text(notice));
    add->post();
  }
}

void BookingsDb::take_back_notices(const Key128& token, NoticeKind one, NoticeKind other) {
  Use back{sql_->take_back_notices};
  bind_bytes(*back, 1, token);
  back->bind(2, static_cast<int>(one));
  back->bind(3, static_cast<int>(other));
  back->post();
}

void BookingsDb::take_back_what_comes(const Key128& token) {
  take_back_notices(token, NoticeKind::reminder_day, NoticeKind::reminder_hours);
  take_back_notices(token, NoticeKind::closed_by_office, NoticeKind::kept_after_all);
}

void BookingsDb::end_leases() {
  // Whether the message was handed over is not known.
  db_->exec("UPDATE notice SET leased = 0, due = 0, unclear = 1 WHERE leased <> 0 AND outcome IS NULL");
}

void BookingsDb::end_leases_of_others(UtcTime now) {
  const auto gone = sharing_->gone_senders();
  std::erase_if(senders_gone_, [&](const auto& one) { return !gone.contains(one.first) || one.second > now; });
  for (const auto session : gone) {
    const auto since = senders_gone_.try_emplace(session, now).first->second;
    if (now - since >= comes_back_within) {
      Use end{sql_->end_leases};
      end->bind(1, session);
      end->post();
    }
  }
}

std::vector<TakenNotice> BookingsDb::take_notices(NoticeChannel channel, UtcTime now, UtcTime leased_until,
                                                  std::size_t most) {
  std::vector<TakenNotice> taken;
  std::vector<SettledNotice> unreadable;
  transact([&] {
    taken.clear();
    unreadable.clear();
    take_due(channel, now, leased_until, most, taken, unreadable);
    return true;
  });
  // One that cannot be read must not keep the others.
  for (const auto& one : unreadable) {
    spdlog::error("outbox: notice {} is given up: {}", portal::to_text(one.id), one.why);
  }
  settle_notices(unreadable);
  return taken;
}

void BookingsDb::take_due(NoticeChannel channel, UtcTime now, UtcTime leased_until, std::size_t most,
                          std::vector<TakenNotice>& taken, std::vector<SettledNotice>& unreadable) {
  if (sharing_) {
    end_leases_of_others(now);
  }
  {
    Use due{channel == NoticeChannel::webhook ? sql_->due_events : sql_->due_notices};
    due->bind(1, static_cast<int>(channel));
    due->bind(2, to_ms(now));
    due->bind(3, static_cast<std::int64_t>(most));
    while (due->step()) {
      TakenNotice one;
      one.notice.id = bytes_at<std::tuple_size_v<NoticeId>>(*due, 0);
      one.notice.kind = static_cast<NoticeKind>(due->column(1).as_int());
      one.notice.channel = channel;
      one.notice.due = from_ms(due->column(2).as_int64());
      one.notice.useless_from = from_ms(due->column(3).as_int64());
      one.tries = due->column(5).as_int();
      // One whose lease is over was perhaps sent by a portal that has ended since.
      one.unclear = due->column(6).as_int() != 0 || due->column(7).as_int() != 0;
      try {
        read_body(one.notice, due->column(4).as_text());
        taken.push_back(std::move(one));
      } catch (const std::runtime_error& failure) {
        unreadable.push_back(
            {.id = one.notice.id, .outcome = SendOutcome::given_up, .at = now, .next = {}, .why = failure.what()});
      }
    }
  }
  for (const auto& one : taken) {
    Use lease{sql_->lease_notice};
    bind_bytes(*lease, 1, one.notice.id);
    lease->bind(2, to_ms(leased_until));
    lease->bind(3, db_->session());
    lease->post();
  }
}

void BookingsDb::settle_notices(std::span<const SettledNotice> outcomes) {
  if (outcomes.empty()) {
    return;
  }
  transact([&] {
    settle_all(outcomes);
    return true;
  });
}

void BookingsDb::settle_all(std::span<const SettledNotice> outcomes) {
  for (const auto& one : outcomes) {
    const bool over = one.outcome == SendOutcome::sent || one.outcome == SendOutcome::given_up;
    Use settle{over ? sql_->end_notice : sql_->retry_notice};
    bind_bytes(*settle, 1, one.id);
    settle->bind(2, one.why);
    if (over) {
      settle->bind(3, one.outcome == SendOutcome::sent ? was_sent : was_given_up);
      settle->bind(4, to_ms(one.at));
    } else {
      settle->bind(3, one.outcome == SendOutcome::released ? 0 : 1);
      settle->bind(4, to_ms(one.next));
      settle->bind(5, one.outcome == SendOutcome::unclear ? 1 : 0);
    }
    settle->post();
  }
  Use forget{sql_->forget_notices};
  forget->bind(1, to_ms(outcomes.front().at - settled_notices_kept));
  forget->post();
}

std::optional<UtcTime> BookingsDb::next_notice(NoticeChannel channel) {
  if (sharing_ && !sharing_->gone_senders().empty()) {
    return UtcTime{};  // who takes notices looks whether they have come back
  }
  Use next{sql_->next_notice};
  next->bind(1, static_cast<int>(channel));
  next->step();
  return time_at(*next, 0);
}

bool BookingsDb::notice_bounced(const Bounce& bounce) {
  return transact([&] {
    Use note{sql_->bounced};
    bind_bytes(*note, 1, bounce.notice);
    note->bind(2, to_ms(bounce.at));
    note->bind(3, (bounce.permanent ? "permanent " : "delayed ") + bounce.status + " " + bounce.why);
    return note->exec() == 1;
  });
}

}  // namespace antrean::portal
