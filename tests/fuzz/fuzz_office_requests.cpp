// What an office sends to the portal: results, bookings that it gives back with their signed codes, heads of
// its journal. And what the portal answers. A document is refused, or it is a value that stays the same when
// it is written and read again; a code that the portal's key did not sign is nobody's booking.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "booking/keys.hpp"
#include "codes/booking_code.hpp"
#include "office_api/office_api.hpp"

namespace {

using namespace antrean;

template <class Value, class Read>
void there_and_back(const Value& value, std::string (*write)(const Value&), Read read) {
  const auto again = read(write(value));
  if (!again || *again != value) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace office_api;
  static const portal::SigningKeys keys{.current = 1,
                                        .secret = {{1, codes::make_key_pair(codes::Seed{1, 2, 3}).secret_key}}};
  const std::string text(data, data + size);
  if (const auto value = batch_from_json(text)) {
    there_and_back<ResultBatch>(*value, to_json, batch_from_json);
  }
  if (const auto value = return_from_json(text)) {
    there_and_back<Return>(*value, to_json, return_from_json);
    for (const auto& one : value->bookings) {
      if (const auto booking = portal::booking_of_qr(one.proof, keys)) {
        // Signed by us: it says the same when it is signed again.
        const auto again = portal::booking_of_qr(portal::qr_text(*booking, keys), keys);
        if (!again || !(again->id == booking->id && again->code == booking->code && again->day == booking->day)) {
          std::abort();
        }
      }
    }
  }
  if (const auto value = journal_heads_from_json(text)) {
    there_and_back<JournalHeads>(*value, to_json, journal_heads_from_json);
  }
  if (const auto value = return_answer_from_json(text)) {
    there_and_back<ReturnAnswer>(*value, to_json, return_answer_from_json);
  }
  if (const auto value = journal_answer_from_json(text)) {
    there_and_back<JournalAnswer>(*value, to_json, journal_answer_from_json);
  }
  if (const auto value = journal_page_from_json(text)) {
    there_and_back<JournalPage>(*value, to_json, journal_page_from_json);
  }
  return 0;
}
