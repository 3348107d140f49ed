#include "made_reports/view_json.hpp"

#include <boost/json.hpp>

namespace antrean::tests {
namespace {

namespace json = boost::json;

json::object times(const reports::Histogram& all) {
  if (all.count() == 0) {
    return {{"count", 0}};
  }
  return {{"count", all.count()}, {"sum", all.sum()}, {"p50", *all.quantile(50)}, {"p90", *all.quantile(90)}};
}

json::object figures(const reports::Figures& it) {
  return {{"arrivals", it.arrivals},        {"walk_ins", it.walk_ins},     {"people", it.people},
          {"recalls", it.recalls},          {"served", it.served},         {"no_shows", it.no_shows},
          {"cancelled", it.cancelled},      {"unserved", it.unserved},     {"waits", times(it.waits)},
          {"services", times(it.services)}, {"very_good", it.feedback[0]}, {"good", it.feedback[1]},
          {"poor", it.feedback[2]},         {"bad", it.feedback[3]}};
}

json::object rows(const std::vector<reports::Row>& all) {
  json::object object;
  for (const reports::Row& row : all) {
    if (!(row.figures == reports::Figures{})) {
      object[row.key] = figures(row.figures);
    }
  }
  return object;
}

}  // namespace

std::string view_json(const reports::View& view) {
  json::object booked;
  for (const auto& row : view.booked) {
    booked[row.key] = json::array{row.people.booked, row.people.arrived, row.people.unlisted};
  }
  return json::serialize(json::object{{"period", std::string(word(view.period))},
                                      {"first", view.span.first.text()},
                                      {"last", view.span.last.text()},
                                      {"days", view.days},
                                      {"seq", view.seq},
                                      {"all", figures(view.all)},
                                      {"time", rows(view.time)},
                                      {"hour", rows(view.hours)},
                                      {"counter", rows(view.counters)},
                                      {"officer", rows(view.officers)},
                                      {"service", rows(view.services)},
                                      {"class", rows(view.classes)},
                                      {"booked", std::move(booked)}});
}

}  // namespace antrean::tests
