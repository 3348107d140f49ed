#include "cli/invocation.hpp"

#include <variant>

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

std::filesystem::path Invocation::office_socket() {
  return office_asked.empty() ? settings().technician_socket : office_asked;
}

std::filesystem::path Invocation::journal_file() { return journal_asked.empty() ? settings().journal : journal_asked; }

void Invocation::remark(const std::string& id, const std::string& en) const {
  err_ << "antrean: " << (language_of(language_asked) == Language::id ? id : en) << '\n';
}

}  // namespace antrean::cli
