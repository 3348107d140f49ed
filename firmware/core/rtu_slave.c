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
  PARTS_FOR_MANY = 66,
  TO_ALL = FAST_FUNCTION,

  // Results of a request handler, in addition to the exception codes.
  SILENT = 0xFF,       // executed, nothing to answer
  WRONG_LENGTH = 0xFE  // not a whole request, so it is dropped
};

typedef struct {
  const uint8_t* bytes;
  uint16_t length;  // without the CRC
  uint32_t now_us;
  uint16_t* values;  // room for RTU_MAX_REGISTERS, once for all handlers: memory is small
} request;

static uint16_t word_at(const uint8_t* bytes) { return (uint16_t)(((unsigned)bytes[0] << 8) | bytes[1]); }

static void answer_byte(rtu_slave* slave, uint8_t byte) { slave->reply[slave->reply_length++] = byte; }

static void answer_word(rtu_slave* slave, uint16_t word) {
  answer_byte(slave, (uint8_t)(word >> 8));
  answer_byte(slave, (uint8_t)word);
}

// Address and function are there already.
static void answer_echo(rtu_slave* slave, const request* asked, uint16_t length) {
  memcpy(slave->reply + slave->reply_length, asked->bytes + 2, length - 2u);
  slave->reply_length = (uint8_t)(slave->reply_length + length - 2u);
}

static bool is_settings(const rtu_slave* slave, uint16_t first, uint16_t count) {
  return slave->settings && first >= slave->settings_at &&
         (uint32_t)first + count <= (uint32_t)slave->settings_at + LINE_SETTINGS_REGISTERS;
}

static uint8_t read_map(const rtu_slave* slave, rtu_space space, uint16_t first, uint16_t count, uint16_t* values) {
  if (space == RTU_HOLDING && is_settings(slave, first, count)) {
    for (uint16_t i = 0; i < count; ++i) {
      values[i] = line_settings_read(slave->settings, (uint16_t)(first - slave->settings_at + i));
    }
    return RTU_FINE;
  }
  return slave->map->read(slave->device, space, first, count, values);
}

static uint8_t check_count(uint16_t count) {
  return count >= 1 && count <= RTU_MAX_REGISTERS ? RTU_FINE : RTU_ILLEGAL_VALUE;
}

static uint8_t read_registers(rtu_slave* slave, rtu_space space, uint16_t first, uint16_t count, uint16_t* values) {
  uint8_t code = read_map(slave, space, first, count, values);
  if (code != RTU_FINE) {
    return code;
  }
  answer_byte(slave, (uint8_t)(2 * count));
  for (uint16_t i = 0; i < count; ++i) {
    answer_word(slave, values[i]);
  }
  return RTU_FINE;
}

static uint8_t write_registers(rtu_slave* slave, const request* asked, uint16_t first, uint16_t count,
                               const uint8_t* data) {
  uint16_t* values = asked->values;
  for (uint16_t i = 0; i < count; ++i) {
    values[i] = word_at(data + (size_t)2 * i);
  }
  if (is_settings(slave, first, count)) {
    return line_settings_write(slave->settings, (uint16_t)(first - slave->settings_at), count, values);
  }
  return slave->map->write(slave->device, first, count, values, asked->now_us);
}

static uint8_t read_request(rtu_slave* slave, const request* asked, rtu_space space) {
  if (asked->length != 6) {
    return WRONG_LENGTH;
  }
  uint16_t count = word_at(asked->bytes + 4);
  uint8_t code = check_count(count);
  return code == RTU_FINE ? read_registers(slave, space, word_at(asked->bytes + 2), count, asked->values) : code;
}

