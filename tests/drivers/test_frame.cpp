#include <string>

#include "serial_bus/frame.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::bus;

using Bytes = std::vector<std::uint8_t>;

TEST_GROUP(Frame){};

TEST(Frame, IsLaidOutAsModbusSays) {
  CHECK((encode(Request::read_input(1, 0x0102, 3)) == Bytes{1, 4, 1, 2, 0, 3}));
  CHECK((encode(Request::read_holding(9, 0, 6)) == Bytes{9, 3, 0, 0, 0, 6}));
  CHECK((encode(Request::write(21, 0x10, {0x4142, 0x20})) == Bytes{21, 16, 0, 0x10, 0, 2, 4, 0x41, 0x42, 0, 0x20}));
  CHECK((encode(Request::write_read(2, 8, {0x1234, 99}, 0, 6)) ==
         Bytes{2, 23, 0, 0, 0, 6, 0, 8, 0, 2, 4, 0x12, 0x34, 0, 99}));
  CHECK((encode(Request::report_id(2)) == Bytes{2, 17}));
  CHECK((encode(Request::read_news(3)) == Bytes{3, 65}));
}

TEST(Frame, OfCoilsAndSingleRegistersIsLaidOutAsInTheExamplesOfTheStandard) {
  // Modbus application protocol V1.1b3, 6.1, 6.2, 6.5, 6.6 and 6.11: coils 20-38, inputs 197-218, coil 173,
  // register 2, coils 20-29.
  CHECK((encode(Request::read(Function::read_coils, 1, 19, 19)) == Bytes{1, 1, 0, 0x13, 0, 0x13}));
  CHECK((encode(Request::read(Function::read_discrete, 1, 196, 22)) == Bytes{1, 2, 0, 0xC4, 0, 0x16}));
  CHECK((encode(Request::write_coil(1, 172, true)) == Bytes{1, 5, 0, 0xAC, 0xFF, 0}));
  CHECK((encode(Request::write_coil(1, 172, false)) == Bytes{1, 5, 0, 0xAC, 0, 0}));
  CHECK((encode(Request::write_register(1, 1, 3)) == Bytes{1, 6, 0, 1, 0, 3}));
  const Registers bits{1, 0, 1, 1, 0, 0, 1, 1, 1, 0};
  CHECK((encode(Request::write_coils(1, 19, bits)) == Bytes{1, 15, 0, 0x13, 0, 0x0A, 2, 0xCD, 1}));

  CHECK((*decode(Request::read(Function::read_coils, 1, 19, 19), Bytes{1, 1, 3, 0xCD, 0x6B, 5}) ==
         Registers{1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1}));
  CHECK((*decode(Request::read(Function::read_discrete, 1, 0, 4), Bytes{1, 2, 1, 0xF9}) == Registers{1, 0, 0, 1}));
  CHECK(decode(Request::write_coil(1, 172, true), Bytes{1, 5, 0, 0xAC, 0xFF, 0})->empty());
  CHECK(decode(Request::write_register(1, 1, 3), Bytes{1, 6, 0, 1, 0, 3})->empty());
  CHECK(decode(Request::write_coils(1, 19, bits), Bytes{1, 15, 0, 0x13, 0, 0x0A})->empty());
}

