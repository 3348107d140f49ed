#include "demo/walk.hpp"

#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "demo/browser.hpp"
#include "demo/qr_eye.hpp"

namespace antrean::demo {
namespace {

namespace asio = boost::asio;

std::string trimmed(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

/// Calls `look` again until it gives something. After ten seconds it throws with `what`.
asio::awaitable<std::string> wait_for(asio::io_context& io, std::string what,
                                      std::function<asio::awaitable<std::string>()> look) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  asio::steady_timer pause(io);
  for (;;) {
    std::string seen = co_await look();
    if (!seen.empty()) {
      co_return seen;
    }
    if (std::chrono::steady_clock::now() > give_up) {
      throw std::runtime_error(what + ": not seen within 10 s");
    }
    pause.expires_after(std::chrono::milliseconds(20));
    co_await pause.async_wait(asio::use_awaitable);
  }
}

std::string read_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

asio::awaitable<void> walk_one_booking(asio::io_context& io, WholeOffice& office,
                                       std::function<void(std::string)> say) {
  Browser phone(office.portal_url(), office.mails());
  const Applicant applicant{.name = "Siti Rahayu", .nik = sample_nik(1), .mail = "siti@example.com"};
  const BookedPlace place = co_await book(phone, "AD", applicant);
  say("booked by the portal's pages: " + place.code);
  if (place.by_mail) {
    say("mail: the place was confirmed with the six digits of the mail");
  }

  const auto scanned = read_qr(place.qr_png);
  if (!scanned) {
    throw std::runtime_error("the confirmation's QR code cannot be read from its picture");
  }
  say("the QR code was read from the confirmation's picture");

  office.scanner().present(*scanned);
  // The pad's own count shows that somebody waits. So the office has admitted the person and told the
  // counter.
  co_await wait_for(io, "somebody waiting, on the call pad of counter 2", [&office]() -> asio::awaitable<std::string> {
    const boost::json::object shown = co_await office.line().show();
    for (const auto& pad : shown.at("pads").as_array()) {
      if (pad.at("unit").to_number<int>() == 2 &&
          std::string(pad.at("waiting").as_string()).find('1') != std::string::npos) {
        co_return "1";
      }
    }
    co_return "";
  });
  say("scanned at the entrance; the call pads show one person waiting");

  co_await office.line().press(2, "next");
  const std::string number =
      co_await wait_for(io, "a number on the board of counter 2", [&office]() -> asio::awaitable<std::string> {
        std::string text = trimmed(co_await office.line().board_text(22));
        const bool dashes = text.find('-') != std::string::npos;
        co_return dashes ? std::string() : text;
      });
  say("pressed next at counter 2; its board shows " + number);

  const std::string hall =
      co_await wait_for(io, number + " on the hall board", [&office, number]() -> asio::awaitable<std::string> {
        const std::string text = co_await office.line().board_text(25);
        co_return (text.find(number) != std::string::npos) && (text.find('2') != std::string::npos) ? text
                                                                                                    : std::string();
      });
  say("the hall board shows " + hall);

  co_await wait_for(io, number + " on the TV", [&office, number]() -> asio::awaitable<std::string> {
    co_return read_text(office.tv_draw_list()).find("\"" + number + "\"") != std::string::npos ? "seen" : "";
  });
  say("the TV shows " + number + ": " + office.tv_picture().string());
}

}  // namespace antrean::demo
