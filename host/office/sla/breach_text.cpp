#include "sla/breach_text.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>

#include "values/calendar_text.hpp"

namespace antrean::sla {
namespace {

constexpr std::size_t most_shown = 20;

std::string minutes_of(Milliseconds wait) { return std::to_string(std::chrono::duration_cast<Minutes>(wait).count()); }

}  // namespace

BreachText breach_text(const Breach& breach, const queue::PlanSettings& plan, Language language) {
  const bool english = language == Language::en;
  const auto say = [&](const char* id, const char* en) { return std::string{english ? en : id}; };
  const std::string count = std::to_string(breach.waiting.size());
  const std::string limit = std::to_string(breach.rule.wait_over.count());
  BreachText text;
  text.subject = plan.office_name + ": " +
                 (english ? count + (breach.waiting.size() == 1 ? " number waits" : " numbers wait") + " longer than " +
                                limit + " minutes"
                          : count + " nomor menunggu lebih dari " + limit + " menit");
  text.body = plan.office_name + ", " + long_date_text(language, OfficeDay::of(breach.at, plan.zone)) + ", " +
              clock_text(language, breach.at, plan.zone) + " " + std::string{zone_name(plan.zone)} + "\n\n";
  text.body += words_of(breach.rule, plan).in(language) + "\n\n";
  text.body += say("Yang menunggu paling lama:", "Who waits longest:") + "\n";
  for (std::size_t i = 0; i < std::min(breach.waiting.size(), most_shown); ++i) {
    const WaitingNumber& one = breach.waiting[i];
    text.body += "  " + one.number + "  " + minutes_of(one.wait) + say(" menit", " minutes") + "\n";
  }
  if (breach.waiting.size() > most_shown) {
    const std::string more = std::to_string(breach.waiting.size() - most_shown);
    text.body += "  " + (english ? "and " + more + " more" : "dan " + more + " nomor lagi") + "\n";
  }
  text.body +=
      "\n" +
      say("Halaman pengawas (/live) menunjukkan loket, petugas, dan antrean saat ini. Pesan ini dikirim sekali "
          "untuk kejadian ini; siapa yang menerimanya tertulis di pengaturan kantor, [[sla]] mail.",
          "The supervisor's page (/live) shows counters, officers and lines as they are now. This message is "
          "sent once for this breach; who gets it is in the office's settings, [[sla]] mail.") +
      "\n";
  return text;
}

}  // namespace antrean::sla