TEST(Frame, OfEventsIsLaidOutAsTheExtensionSays) {
  // docs/protocol.en.md of wirenboard/wb-modbus-ext-scanner: its examples.
  CHECK((encode(Request::events(0, 100, 0x0A, 1)) == Bytes{0xFD, 0x46, 0x10, 0, 100, 0x0A, 1}));
  const auto enable = Request::enable_events(0x0A, {2, 0, 4, 3, 1, 0, 1});
  CHECK((encode(enable) == Bytes{0x0A, 0x46, 0x18, 7, 2, 0, 4, 3, 1, 0, 1}));
  CHECK((*decode(enable, Bytes{0x0A, 0x46, 0x18, 1, 5}) == Registers{0x0A, 0x18, 1, 5}));
  CHECK(decode(enable, Bytes{0x0A, 0x46, 0x18, 2, 5}).error().failure == Failure::misfit);
  CHECK(decode(enable, Bytes{0x0A, 0xC6, 1}).error().failure == Failure::exception);
  const auto question = Request::events(0, 64, 0, 0);
  CHECK((*decode(question, Bytes{5, 0x46, 0x11, 1, 1, 6, 2, 4, 1, 0xD0, 4, 0}) ==
         Registers{5, 0x11, 1, 1, 6, 2, 4, 1, 0xD0, 4, 0}));
  CHECK((*decode(question, Bytes{0xFD, 0x46, 0x12}) == Registers{0xFD, 0x12}));
  CHECK(decode(question, Bytes{5, 0x46, 0x12}).error().failure == Failure::misfit);
  CHECK(decode(question, Bytes{5, 0x46, 0x11, 1, 1, 6, 2}).error().failure == Failure::misfit);
  UNSIGNED_LONGS_EQUAL(encode_serial(question).size(), question.request_bytes());
  UNSIGNED_LONGS_EQUAL(encode_serial(enable).size(), enable.request_bytes());
}

TEST(Frame, OfPicturesGoesToEverybodyAndIsNotAnswered) {
  const auto pictures = Request::write_pictures({21, 6, 0, 8, 'A', '0', '0', '1'});
  CHECK((encode(pictures) == Bytes{0xFD, 66, 21, 6, 0, 8, 'A', '0', '0', '1'}));
  UNSIGNED_LONGS_EQUAL(encode_serial(pictures).size(), pictures.request_bytes());
  UNSIGNED_LONGS_EQUAL(0, pictures.reply_bytes());
  CHECK(!pictures.is_answered());
  CHECK(!pictures.is_arbitrated());
  CHECK(!Request::write(broadcast, 0, {1}).is_answered());
  CHECK(Request::events(0, 64, 0, 0).is_answered());
  CHECK(Request::read_news(3).is_answered());
}

TEST(Frame, SizesAreThoseOfTheFrames) {
  const Registers bits(9, 1);
  const struct {
    Request request;
    Bytes reply;
  } rows[] = {{Request::read(Function::read_coils, 1, 0, 9), {1, 1, 2, 0xFF, 1}},
              {Request::read(Function::read_discrete, 1, 0, 8), {1, 2, 1, 0xFF}},
              {Request::write_coil(1, 0, true), {1, 5, 0, 0, 0xFF, 0}},
              {Request::write_register(1, 0, 7), {1, 6, 0, 0, 0, 7}},
              {Request::write_coils(1, 0, bits), {1, 15, 0, 0, 0, 9}},
              {Request::read_news(1), {1, 65, 0x12, 0x34}}};
  for (const auto& row : rows) {
    UNSIGNED_LONGS_EQUAL(encode_serial(row.request).size(), row.request.request_bytes());
    UNSIGNED_LONGS_EQUAL(row.reply.size() + 2, row.request.reply_bytes());
    CHECK(!decode(row.request, row.reply).has_error());
  }
}

TEST(Frame, GivesTheValuesOfAGoodReply) {
  CHECK((*decode(Request::read_input(1, 0, 2), Bytes{1, 4, 4, 0x12, 0x34, 0xFF, 0xFE}) == Registers{0x1234, 0xFFFE}));
  CHECK((*decode(Request::write_read(1, 8, {0, 0}, 0, 1), Bytes{1, 23, 2, 0, 7}) == Registers{7}));
  CHECK((*decode(Request::read_news(1), Bytes{1, 65, 0x12, 0x34}) == Registers{0x1234}));
  CHECK(decode(Request::read_news(1), Bytes{1, 65, 0x12}).error().failure == Failure::misfit);
  CHECK(decode(Request::read_news(1), Bytes{1, 0xC1, 1}).error().failure == Failure::exception);
  CHECK(decode(Request::write(21, 0, {1, 2}), Bytes{21, 16, 0, 0, 0, 2})->empty());
  CHECK((*decode(Request::report_id(1), Bytes{1, 17, 3, 2, 0xFF, 'a'}) == Registers{2, 0xFF, 'a'}));
}

