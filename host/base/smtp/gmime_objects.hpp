// GMime's objects, released at the end of their scope, and what every mail of ours has in common.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <gmime/gmime.h>

#include "smtp/message.hpp"

namespace antrean::smtp {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using GObjectPtr = std::unique_ptr<T, Unref>;

/// Before anything else of GMime, on any thread.
inline void use_gmime() {
  static const bool ready = [] {
    g_mime_init();
    return true;
  }();
  static_cast<void>(ready);
}

GObjectPtr<GMimePart> content_part(const char* type, const char* subtype, std::string_view bytes,
                                   GMimeContentEncoding encoding);

/// A message without a body: the headers, and those that tell mail programs that nobody waits for an answer.
GObjectPtr<GMimeMessage> message_with(const Headers& headers);

/// Every line ends in CRLF, and there is no other CR or LF. Throws std::runtime_error when GMime cannot write
/// it.
std::string bytes_of(GMimeMessage* message);

}  // namespace antrean::smtp
