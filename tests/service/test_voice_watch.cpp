#include "service/voice_watch.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean;
using namespace antrean::office;

TEST_GROUP(LateCalls) { VoiceWatch watch; };

TEST(LateCalls, AreTroubleByTheirNumbersUntilEachIsSpoken) {
  CHECK_FALSE(watch.look({}).has_value());
  const auto one = watch.look({"A001"});
  CHECK_TRUE(one.has_value());
  STRCMP_EQUAL("voice", one->name.c_str());
  CHECK_TRUE(one->state == DeviceState::offline);
  STRCMP_CONTAINS("A001 called more than a minute ago", one->last_error.c_str());
  STRCMP_CONTAINS("A001 dipanggil lebih dari satu menit lalu", one->last_error_id.c_str());
  CHECK_FALSE(watch.look({"A001"}).has_value());  // told already
  STRCMP_CONTAINS("A001, B007 called", watch.look({"A001", "B007"})->last_error.c_str());
  STRCMP_CONTAINS("B007 called", watch.look({"B007"})->last_error.c_str());
  const auto over = watch.look({});
  CHECK_TRUE(over.has_value() && over->state == DeviceState::online);
  STRCMP_EQUAL("", over->last_error.c_str());
  CHECK_FALSE(watch.look({}).has_value());
  CHECK_TRUE(watch.look({"A001"}).has_value());  // again
}
