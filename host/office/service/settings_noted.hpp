// Writes into the journal which settings the office works with, when they are others than before, so that the
// audit shows every change. io_context thread.
#pragma once

#include <filesystem>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "command_loop/command_loop.hpp"

namespace antrean::office {

/// BLAKE2b-256 of the file's content, hex. Throws std::runtime_error.
std::string settings_digest(const std::filesystem::path& file);

/// What fails is logged: people are served whether or not it could be noted.
boost::asio::awaitable<void> note_settings(CommandLoop& loop, std::filesystem::path file);

}  // namespace antrean::office
