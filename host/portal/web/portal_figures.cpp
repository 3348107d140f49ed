#include "web/portal_figures.hpp"

#include <utility>
#include <variant>

namespace antrean::portal {
namespace {

template <class... Each>
struct Overloaded : Each... {
  using Each::operator()...;
};
template <class... Each>
Overloaded(Each...) -> Overloaded<Each...>;

template <class Counts>
void count(Counts& counts, std::string_view what) {
  ++counts[std::string(what)];
}

template <class Counts>
void tell(std::vector<http::Figure>& figures, const Counts& counts, const char* name, const char* help,
          const char* label) {
  for (const auto& [what, times] : counts) {
    figures.push_back(
        {.name = name, .help = help, .counter = true, .labels = {{label, what}}, .value = static_cast<double>(times)});
  }
}

}  // namespace

void PortalFigures::booked(const BookOutcome& outcome) {
  count(bookings_,
        std::visit(Overloaded{
                       [](const Booked& booked) -> std::string_view { return booked.again ? "again" : "booked"; },
                       [](const WrongFields&) -> std::string_view { return "wrong_fields"; },
                       [](const NotOffered&) -> std::string_view { return "not_offered"; },
                       [](const NoPlace&) -> std::string_view { return "no_place"; },
                       [](const PersonHasBooking&) -> std::string_view { return "person_has_booking"; },
                       [](const FormUsed&) -> std::string_view { return "form_used"; },
                       [](const Checking&) -> std::string_view { return "checking"; },
                       [](const Held&) -> std::string_view { return "held"; },
                       [](const ContactHasEnough&) -> std::string_view { return "contact_has_enough"; },
                       [](const TooManyCancels&) -> std::string_view { return "too_many_cancels"; },
                       [](const NoPlaceWithoutContact&) -> std::string_view { return "no_place_without_contact"; },
                       [](const Frozen&) -> std::string_view { return "frozen"; },
                       [](const OfferOver&) -> std::string_view { return "offer_over"; },
                       [](const PartyTooLarge&) -> std::string_view { return "party_too_large"; },
                   },
                   outcome));
}

void PortalFigures::not_booked(std::string_view why) { count(bookings_, why); }

void PortalFigures::cancelled(const CancelOutcome& outcome) {
  count(cancellations_, std::visit(Overloaded{
                                       [](const Cancelled& cancelled) -> std::string_view {
                                         return cancelled.again ? "again" : "cancelled";
                                       },
                                       [](const NoSuchBooking&) -> std::string_view { return "no_such_booking"; },
                                       [](const AlreadyUsed&) -> std::string_view { return "used"; },
                                       [](const TooLate&) -> std::string_view { return "too_late"; },
                                   },
                                   outcome));
}

void PortalFigures::stored(std::string_view operation, double seconds) { store_[std::string(operation)].add(seconds); }

void PortalFigures::not_stored(std::string_view operation) { count(store_failures_, operation); }

void PortalFigures::heard(const std::string& office, UtcTime at) { heard_[office] = at; }

std::vector<http::Figure> PortalFigures::all(const http::Server& server, const http::Gate& gate) const {
  std::vector<http::Figure> figures;
  tell(figures, bookings_, "antrean_bookings_total", "Bookings asked for, by what became of them.", "answer");
  tell(figures, cancellations_, "antrean_cancellations_total", "Cancellations asked for, by what became of them.",
       "answer");
  add_figures(figures, server);
  add_figures(figures, gate);
  for (const auto& [operation, times] : store_) {
    times.tell(figures, "antrean_store_seconds", "How long the database took until it was durable, by operation.",
               {{"operation", operation}});
  }
  tell(figures, store_failures_, "antrean_store_failures_total", "What the database did not take, by operation.",
       "operation");
  for (const auto& office : offices_.all()) {
    const auto heard = heard_.find(office.code);
    figures.push_back({.name = "antrean_office_last_contact_timestamp_seconds",
                       .help = "When an office asked last, in UTC seconds; 0: not since the start.",
                       .counter = false,
                       .labels = {{"office", office.code}},
                       .value = heard == heard_.end() ? 0 : static_cast<double>(to_ms(heard->second) / 1000)});
  }
  return figures;
}

void PortalFigures::serve(http::Server& server, const http::Gate& gate) const {
  server.route("GET", "/metrics",
               [this, &server, &gate](http::Request request) -> boost::asio::awaitable<http::Response> {
                 if (!request.local) {
                   co_return http::Response::text("404\n", 404);
                 }
                 auto response = http::Response::text(http::to_prometheus(all(server, gate)));
                 response.content_type = "text/plain; version=0.0.4; charset=utf-8";
                 response.headers.emplace_back("Cache-Control", "no-store");
                 co_return response;
               });
}

}  // namespace antrean::portal
