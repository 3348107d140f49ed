#include "cli/invocation.hpp"

#include <variant>

#include "http/server.hpp"

namespace antrean::cli {

const office::OfficeSettings& Invocation::settings() {
  if (!settings_) {
    settings_ = office::read_file(common.config);
  }
  return *settings_;
}

const queue::Plan& Invocation::plan() {
  if (!plan_) {
    // read_file has already refused a bad plan
    plan_ = std::get<queue::Plan>(queue::Plan::make(settings().plan));
  }
  return *plan_;
}

std::string Invocation::office_url() {
  if (!office_asked.empty()) {
    return office_asked.ends_with('/') ? office_asked.substr(0, office_asked.size() - 1) : office_asked;
  }
  std::string address = settings().staff.address;
  if (address == "0.0.0.0") {
    address = "127.0.0.1";
  } else if (address == "::") {
    address = "::1";
  }
  return "http://" + http::host_and_port(address, settings().staff.port);
}

std::filesystem::path Invocation::journal_file() { return journal_asked.empty() ? settings().journal : journal_asked; }

void Invocation::remark(const std::string& id, const std::string& en) const {
  err_ << "antrean: " << (language_of(language_asked) == Language::id ? id : en) << '\n';
}

}  // namespace antrean::cli
