#include <cstring>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "bench_line.hpp"

#include <CppUTest/TestHarness.h>

namespace {

// Ten holding registers from 0x0010, three input registers from 0. Refuses values over 0x7FFF.
struct Registers {
  std::uint16_t holding[10] = {};
  std::uint16_t inputs[3] = {0x1111, 0x2222, 0x3333};
  int writes = 0;
  int heard = 0;
  std::uint32_t heard_us = 0;
};

std::uint8_t read(void* device, rtu_space space, std::uint16_t first, std::uint16_t count, std::uint16_t* values) {
  auto& registers = *static_cast<Registers*>(device);
  const unsigned begin = space == RTU_HOLDING ? 0x10U : 0U;
  const unsigned size = space == RTU_HOLDING ? 10U : 3U;
  const std::uint16_t* from = space == RTU_HOLDING ? registers.holding : registers.inputs;
  if (first < begin || first + count > begin + size) {
    return RTU_ILLEGAL_ADDRESS;
  }
  std::memcpy(values, from + (first - begin), count * sizeof *values);
  return RTU_FINE;
}

std::uint8_t write(void* device, std::uint16_t first, std::uint16_t count, const std::uint16_t* values, std::uint32_t) {
  auto& registers = *static_cast<Registers*>(device);
  if (first < 0x10 || first + count > 0x1A) {
    return RTU_ILLEGAL_ADDRESS;
  }
  for (unsigned i = 0; i < count; ++i) {
    if (values[i] > 0x7FFF) {
      return RTU_ILLEGAL_VALUE;
    }
  }
  std::memcpy(registers.holding + (first - 0x10), values, count * sizeof *values);
  ++registers.writes;
  return RTU_FINE;
}

void heard(void* device, std::uint32_t now_us) {
  auto& registers = *static_cast<Registers*>(device);
  ++registers.heard;
  registers.heard_us = now_us;
}

const rtu_map map{read, write, heard, 7, "test 1.0", nullptr};

}  // namespace

TEST_GROUP(RtuSlave) {
  Registers registers;
  rtu_slave slave{};
  BenchLine line{slave, &slave,
                 [](void* s, std::uint32_t now) { return rtu_slave_poll(static_cast<rtu_slave*>(s), now); }};

  void setup() override { rtu_slave_init(&slave, 0x11, BenchLine::timing(), &map, &registers); }

  void check(const std::string& request, const std::string& reply) {
    STRCMP_EQUAL_TEXT(reply.c_str(), content_of(line.ask(frame(request))).c_str(), request.c_str());
  }
};

TEST(RtuSlave, AnswersWellFormedRequests) {
  registers.holding[0] = 0x1234;
  registers.holding[9] = 0x5678;
  const std::vector<std::pair<std::string, std::string>> table{
      {"11 03 00 10 00 01", "11 03 02 12 34"},
      {"11 03 00 19 00 01", "11 03 02 56 78"},
      {"11 04 00 00 00 03", "11 04 06 11 11 22 22 33 33"},
      {"11 06 00 11 00 2A", "11 06 00 11 00 2A"},
      {"11 03 00 11 00 01", "11 03 02 00 2A"},
      {"11 10 00 12 00 02 04 01 02 03 04", "11 10 00 12 00 02"},
      {"11 03 00 12 00 02", "11 03 04 01 02 03 04"},
      {"11 17 00 12 00 02 00 12 00 01 02 00 09", "11 17 04 00 09 03 04"},  // the read sees the write
      {"11 08 00 00 A5 37", "11 08 00 00 A5 37"},
      {"11 08 00 00 01 02 03 04", "11 08 00 00 01 02 03 04"},
      {"11 11", "11 11 0A 07 FF 74 65 73 74 20 31 2E 30"},
  };
  for (const auto& [request, reply] : table) {
    check(request, reply);
  }
}

