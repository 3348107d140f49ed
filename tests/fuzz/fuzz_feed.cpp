// The feed and the office API. A document is refused, or it is a value that stays the same when it is written
// and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "feed/feed_json.hpp"
#include "office_api/office_api.hpp"

namespace {

template <class Value, class Read>
void there_and_back(const Value& value, std::string (*write)(const Value&), Read read) {
  const auto again = read(write(value));
  if (!again || *again != value) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  using namespace antrean;
  if (const auto value = feed::from_json(text)) {
    there_and_back(*value, feed::to_json, feed::from_json);
  }
  if (const auto value = office_api::page_from_json(text)) {
    there_and_back<office_api::BookingPage>(*value, office_api::to_json, office_api::page_from_json);
  }
  if (const auto value = office_api::batch_from_json(text)) {
    there_and_back<office_api::ResultBatch>(*value, office_api::to_json, office_api::batch_from_json);
  }
  if (const auto value = office_api::keys_from_json(text)) {
    there_and_back<office_api::KeyList>(*value, office_api::to_json, office_api::keys_from_json);
  }
  return 0;
}
