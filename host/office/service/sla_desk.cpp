#include "service/sla_desk.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <sodium.h>
#include <spdlog/spdlog.h>

#include "http/client.hpp"
#include "settings/settings.hpp"
#include "signatures/webhook_signature.hpp"

namespace antrean::office {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto look_every = 15s;
constexpr std::size_t most_waiting = 100;
constexpr auto given_up_after = 6h;
constexpr std::chrono::milliseconds first_retry = 5s;
constexpr std::chrono::milliseconds last_retry = 5min;
constexpr unsigned failures_worth_an_alarm = 3;
constexpr const char* webhook_subject = "webhook";

boost::json::string text(std::string_view value) { return boost::json::string(value.data(), value.size()); }

std::string random_id() {
  unsigned char id[16];
  randombytes_buf(id, sizeof id);
  char digits[2 * sizeof id + 1];
  return sodium_bin2hex(digits, sizeof digits, id, sizeof id);
}

}  // namespace

std::string webhook_body(const sla::Change& change, const queue::PlanSettings& plan, UtcTime now,
                         const std::string& id) {
  const Bilingual words = sla::words_of(change.rule, plan);
  const boost::json::object told{{"id", text(id)},
                                 {"office", text(plan.office)},
                                 {"at", text(iso_text(now))},
                                 {"event", change.begins ? "sla_breached" : "sla_over"},
                                 {"rule", boost::json::object{{"wait_over_minutes", change.rule.wait_over.count()},
                                                              {"service", text(change.rule.service)},
                                                              {"class", text(change.rule.class_key)}}},
                                 {"longest_minutes", std::chrono::duration_cast<Minutes>(change.longest).count()},
                                 {"waiting_longer", change.waiting},
                                 {"text_id", text(words.id)},
                                 {"text_en", text(words.en)}};
  return boost::json::serialize(told);
}

std::string webhook_secret(const WebhookSettings& settings) {
  std::string secret = settings::read_secret(settings.secret_file);
  if (secret.size() < webhook::shortest_secret) {
    throw std::runtime_error(fmt::format(
        "secret file {} ([webhook] secret_file) has {} characters; it needs at least {}. Make one with: openssl rand "
        "-hex 32, and give the receiver the same",
        settings.secret_file.string(), secret.size(), webhook::shortest_secret));
  }
  return secret;
}

SlaDesk::SlaDesk(asio::io_context& io, const OfficeSettings& settings, CommandLoop& loop, Alarms& alarms,
                 std::function<UtcTime()> now)
    : settings_(settings), loop_(loop), alarms_(alarms), now_(std::move(now)), next_look_(io), wake_(io) {
  if (settings.webhook) {
    secret_ = webhook_secret(*settings.webhook);
  }
  if (settings.mail) {
    mails_.emplace(io, *settings.mail, settings.journal.parent_path() / "sla-mails", alarms, now_);
  }
  take_over_alarms();
  take_over_breaches();
}

void SlaDesk::take_over_alarms() {
  for (const AlarmView& alarm : loop_.durable().alarms) {
    if (alarm.subject == webhook_subject && settings_.webhook) {
      webhook_alarm_ = true;
    } else if (alarm.subject == SlaMails::alarm_subject && mails_) {
      mails_->alarm_stands();
    } else if (alarm.subject == webhook_subject || alarm.subject == SlaMails::alarm_subject) {
      alarms_.clear(alarm.subject);
    }
    if (!alarm.subject.starts_with(sla::subject_begins)) {
      continue;
    }
    const auto rule = std::ranges::find(settings_.sla, alarm.subject, sla::subject_of);
    if (rule == settings_.sla.end() || !rule->screen) {
      alarms_.clear(alarm.subject);
    }
  }
}

/// A run before told them, on the screen or by mail. Without this a wait just below the limit would end the
/// breach, and be told a second time when it is above again.
void SlaDesk::take_over_breaches() {
  const std::vector<std::string> mailed = mails_ ? mails_->not_over() : std::vector<std::string>{};
  for (const sla::Rule& rule : settings_.sla) {
    const std::string subject = sla::subject_of(rule);
    const bool shown = rule.screen && loop_.durable().alarm(subject) != nullptr;
    const bool told = std::ranges::find(mailed, subject) != mailed.end();
    if (shown || told) {
      watch_.told_before(rule);
    }
    if (rule.screen && told && !shown) {  // the settings have `screen` since, or the power went in between
      const Bilingual words = sla::words_of(rule, loop_.plan().settings());
      alarms_.raise(subject, words.id, words.en);
    }
  }
}

