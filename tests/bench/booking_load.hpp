// People who fetch an hour's form and book at a real portal (portal_process.hpp).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "http_load.hpp"
#include "portal_process.hpp"
#include "values/office_time.hpp"

namespace antrean::bench {

struct Place {
  std::string office, day, time;
  std::string path() const { return fmt::format("/book/{}/paspor/{}/{}", office, day, time); }
};

/// Places and people; no person comes twice.
class People {
 public:
  explicit People(std::uint16_t port)
      : port_(port),
        today_(OfficeDay::of(std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()), Zone::wib)) {}

  std::uint16_t port() const { return port_; }
  OfficeDay day(int n) const { return today_.plus(1 + n % PortalShape::days); }
  Place anywhere() {
    const auto n = next_place_++;
    return {office_code(static_cast<unsigned>(n % PortalShape::usual_offices)),
            day(static_cast<int>(n * 11 % PortalShape::days)).text(),
            fmt::format("{:02}:00", 8 + 2 * (n * 7 % PortalShape::hours))};
  }
  std::string fields() {
    const auto n = next_person_++;
    const auto nik =
        fmt::format("327301{:02}{:02}{:02}{:04}", 1 + n % 28, 1 + n / 28 % 12, n / 336 % 90, 1 + n / 30'240 % 9'998);
    return fmt::format("&name=Siti+Aminah&nik={}&mail=orang{}%40contoh.id", nik, n);
  }

 private:
  std::uint16_t port_;
  OfficeDay today_;
  std::uint64_t next_place_ = 0, next_person_ = 0;
};

/// Fetches an hour's form as somebody new, and books.
class Booker : public Visitor {
 public:
  Booker(People& people, std::function<Place()> where, bool may_be_full = false)
      : people_(people), where_(std::move(where)), may_be_full_(may_be_full) {}

  std::string_view next() override {
    if (!form_there_) {
      if (left && *left == 0) {
        return {};
      }
      place_ = where_();
      request_ = get_request(people_.port(), place_.path());
    }
    return request_;
  }
  bool at_rest() const override { return !form_there_; }

  void answered(const HttpAnswer& answer) override {
    if (form_there_) {
      form_there_ = false;
      post_ms.push_back(answer.ms);
      booked += answer.status == 303 ? 1 : 0;
      if (answer.status != 303 && !(may_be_full_ && answer.status == 409)) {
        fail("a booking", answer);
      }
      count();
      return;
    }
    if (answer.status == 303 && may_be_full_) {
      count();
      return;
    }
    constexpr std::string_view before = R"(name="form" value=")";
    const auto token = answer.body.find(before);
    auto cookie = header_of(answer.head, "Set-Cookie");
    if (answer.status != 200 || token == std::string_view::npos || cookie.empty()) {
      fail("a form", answer);
    }
    get_ms.push_back(answer.ms);
    cookie = cookie.substr(0, cookie.find(';'));
    const auto value = answer.body.substr(token + before.size());
    const auto body = fmt::format("form={}&office={}&service=paspor&slot={}T{}{}", value.substr(0, value.find('"')),
                                  place_.office, place_.day, place_.time, people_.fields());
    request_ = post_request(people_.port(), "/book", body, fmt::format("Cookie: {}\r\n", cookie));
    form_there_ = true;
  }

  std::vector<double> get_ms, post_ms;
  std::size_t booked = 0;
  std::shared_ptr<int> left;  ///< pairs that are still to be made, by all; null: no end

 private:
  void count() const {
    if (left && *left > 0) {
      --*left;
    }
  }
  [[noreturn]] void fail(const char* what, const HttpAnswer& answer) const {
    throw std::runtime_error(fmt::format("{} at {} was answered with {}: {}", what, place_.path(), answer.status,
                                         answer.body.substr(0, 2'000)));
  }

  People& people_;
  std::function<Place()> where_;
  bool may_be_full_;
  Place place_;
  std::string request_;
  bool form_there_ = false;
};

}  // namespace antrean::bench
