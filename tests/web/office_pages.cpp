// The office's pages with a made-up office, to look at while working on them: office_pages PORT
#include <cstdlib>
#include <iostream>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "feed/feed_json.hpp"
#include "http/server.hpp"
#include "made_up_office.hpp"
#include "web/office_web.hpp"

int main(int argc, char** argv) {
  using namespace antrean;
  if (argc != 2) {
    std::cerr << "office_pages PORT\n";
    return 2;
  }
  boost::asio::io_context io{1};
  http::Server everybody(io, {});
  http::Server staff(io, {});
  http::Broadcast feed;
  const auto plan = web::test::made_up_plan();
  web::test::TestSink sink;
  web::test::TestDesk desk;
  web::test::TestTickets tickets;
  tickets.now = {.well = false,
                 .words = {"kertas printer tiket habis; pasang gulungan baru",
                           "the ticket printer has no paper; put in a new roll"},
                 .not_printed = {"B027", "B031"}};
  const auto started = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  auto snapshot = web::test::made_up_snapshot();
  const auto shift = started - snapshot.at;
  snapshot.at += shift;
  snapshot.entrance.at += shift;
  for (auto& counter : snapshot.counters) {
    counter.called_at += shift;
  }
  const auto shared = std::make_shared<const Snapshot>(snapshot);
  const web::OfficeWeb pages({.everybody = everybody, .staff = staff}, feed, plan, sink, desk,
                             {[&] { return shared; },
                              [] {
                                return web::Health{"preview", {{"journal", true, true, ""}}};
                              },
                              {},
                              [] { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); },
                              {},
                              &tickets});
  web::test::TestCounters counters;
  counters.shift = shift;
  web::add_counter_routes(staff, counters, plan, nullptr);
  feed.publish(feed::to_json(snapshot));
  staff.listen("127.0.0.1", static_cast<std::uint16_t>(std::atoi(argv[1])));
  everybody.listen("127.0.0.1", 0);
  std::cout << "http://127.0.0.1:" << staff.port() << "/ and http://127.0.0.1:" << everybody.port() << "/ticket/B027\n"
            << std::flush;
  boost::asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](boost::system::error_code, int) { io.stop(); });
  io.run();
}
