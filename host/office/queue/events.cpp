#include "queue/events.hpp"

namespace antrean::queue {

EventBody::EventBody() = default;
EventBody::EventBody(const EventBody&) = default;
EventBody::EventBody(EventBody&&) noexcept = default;
EventBody& EventBody::operator=(const EventBody&) = default;
EventBody& EventBody::operator=(EventBody&&) noexcept = default;
EventBody::~EventBody() = default;

bool operator==(const EventBody& one, const EventBody& other) {
  return static_cast<const EventBodies&>(one) == static_cast<const EventBodies&>(other);
}

}  // namespace antrean::queue
