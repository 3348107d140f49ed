// A view as JSON, for tests that compare it with figures made elsewhere.
#pragma once

#include <string>

#include "reports/view.hpp"

namespace antrean::tests {

/// Every figure, with the p50, p90, count and sum of waits and services. What is all zero is left out.
std::string view_json(const reports::View& view);

}  // namespace antrean::tests