void SlaDesk::look() {
  const auto& plan = loop_.plan().settings();
  for (const sla::Change& change : watch_.look(settings_.sla, loop_.durable(), now_())) {
    const Bilingual words = sla::words_of(change.rule, plan);
    spdlog::info("waits: {} ({})", words.en, change.begins ? "begins" : "is over");
    if (change.rule.screen && change.begins) {
      alarms_.raise(sla::subject_of(change.rule), words.id, words.en);
    } else if (change.rule.screen) {
      alarms_.clear(sla::subject_of(change.rule));
    }
    if (change.rule.webhook && settings_.webhook) {
      if (waiting_.size() >= most_waiting) {
        spdlog::error("webhook: {} messages wait already; the oldest is dropped", waiting_.size());
        waiting_.pop_front();
      }
      auto id = random_id();
      auto body = webhook_body(change, plan, now_(), id);
      waiting_.push_back({.id = std::move(id), .body = std::move(body), .since = now_()});
      wake_.cancel();
    }
  }
}

/// After look(). Goes by what is broken and not by what has changed: a run before may have shown a breach on
/// the screen and not have come to write the mail's file.
void SlaDesk::look_after_mails() {
  std::vector<std::string> broken;
  for (const sla::Rule& rule : settings_.sla) {
    if (!watch_.broken(rule)) {
      continue;
    }
    broken.push_back(sla::subject_of(rule));
    auto waiting = sla::waiting_longer(rule, loop_.durable(), now_());
    if (!waiting.empty()) {  // else nearly over: nothing to tell
      mails_->begins({.rule = rule, .waiting = std::move(waiting), .at = now_()}, loop_.plan().settings());
    }
  }
  mails_->broken_now(broken);
}

asio::awaitable<void> SlaDesk::run() {
  for (;;) {
    look();
    if (mails_) {
      look_after_mails();
    }
    next_look_.expires_after(look_every);
    co_await next_look_.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<void> SlaDesk::send() {
  unsigned failures = 0;
  for (;;) {
    boost::system::error_code woken;
    if (waiting_.empty()) {
      wake_.expires_at(asio::steady_timer::time_point::max());
      co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
      continue;
    }
    const Waiting oldest = waiting_.front();
    http::ClientRequest call;
    call.method = "POST";
    call.url = settings_.webhook->url;
    for (auto& header : webhook::headers(oldest.id, secret_, oldest.body, now_())) {
      call.headers.push_back(std::move(header));
    }
    call.body = oldest.body;
    call.trust.ca_file = settings_.webhook->ca_file;
    const auto answer = co_await http::fetch(std::move(call));
    const bool taken = answer && answer->status >= 200 && answer->status < 300;
    const bool still_first = !waiting_.empty() && waiting_.front().id == oldest.id;
    if (taken) {
      if (std::exchange(webhook_alarm_, false)) {
        alarms_.clear(webhook_subject);
      }
      failures = 0;
      if (still_first) {
        waiting_.pop_front();
      }
      continue;
    }
    const std::string why = answer ? fmt::format("status {}", answer->status) : answer.error().message();
    ++failures;
    spdlog::warn("webhook: {} did not take a message ({})", settings_.webhook->url, why);
    if (failures == failures_worth_an_alarm) {
      webhook_alarm_ = true;
      alarms_.raise(
          webhook_subject,
          "Pesan tentang waktu tunggu tidak diterima [webhook] (" + why + "); periksa alamat dan penerimanya.",
          "Messages about waits are not taken by [webhook] (" + why + "); look at its address and receiver.");
    }
    if (still_first && now_() - oldest.since > given_up_after) {
      waiting_.pop_front();
    }
    wake_.expires_after(std::min(first_retry * (1 << std::min(failures - 1, 6U)), last_retry));
    co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
}

}  // namespace antrean::office
