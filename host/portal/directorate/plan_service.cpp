#include "directorate/plan_service.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <sodium.h>
#include <spdlog/spdlog.h>

#include "booking/notice_writer.hpp"
#include "plan/plan_reader.hpp"

namespace antrean::portal {
namespace asio = boost::asio;

namespace {

constexpr std::size_t most_requests = 200;
constexpr int most_tries = 5;

Documents with(Documents documents, const std::vector<PlanPart>& parts) {
  for (const auto& part : parts) {
    if (part.document.empty()) {
      documents.erase(part.subject);
    } else {
      documents[part.subject] = part.document;
    }
  }
  return documents;
}

std::string print_of(std::vector<std::string> all) {
  std::ranges::sort(all);
  std::string text;
  for (const auto& one : all) {
    text += one + "\n";
  }
  std::array<unsigned char, crypto_generichash_BYTES_MIN> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     nullptr, 0);
  return fmt::format("{:02x}", fmt::join(hash, ""));
}

/// It takes something away that the plan so far does not.
bool is_worse(const std::optional<Affected>& before, const std::optional<Affected>& after) {
  return after && (!before || (after->cancels && !before->cancels));
}

std::string plural(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace

std::string Preview::text() const {
  return fmt::format("{}, {}, {} without a contact, {} to be cancelled", plural(lines.size(), "booking", "bookings"),
                     plural(people, "person", "people"), without_contact, cancelled);
}

bool PlanService::behind(const Proposal& proposal) const {
  return std::ranges::any_of(proposal.parts, [&](const PlanPart& part) {
    return keeper_.documents().newest_of(part.subject) > proposal.base;
  });
}

std::string PlanService::why_not(const Proposal& proposal, UtcTime from) const {
  for (const auto& part : proposal.parts) {
    if (!is_subject(part.subject)) {
      return "'" + part.subject + "' is nothing that a plan has";
    }
  }
  const auto& documents = keeper_.documents();
  const auto now = clock_.now();
  for (const auto& part : proposal.parts) {
    const auto later = documents.to_come(part.subject, now);
    if (!later.empty() && from < later.back().valid_from) {
      return fmt::format("{}: change {} is to come at {}; take it back first, or choose a later time", part.subject,
                         later.back().nr, iso_text(later.back().valid_from));
    }
  }
  if (std::ranges::all_of(proposal.parts, [before = documents.at(from)](const PlanPart& part) {
        const auto found = before.find(part.subject);
        return (found == before.end() ? std::string{} : found->second) == part.document;
      })) {
    return "nothing would change";
  }
  // What is valid later must still fit together with it.
  for (std::optional<UtcTime> at = from; at; at = documents.next_after(*at)) {
    try {
      plan_from_text(text_of(with(documents.at(*at), proposal.parts)), "plan");
    } catch (const settings::SettingsError& error) {
      std::string all;
      for (const auto& problem : error.problems()) {
        all += (all.empty() ? "" : "; ") + problem.text;
      }
      return all;
    }
  }
  return {};
}

asio::awaitable<Preview> PlanService::preview(Proposal proposal) {
  co_await keeper_.renew();
  const auto now = clock_.now();
  const auto from = std::max(now, proposal.valid_from);
  Preview preview;
  preview.base = keeper_.documents().newest();
  preview.wrong = why_not(proposal, from);
  if (!preview.wrong.empty()) {
    co_return preview;
  }
  const auto before = plan_from_text(text_of(keeper_.documents().at(from)), "plan");
  const auto after = plan_from_text(text_of(with(keeper_.documents().at(from), proposal.parts)), "plan");
  std::vector<std::string> seen;
  if (std::ranges::all_of(proposal.parts, [](const PlanPart& part) { return is_announcement(part.subject); })) {
    preview.print = print_of({});  // no booking is in the way of a text, however many there are
    co_return preview;
  }
  for (auto day = OfficeDay::of(from, Zone::wib);;) {
    const auto upcoming = co_await bookings_.upcoming(day);
    if (upcoming.empty()) {
      break;
    }
    day = upcoming.front().stored.booking.day.plus(1);
    for (const auto& [stored, told] : upcoming) {
      const auto& booking = stored.booking;
      const auto place = shown_place(stored, before);
      const auto harm = affected(after, stored);
      if (from >= instant(place.day, place.hours.end, place.zone) || !is_worse(affected(before, stored), harm)) {
        continue;
      }
      auto group = std::ranges::find_if(preview.groups, [&](const Preview::Group& one) {
        return one.office == booking.office && one.day == booking.day && one.affected == *harm;
      });
      if (group == preview.groups.end()) {
        group = preview.groups.insert(group, {.office = booking.office, .day = booking.day, .affected = *harm});
      }
      const bool contact = !stored.mail.empty();
      ++group->bookings;
      group->people += booking.party;
      group->without_contact += contact ? 0 : 1;
      preview.people += booking.party;
      preview.without_contact += contact ? 0 : 1;
      preview.cancelled += harm->cancels ? 1 : 0;
      preview.lines.push_back({.office = booking.office,
                               .service = booking.service,
                               .code = booking.code,
                               .day = booking.day,
                               .hours = booking.slot,
                               .party = booking.party,
                               .contact = contact});
      seen.push_back(booking.code + " " + booking.day.text() + " " + booking.slot.start.text() +
                     (harm->cancels ? " cancelled" : " told"));
    }
  }
  preview.print = print_of(std::move(seen));
  std::ranges::stable_sort(preview.groups, {},
                           [](const Preview::Group& one) { return std::pair(one.office, one.day); });
  co_return preview;
}

asio::awaitable<CommitOutcome> PlanService::commit(Proposal proposal, Actor by, std::string shown) {
  return carry_out(std::move(proposal), std::move(by), {}, 0, std::move(shown));
}

asio::awaitable<CommitOutcome> PlanService::carry_out(Proposal proposal, Actor by, std::string agreed,
                                                      std::int64_t request, std::string shown) {
  for (int tries = 0; tries < most_tries; ++tries) {
    auto seen = co_await preview(proposal);
    if (!seen.wrong.empty()) {
      co_return NotPossible{seen.wrong};
    }
    const bool same_subject = behind(proposal);
    if (same_subject || seen.print != shown) {
      co_return LookAgain{std::move(seen), same_subject};
    }
    const auto now = clock_.now();
    PlanChange change{.nr = 0,
                      .made_at = now,
                      .valid_from = std::max(now, proposal.valid_from),
                      .who = by.user,
                      .role = by.role,
                      .agreed = agreed,
                      .why = proposal.why,
                      .parts = proposal.parts};
    if (seen.harms() && request == 0) {
      RequestPlanOrder order{.request = {.id = 0,
                                         .until = now + agree_within,
                                         .base = seen.base,
                                         .change = std::move(change),
                                         .bookings = seen.text(),
                                         .decided_by = {}},
                             .now = now};
      order.request.change.valid_from = proposal.valid_from;
      const auto until = order.request.until;
      const auto kept = co_await plans_.request_plan(std::move(order));
      spdlog::warn("plan: {} asks for a second person (request {}): {}", by.user, kept.id, seen.text());
      co_return SecondNeeded{kept.id, until};
    }
    ChangePlanOrder order{.expected = seen.base, .change = std::move(change), .request = request, .now = now};
    const auto answer = co_await plans_.change_plan(std::move(order));
    if (std::holds_alternative<OtherPlan>(answer)) {
      continue;  // somebody was faster; what it would do is looked at again
    }
    if (std::holds_alternative<RequestOver>(answer)) {
      co_return RequestOver{};
    }
    const auto nr = std::get<PlanChanged>(answer).nr;
    spdlog::warn("plan: change {} by {}{}{}: {}", nr, by.user, agreed.empty() ? "" : ", agreed by ", agreed,
                 proposal.why);
    co_await keeper_.renew();
    co_return ChangeMade{nr};
  }
  co_return NotPossible{"others change the plan all the time; try again"};
}

asio::awaitable<std::optional<PlanRequest>> PlanService::request(std::int64_t id) {
  for (auto& one : co_await plans_.plan_requests(most_requests)) {
    if (one.id == id) {
      co_return std::move(one);
    }
  }
  co_return std::nullopt;
}

asio::awaitable<CommitOutcome> PlanService::agree(std::int64_t id, Actor by, std::string shown) {
  auto found = co_await request(id);
  if (!found || !found->waits_at(clock_.now())) {
    co_return RequestOver{};
  }
  if (found->change.who == by.user) {
    co_return SamePerson{};
  }
  Proposal proposal{.parts = found->change.parts,
                    .base = found->base,
                    .valid_from = found->change.valid_from,
                    .why = found->change.why};
  Actor first{found->change.who, found->change.role};
  co_return co_await carry_out(std::move(proposal), std::move(first), by.user, id, std::move(shown));
}

asio::awaitable<RefusePlanAnswer> PlanService::refuse(std::int64_t id, Actor by) {
  return plans_.refuse_plan({.id = id, .by = std::move(by.user), .now = clock_.now()});
}

}  // namespace antrean::portal
