#include "reports/operator_commands.hpp"

#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <stdexcept>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "http/server.hpp"
#include "reports/running_portal.hpp"

namespace antrean::portal {
namespace {

boost::json::object asked(const WhomOption& whom) {
  if (whom.code.empty() != whom.nik) {
    throw std::runtime_error("say --code AD-QFJ8BD, or --nik and then type the NIK");
  }
  if (!whom.nik) {
    return {{"code", whom.code}};
  }
  if (::isatty(STDIN_FILENO) != 0) {
    std::fprintf(stderr, "NIK: ");
  }
  std::string typed;
  std::getline(std::cin, typed);
  return {{"nik", typed}};
}

std::string joined(const boost::json::array& texts) {
  std::string all;
  for (const auto& one : texts) {
    all += (all.empty() ? "" : ", ") + std::string{one.as_string()};
  }
  return all;
}

http::Response answer_of(const std::filesystem::path& socket, std::string method, const std::string& target,
                         std::string body) {
  auto answer =
      ask_running_portal(socket, std::move(method), target, std::chrono::minutes{5}, "answer", std::move(body));
  if (!answer) {
    throw std::runtime_error("no portal answers at " + socket.string() + "; is it running, with these settings?");
  }
  return std::move(*answer);
}

}  // namespace

int export_person(const std::filesystem::path& socket, const WhomOption& whom) {
  const auto answer = answer_of(socket, "POST", "/operator/person/export", boost::json::serialize(asked(whom)));
  std::printf("%s\n", answer.body.c_str());
  return 0;
}

int erase_person(const std::filesystem::path& socket, const WhomOption& whom, bool cancel) {
  auto wanted = asked(whom);
  wanted["cancel"] = cancel;
  const auto told =
      boost::json::parse(answer_of(socket, "POST", "/operator/person/erase", boost::json::serialize(wanted)).body);
  if (const auto* still = told.as_object().if_contains("still_booked")) {
    throw std::runtime_error("nothing was erased: " + joined(still->as_array()) +
                             " would stay without a name; add --cancel to give these places back");
  }
  const auto& copies = told.at("copies").as_object();
  const auto until = [&](const char* what) { return std::string{copies.at(what).as_string()}; };
  std::printf("erased on %zu bookings\n", told.at("erased").as_array().size());
  if (const auto& cancelled = told.at("cancelled").as_array(); !cancelled.empty()) {
    std::printf("cancelled: %s\n", joined(cancelled).c_str());
  }
  std::printf("told with the next pull: %s (see: antrean-portal person erasures)\n",
              joined(told.at("offices").as_array()).c_str());
  std::printf("still in copies: backups of the portal until %s, offices' lists and backups until %s\n",
              until("portal_backups_until").c_str(), until("office_lists_and_backups_until").c_str());
  std::printf("an office's journal keeps number and code of the booking until %s; it never had name, contact or NIK\n",
              until("office_journals_until").c_str());
  return 0;
}

int lift_freeze(const std::filesystem::path& socket, const WhomOption& whom) {
  const auto answer = answer_of(socket, "POST", "/operator/person/lift", boost::json::serialize(asked(whom)));
  const auto told = boost::json::parse(answer.body);
  for (const auto& one : told.at("lifted").as_array()) {
    const auto text = [&](const char* key) { return std::string{one.at(key).as_string()}; };
    std::printf("lifted: %s, office %s, %s; had to wait until %s\n", text("why").c_str(), text("office").c_str(),
                text("day").c_str(), text("may_book_from").c_str());
  }
  return 0;
}

int print_erasures(const std::filesystem::path& socket) {
  const auto answer = answer_of(socket, "GET", "/operator/erasures", {});
  const auto all = boost::json::parse(answer.body);
  for (const auto& one : all.as_array()) {
    const auto text = [&](const char* key) { return std::string{one.at(key).as_string()}; };
    const bool confirmed = !one.at("confirmed_at").is_null();
    std::printf("%s  booking %llu  %s  %s\n", text("erased_at").c_str(),
                static_cast<unsigned long long>(one.at("booking").to_number<std::uint64_t>()), text("person").c_str(),
                (confirmed ? "confirmed by office " + text("office") + " at " + text("confirmed_at")
                           : "not yet confirmed by office " + text("office"))
                    .c_str());
  }
  return 0;
}

int print_day(const std::filesystem::path& socket, const std::string& office, const std::string& day, bool ics) {
  const auto answer = answer_of(socket, "GET",
                                "/operator/day?office=" + http::url_encode(office) + "&date=" + http::url_encode(day) +
                                    "&format=" + (ics ? "ics" : "csv"),
                                {});
  std::fwrite(answer.body.data(), 1, answer.body.size(), stdout);
  return 0;
}

}  // namespace antrean::portal