static uint8_t write_one(rtu_slave* slave, const request* asked) {
  if (asked->length != 6) {
    return WRONG_LENGTH;
  }
  uint8_t code = write_registers(slave, asked, word_at(asked->bytes + 2), 1, asked->bytes + 4);
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
  uint8_t code = write_registers(slave, asked, word_at(asked->bytes + 2), count, asked->bytes + 7);
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
  uint8_t code = read_map(slave, RTU_HOLDING, read_first, read_count, asked->values);
  if (code == RTU_FINE) {
    code = write_registers(slave, asked, write_first, write_count, asked->bytes + 11);
  }
  return code == RTU_FINE ? read_registers(slave, RTU_HOLDING, read_first, read_count, asked->values) : code;
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
    if (slave->reply_length + asked->length > RTU_KEPT) {
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

static void watched_values(const rtu_slave* slave, uint16_t values[FAST_WATCHED]) {
  if (slave->fast->watched != 0) {
    slave->map->read(slave->device, RTU_INPUT, slave->fast->first, slave->fast->watched, values);
  }
}

static uint8_t enable_events(rtu_slave* slave, const request* asked) {
  if (!slave->fast || asked->length < 3 || asked->bytes[2] != FAST_ENABLE) {
    return RTU_ILLEGAL_FUNCTION;
  }
  if (asked->length > RTU_KEPT) {
    return RTU_ILLEGAL_VALUE;
  }
  uint16_t now[FAST_WATCHED];
  watched_values(slave, now);
  answer_byte(slave, FAST_ENABLE);
  uint8_t room = (uint8_t)(RTU_KEPT - 2 - slave->reply_length);
  uint8_t used = fast_modbus_enable(slave->fast, asked->bytes + 3, (uint16_t)(asked->length - 3), now,
                                    slave->reply + slave->reply_length, room);
  slave->reply_length = (uint8_t)(slave->reply_length + used);
  return used != 0 ? RTU_FINE : RTU_ILLEGAL_VALUE;
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
    case TO_ALL:
      return enable_events(slave, asked);
    default:
      return RTU_ILLEGAL_FUNCTION;
  }
}

static uint8_t obey_broadcast(rtu_slave* slave, const request* asked) {
  uint8_t function = asked->bytes[1];
  if (function != WRITE_ONE && function != WRITE_MANY) {
    return SILENT;
  }
  // A broadcast would give all units one address.
  bool settings = asked->length >= 4 && is_settings(slave, word_at(asked->bytes + 2), 1);
  uint8_t code = settings ? RTU_ILLEGAL_VALUE : obey(slave, asked);
  if (code == WRONG_LENGTH) {
    return code;
  }
  if (code != RTU_FINE) {
    ++slave->counters.exceptions;
  }
  return SILENT;
}

static bool is_by_serial(const rtu_slave* slave, const request* asked) {
  const uint8_t* bytes = asked->bytes;
  if (!slave->fast || asked->length < FAST_HEAD + 1 || bytes[0] != FAST_ADDRESS || bytes[1] != FAST_FUNCTION ||
      bytes[2] != FAST_BY_SERIAL) {
    return false;
  }
  uint32_t serial = (uint32_t)word_at(bytes + 3) << 16 | word_at(bytes + 5);
  return serial == slave->fast->serial;
}

static bool is_for_many(const rtu_slave* slave, const uint8_t* bytes) {
  return slave->parts && bytes[0] == FAST_ADDRESS && bytes[1] == PARTS_FOR_MANY;
}

static void answer_head(rtu_slave* slave, const request* asked, bool by_serial, uint8_t function) {
  slave->reply_length = 0;
  if (by_serial) {
    memcpy(slave->reply, asked->bytes, FAST_HEAD);
    slave->reply[2] = FAST_BY_SERIAL_ANSWER;
    slave->reply_length = FAST_HEAD;
  } else {
    answer_byte(slave, slave->address);
  }
  answer_byte(slave, function);
}

static void finish_reply(rtu_slave* slave) {
  uint16_t crc = crc16_of(slave->reply, slave->reply_length);
  answer_byte(slave, (uint8_t)crc);
  answer_byte(slave, (uint8_t)(crc >> 8));
}

static void take_frame(rtu_slave* slave, uint32_t now_us) {
  uint16_t values[RTU_MAX_REGISTERS];
  request asked = {slave->receiver.bytes, (uint16_t)(slave->receiver.ended - 2), now_us, values};
  ++slave->counters.bus_messages;
  if (slave->map->heard) {
    slave->map->heard(slave->device, now_us);
  }
  if (is_for_many(slave, asked.bytes)) {
    asked.bytes = slave->parts->request;
    asked.length = own_part_request(slave->parts);
    if (asked.length == 0) {
      return;
    }
  }
  bool by_serial = is_by_serial(slave, &asked);
  if (asked.bytes[0] != slave->address && asked.bytes[0] != 0 && !by_serial) {
    return;
  }
  ++slave->counters.messages;
  // In a request by serial number the last byte of the number stands where the address does otherwise.
  request inner = asked;
  if (by_serial) {
    inner.bytes += FAST_HEAD - 1;
    inner.length = (uint16_t)(inner.length - (FAST_HEAD - 1));
  }
  answer_head(slave, &asked, by_serial, inner.bytes[1]);
  uint8_t code;
  if (by_serial && asked.length > RTU_KEPT) {
    code = RTU_ILLEGAL_VALUE;  // not all of it was kept
  } else {
    code = asked.bytes[0] == 0 ? obey_broadcast(slave, &inner) : obey(slave, &inner);
  }
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
    answer_head(slave, &asked, by_serial, (uint8_t)(inner.bytes[1] | 0x80));
    answer_byte(slave, code);
  }
  finish_reply(slave);
}

