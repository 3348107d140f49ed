#include "reports/clusters.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "text/text.hpp"

namespace antrean::portal {
namespace {

constexpr std::size_t codes_shown = 20;

using Group = std::vector<const BookedFrom*>;

std::string codes_of(const Group& group) {
  std::string codes;
  for (std::size_t i = 0; i < std::min(group.size(), codes_shown); ++i) {
    codes += (i == 0 ? "" : " ") + group[i]->code;
  }
  return group.size() > codes_shown ? codes + fmt::format(" and {} more", group.size() - codes_shown) : codes;
}

std::size_t people_of(const Group& group) {
  std::set<NikHmac> people;
  for (const auto* one : group) {
    people.insert(one->person);
  }
  return people.size();
}

void add(std::vector<std::string>& lines, std::vector<Group> groups, std::size_t least, const std::string& what) {
  std::erase_if(groups, [&](const Group& group) { return group.size() < least; });
  std::ranges::stable_sort(groups, std::ranges::greater{}, &Group::size);
  for (const auto& group : groups) {
    lines.push_back(
        fmt::format("{}: {} bookings of {} people: {}", what, group.size(), people_of(group), codes_of(group)));
  }
}

template <class Key>
std::vector<Group> values_of(std::map<Key, Group>& by_key) {
  std::vector<Group> groups;
  for (auto& [key, group] : by_key) {
    groups.push_back(std::move(group));
  }
  return groups;
}

/// What is left of a name that is changed a little: letters only, none twice in a row, words in order.
std::string skeleton(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : text::fold(name)) {
    const bool is_letter = (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    if (!is_letter) {
      words.emplace_back();
    } else if (words.back().empty() || words.back().back() != c) {
      words.back().push_back(c);
    }
  }
  std::ranges::sort(words);
  std::string all;
  for (const auto& word : words) {
    all += word;
  }
  return all;
}

/// Places that somebody cancelled, and that the same hand had again for another person soon after.
template <class Hand>
std::vector<Group> cancel_and_book(const std::vector<BookedFrom>& bookings, Minutes soon, Hand hand) {
  using Slot = std::tuple<std::string, std::string, OfficeDay, TimeOfDay>;
  std::map<Slot, Group> by_slot;
  for (const auto& one : bookings) {
    by_slot[{one.office, one.service, one.day, one.start}].push_back(&one);
  }
  std::map<std::string, Group> by_hand;
  for (const auto& [slot, group] : by_slot) {
    for (const auto* before : group) {
      for (const auto* after : group) {
        const auto who = hand(*before);
        if (before->cancelled_at && !who.empty() && who == hand(*after) && before->person != after->person &&
            after->booked_at >= *before->cancelled_at && after->booked_at - *before->cancelled_at <= soon) {
          by_hand[who].push_back(after);
        }
      }
    }
  }
  return values_of(by_hand);
}

std::string network_of(const BookedFrom& one) {
  return one.network == AddressDigest{} ? std::string{} : std::string(one.network.begin(), one.network.end());
}

}  // namespace

std::vector<std::string> clusters(const std::vector<BookedFrom>& bookings, const ClusterLimits& limits) {
  std::map<std::string, Group> networks;
  std::map<std::string, Group> contacts;
  std::map<std::tuple<std::string, OfficeDay, std::string>, Group> names;
  for (const auto& one : bookings) {
    if (!network_of(one).empty()) {
      networks[network_of(one)].push_back(&one);
    }
    if (!one.mail.empty()) {
      contacts[one.mail].push_back(&one);
    }
    const auto name = skeleton(one.name);
    if (!one.cancelled_at && !name.empty()) {
      names[{one.office, one.day, name}].push_back(&one);
    }
  }
  auto alike = values_of(names);
  std::erase_if(alike, [&](const Group& group) { return people_of(group) < limits.names; });
  std::vector<std::string> lines;
  add(lines, values_of(networks), limits.network, "one network");
  add(lines, values_of(contacts), limits.contact, "one contact");
  add(lines, std::move(alike), limits.names, "nearly the same name on one day at one office");
  add(lines, cancel_and_book(bookings, limits.soon, network_of), limits.cancel_and_book,
      "cancelled, and booked again for others, from one network");
  add(lines, cancel_and_book(bookings, limits.soon, [](const BookedFrom& one) { return one.mail; }),
      limits.cancel_and_book, "cancelled, and booked again for others, with one contact");
  return lines;
}

std::string clusters_text(const std::vector<BookedFrom>& bookings) {
  std::string text;
  const auto lines = clusters(bookings);
  for (const auto& line : lines) {
    text += line + "\n";
  }
  return text + fmt::format("{} bookings looked at, {} clusters; a family or a mobile network looks alike\n",
                            bookings.size(), lines.size());
}

}  // namespace antrean::portal
