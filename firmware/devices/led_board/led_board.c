#include "devices/led_board/led_board.h"

#include <string.h>

#include "core/segments.h"

enum { DEFAULT_BRIGHTNESS = 8, PICTURE_REGISTERS = 1 + WIRE_BOARD_TEXT_REGISTERS };

static void fill(const led_board* board, led_picture* picture, char character) {
  memset(picture->text, ' ', sizeof picture->text);
  memset(picture->text, character, board->width);
  picture->blink = 0;
}

static uint16_t attributes_word(const led_picture* picture) {
  return (uint16_t)(((unsigned)picture->blink << 8) | picture->brightness);
}

static uint16_t text_word(const led_picture* picture, uint16_t pair) {
  return (uint16_t)(((unsigned)(uint8_t)picture->text[(size_t)2 * pair] << 8) |
                    (uint8_t)picture->text[(size_t)2 * pair + 1]);
}

static bool set_attributes(const led_board* board, led_picture* picture, uint16_t word) {
  uint8_t brightness = (uint8_t)word;
  if (brightness > WIRE_BOARD_MAX_BRIGHTNESS) {
    return false;
  }
  picture->brightness = brightness;
  picture->blink = (uint8_t)((word >> 8) & (0xFF00u >> board->width));
  return true;
}

// Characters beyond the width are ignored, whatever they are.
static bool set_text(const led_board* board, led_picture* picture, uint16_t pair, uint16_t word) {
  for (uint16_t half = 0; half < 2; ++half) {
    uint16_t place = (uint16_t)(2 * pair + half);
    if (place >= board->width) {
      return true;
    }
    char character = (char)(half == 0 ? word >> 8 : word & 0xFF);
    if (!segments_known(character)) {
      return false;
    }
    picture->text[place] = character;
  }
  return true;
}

static void show(led_board* board, const led_picture* picture, uint32_t now_us) {
  bool same = !board->dark && !board->unwritten && memcmp(picture, &board->picture, sizeof *picture) == 0;
  if (!same) {  // a refresh with the same picture must not disturb the rhythm
    board->blink_lit = true;
    board->blink_us = now_us;
  }
  board->picture = *picture;
  board->testing = false;
  board->unwritten = false;
  board->dark = false;
  ++board->pictures;
}

static uint8_t write_picture(led_board* board, uint16_t first, uint16_t count, const uint16_t* values,
                             uint32_t now_us) {
  led_picture picture = board->picture;
  for (uint16_t i = 0; i < count; ++i) {
    uint16_t address = (uint16_t)(first + i);
    bool taken = address == WIRE_BOARD_ATTRIBUTES
                     ? set_attributes(board, &picture, values[i])
                     : set_text(board, &picture, (uint16_t)(address - WIRE_BOARD_TEXT), values[i]);
    if (!taken) {
      return RTU_ILLEGAL_VALUE;
    }
  }
  show(board, &picture, now_us);
  return RTU_FINE;
}

static uint8_t write(void* device, uint16_t first, uint16_t count, const uint16_t* values, uint32_t now_us) {
  led_board* board = device;
  if (first < PICTURE_REGISTERS && first + count <= PICTURE_REGISTERS) {
    return write_picture(board, first, count, values, now_us);
  }
  return first == WIRE_BOARD_WIDTH && count == 1 ? RTU_ILLEGAL_VALUE : RTU_ILLEGAL_ADDRESS;
}

static bool holding(const led_board* board, uint16_t address, uint16_t* value) {
  if (address == WIRE_BOARD_ATTRIBUTES) {
    *value = attributes_word(&board->picture);
  } else if (address < PICTURE_REGISTERS) {
    *value = text_word(&board->picture, (uint16_t)(address - WIRE_BOARD_TEXT));
  } else if (address == WIRE_BOARD_WIDTH) {
    *value = board->width;
  } else {
    return false;
  }
  return true;
}

static bool input(const led_board* board, const led_picture* shown, uint16_t address, uint16_t* value) {
  switch (address) {
    case WIRE_BOARD_IN_STATUS:
      *value = led_board_status(board);
      return true;
    case WIRE_BOARD_IN_ATTRIBUTES:
      *value = attributes_word(shown);
      return true;
    case WIRE_BOARD_IN_BOOT_ID:
      *value = board->boot_id;
      return true;
    case WIRE_BOARD_IN_PICTURES:
      *value = board->pictures;
      return true;
    default:
      break;
  }
  if (address >= WIRE_BOARD_INPUTS) {
    return false;
  }
  *value = text_word(shown, (uint16_t)(address - WIRE_BOARD_IN_TEXT));
  return true;
}