void rtu_slave_init(rtu_slave* slave, uint8_t address, rtu_timing timing, const rtu_map* map, void* device) {
  rtu_receiver_init(&slave->receiver, timing);
  slave->map = map;
  slave->device = device;
  slave->address = address;
  slave->fast = 0;
  slave->parts = 0;
  slave->settings = 0;
  slave->settings_at = 0;
  memset(&slave->counters, 0, sizeof slave->counters);
  slave->reply_length = 0;
}

void rtu_slave_answers_all(rtu_slave* slave, fast_modbus* fast) { slave->fast = fast; }

void rtu_slave_takes_parts(rtu_slave* slave, own_part* parts) {
  slave->parts = parts;
  own_part_init(parts);
}

void rtu_slave_is_set_by_wire(rtu_slave* slave, line_settings* settings, uint16_t at) {
  slave->settings = settings;
  slave->settings_at = at;
  slave->address = settings->active.address;
}

bool rtu_slave_apply_settings(rtu_slave* slave, uint32_t now_us) {
  if (!slave->settings || rtu_slave_arbitrates(slave) || !line_settings_apply(slave->settings, now_us)) {
    return false;
  }
  slave->address = slave->settings->active.address;
  rtu_timing timing = line_format_timing(slave->settings->active.format);
  if (timing.character_us == slave->receiver.timing.character_us) {
    return false;
  }
  rtu_receiver_init(&slave->receiver, timing);
  return true;
}

bool rtu_slave_arbitrates(const rtu_slave* slave) { return slave->fast && slave->fast->asked != 0; }

uint32_t rtu_slave_arbitration_due(const rtu_slave* slave) { return arbitration_due(&slave->fast->talk); }

void rtu_slave_sees_start(rtu_slave* slave, uint32_t now_us) {
  if (rtu_slave_arbitrates(slave)) {
    arbitration_heard(&slave->fast->talk, now_us);
  }
}

static void poll_frame(rtu_slave* slave, uint32_t now_us) {
  slave->reply_length = 0;
  rtu_verdict verdict = rtu_receiver_end(&slave->receiver, now_us);
  // The bytes of an arbitration are no frame; FF is no address.
  if (verdict == RTU_BAD_FRAME && slave->receiver.bytes[0] != 0xFF) {
    ++slave->counters.communication_errors;
  }
  if (verdict == RTU_GOOD_FRAME) {
    take_frame(slave, now_us);
  }
}

