// [push]: people are told on their phones, through the push services of the makers of their browsers.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "http/peers.hpp"
#include "settings/settings.hpp"

namespace antrean::portal {

struct PushSettings {
  std::filesystem::path key;      ///< secret file; "": nobody is told in this way
  std::string contact;            ///< whom a push service asks when something is wrong: "mailto:..." or "https://..."
  http::Networks own_services;    ///< of push services in the office's own network
  std::filesystem::path ca_file;  ///< "": the system's
  std::chrono::milliseconds deadline{10'000};
};

/// What is wrong becomes a problem of the source.
PushSettings read_push_settings(settings::Section root);

}  // namespace antrean::portal
