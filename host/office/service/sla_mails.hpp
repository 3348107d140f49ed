// Mails about broken rules: one message for one breach, to each address of the rule. What is not taken yet
// lies in a folder beside the journal, so that it is sent after a restart too, as the same bytes with the
// same Message-ID. io_context thread; the mail server is on a worker of its own ("sla mails"), and the files
// on another ("sla files"), because a server may let us wait for minutes.
#pragma once

#include <chrono>
#include <deque>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "office_settings/office_settings.hpp"
#include "service/alarms.hpp"
#include "sla/breach_text.hpp"
#include "smtp/connection.hpp"
#include "values/bilingual.hpp"
#include "values/office_time.hpp"
#include "worker/worker.hpp"

namespace antrean::office {

class SlaMails {
 public:
  struct Pace {
    std::chrono::milliseconds first_retry{5'000};
    std::chrono::milliseconds last_retry{300'000};
    std::chrono::hours given_up_after{6};  ///< the wait is over by then, or others know
  };

  /// Reads the password and what a run before could not send. Throws std::runtime_error if the password
  /// cannot be read. `settings`, `plan` and `alarms` must outlive it.
  SlaMails(boost::asio::io_context& io, const MailSettings& settings, std::filesystem::path folder, Alarms& alarms,
           std::function<UtcTime()> now, Pace pace);
  SlaMails(boost::asio::io_context& io, const MailSettings& settings, std::filesystem::path folder, Alarms& alarms,
           std::function<UtcTime()> now)
      : SlaMails(io, settings, std::move(folder), alarms, std::move(now), Pace{}) {}

  /// An alarm of a run before stands in the journal: the next mail that is taken ends it.
  void alarm_stands() { alarm_ = true; }
  static constexpr const char* alarm_subject = "mail";
  /// The rules (their sla::subject_of) of breaches that have begun, here or in a run before, and are not
  /// over.
  std::vector<std::string> not_over() const;
  /// A rule with addresses is broken. A breach that has begun, here or in a run before, is not told again.
  void begins(const sla::Breach& breach, const queue::PlanSettings& plan);
  /// Which rules (their sla::subject_of) are broken now: the others are over, and the next breach is a new
  /// one.
  void broken_now(const std::vector<std::string>& subjects);

  /// Sends what is to be sent, oldest first, for ever.
  boost::asio::awaitable<void> send();
  bool nothing_left() const;
  /// The program ends: a mail on its way has some seconds more.
  void hurry();

 private:
  struct Recipient {
    std::string address;
    unsigned failures = 0;  ///< of this address: not now, or no answer
    unsigned unclear = 0;   ///< of these: no answer
    std::chrono::steady_clock::time_point due{};
  };
  struct Breach {
    std::string subject;  ///< sla::subject_of
    std::string id;       ///< of the message, and its file's name
    UtcTime at{};
    std::string message;
    std::vector<Recipient> left;
    bool over = false;
  };

  std::filesystem::path file_of(const Breach& breach) const { return folder_ / (breach.id + ".json"); }
  void read_folder();
  /// On the files' worker: writes the breach to its file, or removes the file of one that is done.
  void keep(const Breach& breach);
  void settle(const std::string& id, const std::string& address, const smtp::Judgement& judgement);
  void raise(const Bilingual& why);
  void end_alarm();
  /// Nobody wants yesterday's breach tomorrow morning.
  void give_up_old();
  void forget_what_is_done();
  std::chrono::milliseconds wait_after(unsigned failures) const;

  const MailSettings& settings_;
  std::filesystem::path folder_;
  Alarms& alarms_;
  std::function<UtcTime()> now_;
  Pace pace_;
  std::deque<Breach> breaches_;  ///< oldest first
  unsigned server_failures_ = 0;
  std::chrono::steady_clock::time_point server_due_{};
  bool alarm_ = false;
  std::set<std::string> unreached_;  ///< addresses whose last mail was given up: the alarm stands meanwhile
  boost::asio::steady_timer wake_;
  bool stopping_ = false;
  smtp::Connection connection_;  ///< on the worker
  Worker worker_{"sla mails"};
  Worker files_{"sla files"};  ///< last: joined first, so that the files are written before a hanging server ends
};

}  // namespace antrean::office
