// Where the answer is among what was heard. Frames with checksums as the standard's own examples and an
// independent program compute them.
#include "serial_bus/frame.hpp"
#include "serial_bus/reply_search.hpp"
#include "serial_bus/tcp_search.hpp"

#include <CppUTest/TestHarness.h>

using namespace antrean::bus;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const auto& part : parts) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

// CRC-16/MODBUS. The standard's appendix computes it byte by byte from a table; here it is computed bit by
// bit from the high end, mirrored.
Bytes framed(Bytes frame) {
  unsigned crc = 0xFFFF;
  for (const unsigned byte : frame) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      const bool one = ((crc ^ (byte >> bit)) & 1U) != 0;
      crc = (crc >> 1) ^ (one ? 0xA001U : 0U);
    }
  }
  frame.push_back(static_cast<std::uint8_t>(crc & 0xFF));
  frame.push_back(static_cast<std::uint8_t>(crc >> 8));
  return frame;
}

const Request asked = Request::read_input(1, 0, 1);
const Bytes sent = framed({1, 4, 0, 0, 0, 1});
const Bytes answer = framed({1, 4, 2, 0x12, 0x34});
const Bytes late = framed({2, 4, 2, 0, 7});

}  // namespace

TEST_GROUP(ReplySearches){};

TEST(ReplySearches, ChecksumsAreThoseOfTheStandard) {
  // Modbus over serial line V1.02, 6.2.2: 02 07 gives 41 12.
  CHECK((framed({2, 7}) == Bytes{2, 7, 0x41, 0x12}));
  UNSIGNED_LONGS_EQUAL(0x1241, checksum(Bytes{2, 7}));
  CHECK(encode_serial(asked) == sent);
}

TEST(ReplySearches, TheAnswerIsFoundWhereverItBegins) {
  const struct {
    const char* what;
    Bytes before;
    std::size_t noise;
  } rows[] = {{"nothing", {}, 0},
              {"00", {0}, 1},
              {"FF", {0xFF}, 1},
              {"several", {0xFF, 0xFF, 0xFF}, 3},
              {"the unit's own address", {1}, 1},
              {"address and function", {1, 4}, 2},
              {"all but the checksum", {1, 4, 2, 9, 9}, 5},
              {"echo", sent, 0},
              {"00 and echo", joined({{0}, sent}), 1},
              {"echo and 00", joined({sent, {0}}), 1},
              {"a late reply of another unit", late, 0},
              {"a late reply, noise, echo", joined({late, {0x55}, sent}), 1},
              {"a reply to something else", framed({1, 3, 2, 0, 0}), 0},
              {"more than a frame can be long", Bytes(300, 1), 300}};
  for (const auto& row : rows) {
    const auto found = search_reply(asked, sent, joined({row.before, answer}));
    CHECK_TEXT(found.answer.has_value(), row.what);
    CHECK_TEXT(found.answer->value() == Registers{0x1234}, row.what);
    UNSIGNED_LONGS_EQUAL_TEXT(row.noise, found.noise, row.what);
    CHECK_TEXT(found.clean == (row.before.empty() || row.before == sent), row.what);
  }
}

TEST(ReplySearches, NothingElsePassesForTheAnswer) {
  const struct {
    const char* what;
    Bytes heard;
  } rows[] = {{"another unit", late},
              {"bad checksum", {1, 4, 2, 0x12, 0x34, 0, 0}},
              {"more registers", framed({1, 4, 4, 0, 1, 0, 2})},
              {"echo", sent},
              {"cut", {1, 4, 2, 0x12}},
              {"zeros", Bytes(40, 0)}};
  for (const auto& row : rows) {
    CHECK_TEXT(!search_reply(asked, sent, row.heard).answer, row.what);
  }
}

TEST(ReplySearches, WhatMayBecomeTheAnswerIsTold) {
  for (std::size_t length = 1; length < answer.size(); ++length) {
    CHECK(search_reply(asked, sent, Bytes(answer.begin(), answer.begin() + static_cast<std::ptrdiff_t>(length))).begun);
  }
  CHECK(!search_reply(asked, sent, {}).begun);
  CHECK(!search_reply(asked, sent, Bytes{7, 7}).begun);
  CHECK(search_reply(asked, sent, Bytes(sent.begin(), sent.begin() + 5)).echo_begun);
}

TEST(ReplySearches, RefusalsAndWhatAGatewaySaysOfAUnitAreAnswers) {
  const auto busy = search_reply(asked, sent, framed({1, 0x84, 6}));
  CHECK(busy.answer->error().failure == Failure::exception);
  UNSIGNED_LONGS_EQUAL(6, busy.answer->error().code);
  for (const std::uint8_t code : {std::uint8_t{10}, std::uint8_t{11}}) {
    const auto dead = search_reply(asked, sent, framed({1, 0x84, code}));
    CHECK(dead.answer->error().failure == Failure::unreachable);
    CHECK(dead.answer->error().in_words().en.starts_with("no answer"));
  }
}

