// Why something was not made durable. This is expected on a machine that nobody attends. The caller stops
// acknowledging, raises an alarm with `text`, and tries again with the next event.
#pragma once

#include <cstdint>
#include <string>

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

namespace antrean::journal {

enum class Why : std::uint8_t {
  disk_full,  ///< ends by itself when there is room again
  read_only,  ///< the file or its file system cannot be written; ends when it can
  io,         ///< the disk returned an error; the file is opened again before the third try
  /// After it was opened again, the file holds more than this process knows as durable: restart and replay.
  moved_on,
  damaged  ///< the file is not a sound database any more: restore a backup
};

struct Failure {
  Why why = Why::io;
  std::string text;  ///< what happened, which file, what to do
};

template <class T>
using Result = boost::system::result<T, Failure>;

/// Thrown by Result::value(): std::runtime_error with the text.
[[noreturn]] void throw_exception_from_error(const Failure& failure, const boost::source_location& where);

}  // namespace antrean::journal
