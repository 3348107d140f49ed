#include "service/sla_mails.hpp"

#include <algorithm>
#include <exception>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sodium.h>
#include <spdlog/spdlog.h>

#include "files/durable_file.hpp"
#include "json/fields.hpp"
#include "smtp/address.hpp"
#include "smtp/message.hpp"
#include "smtp/server_settings.hpp"

namespace antrean::office {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr unsigned failures_worth_an_alarm = 3;
constexpr unsigned most_unclear = 3;  // each may be one more copy
constexpr std::size_t most_bytes = 256u << 10;
constexpr auto last_seconds = 3s;

/// A breach as its file has it.
struct KeptBreach {
  std::string subject, id;
  UtcTime at{};
  std::string message;
  std::vector<std::string> left;
  bool over = false;
};
template <class Visit, json::Is<KeptBreach> T>
void fields(Visit& visit, T& breach) {
  visit("subject", breach.subject);
  visit("id", breach.id);
  visit("at", breach.at);
  visit("message", breach.message);
  visit("left", breach.left);
  visit("over", breach.over);
}

std::string random_id() {
  unsigned char id[16];
  randombytes_buf(id, sizeof id);
  char digits[2 * sizeof id + 1];
  return sodium_bin2hex(digits, sizeof digits, id, sizeof id);
}

}  // namespace

SlaMails::SlaMails(asio::io_context& io, const MailSettings& settings, fs::path folder, Alarms& alarms,
                   std::function<UtcTime()> now, Pace pace)
    : settings_(settings),
      folder_(std::move(folder)),
      alarms_(alarms),
      now_(std::move(now)),
      pace_(pace),
      wake_(io),
      connection_(smtp::server_for(settings.server, settings.from)) {
  read_folder();
}

void SlaMails::read_folder() {
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder_, none)) {
    if (entry.path().extension() != ".json") {
      fs::remove(entry.path(), none);  // half written when the machine went off
      continue;
    }
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto read = json::read<KeptBreach>(text, most_bytes);
    if (!read || entry.path() != folder_ / (read->id + ".json")) {
      spdlog::error("mail: {} cannot be read, and is not sent", entry.path().string());
      continue;
    }
    Breach breach{
        .subject = read->subject, .id = read->id, .at = read->at, .message = read->message, .over = read->over};
    for (const std::string& address : read->left) {
      breach.left.push_back({.address = address});
    }
    breaches_.push_back(std::move(breach));
  }
  std::ranges::stable_sort(breaches_, {}, &Breach::at);
}

void SlaMails::keep(const Breach& breach) {
  KeptBreach kept{.subject = breach.subject,
                  .id = breach.id,
                  .at = breach.at,
                  .message = breach.left.empty() ? std::string() : breach.message,
                  .over = breach.over};
  std::ranges::transform(breach.left, std::back_inserter(kept.left), &Recipient::address);
  files_.post([folder = folder_, file = file_of(breach), kept = std::move(kept)] {
    try {
      if (kept.over && kept.left.empty()) {
        fs::remove(file);
        return;
      }
      if (fs::create_directories(folder)) {
        fs::permissions(folder, fs::perms::owner_all);
      }
      files::replace(file, json::write(kept));
    } catch (const std::exception& error) {
      spdlog::error("mail: what is to be sent would be lost with a restart: {}", error.what());
    }
  });
}

void SlaMails::begins(const sla::Breach& breach, const queue::PlanSettings& plan) {
  const std::string subject = sla::subject_of(breach.rule);
  const auto same = [&](const Breach& one) { return one.subject == subject && !one.over; };
  if (breach.rule.mail.empty() || std::ranges::any_of(breaches_, same)) {
    return;
  }
  const sla::BreachText text = sla::breach_text(breach, plan, settings_.language);
  Breach made{.subject = subject, .id = random_id(), .at = breach.at, .message = {}, .left = {}};
  made.message = smtp::plain_message({.from = settings_.from,
                                      .to = breach.rule.mail,
                                      .reply_to = {},
                                      .subject = text.subject,
                                      .message_id = made.id + "@" + smtp::domain_of(settings_.from.address),
                                      .date = breach.at,
                                      .language = settings_.language},
                                     text.body);
  for (const std::string& address : breach.rule.mail) {
    made.left.push_back({.address = address});
  }
  keep(made);
  breaches_.push_back(std::move(made));
  wake_.cancel();
}

void SlaMails::broken_now(const std::vector<std::string>& subjects) {
  for (Breach& breach : breaches_) {
    if (!breach.over && std::ranges::find(subjects, breach.subject) == subjects.end()) {
      breach.over = true;
      keep(breach);
    }
  }
  forget_what_is_done();
}

std::vector<std::string> SlaMails::not_over() const {
  std::vector<std::string> subjects;
  for (const Breach& breach : breaches_) {
    if (!breach.over) {
      subjects.push_back(breach.subject);
    }
  }
  return subjects;
}

