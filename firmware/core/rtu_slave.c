#include "core/rtu_slave.h"

#include <string.h>

#include "core/crc16.h"

enum {
  READ_HOLDING = 3,
  READ_INPUT = 4,
  WRITE_ONE = 6,
  DIAGNOSTICS = 8,
  WRITE_MANY = 16,
  REPORT_ID = 17,
  WRITE_THEN_READ = 23,
  READ_NEWS = 65,

  // Results of a request handler, in addition to the exception codes.
  SILENT = 0xFF,       // executed, nothing to answer
  WRONG_LENGTH = 0xFE  // not a whole request, so it is dropped
};

typedef struct {
  const uint8_t* bytes;
  uint16_t length;  // without the CRC
  uint32_t now_us;
} request;

static uint16_t word_at(const uint8_t* bytes) { return (uint16_t)(((unsigned)bytes[0] << 8) | bytes[1]); }

static void answer_byte(rtu_slave* slave, uint8_t byte) { slave->reply[slave->reply_length++] = byte; }

static void answer_word(rtu_slave* slave, uint16_t word) {
  answer_byte(slave, (uint8_t)(word >> 8));
  answer_byte(slave, (uint8_t)word);
}

static void answer_echo(rtu_slave* slave, const request* asked, uint16_t length) {
  memcpy(slave->reply, asked->bytes, length);
  slave->reply_length = (uint8_t)length;
}

static uint8_t check_count(uint16_t count) {
  return count >= 1 && count <= RTU_MAX_REGISTERS ? RTU_FINE : RTU_ILLEGAL_VALUE;
}

static uint8_t read_registers(rtu_slave* slave, rtu_space space, uint16_t first, uint16_t count) {
  uint16_t values[RTU_MAX_REGISTERS];
  uint8_t code = slave->map->read(slave->device, space, first, count, values);
  if (code != RTU_FINE) {
    return code;
  }
  answer_byte(slave, (uint8_t)(2 * count));
  for (uint16_t i = 0; i < count; ++i) {
    answer_word(slave, values[i]);
  }
  return RTU_FINE;
}

static uint8_t write_registers(rtu_slave* slave, uint16_t first, uint16_t count, const uint8_t* data, uint32_t now_us) {
  uint16_t values[RTU_MAX_REGISTERS];
  for (uint16_t i = 0; i < count; ++i) {
    values[i] = word_at(data + (size_t)2 * i);
  }
  return slave->map->write(slave->device, first, count, values, now_us);
}

static uint8_t read_request(rtu_slave* slave, const request* asked, rtu_space space) {
  if (asked->length != 6) {
    return WRONG_LENGTH;
  }
  uint16_t count = word_at(asked->bytes + 4);
  uint8_t code = check_count(count);
  return code == RTU_FINE ? read_registers(slave, space, word_at(asked->bytes + 2), count) : code;
}

static uint8_t write_one(rtu_slave* slave, const request* asked) {
  if (asked->length != 6) {
    return WRONG_LENGTH;
  }
  uint8_t code = write_registers(slave, word_at(asked->bytes + 2), 1, asked->bytes + 4, asked->now_us);
  if (code == RTU_FINE) {
    answer_echo(slave, asked, 6);
  }
  return code;
}

static uint8_t write_many(rtu_slave* slave, const request* asked) {
  if (asked->length < 7 || asked->length != 7u + asked->bytes[6]) {
    return WRONG_LENGTH;
  }
  uint16_t count = word_at(asked->bytes + 4);
  if (check_count(count) != RTU_FINE || asked->bytes[6] != 2 * count) {
    return RTU_ILLEGAL_VALUE;
  }
  uint8_t code = write_registers(slave, word_at(asked->bytes + 2), count, asked->bytes + 7, asked->now_us);
  if (code == RTU_FINE) {
    answer_echo(slave, asked, 6);
  }
  return code;
}

