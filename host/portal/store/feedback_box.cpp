// What people said of the service, in the portal's database (store/feedback_box.hpp).
#include "store/feedback_box.hpp"

#include <chrono>

#include "store/bookings_db.hpp"
#include "store/transact.hpp"

namespace antrean::portal {
namespace {

constexpr std::chrono::hours taken_kept{3 * 24};       // a page is asked for only on its day
constexpr std::chrono::hours not_taken_kept{30 * 24};  // an office that is away so long has closed that day for good

}  // namespace

void BookingsDb::keep_feedback(const FeedbackOrder& order) {
  transact([&] {
    sql::Statement forget{*db_, "DELETE FROM feedback WHERE at < ?1 AND (taken = 1 OR at < ?2)"};
    forget.bind(1, to_ms(order.now - taken_kept));
    forget.bind(2, to_ms(order.now - not_taken_kept));
    forget.exec();
    sql::Statement keep{*db_,
                        "INSERT INTO feedback (page, office, answer, at, taken) VALUES (?1, ?2, ?3, ?4, 0)"
                        " ON CONFLICT (page) DO NOTHING"};
    keep.bind(1, order.said.key);
    keep.bind(2, order.office);
    keep.bind(3, static_cast<int>(order.said.feedback));
    keep.bind(4, to_ms(order.now));
    keep.exec();
    return true;
  });
}

bool BookingsDb::has_feedback(const std::string& page) {
  sql::Statement rows{*db_, "SELECT 1 FROM feedback WHERE page = ?1"};
  rows.bind(1, page);
  return rows.step();
}

std::vector<office_api::TodayFeedback> BookingsDb::feedback_for(const std::string& office, std::size_t most) {
  sql::Statement rows{*db_,
                      "SELECT page, answer FROM feedback WHERE office = ?1 AND taken = 0 ORDER BY at, page LIMIT ?2"};
  rows.bind(1, office);
  rows.bind(2, static_cast<std::int64_t>(most));
  std::vector<office_api::TodayFeedback> found;
  while (rows.step()) {
    const auto answer = static_cast<std::size_t>(rows.column(1).as_int64()) % feedbacks;
    found.push_back({.key = rows.column(0).as_text(), .feedback = static_cast<Feedback>(answer)});
  }
  return found;
}

void BookingsDb::feedback_taken(const std::string& office, const std::vector<std::string>& pages) {
  transact([&] {
    for (const auto& page : pages) {
      // Nobody needs the answer here any more.
      sql::Statement taken{*db_, "UPDATE feedback SET taken = 1, answer = 0 WHERE page = ?1 AND office = ?2"};
      taken.bind(1, page);
      taken.bind(2, office);
      taken.exec();
    }
    return true;
  });
}

}  // namespace antrean::portal
