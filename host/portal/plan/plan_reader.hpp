// Reads a plan, what is offered where, from TOML: [booking], [[service]], [slots.*], [[office]], [[holiday]]
// and [[announcement]]. One reader for the portal's settings file and for the plan in its store, so that what
// one takes the other takes. config/portal.toml explains every key.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "offices/offices.hpp"
#include "settings/settings.hpp"

namespace antrean::portal {

/// Of a file that may have other sections as well. `each` may read more of an [[office]].
Offices read_offices(settings::Section& root, const std::function<void(settings::Section&, const Office&)>& each = {});

/// Of a text with nothing else in it; `name` stands in messages as the file's. Throws settings::SettingsError
/// with everything that is wrong.
Offices plan_from_text(std::string_view text, const std::string& name);

/// The name of the file with an office's token, where the plan names no other.
std::string office_token_name(const std::string& code);

}  // namespace antrean::portal
