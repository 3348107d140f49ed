// What an office has of a service, in words. For pages/*.cpp only.
#pragma once

#include <vector>

#include "pages/frame.hpp"

namespace antrean::portal {

/// For `offer` and `day` of a card: "Free from" with a link to the day, or the whole sentence. The first of
/// `elsewhere` is named when the service is not offered here.
void add_offer(Dictionary& card, Language language, const Office& office, const Service& service,
               const Availability& availability, const std::vector<FreeAt>& elsewhere = {});

/// The section of others.tpl: nearby offices where the service is free.
void add_others(Dictionary& page, Language language, const Service& service, const std::vector<FreeAt>& others);

}  // namespace antrean::portal
