#include "made_codes.hpp"

namespace antrean::bench {

codes::CodePayload MadeCodes::next_payload(OfficeDay day) {
  codes::CodePayload payload;
  payload.key_id = 1;
  payload.office = "AD";
  unsigned rest = ++made_;
  for (std::size_t symbol = 0; symbol < codes::short_code_symbols; ++symbol, rest /= 24) {
    payload.short_code += codes::alphabet[rest % 24];
  }
  payload.day = day;
  const int hour = 8 + static_cast<int>(made_ % 7);
  payload.slot = {TimeOfDay{hour * 60}, TimeOfDay{hour * 60 + 60}};
  payload.service = "paspor";
  payload.booking = 100'000 + made_;
  return payload;
}

}  // namespace antrean::bench
