// The floor of `portal`: an HTTP server that only makes what it is sent durable. Group commit on SQLite, WAL
// with synchronous FULL: one thread reads requests, the other takes all that wait into one transaction of an
// UPDATE and an INSERT each. It checks nothing and knows no pages.
#pragma once

#include <cstdint>
#include <filesystem>

namespace antrean::bench {

inline constexpr int bare_slots = 512;

/// POST /{n}: a place of slot n, and the body as a row; answered with 303 when it is durable. Serves until
/// the process ends.
[[noreturn]] void serve_bare(std::uint16_t port, const std::filesystem::path& file);

}  // namespace antrean::bench
