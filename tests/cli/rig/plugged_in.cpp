#include "rig/plugged_in.hpp"

#include <exception>
#include <stdexcept>

#include <boost/asio/co_spawn.hpp>

#include "rig/ran.hpp"

namespace antrean::cli::test {

namespace asio = boost::asio;

PluggedIn::PluggedIn() : place(folder / "") {
  office = std::make_unique<demo::WholeOffice>(
      io, demo::OfficePlaces{.programs = programs(), .voices = VOICES, .folder = place, .config = CONFIG},
      [](const std::string&) {});
  run([this] { return office->start_all_but_office(); });
}

PluggedIn::~PluggedIn() = default;

void PluggedIn::run(const std::function<asio::awaitable<void>()>& story) {
  std::exception_ptr failure;
  asio::co_spawn(io, story(), [&](const std::exception_ptr& error) {
    failure = error;
    io.stop();
  });
  io.restart();
  io.run();
  if (failure) {
    std::rethrow_exception(failure);
  }
}

void PluggedIn::start_office() {
  run([this] { return office->start_office({{"SDL_AUDIODRIVER", "dummy"}}); });
}

boost::json::object PluggedIn::order(boost::json::object order) {
  boost::json::object answer;
  run([&]() -> asio::awaitable<void> { answer = co_await office->line().ask(std::move(order)); });
  return answer;
}

void PluggedIn::change_settings(const std::string& from, const std::string& to) {
  std::string text = text_of(settings());
  const auto at = text.find(from);
  if (at == std::string::npos) {
    throw std::logic_error("the settings have no '" + from + "'");
  }
  write_text(settings(), text.replace(at, from.size(), to));
}

std::vector<std::string> PluggedIn::with(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), {"--config", settings().string()});
  return arguments;
}

}  // namespace antrean::cli::test
