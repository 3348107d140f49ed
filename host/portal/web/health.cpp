#include "web/health.hpp"

#include <exception>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <spdlog/spdlog.h>

namespace antrean::portal {
namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds good_for{1};
constexpr const char* retry_after_s = "5";

std::string words_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& failure) {
    return failure.what();
  } catch (...) {
    return "an exception of an unknown type";
  }
}

boost::json::object about_courier(const CourierState& courier) {
  return {{"state", courier.failures == 0 ? "ok" : "waits"},
          {"sent", courier.sent},
          {"sent_again", courier.again},
          {"given_up", courier.given_up},
          {"failures", courier.failures},
          {"trouble", courier.trouble}};
}

}  // namespace

/// One question at a time; who comes meanwhile waits for its answer.
struct Health::Asked {
  explicit Asked(asio::io_context& io) : answered(io) {}
  asio::steady_timer answered;  ///< cancelled when the answer is there
  bool under_way = false;
  std::chrono::steady_clock::time_point began{};
  std::optional<MonotonicTime> known_at;
  std::optional<std::string> failure;
  bool was_failing = false;
};

Health::Health(asio::io_context& io, std::function<asio::awaitable<void>()> ask_store, Couriers couriers,
               const process::Clock& clock, std::chrono::milliseconds answer_within)
    : io_(io),
      ask_store_(std::move(ask_store)),
      couriers_(std::move(couriers)),
      clock_(clock),
      answer_within_(answer_within),
      asked_(std::make_shared<Asked>(io)) {}

Health::~Health() = default;

void Health::serve(http::Server& server) {
  server.route("GET", "/health", [this](http::Request request) { return answer(std::move(request)); });
}

asio::awaitable<std::optional<std::string>> Health::failure_of_store() {
  const auto asked = asked_;
  if (!asked->under_way && asked->known_at && clock_.monotonic() - *asked->known_at < good_for) {
    co_return asked->failure;
  }
  if (!asked->under_way) {
    asked->under_way = true;
    asked->began = std::chrono::steady_clock::now();
    asked->answered.expires_at(asked->began + answer_within_);
    auto ask = [](std::function<asio::awaitable<void>()> of) -> asio::awaitable<void> { co_await of(); };
    asio::co_spawn(io_, ask(ask_store_), [asked, now = clock_.monotonic()](const std::exception_ptr& error) {
      asked->under_way = false;
      asked->known_at = now;
      asked->failure = error ? std::optional{words_of(error)} : std::nullopt;
      asked->answered.cancel();
    });
  }
  // A question of before that hangs is not waited for again: its time is over.
  while (asked->under_way && std::chrono::steady_clock::now() < asked->began + answer_within_) {
    static_cast<void>(co_await asked->answered.async_wait(asio::as_tuple(asio::use_awaitable)));
  }
  if (asked->under_way) {
    co_return "no answer within " + std::to_string(answer_within_.count()) + " ms";
  }
  co_return asked->failure;
}

asio::awaitable<http::Response> Health::answer(http::Request request) {
  const auto asked = asked_;
  const auto failure = co_await failure_of_store();
  if (std::exchange(asked->was_failing, failure.has_value()) != failure.has_value()) {
    if (failure) {
      spdlog::error("health: the database takes nothing: {}", *failure);
    } else {
      spdlog::info("health: the database takes bookings again");
    }
  }
  boost::json::object told{{"status", failure ? "failing" : "ok"}, {"store", failure ? "failing" : "ok"}};
  if (failure) {
    told["detail"] = "bookings cannot be taken or shown now; those that were confirmed are safe";
  }
  for (const auto& [channel, state] : couriers_) {
    const auto courier = state();
    told[channel] = courier.failures == 0 ? "ok" : "waits";
    if (request.local) {
      told[channel] = about_courier(courier);
    }
  }
  if (request.local && failure) {
    told["store"] = *failure;
  }
  auto response = http::Response::json(boost::json::serialize(told), failure ? 503 : 200);
  response.headers.emplace_back("Cache-Control", "no-store");
  if (failure) {
    response.headers.emplace_back("Retry-After", retry_after_s);
  }
  co_return response;
}

}  // namespace antrean::portal