static uint8_t write_then_read(rtu_slave* slave, const request* asked) {
  if (asked->length < 11 || asked->length != 11u + asked->bytes[10]) {
    return WRONG_LENGTH;
  }
  uint16_t read_first = word_at(asked->bytes + 2);
  uint16_t read_count = word_at(asked->bytes + 4);
  uint16_t write_first = word_at(asked->bytes + 6);
  uint16_t write_count = word_at(asked->bytes + 8);
  if (check_count(read_count) != RTU_FINE || check_count(write_count) != RTU_FINE ||
      asked->bytes[10] != 2 * write_count) {
    return RTU_ILLEGAL_VALUE;
  }
  // The read is tried first, because a request that is refused must not write anything.
  uint16_t values[RTU_MAX_REGISTERS];
  uint8_t code = slave->map->read(slave->device, RTU_HOLDING, read_first, read_count, values);
  if (code == RTU_FINE) {
    code = write_registers(slave, write_first, write_count, asked->bytes + 11, asked->now_us);
  }
  return code == RTU_FINE ? read_registers(slave, RTU_HOLDING, read_first, read_count) : code;
}

static uint8_t counter_value(const rtu_counters* counters, uint16_t which, uint16_t* value) {
  switch (which) {
    case 0x0B:
      *value = counters->bus_messages;
      return RTU_FINE;
    case 0x0C:
      *value = counters->communication_errors;
      return RTU_FINE;
    case 0x0D:
      *value = counters->exceptions;
      return RTU_FINE;
    case 0x0E:
      *value = counters->messages;
      return RTU_FINE;
    case 0x0F:
      *value = counters->no_responses;
      return RTU_FINE;
    case 0x12:
      *value = counters->overruns;
      return RTU_FINE;
    default:
      return RTU_ILLEGAL_FUNCTION;
  }
}

static uint8_t diagnostics(rtu_slave* slave, const request* asked) {
  if (asked->length < 6) {
    return WRONG_LENGTH;
  }
  uint16_t which = word_at(asked->bytes + 2);
  if (which == 0x00) {
    if (asked->length + 2u > RTU_KEPT) {
      return RTU_ILLEGAL_VALUE;
    }
    answer_echo(slave, asked, asked->length);
    return RTU_FINE;
  }
  if (asked->length != 6) {
    return WRONG_LENGTH;
  }
  uint16_t value = 0;
  uint8_t code = which == 0x0A ? RTU_FINE : counter_value(&slave->counters, which, &value);
  if (code != RTU_FINE) {
    return code;
  }
  if (word_at(asked->bytes + 4) != 0) {
    return RTU_ILLEGAL_VALUE;
  }
  if (which == 0x0A) {
    memset(&slave->counters, 0, sizeof slave->counters);
    answer_echo(slave, asked, 6);
    return RTU_FINE;
  }
  answer_word(slave, which);
  answer_word(slave, value);
  return RTU_FINE;
}

static uint8_t report_id(rtu_slave* slave, const request* asked) {
  if (asked->length != 2) {
    return WRONG_LENGTH;
  }
  uint8_t length = (uint8_t)strlen(slave->map->identity);
  answer_byte(slave, (uint8_t)(2 + length));
  answer_byte(slave, slave->map->type);
  answer_byte(slave, 0xFF);
  memcpy(slave->reply + slave->reply_length, slave->map->identity, length);
  slave->reply_length = (uint8_t)(slave->reply_length + length);
  return RTU_FINE;
}

static uint8_t read_news(rtu_slave* slave, const request* asked) {
  if (!slave->map->news) {
    return RTU_ILLEGAL_FUNCTION;
  }
  if (asked->length != 2) {
    return WRONG_LENGTH;
  }
  answer_word(slave, slave->map->news(slave->device));
  return RTU_FINE;
}