TEST(RtuSlave, RefusesWithTheRightException) {
  const std::vector<std::pair<std::string, std::string>> table{
      {"11 01 00 00 00 08", "11 81 01"},  // functions outside the allow-list
      {"11 02 00 00 00 08", "11 82 01"},
      {"11 05 00 00 FF 00", "11 85 01"},
      {"11 14", "11 94 01"},
      {"11 2B 0E 01 00", "11 AB 01"},
      {"11 46 10 00 00", "11 C6 01"},
      {"11 03 00 0F 00 01", "11 83 02"},  // addresses outside the map
      {"11 03 00 10 00 0B", "11 83 02"},
      {"11 03 FF FF 00 02", "11 83 02"},
      {"11 04 00 03 00 01", "11 84 02"},
      {"11 06 00 1A 00 01", "11 86 02"},
      {"11 10 00 19 00 02 04 00 01 00 02", "11 90 02"},
      {"11 17 00 00 00 01 00 10 00 01 02 00 01", "11 97 02"},
      {"11 03 00 10 00 00", "11 83 03"},  // counts
      {"11 03 00 10 00 21", "11 83 03"},
      {"11 04 00 00 FF FF", "11 84 03"},
      {"11 10 00 10 00 00 00", "11 90 03"},
      {"11 10 00 10 00 02 02 00 01", "11 90 03"},
      {"11 10 00 10 00 01 04 00 01 00 02", "11 90 03"},
      {"11 17 00 10 00 00 00 10 00 01 02 00 01", "11 97 03"},
      {"11 17 00 10 00 01 00 10 00 02 02 00 01", "11 97 03"},
      {"11 17 00 10 00 01 00 10 00 00 00", "11 97 03"},
      {"11 06 00 10 80 00", "11 86 03"},  // values
      {"11 10 00 10 00 02 04 00 01 80 00", "11 90 03"},
      {"11 17 00 10 00 01 00 10 00 01 02 80 00", "11 97 03"},
      {"11 08 00 01 00 00", "11 88 01"},  // diagnostics
      {"11 08 00 0B 00 01", "11 88 03"},
      {"11 08 00 0A 12 34", "11 88 03"},
  };
  for (const auto& [request, reply] : table) {
    check(request, reply);
  }
  LONGS_EQUAL(0, registers.writes);
  LONGS_EQUAL(table.size(), slave.counters.exceptions);
}

TEST(RtuSlave, DropsFramesOfAWrongLengthAndCountsThem) {
  const std::vector<std::string> table{
      "11 03",
      "11 03 00 10 00",
      "11 03 00 10 00 01 00",
      "11 04 00 00 00 01 00 00",
      "11 06 00 10 00",
      "11 06 00 10 00 01 00",
      "11 10 00 10 00 01",
      "11 10 00 10 00 01 02",
      "11 10 00 10 00 01 02 00",
      "11 10 00 10 00 01 02 00 01 00",
      "11 10 00 10 00 7B F6 00 01",  // claims more registers than it has
      "11 17 00 10 00 01 00 10 00 01",
      "11 17 00 10 00 01 00 10 00 01 02 00",
      "11 17 00 10 00 01 00 10 00 01 FF 00 01",
      "11 08",
      "11 08 00 00",
      "11 08 00 0A 00",
      "11 08 00 0B 00 00 00",
      "11 11 00",
  };
  for (const auto& request : table) {
    check(request, "");
  }
  LONGS_EQUAL(0, registers.writes);
  LONGS_EQUAL(table.size(), slave.counters.communication_errors);
  LONGS_EQUAL(table.size(), slave.counters.no_responses);
  check("11 03 00 10 00 01", "11 03 02 00 00");
}

TEST(RtuSlave, DropsAFrameWithAnyBitInverted) {
  const Bytes good = frame("11 06 00 11 00 2A");
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    Bytes bad = good;
    bad[bit / 8] = static_cast<std::uint8_t>(bad[bit / 8] ^ (1U << (bit % 8)));
    STRCMP_EQUAL("", content_of(line.ask(bad)).c_str());
  }
  LONGS_EQUAL(0, registers.writes);
  LONGS_EQUAL(good.size() * 8, slave.counters.communication_errors);
  LONGS_EQUAL(0, registers.heard);
}