static uint8_t read(void* device, rtu_space space, uint16_t first, uint16_t count, uint16_t* values) {
  const led_board* board = device;
  led_picture shown = led_board_shown(board);
  for (uint16_t i = 0; i < count; ++i) {
    uint16_t address = (uint16_t)(first + i);
    bool known = address >= first && (space == RTU_HOLDING ? holding(board, address, values + i)
                                                           : input(board, &shown, address, values + i));
    if (!known) {
      return RTU_ILLEGAL_ADDRESS;
    }
  }
  return RTU_FINE;
}

static void pass_time(led_board* board, uint32_t now_us) {
  if (board->testing && now_us - board->started_us >= LED_BOARD_LAMP_TEST_US) {
    board->testing = false;
  }
  if (host_watch_silent(&board->host, now_us) && !board->dark) {
    // The picture is deleted, not hidden, so that a later write of a part of it cannot bring an old number
    // back.
    fill(board, &board->picture, '-');
    board->dark = true;
  }
  while (now_us - board->blink_us >= LED_BOARD_BLINK_HALF_US && (int32_t)(now_us - board->blink_us) > 0) {
    board->blink_us += LED_BOARD_BLINK_HALF_US;
    board->blink_lit = !board->blink_lit;
  }
}

static void heard(void* device, uint32_t now_us) {
  led_board* board = device;
  pass_time(board, now_us);
  host_watch_heard(&board->host, now_us);
}

static const rtu_map map = {read, write, heard, WIRE_TYPE_BOARD, "antrean-board 2.0", 0};

void led_board_init(led_board* board, const led_board_setup* setup, uint32_t now_us) {
  rtu_slave_init(&board->slave, setup->address, setup->timing, &map, board);
  line_setup line = {setup->address, setup->format};
  line_settings_init(&board->line, line);
  rtu_slave_is_set_by_wire(&board->slave, &board->line, WIRE_LINE_SETTINGS);
  rtu_slave_takes_parts(&board->slave, &board->part);
  fast_modbus_init(&board->fast, setup->serial, 0, 0);
  if (setup->serial != 0) {
    rtu_slave_answers_all(&board->slave, &board->fast);
  }
  host_watch_init(&board->host, WIRE_HOST_SILENT_MS, now_us);
  board->width = setup->width;
  board->boot_id = setup->boot_id;
  board->pictures = 0;
  board->testing = true;
  board->unwritten = true;
  board->dark = false;
  board->blink_lit = true;
  board->started_us = now_us;
  board->blink_us = now_us;
  board->picture.brightness = DEFAULT_BRIGHTNESS;
  fill(board, &board->picture, '-');
}

uint8_t led_board_poll(led_board* board, uint32_t now_us) {
  uint8_t reply = rtu_slave_poll(&board->slave, now_us);
  pass_time(board, now_us);
  return reply;
}

led_picture led_board_shown(const led_board* board) {
  led_picture shown = board->picture;
  if (board->testing) {
    fill(board, &shown, '8');
  }
  return shown;
}

void led_board_segments(const led_board* board, uint8_t segments[WIRE_BOARD_MAX_CHARACTERS]) {
  led_picture shown = led_board_shown(board);
  for (uint8_t i = 0; i < WIRE_BOARD_MAX_CHARACTERS; ++i) {
    bool hidden = !board->blink_lit && (shown.blink & (0x80u >> i)) != 0;
    segments[i] = hidden || i >= board->width ? 0 : segments_of(shown.text[i]);
    if (board->testing && i < board->width) {
      segments[i] = SEGMENTS_ALL;
    }
  }
}

uint16_t led_board_status(const led_board* board) {
  unsigned status = 0;
  if (board->dark) {
    status |= WIRE_BOARD_STATUS_SILENT;
  }
  if (board->unwritten) {
    status |= WIRE_BOARD_STATUS_UNWRITTEN;
  }
  if (board->testing) {
    status |= WIRE_BOARD_STATUS_LAMP_TEST;
  }
  return (uint16_t)status;
}