// The list of allowed functions. A frame that is longer than what is kept can only be an echo or a write of
// too many registers. The handlers of these check its length or count before they read, and refuse it.
static uint8_t obey(rtu_slave* slave, const request* asked) {
  switch (asked->bytes[1]) {
    case READ_HOLDING:
      return read_request(slave, asked, RTU_HOLDING);
    case READ_INPUT:
      return read_request(slave, asked, RTU_INPUT);
    case WRITE_ONE:
      return write_one(slave, asked);
    case DIAGNOSTICS:
      return diagnostics(slave, asked);
    case WRITE_MANY:
      return write_many(slave, asked);
    case REPORT_ID:
      return report_id(slave, asked);
    case WRITE_THEN_READ:
      return write_then_read(slave, asked);
    case READ_NEWS:
      return read_news(slave, asked);
    default:
      return RTU_ILLEGAL_FUNCTION;
  }
}

static uint8_t obey_broadcast(rtu_slave* slave, const request* asked) {
  uint8_t function = asked->bytes[1];
  if (function != WRITE_ONE && function != WRITE_MANY) {
    return SILENT;
  }
  uint8_t code = obey(slave, asked);
  if (code == WRONG_LENGTH) {
    return code;
  }
  if (code != RTU_FINE) {
    ++slave->counters.exceptions;
  }
  return SILENT;
}

static void take_frame(rtu_slave* slave, uint32_t now_us) {
  request asked = {slave->receiver.bytes, (uint16_t)(slave->receiver.ended - 2), now_us};
  ++slave->counters.bus_messages;
  if (slave->map->heard) {
    slave->map->heard(slave->device, now_us);
  }
  if (asked.bytes[0] != slave->address && asked.bytes[0] != 0) {
    return;
  }
  ++slave->counters.messages;
  answer_byte(slave, slave->address);
  answer_byte(slave, asked.bytes[1]);
  uint8_t code = asked.bytes[0] == 0 ? obey_broadcast(slave, &asked) : obey(slave, &asked);
  if (code == SILENT || code == WRONG_LENGTH) {
    if (code == WRONG_LENGTH) {
      ++slave->counters.communication_errors;
    }
    ++slave->counters.no_responses;
    slave->reply_length = 0;
    return;
  }
  if (code != RTU_FINE) {
    ++slave->counters.exceptions;
    slave->reply_length = 0;
    answer_byte(slave, slave->address);
    answer_byte(slave, (uint8_t)(asked.bytes[1] | 0x80));
    answer_byte(slave, code);
  }
  uint16_t crc = crc16_of(slave->reply, slave->reply_length);
  answer_byte(slave, (uint8_t)crc);
  answer_byte(slave, (uint8_t)(crc >> 8));
}

void rtu_slave_init(rtu_slave* slave, uint8_t address, rtu_timing timing, const rtu_map* map, void* device) {
  rtu_receiver_init(&slave->receiver, timing);
  slave->map = map;
  slave->device = device;
  slave->address = address;
  memset(&slave->counters, 0, sizeof slave->counters);
  slave->reply_length = 0;
}

uint8_t rtu_slave_poll(rtu_slave* slave, uint32_t now_us) {
  slave->reply_length = 0;
  rtu_verdict verdict = rtu_receiver_end(&slave->receiver, now_us);
  if (verdict == RTU_BAD_FRAME) {
    ++slave->counters.communication_errors;
  }
  if (verdict == RTU_GOOD_FRAME) {
    take_frame(slave, now_us);
  }
  return slave->reply_length;
}

// Handles the frame before this byte, if nobody polled in time.
static void finish_before(rtu_slave* slave, uint32_t now_us) {
  if (rtu_slave_poll(slave, rtu_receiver_begin_of(&slave->receiver, now_us)) != 0) {
    ++slave->counters.no_responses;
  }
  slave->reply_length = 0;
}

void rtu_slave_byte(rtu_slave* slave, uint8_t byte, uint32_t now_us) {
  finish_before(slave, now_us);
  rtu_receiver_put(&slave->receiver, byte, now_us);
}

void rtu_slave_line_error(rtu_slave* slave, uint32_t now_us) {
  finish_before(slave, now_us);
  rtu_receiver_spoil(&slave->receiver, now_us);
}

void rtu_slave_overrun(rtu_slave* slave, uint32_t now_us) {
  ++slave->counters.overruns;
  rtu_slave_line_error(slave, now_us);
}
