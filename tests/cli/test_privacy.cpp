#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "cli/render/privacy.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::cli;

TEST_GROUP(Privacy){};

TEST(Privacy, ANikInATextKeepsItsLastFourDigits) {
  STRCMP_EQUAL("NIK ************0001 salah", mask_niks("NIK 3273012304900001 salah").c_str());
  STRCMP_EQUAL("************0001", mask_niks("3273-0123-0490-0001").c_str());
  STRCMP_EQUAL("************0001.", mask_niks("3273 0123 0490 0001.").c_str());
  STRCMP_EQUAL("a************0001b", mask_niks("a32.7301.2304.9000.01b").c_str());
}

TEST(Privacy, ALongerRunIsHiddenTooAndAShorterOneIsNot) {
  STRCMP_EQUAL("*************0012", mask_niks("32730123049000012").c_str());
  STRCMP_EQUAL("081234567890", mask_niks("081234567890").c_str());
  STRCMP_EQUAL("327301230490000 a1", mask_niks("327301230490000 a1").c_str());
  STRCMP_EQUAL("2026-11-24 09:15", mask_niks("2026-11-24 09:15").c_str());
  STRCMP_EQUAL("B001 B002", mask_niks("B001 B002").c_str());
  STRCMP_EQUAL("", mask_niks("").c_str());
}

TEST(Privacy, ADocumentIsMaskedAtEveryDepthAndLosesTheWordsForTheScreen) {
  const auto document = boost::json::parse(
      R"({"reason":"3273012304900001","list":["3273012304900001",1],"message_id":"Selamat","message_en":"Welcome",)"
      R"("inside":{"reason":"3273012304900001","message_id":"x"}})");
  STRCMP_EQUAL(R"({"reason":"************0001","list":["************0001",1],"inside":{"reason":"************0001"}})",
               boost::json::serialize(without_private(document)).c_str());
}
