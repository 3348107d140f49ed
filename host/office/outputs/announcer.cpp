#include "outputs/announcer.hpp"

#include <algorithm>

namespace antrean::outputs {

std::vector<Announcement> Announcer::take(const Snapshot& snapshot, UtcTime now) {
  if (snapshot.day != day_) {
    day_ = snapshot.day;
    last_ = 0;
    started_ = false;  // a day that is opened again has its old calls
  }
  std::vector<Announcement> news;
  for (const CallView& call : snapshot.calls) {
    const bool old_news = !started_ && (call.at > now || now - call.at > fresh_);
    if (call.call > last_ && !old_news) {
      news.push_back({call.call, call.number, call.counter, call.language});
    }
  }
  std::reverse(news.begin(), news.end());
  for (const CallView& call : snapshot.calls) {
    last_ = std::max(last_, call.call);
  }
  started_ = true;
  return news;
}

}  // namespace antrean::outputs