TEST(RtuSlave, LeavesFramesOfOthersAloneAndHearsTheHostInThem) {
  check("12 03 00 10 00 01", "");
  check("12 03 02 12 34", "");  // the reply of that unit
  check("12 06 00 11 00 2A", "");
  check("12 17 04 11 06 00 11", "");  // a reply that contains what looks like a request to us
  std::string longest = "12 10 00 00 00 7B F6";
  for (int i = 0; i < 246; ++i) {
    longest += " 11";
  }
  check(longest, "");  // 255 bytes, more than is kept
  LONGS_EQUAL(0, registers.writes);
  LONGS_EQUAL(5, registers.heard);
  LONGS_EQUAL(5, slave.counters.bus_messages);
  LONGS_EQUAL(0, slave.counters.messages);
  LONGS_EQUAL(0, slave.counters.communication_errors);
}

TEST(RtuSlave, DropsAFrameLongerThanAnyCanBe) {
  std::string endless = "12 10";
  for (int i = 0; i < 253; ++i) {
    endless += " 11";
  }
  check(endless, "");
  LONGS_EQUAL(1, slave.counters.communication_errors);
  LONGS_EQUAL(0, registers.heard);
}

TEST(RtuSlave, RefusesMoreRegistersThanItKeepsWithoutReadingBeyondThem) {
  std::string big = "11 10 00 10 00 7B F6";
  for (int i = 0; i < 246; ++i) {
    big += " 00";
  }
  check(big, "11 90 03");
  std::string echo = "11 08 00 00";
  for (int i = 0; i < 100; ++i) {
    echo += " 55";
  }
  check(echo, "11 88 03");
  std::string edge = "11 08 00 00";
  for (int i = 0; i < 74; ++i) {
    edge += " 55";
  }
  check(edge, edge);
}

TEST(RtuSlave, ObeysBroadcastWritesInSilence) {
  check("00 06 00 11 00 2A", "");
  LONGS_EQUAL(0x2A, registers.holding[1]);
  check("00 10 00 12 00 02 04 01 02 03 04", "");
  LONGS_EQUAL(0x0304, registers.holding[3]);
  check("00 03 00 10 00 01", "");
  check("00 17 00 10 00 01 00 10 00 01 02 00 07", "");
  check("00 06 00 10 80 00", "");
  LONGS_EQUAL(2, registers.writes);
  LONGS_EQUAL(5, slave.counters.messages);
  LONGS_EQUAL(5, slave.counters.no_responses);
  LONGS_EQUAL(1, slave.counters.exceptions);
}

TEST(RtuSlave, DropsABroadcastOfAWrongLength) {
  for (const char* request : {"00 06 00", "00 06 00 11 00", "00 10 00 10 00 01 02"}) {
    check(request, "");
  }
  LONGS_EQUAL(0, registers.writes);
  LONGS_EQUAL(3, slave.counters.communication_errors);
  LONGS_EQUAL(3, slave.counters.no_responses);
}

TEST(RtuSlave, ADeviceNeedsNoWatchForItsHostAndNoSettings) {
  rtu_map plain = map;
  plain.heard = nullptr;
  rtu_slave_init(&slave, 0x11, BenchLine::timing(), &plain, &registers);
  check("11 03 00 10 00 01", "11 03 02 00 00");
  CHECK_FALSE(rtu_slave_apply_settings(&slave, line.now_us));
  rtu_slave_sees_start(&slave, line.now_us);  // of nobody: it knows no arbitration
  check("11 03 00 10 00 01", "11 03 02 00 00");
}

