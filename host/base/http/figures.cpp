#include "http/figures.hpp"

#include <fmt/format.h>

namespace antrean::http {

namespace {

std::string escape(const std::string& text, bool quotes) {
  std::string result;
  for (const char c : text) {
    if (c == '\\') {
      result += "\\\\";
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '"' && quotes) {
      result += "\\\"";
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace

std::string to_prometheus(const std::vector<Figure>& figures) {
  std::string text;
  const std::string* previous = nullptr;
  for (const auto& figure : figures) {
    if (previous == nullptr || *previous != figure.name) {
      text += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", figure.name, escape(figure.help, false),
                          !figure.part.empty() ? "histogram"
                          : figure.counter     ? "counter"
                                               : "gauge");
    }
    previous = &figure.name;
    text += figure.name + figure.part;
    for (std::size_t i = 0; i < figure.labels.size(); ++i) {
      text +=
          fmt::format("{}{}=\"{}\"", i == 0 ? '{' : ',', figure.labels[i].first, escape(figure.labels[i].second, true));
    }
    text += fmt::format("{} {}\n", figure.labels.empty() ? "" : "}", figure.value);
  }
  return text;
}

void Histogram::add(double seconds) {
  ++count_;
  sum_ += seconds;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (seconds <= steps[i]) {
      ++up_to_[i];
      return;
    }
  }
}

void Histogram::tell(std::vector<Figure>& figures, const std::string& name, const std::string& help,
                     const std::vector<std::pair<std::string, std::string>>& labels) const {
  const auto one = [&](std::string part, std::string up_to, double value) {
    auto all = labels;
    if (!up_to.empty()) {
      all.emplace_back("le", std::move(up_to));
    }
    figures.push_back({.name = name,
                       .help = help,
                       .counter = true,
                       .labels = std::move(all),
                       .value = value,
                       .part = std::move(part)});
  };
  std::uint64_t so_far = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    so_far += up_to_[i];
    one("_bucket", fmt::format("{}", steps[i]), static_cast<double>(so_far));
  }
  one("_bucket", "+Inf", static_cast<double>(count_));
  one("_sum", "", sum_);
  one("_count", "", static_cast<double>(count_));
}

void add_figures(std::vector<Figure>& figures, const Gate& gate) {
  figures.push_back({.name = "antrean_sockets",
                     .help = "Connections to the program's listeners.",
                     .counter = false,
                     .labels = {},
                     .value = static_cast<double>(gate.shares->sockets())});
  figures.push_back({.name = "antrean_body_bytes",
                     .help = "Memory held for bodies of requests under way.",
                     .counter = false,
                     .labels = {},
                     .value = static_cast<double>(gate.shares->body_bytes())});
  for (const auto& [reason, count] : gate.log.counts()) {
    figures.push_back({.name = "antrean_refused_total",
                       .help = "Requests and connections refused, by reason; the security log names the peers.",
                       .counter = true,
                       .labels = {{"reason", reason}},
                       .value = static_cast<double>(count)});
  }
}

void add_figures(std::vector<Figure>& figures, const Server& server) {
  for (const auto& [what, count] : server.answered()) {
    figures.push_back({.name = "antrean_requests_total",
                       .help = "Requests answered, by route (- for none) and status.",
                       .counter = true,
                       .labels = {{"route", what.first}, {"status", std::to_string(what.second)}},
                       .value = static_cast<double>(count)});
  }
}

}  // namespace antrean::http
