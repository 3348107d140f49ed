// How a command of this machine asks the portal that runs here, over its Unix socket.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "http/server.hpp"

namespace antrean::portal {

/// Blocks until the answer is whole. Nothing: no portal answers there. Throws std::runtime_error when this
/// user may not ask, or when the answer is not 200; `what` names in the message what was asked for.
std::optional<http::Response> ask_running_portal(const std::filesystem::path& socket, std::string method,
                                                 const std::string& target, std::chrono::milliseconds deadline,
                                                 const std::string& what, std::string body = "{}");

}  // namespace antrean::portal