TEST(ReplySearches, RepliesOfEveryFunctionAreFoundBehindNoise) {
  const struct {
    Request request;
    Bytes reply;
  } rows[] = {{Request::write(21, 0, {1, 2}), framed({21, 16, 0, 0, 0, 2})},
              {Request::write_read(1, 8, {0, 0}, 0, 1), framed({1, 23, 2, 0, 7})},
              {Request::read_holding(1, 0, 2), framed({1, 3, 4, 0, 1, 0, 2})},
              {Request::report_id(1), framed({1, 17, 3, 2, 0xFF, 'a'})},
              {Request::read_news(1), framed({1, 65, 0x12, 0x34})}};
  for (const auto& row : rows) {
    const auto found =
        search_reply(row.request, encode_serial(row.request), joined({encode_serial(row.request), {0}, row.reply}));
    CHECK(found.answer && found.answer->has_value());
    UNSIGNED_LONGS_EQUAL(1, found.noise);
    CHECK(found.echo);
  }
}

TEST(ReplySearches, TheAnswerToAQuestionToAllComesFromAnyUnitAfterItsArbitration) {
  const auto question = Request::events(0, 64, 0, 0);
  const Bytes out = encode_serial(question);
  const Bytes windows(7, 0xFF);
  const Bytes packet = framed({9, 70, 0x11, 1, 0, 6, 2, 4, 0, 3, 5, 0});
  const Bytes nobody = framed({0xFD, 70, 0x12});
  for (const auto& [bytes, values] :
       {std::pair{packet, Registers{9, 0x11, 1, 0, 6, 2, 4, 0, 3, 5, 0}}, {nobody, Registers{0xFD, 0x12}}}) {
    for (const bool echo : {false, true}) {
      const Bytes heard = joined({echo ? out : Bytes{}, windows, bytes});
      const auto found = search_reply(question, out, heard);
      CHECK(found.answer && found.answer->has_value());
      CHECK(found.answer->value() == values);
      CHECK(found.clean && found.noise == 0 && found.echo == echo);
      for (std::size_t length = 0; length < heard.size(); ++length) {
        CHECK(!search_reply(question, out, Bytes(heard.begin(), heard.begin() + std::ptrdiff_t(length))).answer);
      }
    }
  }
  CHECK(!search_reply(question, out, joined({windows, framed({9, 4, 2, 1, 2})})).answer);
  CHECK(search_reply(Request::read_news(9), encode_serial(Request::read_news(9)),
                     joined({windows, framed({9, 65, 1, 2})}))
            .noise == windows.size());
}

TEST_GROUP(TcpSearches){};

TEST(TcpSearches, ARequestIsLaidOutAsModbusSays) {
  CHECK((encode_tcp(asked, 0x0155) == Bytes{0x01, 0x55, 0, 0, 0, 6, 1, 4, 0, 0, 0, 1}));
}

TEST(TcpSearches, OnlyItsOwnTransactionProtocolAndUnitAnswerARequest) {
  const Bytes good{0, 7, 0, 0, 0, 5, 1, 4, 2, 0x12, 0x34};
  CHECK((search_tcp_reply(asked, 7, good).answer->value() == Registers{0x1234}));
  const struct {
    const char* what;
    std::size_t at;
    std::uint8_t value;
  } rows[] = {{"transaction", 1, 7 ^ 0x55}, {"transaction, high", 0, 1}, {"protocol", 3, 1}, {"unit", 6, 2}};
  for (const auto& row : rows) {
    Bytes foreign = good;
    foreign[row.at] = row.value;
    const auto alone = search_tcp_reply(asked, 7, foreign);
    CHECK_TEXT(!alone.answer && alone.strangers == 1 && alone.used == good.size(), row.what);
    const auto before = search_tcp_reply(asked, 7, joined({foreign, good}));
    CHECK_TEXT(before.answer && before.answer->has_value() && before.strangers == 1, row.what);
  }
}

TEST(TcpSearches, FramesThatAreNotAllThereAreWaitedForAndWhatIsNoneIsTold) {
  const Bytes good{0, 7, 0, 0, 0, 5, 1, 4, 2, 0x12, 0x34};
  for (std::size_t length = 0; length < good.size(); ++length) {
    const auto found = search_tcp_reply(asked, 7, std::span(good).first(length));
    CHECK(!found.answer && !found.broken && found.used == 0);
  }
  CHECK(search_tcp_reply(asked, 7, Bytes{0, 7, 0, 0, 0xFF, 0xFF, 1, 4}).broken);
  CHECK(search_tcp_reply(asked, 7, answer).broken);  // a serial frame
}

TEST(ReplySearches, AnAnswerThatRepeatsItsRequestIsToldFromTheEcho) {
  for (const auto& request : {Request::write_register(1, 4, 2), Request::write_coil(1, 4, true)}) {
    const Bytes frame = encode_serial(request);
    CHECK(search_reply(request, frame, frame).answer.has_value());
    CHECK_FALSE(search_reply(request, frame, frame).echo);
    CHECK_FALSE(search_reply(request, frame, frame, true).answer.has_value());
    const auto both = search_reply(request, frame, joined({frame, frame}), true);
    CHECK(both.answer.has_value() && both.echo && both.clean);
    const Bytes begun(frame.begin(), frame.begin() + 3);
    CHECK(search_reply(request, frame, begun).begun);
    CHECK(search_reply(request, frame, joined({frame, begun}), true).begun);
  }
}
