#include "core/rtu_receiver.h"

#include "core/crc16.h"

void rtu_receiver_init(rtu_receiver* receiver, rtu_timing timing) {
  receiver->timing = timing;
  receiver->last_us = 0;
  receiver->length = 0;
  receiver->ended = 0;
  receiver->crc = CRC16_START;
  receiver->spoiled = false;
}

bool rtu_receiver_may_be_whole(const rtu_receiver* receiver) {
  return !receiver->spoiled && receiver->crc == 0 && receiver->length >= RTU_SHORTEST &&
         receiver->length <= RTU_LONGEST;
}

void rtu_receiver_cut(rtu_receiver* receiver) {
  receiver->ended = receiver->length;
  receiver->length = 0;
}

rtu_verdict rtu_receiver_end(rtu_receiver* receiver, uint32_t now_us) {
  if (receiver->length == 0) {
    return RTU_NO_FRAME;
  }
  // Signed, because a byte may begin before the end of the last one when bytes follow closely.
  int32_t silence = (int32_t)(now_us - receiver->last_us);
  if (silence < (int32_t)receiver->timing.end_us) {
    return RTU_NO_FRAME;
  }
  bool good = rtu_receiver_may_be_whole(receiver);
  rtu_receiver_cut(receiver);
  return good ? RTU_GOOD_FRAME : RTU_BAD_FRAME;
}

uint32_t rtu_receiver_begin_of(const rtu_receiver* receiver, uint32_t byte_end_us) {
  return byte_end_us - receiver->timing.character_us;
}

static void begin_or_go_on(rtu_receiver* receiver, uint32_t now_us) {
  if (receiver->length == 0) {
    receiver->crc = CRC16_START;
    receiver->spoiled = false;
  } else {
    int32_t silence = (int32_t)(rtu_receiver_begin_of(receiver, now_us) - receiver->last_us);
    if (silence > (int32_t)receiver->timing.gap_us) {
      receiver->spoiled = true;
    }
  }
  receiver->last_us = now_us;
}

void rtu_receiver_put(rtu_receiver* receiver, uint8_t byte, uint32_t now_us) {
  begin_or_go_on(receiver, now_us);
  if (receiver->length < RTU_KEPT) {
    receiver->bytes[receiver->length] = byte;
  }
  if (receiver->length <= RTU_LONGEST) {
    ++receiver->length;
  }
  receiver->crc = crc16_next(receiver->crc, byte);
}

void rtu_receiver_spoil(rtu_receiver* receiver, uint32_t now_us) {
  begin_or_go_on(receiver, now_us);
  if (receiver->length <= RTU_LONGEST) {
    ++receiver->length;
  }
  receiver->spoiled = true;
}
