#include "web_push/openssl.hpp"

#include <array>
#include <stdexcept>
#include <string>

#include <openssl/err.h>

namespace antrean::portal::web_push {

void forget_errors() { ERR_clear_error(); }

void checked(bool done, const char* what) {
  if (!done) {
    std::array<char, 160> why{};
    ERR_error_string_n(ERR_get_error(), why.data(), why.size());
    forget_errors();
    throw std::runtime_error(std::string{"OpenSSL gives no "} + what + ": " + why.data());
  }
}

}  // namespace antrean::portal::web_push