std::chrono::milliseconds SlaMails::wait_after(unsigned failures) const {
  return std::min(pace_.first_retry * (1 << std::min(failures - 1, 10U)), pace_.last_retry);
}

void SlaMails::settle(const std::string& id, const std::string& address, const smtp::Judgement& judgement) {
  using enum smtp::Outcome;
  const auto now = std::chrono::steady_clock::now();
  const auto breach = std::ranges::find(breaches_, id, &Breach::id);
  if (breach == breaches_.end()) {
    return;
  }
  const auto to = std::ranges::find(breach->left, address, &Recipient::address);
  const bool answers = judgement.outcome != server_down;
  server_failures_ = answers ? 0 : server_failures_ + 1;
  server_due_ = answers ? now : now + wait_after(server_failures_);
  if (judgement.outcome != taken) {
    spdlog::warn("mail: a message about waits was not taken ({})", judgement.why);
  }
  // A server that is away is nobody's failure but its own.
  to->failures += judgement.outcome == not_now || judgement.outcome == unclear ? 1 : 0;
  to->unclear += judgement.outcome == unclear ? 1 : 0;
  const bool given_up = judgement.outcome == refused || to->unclear >= most_unclear;
  const bool tell = given_up || std::max(to->failures, server_failures_) >= failures_worth_an_alarm;
  if (judgement.outcome == taken || given_up) {
    if (given_up) {
      unreached_.insert(address);
    } else {
      unreached_.erase(address);
    }
    breach->left.erase(to);
    keep(*breach);
  } else {
    to->due = now + (answers ? wait_after(to->failures) : 0ms);
  }
  if (judgement.outcome == taken) {
    end_alarm();
  } else if (tell) {
    raise({.id = judgement.why, .en = judgement.why});
  }
  forget_what_is_done();
}

void SlaMails::raise(const Bilingual& why) {
  alarm_ = true;
  alarms_.raise(alarm_subject,
                "Surat tentang waktu tunggu tidak sampai [mail] (" + why.id +
                    "); periksa server, sandi, dan alamat di [[sla]] mail.",
                "Mails about waits do not arrive [mail] (" + why.en +
                    "); look at the server, its password and the addresses of [[sla]] mail.");
}

/// While an address gets nothing the alarm stands, whatever others get.
void SlaMails::end_alarm() {
  const auto in_trouble = [](const Recipient& to) { return to.failures >= failures_worth_an_alarm; };
  const auto has_trouble = [&](const Breach& one) { return std::ranges::any_of(one.left, in_trouble); };
  if (alarm_ && unreached_.empty() && std::ranges::none_of(breaches_, has_trouble)) {
    alarm_ = false;
    alarms_.clear(alarm_subject);
  }
}

void SlaMails::give_up_old() {
  for (Breach& breach : breaches_) {
    if (breach.left.empty() || now_() - breach.at <= pace_.given_up_after) {
      continue;
    }
    for (const Recipient& to : breach.left) {
      unreached_.insert(to.address);
    }
    breach.left.clear();
    keep(breach);
    const std::string hours = std::to_string(pace_.given_up_after.count());
    spdlog::error("mail: a message about waits is given up; it could not be sent within {} hours", hours);
    raise({.id = "tidak terkirim dalam " + hours + " jam", .en = "not sent within " + hours + " hours"});
  }
  forget_what_is_done();
}

void SlaMails::forget_what_is_done() {
  std::erase_if(breaches_, [](const Breach& breach) { return breach.over && breach.left.empty(); });
}

asio::awaitable<void> SlaMails::send() {
  while (!stopping_) {
    give_up_old();  // a restart may come long after
    const auto now = std::chrono::steady_clock::now();
    auto next = std::chrono::steady_clock::time_point::max();
    std::optional<std::pair<std::string, smtp::Mail>> due;
    for (const Breach& breach : breaches_) {
      for (const Recipient& to : breach.left) {
        const auto when = std::max(to.due, server_due_);
        next = std::min(next, when);
        if (!due && when <= now) {
          due.emplace(breach.id, smtp::Mail{settings_.from.address, to.address, breach.message});
        }
      }
    }
    if (!due) {
      boost::system::error_code woken;
      wake_.expires_at(next);
      co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
      continue;
    }
    const std::string address = due->second.to;
    smtp::Judgement judgement;
    try {
      judgement = co_await worker_.run(
          [this, mail = std::move(due->second)] { return smtp::judge(connection_.deliver(mail)); });
    } catch (const std::exception& error) {
      judgement = {smtp::Outcome::server_down, error.what()};
    }
    settle(due->first, address, judgement);
  }
}

bool SlaMails::nothing_left() const {
  return std::ranges::all_of(breaches_, [](const Breach& breach) { return breach.left.empty(); });
}

void SlaMails::hurry() {
  stopping_ = true;
  connection_.end_within(last_seconds);
  wake_.cancel();
}

}  // namespace antrean::office
