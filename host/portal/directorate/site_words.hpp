// For the .cpp files of DirectorateSite: words with their {} filled.
#pragma once

#include <fmt/format.h>

#include "directorate/directorate_site.hpp"

namespace antrean::portal {

template <class... Args>
std::string DirectorateSite::filled(const Asker& asker, std::string_view name, const Args&... args) const {
  return fmt::format(fmt::runtime(word(asker, name)), args...);
}

}  // namespace antrean::portal
