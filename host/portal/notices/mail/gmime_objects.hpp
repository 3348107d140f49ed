// GMime's objects, released at the end of their scope. For mail/*.cpp only.
#pragma once

#include <memory>

#include <gmime/gmime.h>

namespace antrean::portal {

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

}  // namespace antrean::portal
