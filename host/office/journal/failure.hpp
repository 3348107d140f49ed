// Why something was not made durable. Expected on a machine nobody looks after: the caller stops
// acknowledging, raises an alarm with `text`, and asks again with the next event.
#pragma once

#include <cstdint>
#include <string>

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

namespace antrean::journal {

enum class Why : std::uint8_t {
  disk_full,  ///< heals by itself when there is room again
  read_only,  ///< the file or its file system cannot be written; heals when it can
  io,         ///< the disk answered with an error; the file is opened anew before the third try
  moved_on,   ///< opened anew, the file holds more than this process was told is durable: restart and replay
  damaged     ///< the file is not a sound database any more: restore a backup
};

struct Failure {
  Why why = Why::io;
  std::string text;  ///< what, which file, what to do
};

template <class T>
using Result = boost::system::result<T, Failure>;

/// What Result::value() throws: std::runtime_error with the text.
[[noreturn]] void throw_exception_from_error(const Failure& failure, const boost::source_location& where);

}  // namespace antrean::journal
