// What people said of the service, until their office has taken it. It is known by the key of a ticket's page
// and by nothing else: no booking, no name.
//
// - The first answer of a page counts.
// - An answer that was kept is given to the office until the office has said that it took it. Then only that
//   there was one is known, for some days.
// - Answers are durable. An exception means "not known to have happened". io_context thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "office_api/today.hpp"
#include "values/office_time.hpp"

namespace antrean::portal {

struct FeedbackOrder {
  std::string office;
  office_api::TodayFeedback said;
  UtcTime now{};
};

class FeedbackBox {
 public:
  virtual ~FeedbackBox() = default;
  virtual boost::asio::awaitable<void> keep_feedback(FeedbackOrder order) = 0;
  /// Whether this page has said something.
  virtual boost::asio::awaitable<bool> has_feedback(std::string page) = 0;
  /// What the office has not taken, oldest first, at most `most`.
  virtual boost::asio::awaitable<std::vector<office_api::TodayFeedback>> feedback_for(std::string office,
                                                                                      std::size_t most) = 0;
  /// The office has these. Pages that are not this office's are left alone.
  virtual boost::asio::awaitable<void> feedback_taken(std::string office, std::vector<std::string> pages) = 0;
};

}  // namespace antrean::portal
