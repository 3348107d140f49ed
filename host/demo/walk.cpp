#include "demo/walk.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "demo/browser.hpp"
#include "demo/qr_eye.hpp"

namespace antrean::demo {
namespace {

namespace asio = boost::asio;

/// Expected of a message that brings the QR code.
constexpr const char* the_picture = "a picture";

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

/// From the scanner to the board over a counter: the number that it shows.
asio::awaitable<std::string> to_the_board(asio::io_context& io, WholeOffice& office,
                                          std::function<void(std::string)> say, std::string qr, unsigned counter) {
  const std::size_t tickets = office.printer().slips().size();
  office.scanner().present(qr);
  // The pad's own count shows that somebody waits. So the office has admitted the person and told the
  // counter.
  co_await wait_for(io, fmt::format("somebody waiting, on the call pad of counter {}", counter),
                    [&office, counter]() -> asio::awaitable<std::string> {
                      const boost::json::object shown = co_await office.line().show();
                      for (const auto& pad : shown.at("pads").as_array()) {
                        if (pad.at("unit").to_number<unsigned>() == counter &&
                            std::string(pad.at("waiting").as_string()).find('1') != std::string::npos) {
                          co_return "1";
                        }
                      }
                      co_return "";
                    });
  say("scanned at the entrance; the call pads show one person waiting");
  co_await wait_for(io, "a ticket on paper", [&office, tickets]() -> asio::awaitable<std::string> {
    co_return office.printer().slips().size() > tickets ? "printed" : "";
  });
  say("a ticket came out of the printer");
  co_await office.line().press(counter, "next");
  const unsigned board = 20 + counter;
  const std::string number = co_await wait_for(io, fmt::format("a number on the board of counter {}", counter),
                                               [&office, board]() -> asio::awaitable<std::string> {
                                                 std::string text = trimmed(co_await office.line().board_text(board));
                                                 const bool dashes = text.find('-') != std::string::npos;
                                                 co_return dashes ? std::string() : text;
                                               });
  say(fmt::format("pressed next at counter {}; its board shows {}", counter, number));
  co_return number;
}

/// Sends one message and gives what came back, when `expected` is among it.
asio::awaitable<std::vector<ChatLine>> chat(asio::io_context& io, WholeOffice& office, WhatsAppStandIn::Written message,
                                            std::string expected) {
  const std::size_t before = office.whatsapp().shown(demo_telephone).size();
  message.from = demo_telephone;
  if (co_await office.whatsapp().write(demo_number_id, {message}) != 200) {
    throw std::runtime_error("WhatsApp: the portal did not take \"" + message.text + "\"");
  }
  std::vector<ChatLine> came;
  co_await wait_for(io, "WhatsApp: an answer with \"" + expected + "\" to \"" + message.text + "\"",
                    [&]() -> asio::awaitable<std::string> {
                      const auto& lines = office.whatsapp().shown(demo_telephone);
                      came.assign(lines.begin() + static_cast<std::ptrdiff_t>(before), lines.end());
                      const bool there = std::ranges::any_of(came, [&expected](const ChatLine& line) {
                        return !line.own && (line.text.find(expected) != std::string::npos ||
                                             (expected == the_picture && !line.picture.empty()));
                      });
                      co_return there ? "seen" : "";
                    });
  co_return came;
}

/// Presses the first choice that the last message offers.
WhatsAppStandIn::Written first_choice(const std::vector<ChatLine>& lines) {
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    if (!line->choices.empty()) {
      return {.from = {}, .text = line->choices.front().title, .pressed = line->choices.front().id};
    }
  }
  throw std::runtime_error("WhatsApp: the answer offers nothing to choose");
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
  const std::string number = co_await to_the_board(io, office, say, *scanned, 2);

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

asio::awaitable<void> walk_one_chat(asio::io_context& io, WholeOffice& office, std::function<void(std::string)> say) {
  co_await chat(io, office, {.from = {}, .text = "antre"}, "Siapa nama");
  co_await chat(io, office, {.from = {}, .text = "Budi Santoso"}, "NIK");
  const auto days = co_await chat(io, office, {.from = {}, .text = sample_nik(2)}, "Tanggal berapa");
  const auto hours = co_await chat(io, office, first_choice(days), "Jam berapa");
  co_await chat(io, office, first_choice(hours), "Budi Santoso");
  const auto booked = co_await chat(io, office, {.from = {}, .text = "ya"}, the_picture);
  const auto with_qr = std::ranges::find_if(booked, [](const ChatLine& line) { return !line.picture.empty(); });
  const auto scanned = read_qr(with_qr->picture);
  if (!scanned) {
    throw std::runtime_error("WhatsApp: the QR code cannot be read from the picture in the chat");
  }
  say("WhatsApp: booked by chat, and the QR code was read from the chat's picture");
  co_await to_the_board(io, office, say, *scanned, 3);
}

asio::awaitable<void> walk_one_app(asio::io_context& io, WholeOffice& office, std::function<void(std::string)> say) {
  Browser phone(office.portal_url(), office.mails());
  const Applicant applicant{.name = "Dewi Lestari", .nik = sample_nik(3), .mail = "dewi@example.com"};
  const BookedPlace place = co_await book(phone, "AD", applicant);
  const boost::json::value own = boost::json::parse(co_await phone.fetch("/own.json"));
  const auto& bookings = own.at("bookings").as_array();
  if (bookings.size() != 1) {
    throw std::runtime_error("app: own.json does not have the one booking of this phone");
  }
  const std::string page = "/" + std::string(bookings.front().at("page").as_string());
  const std::string saved = co_await phone.fetch(page + "/saved/id");
  const std::string picture = co_await phone.fetch(page + "/qr.png");
  office.stop_portal();
  const auto scanned = read_qr(picture);
  if (saved.find(place.code) == std::string::npos || !scanned) {
    throw std::runtime_error("app: the page that the phone keeps has neither code nor QR");
  }
  say("app: the phone keeps the booking's page; the portal is switched off, and its QR code is read");
  co_await to_the_board(io, office, say, *scanned, 1);
}

}  // namespace antrean::demo
