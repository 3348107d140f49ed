// What all listeners of one program share: who may take how much, and what was refused.
#pragma once

#include "http/security_log.hpp"
#include "http/shares.hpp"

namespace antrean::http {

struct Gate {
  explicit Gate(ShareLimits limits) : shares(std::make_shared<Shares>(limits)) {}

  std::shared_ptr<Shares> shares;
  SecurityLog log;
};

}  // namespace antrean::http
