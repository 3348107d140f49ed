// For the .cpp files of this room: OpenSSL's objects that free themselves, and its failures as exceptions.
#pragma once

#include <memory>

namespace antrean::portal::web_push {

template <auto Free>
struct FreeBy {
  template <class T>
  void operator()(T* made) const {
    Free(made);
  }
};
template <class T, auto Free>
using Held = std::unique_ptr<T, FreeBy<Free>>;

void forget_errors();
/// Throws std::runtime_error with OpenSSL's reason.
void checked(bool done, const char* what);

}  // namespace antrean::portal::web_push
