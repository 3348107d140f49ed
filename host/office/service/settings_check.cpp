#include "service/settings_check.hpp"

#include <unistd.h>

#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <system_error>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include "http/client.hpp"
#include "journal/high_water_mark.hpp"
#include "journal/journal.hpp"
#include "process/clock.hpp"
#include "process/process.hpp"
#include "queue/engine.hpp"
#include "queue/settings_fit.hpp"
#include "service/sla_desk.hpp"
#include "smtp/server_settings.hpp"
#include "values/alarms.hpp"

namespace antrean::office {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
namespace json = boost::json;

std::vector<queue::Event> read(const fs::path& file) {
  return journal::Journal::open_to_read({.file = file, .high_water_mark = journal::high_water_mark_beside(file)})
      ->to_replay();
}

/// The copy that a running office made of its journal. A text says why there is none.
std::variant<fs::path, std::string> ask_for_copy(const fs::path& socket) {
  asio::io_context io{1};
  http::ClientRequest call;
  call.method = "POST";
  call.url = "http://office/journal-copy";
  call.socket = socket;
  call.headers = {{"Content-Type", "application/json"}};
  call.body = "{}";
  call.deadline = std::chrono::minutes(10);
  std::optional<boost::system::result<http::Response>> answer;
  asio::co_spawn(io, http::fetch(std::move(call)),
                 [&answer](const std::exception_ptr& error, boost::system::result<http::Response> got) {
                   if (!error) {
                     answer = std::move(got);
                   }
                 });
  io.run();
  if (!answer || !*answer) {
    return "it is in use, and no office answers at " + socket.string() + " to make a copy of it";
  }
  boost::system::error_code bad;
  const json::value told = json::parse((*answer)->body, bad);
  const json::value* file = !bad && told.is_object() ? told.as_object().if_contains("file") : nullptr;
  if ((*answer)->status != 200 || file == nullptr || !file->is_string()) {
    return "it is in use, and what answers at " + socket.string() + " made no copy of it (status " +
           std::to_string((*answer)->status) + ")";
  }
  return fs::path(std::string(file->as_string()));
}

std::variant<std::vector<queue::Event>, std::string> events_of_a_copy(const OfficeSettings& settings) {
  auto made = ask_for_copy(settings.technician_socket);
  if (auto* why = std::get_if<std::string>(&made)) {
    return std::move(*why);
  }
  const auto& copy = std::get<fs::path>(made);
  std::error_code error;
  if (!fs::equivalent(copy.parent_path(), fs::absolute(settings.journal).parent_path(), error) ||
      copy.filename() != settings.journal.filename().string() + ".copy") {
    return "it is in use, but the office at " + settings.technician_socket.string() + " works on another one";
  }
  // The name is our own, and the file is removed however this ends, because it has names of people.
  const fs::path taken = copy.string() + '-' + std::to_string(::getpid());
  fs::rename(copy, taken, error);
  if (error) {
    return "cannot take " + copy.string() + " away: " + error.message();
  }
  struct Removed {
    const fs::path& file;
    ~Removed() {
      std::error_code ignored;
      fs::remove(file, ignored);
    }
  } const at_the_end{taken};
  return read(taken);
}

}  // namespace

PeopleUnder people_under(const queue::Plan& plan, const std::vector<queue::Event>& events, UtcTime now) {
  queue::State state(plan);
  for (const queue::Event& event : events) {
    queue::apply(state, plan, event);
  }
  // A start first does what this decision contains. A tick that opens another day leaves nobody behind.
  const auto decision = queue::decide(
      state, plan, {.by = {.kind = queue::ActorKind::system, .name = "settings"}, .action = queue::Tick{}}, now);
  PeopleUnder people;
  for (const queue::Event& event : std::get<std::vector<queue::Event>>(decision)) {
    if (std::holds_alternative<queue::DayClosed>(event.body)) {
      return {};
    }
    if (const auto* alarm = std::get_if<queue::AlarmRaised>(&event.body);
        alarm != nullptr && alarm->subject == settings_change_alarm) {
      people.moved = alarm->text_en;
    }
  }
  if (state.day_state == queue::DayState::open) {
    people.stranded = queue::words_of(state, queue::stranded(state, plan)).en;
  }
  return people;
}

std::variant<std::vector<queue::Event>, std::string> events_of_the_day(const OfficeSettings& settings) {
  std::error_code error;
  if (!fs::exists(settings.journal, error)) {
    return error ? std::variant<std::vector<queue::Event>, std::string>(error.message()) : std::vector<queue::Event>{};
  }
  try {
    return read(settings.journal);
  } catch (const sqlite::OpenError& failed) {
    if (failed.why != sqlite::OpenError::Why::in_use) {
      return std::string(failed.what());
    }
  }
  try {
    return events_of_a_copy(settings);
  } catch (const std::exception& failed) {
    return std::string(failed.what());
  }
}

std::vector<std::string> wrong_secrets(const OfficeSettings& settings) {
  std::vector<std::string> wrong;
  const auto read_by_a_start = [&](const auto& read) {
    try {
      read();
    } catch (const std::exception& problem) {
      wrong.emplace_back(problem.what());
    }
  };
  if (settings.webhook) {
    read_by_a_start([&] { webhook_secret(*settings.webhook); });
  }
  if (settings.mail) {
    read_by_a_start([&] { smtp::server_for(settings.mail->server, settings.mail->from); });
  }
  return wrong;
}

int check_secrets(const OfficeSettings& settings, const std::filesystem::path& file) {
  const auto wrong = wrong_secrets(settings);
  for (const std::string& what : wrong) {
    std::cout << file.string() << ": " << what << '\n';
  }
  return wrong.empty() ? process::ok : process::bad_settings;
}

int check_against_journal(const OfficeSettings& settings, const std::filesystem::path& file) {
  const auto found = events_of_the_day(settings);
  if (const auto* why = std::get_if<std::string>(&found)) {
    std::cout << file.string() << ": not compared with the people in " << settings.journal.string() << ": " << *why
              << '\n';
    return process::ok;
  }
  const auto plan = std::get<queue::Plan>(queue::Plan::make(settings.plan));
  PeopleUnder people;
  try {
    people = people_under(plan, std::get<std::vector<queue::Event>>(found), process::SystemClock().now());
  } catch (const queue::ReplayError& error) {
    std::cout << file.string() << ": not compared with the people in " << settings.journal.string() << ": "
              << error.what() << '\n';
    return process::ok;
  }
  if (!people.moved.empty()) {
    std::cout << file.string() << ": with these settings: " << people.moved << '\n';
  }
  if (people.stranded.empty()) {
    return process::ok;
  }
  std::cout << file.string() << ": with these settings people are left behind: " << people.stranded << '\n';
  return process::bad_settings;
}

}  // namespace antrean::office
