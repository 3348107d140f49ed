// A conversation by chat: each line is a message (or, beginning with byte 1, a button that is pressed), its
// length says what the portal answers. No message may crash it, every reply fits what the maker of the chat
// allows, the state survives being kept, and a booking that is asked for is whole.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "chat/conversation.hpp"
#include "values/nik.hpp"

using namespace antrean;
using namespace antrean::portal;
using namespace antrean::portal::chat;

namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

const OfficeDay monday = *OfficeDay::parse("2026-11-23");

Answer answer(const Ask& ask, std::size_t choice) {
  const SlotHours hours{TimeOfDay{480}, TimeOfDay{600}};
  const OwnBooking own{.code = "BG-QFJ8BD",
                       .service = "paspor",
                       .name = "Budi",
                       .day = monday.plus(1),
                       .hours = hours,
                       .may_cancel = choice % 2 == 0};
  Seen seen{.own = {}, .availability = {Offer::free, monday.plus(1), {}}, .slots = {}};
  for (int ahead = 1; ahead < 20; ++ahead) {
    seen.slots.push_back({monday.plus(ahead), hours, 20, ahead % 3, true});
  }
  if (const auto* book = std::get_if<Book>(&ask)) {
    Nik nik;
    require(!book->service.empty() && !book->name.empty() &&
            parse_nik(book->nik, monday, nik, book->card_says_so) == NikProblem::none);
    switch (choice % 5) {
      case 0:
        return BookedNow{own, "QR"};
      case 1:
        return NoRoom{seen.slots};
      case 2:
        return HasBooking{};
      case 3:
        return MustWait{};
      default:
        return Failed{};
    }
  }
  if (std::holds_alternative<Cancel>(ask)) {
    return choice % 2 == 0 ? Answer{CancelledNow{}} : Answer{NothingToCancel{}};
  }
  if (choice % 7 == 1) {
    seen.own = own;
  } else if (choice % 7 == 2) {
    seen.availability = {Offer::not_open, {}, instant(monday.plus(6), TimeOfDay{1080}, Zone::wib)};
    seen.slots.clear();
  }
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ChatOffice office{.title = "Bogor",
                                 .zone = Zone::wib,
                                 .services = {{"paspor", {"Paspor", "Passport"}, {{"KTP", "card"}}},
                                              {"elektronik", {"Paspor elektronik", "Electronic passport"}, {}}}};
  UtcTime now = instant(monday, TimeOfDay{600}, Zone::wib);
  State state;
  std::string line;
  for (std::size_t i = 0; i <= size; ++i) {
    if (i < size && data[i] != '\n') {
      line += static_cast<char>(data[i]);
      continue;
    }
    const bool pressed = line.starts_with('\x01');
    Turn turn =
        hear(state_from_text(to_text(state)), {pressed ? "" : line, pressed ? line.substr(1) : ""}, office, now);
    auto replies = turn.replies;
    if (turn.ask) {
      turn = learn(std::move(turn.state), answer(*turn.ask, line.size()), office, now);
      require(!turn.ask);
      replies.insert(replies.end(), turn.replies.begin(), turn.replies.end());
    }
    require(!replies.empty());
    for (const auto& reply : replies) {
      require(fits(reply));
    }
    state = std::move(turn.state);
    require(state_from_text(to_text(state)) == state);
    now += std::chrono::minutes(line.size() % 50);
    line.clear();
  }
  return 0;
}