TEST(RtuSlave, DropsAnEndlessFrameThatEndsWithErrors) {
  line.send(Bytes(RTU_LONGEST + 5, 0x55));
  for (int times = 0; times < 3; ++times) {
    line.pass(BenchLine::timing().character_us);
    rtu_slave_line_error(&slave, line.now_us);
  }
  CHECK(line.finish().empty());
  LONGS_EQUAL(1, slave.counters.communication_errors);
  check("11 03 00 10 00 01", "11 03 02 00 00");
}

TEST(RtuSlave, AnswersOnlyAfterThreeAndAHalfCharactersOfSilence) {
  line.send(frame("11 03 00 10 00 01"));
  line.pass(BenchLine::timing().end_us - 1);
  CHECK(line.poll().empty());
  line.pass(1);
  CHECK_FALSE(line.poll().empty());
  CHECK(line.poll().empty());
}

TEST(RtuSlave, DropsAFrameWithMoreThanOneAndAHalfCharactersOfSilenceInside) {
  const Bytes request = frame("11 03 00 10 00 01");
  line.send({request.begin(), request.begin() + 3});
  line.pass(BenchLine::timing().gap_us);
  line.send({request.begin() + 3, request.end()});
  CHECK_FALSE(line.finish().empty());  // the largest that is still allowed

  line.send({request.begin(), request.begin() + 3});
  line.pass(BenchLine::timing().gap_us + 1);
  line.send({request.begin() + 3, request.end()});
  CHECK(line.finish().empty());
  LONGS_EQUAL(1, slave.counters.communication_errors);
}

TEST(RtuSlave, TakesTwoFramesWithoutSilenceBetweenThemForOneBadFrame) {
  Bytes two = frame("11 06 00 11 00 2A");
  const Bytes second = frame("11 06 00 12 00 2B");
  two.insert(two.end(), second.begin(), second.end());
  CHECK(line.ask(two).empty());
  LONGS_EQUAL(0, registers.writes);
}

TEST(RtuSlave, AnswersAMasterThatDoesNotWaitAfterAnotherUnitsReply) {
  for (const std::uint32_t silence : {0U, 100U, BenchLine::timing().gap_us, BenchLine::timing().end_us - 1}) {
    line.send(frame("12 04 02 00 07"));
    line.pass(silence);
    line.send({0x11});
    CHECK(static_cast<std::int32_t>(line.now_us - registers.heard_us) >= 0);  // a host is not heard in the future
    CHECK(line.finish().empty());
    line.send(frame("12 04 02 00 07"));
    line.pass(silence);
    STRCMP_EQUAL("11 03 02 00 00", content_of(line.ask(frame("11 03 00 10 00 01"))).c_str());
  }
  LONGS_EQUAL(12, slave.counters.bus_messages);
  LONGS_EQUAL(12, registers.heard);
  LONGS_EQUAL(4, slave.counters.communication_errors);  // the single byte
  LONGS_EQUAL(0, slave.counters.no_responses);
}

TEST(RtuSlave, TakesARequestOfItsOwnOrABroadcastOnlyAfterItsSilence) {
  for (const char* first : {"11 06 00 11 00 2A", "00 06 00 11 00 2A"}) {
    line.send(frame(first));
    line.pass(BenchLine::timing().gap_us);
    CHECK(line.ask(frame("11 03 00 10 00 01")).empty());
  }
  LONGS_EQUAL(0, registers.writes);
}

TEST(RtuSlave, IsNotReachedBehindAFrameOfAnotherThatIsDamaged) {
  Bytes broken = frame("12 04 02 00 07");
  broken[3] ^= 1;
  line.send(broken);
  CHECK(line.ask(frame("11 03 00 10 00 01")).empty());
  line.send({frame("12 04 02 00 07").front(), 4, 2});
  CHECK(line.ask(frame("11 03 00 10 00 01")).empty());
  LONGS_EQUAL(2, slave.counters.communication_errors);
}

