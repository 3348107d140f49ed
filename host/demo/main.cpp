// antrean-demo: a whole office on this machine, and one page to use it from. `./dev demo` builds and runs it.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "demo/front_desk.hpp"
#include "demo/people.hpp"
#include "demo/walk.hpp"
#include "demo/whole_office.hpp"

namespace antrean::demo {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

struct Options {
  bool check = false;
  bool no_sign_in = false;
  std::uint16_t port = 8070;
  fs::path folder;
  fs::path config;
  fs::path voices;
};

void say(const std::string& text) {
  std::printf("   %s\n", text.c_str());
  std::fflush(stdout);
}

/// If a part of the demo ends, the demo ends.
auto or_stop(asio::io_context& io, int& result) {
  return [&io, &result](const std::exception_ptr& error) {
    try {
      if (error) {
        std::rethrow_exception(error);
      }
    } catch (const std::exception& what) {
      std::fprintf(stderr, "antrean-demo: %s\n", what.what());
      result = 1;
    }
    io.stop();
  };
}

asio::awaitable<void> watch_for_fallen(asio::io_context& io, WholeOffice& office) {
  asio::steady_timer pause(io);
  for (;;) {
    const std::string fallen = office.fallen();
    if (!fallen.empty()) {
      throw std::runtime_error(fallen);
    }
    pause.expires_after(std::chrono::milliseconds(300));
    co_await pause.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<void> check(asio::io_context& io, WholeOffice& office) {
  co_await office.start({.picture = true, .window = false});
  co_await walk_one_booking(io, office, say);
  co_await walk_one_chat(io, office, say);
  co_await walk_one_app(io, office, say);
  say("the whole path, from booking by web, WhatsApp and app to board and TV: all is well");
}

asio::awaitable<void> play(asio::io_context& io, WholeOffice& office, FrontDesk& desk,
                           std::function<void(std::exception_ptr)> stop) {
  const auto set = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
  };
  const bool desktop = set("DISPLAY") || set("WAYLAND_DISPLAY");
  co_await office.start({.picture = true, .window = desktop});
  const std::string accounts =
      office.machine_key().empty()
          ? ""
          : fmt::format(
                "   Signed in for trying, as officer, clerk, supervisor or technician: {0}/as/{1}, {2}, {3}, {4}\n"
                "   (their PIN is {5}; these accounts are the demo's, an office makes its own)\n"
                "   The entrance's screens: {0}/screen/visitor, {0}/screen/kiosk\n",
                desk.url(), demo_people[0].user, demo_people[1].user, demo_people[2].user, demo_people[3].user,
                demo_pin);
  std::printf(
      "\n   The office is open. In your browser:  %s\n\n   Also there: the portal %s, the officers' console %s, "
      "people's numbers "
      "%s/ticket/B001\n"
      "%s"
      "   Everything it writes is in %s. Ctrl-C closes the office.\n\n",
      desk.url().c_str(), office.portal_url().c_str(), office.staff_url().c_str(), office.office_url().c_str(),
      accounts.c_str(), office.folder().c_str());
  std::fflush(stdout);
  asio::co_spawn(io, desk.read_feed(), stop);
  co_await watch_for_fallen(io, office);
}

int run(const Options& options) {
  spdlog::set_level(spdlog::level::warn);
  asio::io_context io{1};
  int result = 0;
  const fs::path here = fs::read_symlink("/proc/self/exe").parent_path();
  const bool own_folder = options.folder.empty();
  std::string pattern = (fs::temp_directory_path() / "antrean-demo-XXXXXX").string();
  const fs::path folder = own_folder ? fs::path(mkdtemp(pattern.data())) : fs::absolute(options.folder);
  {
    WholeOffice office(io,
                       {.programs = here,
                        .voices = options.voices,
                        .folder = folder,
                        .config = options.config,
                        .sign_in = !options.no_sign_in},
                       say);
    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&io](boost::system::error_code error, int) {
      if (!error) {
        io.stop();
      }
    });
    FrontDesk desk(io, office);
    if (options.check) {
      asio::co_spawn(io, check(io, office), or_stop(io, result));
    } else {
      desk.listen(options.port);
      asio::co_spawn(io, desk.run(), or_stop(io, result));
      asio::co_spawn(io, play(io, office, desk, or_stop(io, result)), or_stop(io, result));
    }
    io.run();
  }
  if (own_folder && result == 0) {
    fs::remove_all(folder);
  } else {
    std::printf("   settings, journals and logs: %s\n", folder.c_str());
  }
  return result;
}

}  // namespace
}  // namespace antrean::demo

int main(int argc, char** argv) {
  using namespace antrean::demo;
  CLI::App app{"A whole office on this machine: portal, devices, office service, TV, and one page to play it from.",
               "antrean-demo"};
  Options options;
  options.config = ANTREAN_CONFIG;
  options.voices = ANTREAN_VOICES;
  app.set_version_flag("--version", ANTREAN_VERSION);
  app.add_flag("--check", options.check,
               "Walk one booking from the page to the board, then exit: 0, or 1 with the step that failed");
  app.add_flag("--no-sign-in", options.no_sign_in, "Whoever opens console or entrance may press everything");
  app.add_option("--port", options.port, "The page's port on 127.0.0.1")->capture_default_str();
  app.add_option("--folder", options.folder,
                 "Keep everything here and go on from there next time (default: a new folder)");
  app.add_option("--config-folder", options.config, "The product's config folder")->capture_default_str();
  app.add_option("--voices", options.voices, "The voice's clips")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    return run(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "antrean-demo: %s\n", error.what());
    return 1;
  }
}
