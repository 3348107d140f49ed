#include "ports/atmega328p/kept.h"

#include <avr/eeprom.h>

#include "wire/wire.h"

enum {
  ADDRESS = 0,
  WIDTH = 1,
  // 2 was the table line of 1.0
  BOOT_ID = 3,
  FORMAT = 5,
  SERIAL = 6,

  DEFAULT_WIDTH = 4
};

static const uint32_t first_serial = 0x0D000000;
static const uint32_t last_serial = 0x0D00FFFF;

static uint8_t* place(uint16_t offset) { return (uint8_t*)offset; }

// line_settings_init replaces what does not exist.
line_setup kept_line(void) {
  line_setup line = {eeprom_read_byte(place(ADDRESS)), eeprom_read_byte(place(FORMAT))};
  return line;
}

void keep_line(line_setup line) {
  eeprom_update_byte(place(ADDRESS), line.address);
  eeprom_update_byte(place(FORMAT), line.format);
}

uint32_t kept_serial(void) {
  uint32_t serial = eeprom_read_dword((const uint32_t*)place(SERIAL));
  return serial >= first_serial && serial <= last_serial ? serial : last_serial;
}

uint8_t kept_width(void) {
  uint8_t width = eeprom_read_byte(place(WIDTH));
  return width >= 1 && width <= WIRE_BOARD_MAX_CHARACTERS ? width : DEFAULT_WIDTH;
}

uint16_t kept_next_boot_id(void) {
  uint16_t* place_of_id = (uint16_t*)place(BOOT_ID);
  uint16_t id = (uint16_t)(eeprom_read_word(place_of_id) + 1);
  if (id == 0) {
    id = 1;
  }
  eeprom_update_word(place_of_id, id);
  return id;
}