TEST(RtuSlave, ObeysButDoesNotAnswerAFrameThatNobodyPolledInTime) {
  line.send(frame("11 06 00 11 00 2A"));
  line.pass(BenchLine::timing().end_us);
  STRCMP_EQUAL("11 03 02 00 2A", content_of(line.ask(frame("11 03 00 11 00 01"))).c_str());
  LONGS_EQUAL(1, registers.writes);
  LONGS_EQUAL(1, slave.counters.no_responses);
}

TEST(RtuSlave, DropsAFrameWithACharacterErrorOrAnOverrun) {
  const Bytes request = frame("11 03 00 10 00 01");
  line.send({request.begin(), request.begin() + 3});
  line.pass(BenchLine::timing().character_us);
  rtu_slave_line_error(&slave, line.now_us);
  line.send({request.begin() + 4, request.end()});
  CHECK(line.finish().empty());
  line.send({request.begin(), request.end()});
  rtu_slave_overrun(&slave, line.now_us + BenchLine::timing().character_us);
  line.pass(BenchLine::timing().character_us);
  CHECK(line.finish().empty());
  LONGS_EQUAL(2, slave.counters.communication_errors);
  LONGS_EQUAL(1, slave.counters.overruns);
  CHECK_FALSE(line.ask(request).empty());
}

TEST(RtuSlave, TellsItsCountersAndClearsThem) {
  check("12 03 00 10 00 01", "");
  check("11 03 00 00 00 01", "11 83 02");
  Bytes bad = frame("11 03 00 10 00 01");
  bad.back() ^= 1;
  CHECK(line.ask(bad).empty());
  check("11 08 00 0B 00 00", "11 08 00 0B 00 03");
  check("11 08 00 0C 00 00", "11 08 00 0C 00 01");
  check("11 08 00 0D 00 00", "11 08 00 0D 00 01");
  check("11 08 00 0E 00 00", "11 08 00 0E 00 05");
  check("11 08 00 0F 00 00", "11 08 00 0F 00 00");
  check("11 08 00 12 00 00", "11 08 00 12 00 00");
  check("11 08 00 0A 00 00", "11 08 00 0A 00 00");
  check("11 08 00 0B 00 00", "11 08 00 0B 00 01");
  check("11 08 00 0C 00 00", "11 08 00 0C 00 00");
}

TEST(RtuSlave, SurvivesNoiseAndAnswersAfterIt) {
  std::mt19937 dice(20231104);
  for (int round = 0; round < 3000; ++round) {
    Bytes noise(std::uniform_int_distribution<std::size_t>(1, 300)(dice));
    for (auto& byte : noise) {
      byte = static_cast<std::uint8_t>(dice());
    }
    if (round % 3 == 0) {  // a whole frame to us with any function and any content
      noise.resize(std::min<std::size_t>(noise.size(), 254));
      noise[0] = 0x11;
      noise = with_crc(noise);
    }
    line.ask(noise);
    STRCMP_EQUAL("11 04 02 11 11", content_of(line.ask(frame("11 04 00 00 00 01"))).c_str());
  }
}

TEST_GROUP(RtuTiming){};

TEST(RtuTiming, FollowsTheSpecification) {
  struct Row {
    std::uint32_t baud;
    std::uint8_t bits;
    std::uint32_t character;
    std::uint32_t gap;
    std::uint32_t end;
  };
  const Row rows[] = {{9600, 11, 1145, 1718, 4010}, {19200, 11, 572, 859, 2005}, {19200, 10, 520, 781, 1822},
                      {38400, 11, 286, 750, 1750},  {115200, 10, 86, 750, 1750}, {0, 10, 0, 750, 1750}};
  for (const Row& row : rows) {
    const rtu_timing timing = rtu_timing_of(row.baud, row.bits);
    UNSIGNED_LONGS_EQUAL(row.character, timing.character_us);
    UNSIGNED_LONGS_EQUAL(row.gap, timing.gap_us);
    UNSIGNED_LONGS_EQUAL(row.end, timing.end_us);
  }
}