TEST(Frame, ThatDoesNotAnswerTheRequestIsToldApart) {
  const struct {
    const char* what;
    Request request;
    Bytes reply;
    Failure failure;
  } rows[] = {
      {"empty", Request::read_input(1, 0, 1), {}, Failure::misfit},
      {"too short", Request::read_input(1, 0, 1), {1, 4}, Failure::misfit},
      {"another unit", Request::read_input(1, 0, 1), {2, 4, 2, 0, 7}, Failure::stranger},
      {"another function", Request::read_input(1, 0, 1), {1, 3, 2, 0, 7}, Failure::misfit},
      {"another function's exception", Request::read_input(1, 0, 1), {1, 0x83, 2}, Failure::misfit},
      {"fewer registers than asked", Request::read_input(1, 0, 2), {1, 4, 2, 0, 7}, Failure::misfit},
      {"more registers than asked", Request::read_input(1, 0, 1), {1, 4, 4, 0, 7, 0, 7}, Failure::misfit},
      {"byte count beyond the frame", Request::read_input(1, 0, 1), {1, 4, 2, 0}, Failure::misfit},
      {"byte count short of the frame", Request::read_input(1, 0, 1), {1, 4, 1, 0, 7}, Failure::misfit},
      {"a write of another place", Request::write(21, 0, {1}), {21, 16, 0, 1, 0, 1}, Failure::misfit},
      {"a write of another length", Request::write(21, 0, {1}), {21, 16, 0, 0, 0, 2}, Failure::misfit},
      {"a write cut short", Request::write(21, 0, {1}), {21, 16, 0, 0, 0}, Failure::misfit},
      {"fewer bits than asked", Request::read(Function::read_coils, 1, 0, 9), {1, 1, 1, 7}, Failure::misfit},
      {"another coil", Request::write_coil(1, 3, true), {1, 5, 0, 4, 0xFF, 0}, Failure::misfit},
      {"a coil the other way", Request::write_coil(1, 3, true), {1, 5, 0, 3, 0, 0}, Failure::misfit},
      {"another value", Request::write_register(1, 3, 7), {1, 6, 0, 3, 0, 8}, Failure::misfit},
      {"other coils", Request::write_coils(1, 3, {1, 1}), {1, 15, 0, 3, 0, 1}, Failure::misfit},
      {"an exception", Request::write(21, 0, {1}), {21, 0x90, 3}, Failure::exception},
  };
  for (const auto& row : rows) {
    const auto outcome = decode(row.request, row.reply);
    CHECK_TEXT(outcome.has_error(), row.what);
    CHECK_TEXT(outcome.error().failure == row.failure, row.what);
  }
  UNSIGNED_LONGS_EQUAL(3, decode(Request::write(21, 0, {1}), Bytes{21, 0x90, 3}).error().code);
}

TEST(Frame, FailuresSayInWordsWhatToLookAt) {
  for (auto failure : {Failure::silent, Failure::cut_short, Failure::damaged, Failure::stranger, Failure::misfit}) {
    CHECK((ExchangeFailure{.failure = failure, .code = 0, .detail = {}}.in_words().en.find(':') != std::string::npos));
  }
  for (std::uint8_t code = 1; code < 12; ++code) {
    CHECK((!ExchangeFailure{.failure = Failure::exception, .code = code, .detail = {}}.in_words().en.empty()));
  }
  STRCMP_EQUAL("/dev/x: gone",
               (ExchangeFailure{.failure = Failure::line_lost, .code = 0, .detail = {.id = {}, .en = "/dev/x: gone"}}
                    .in_words()
                    .en.c_str()));
}