static void poll_arbitration(rtu_slave* slave, uint32_t now_us) {
  fast_modbus* fast = slave->fast;
  switch (arbitration_poll(&fast->talk, now_us)) {
    case ARBITRATION_WAITS:
      break;
    case ARBITRATION_SENDS:
      slave->reply[0] = 0xFF;
      slave->reply_length = 1;
      break;
    case ARBITRATION_LOST:
      fast->asked = 0;
      break;
    default: {  // ARBITRATION_WON
      uint16_t now[FAST_WATCHED];
      watched_values(slave, now);
      slave->reply_length = fast_modbus_answer(fast, slave->address, now, slave->reply);
      finish_reply(slave);
    }
  }
}

uint8_t rtu_slave_poll(rtu_slave* slave, uint32_t now_us) {
  poll_frame(slave, now_us);
  if (slave->reply_length == 0 && rtu_slave_arbitrates(slave)) {
    poll_arbitration(slave, now_us);
  }
  return slave->reply_length;
}

// Many masters begin their next request within t3.5 of a reply; libmodbus and most scripts do. Then a good
// CRC ends the frame before. If that is by chance, only a frame of others is cut. A frame to this unit still
// ends with its silence.
static bool is_whole_frame_of_others(const rtu_slave* slave) {
  const rtu_receiver* receiver = &slave->receiver;
  uint8_t to = receiver->bytes[0];
  return rtu_receiver_may_be_whole(receiver) && to != slave->address && to != 0 && to != FAST_ADDRESS;
}

// Handles the frame before this byte, if nobody polled in time, or if its master did not wait.
static void finish_before(rtu_slave* slave, uint32_t now_us) {
  uint32_t begin = rtu_receiver_begin_of(&slave->receiver, now_us);
  if (is_whole_frame_of_others(slave)) {
    rtu_receiver_cut(&slave->receiver);
    take_frame(slave, begin);
  }
  poll_frame(slave, begin);
  if (slave->reply_length != 0) {
    ++slave->counters.no_responses;
  }
  slave->reply_length = 0;
}

// A byte in an arbitration, or before it: then the request was not over.
static void heard_in_arbitration(rtu_slave* slave, uint32_t now_us) {
  if (!rtu_slave_arbitrates(slave)) {
    return;
  }
  fast_modbus* fast = slave->fast;
  uint32_t begin = rtu_receiver_begin_of(&slave->receiver, now_us);
  if ((int32_t)(begin + fast->talk.window_us / 4 - fast->talk.begin_us) < 0) {
    fast->asked = 0;
  } else {
    arbitration_heard(&fast->talk, begin);
  }
}

// Requests to all are taken at their last byte: above 19200 baud their first window comes before t3.5 is
// over.
static void look_for_request_to_all(rtu_slave* slave, uint32_t now_us) {
  const rtu_receiver* receiver = &slave->receiver;
  if (slave->fast && !receiver->spoiled && receiver->crc == 0 && receiver->bytes[0] == FAST_ADDRESS) {
    uint16_t now[FAST_WATCHED];
    watched_values(slave, now);
    fast_modbus_request(slave->fast, receiver->bytes, receiver->length, slave->address, now, receiver->timing, now_us);
  }
}

// Such a frame is longer than what is kept of it.
static void look_for_own_part(rtu_slave* slave, uint8_t byte) {
  const rtu_receiver* receiver = &slave->receiver;
  if (receiver->length < 2 || !is_for_many(slave, receiver->bytes)) {
    return;
  }
  if (receiver->length == 2) {
    own_part_begin(slave->parts);
  } else {
    own_part_byte(slave->parts, slave->address, byte);
  }
}

void rtu_slave_byte(rtu_slave* slave, uint8_t byte, uint32_t now_us) {
  finish_before(slave, now_us);
  heard_in_arbitration(slave, now_us);
  rtu_receiver_put(&slave->receiver, byte, now_us);
  look_for_request_to_all(slave, now_us);
  look_for_own_part(slave, byte);
}

void rtu_slave_line_error(rtu_slave* slave, uint32_t now_us) {
  finish_before(slave, now_us);
  heard_in_arbitration(slave, now_us);
  rtu_receiver_spoil(&slave->receiver, now_us);
}

void rtu_slave_overrun(rtu_slave* slave, uint32_t now_us) {
  ++slave->counters.overruns;
  rtu_slave_line_error(slave, now_us);
}
