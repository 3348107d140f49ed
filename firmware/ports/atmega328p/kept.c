#include "ports/atmega328p/kept.h"

#include <avr/eeprom.h>

#include "wire/wire.h"

enum {
  ADDRESS = 0,
  WIDTH = 1,
  TABLE_LINE = 2,
  BOOT_ID = 3,

  MAX_ADDRESS = 247,
  DEFAULT_WIDTH = 4
};

static uint8_t* place(uint16_t offset) { return (uint8_t*)offset; }

uint8_t kept_address(void) {
  uint8_t address = eeprom_read_byte(place(ADDRESS));
  return address >= 1 && address <= MAX_ADDRESS ? address : MAX_ADDRESS;
}

uint8_t kept_width(void) {
  uint8_t width = eeprom_read_byte(place(WIDTH));
  return width >= 1 && width <= WIRE_BOARD_MAX_CHARACTERS ? width : DEFAULT_WIDTH;
}

uint8_t kept_table_line(void) {
  uint8_t line = eeprom_read_byte(place(TABLE_LINE));
  return line < WIRE_BOARD_TABLE_LINES ? line : 0;
}

void keep_table_line(uint8_t line) { eeprom_update_byte(place(TABLE_LINE), line); }

uint16_t kept_next_boot_id(void) {
  uint16_t* place_of_id = (uint16_t*)place(BOOT_ID);
  uint16_t id = (uint16_t)(eeprom_read_word(place_of_id) + 1);
  if (id == 0) {
    id = 1;
  }
  eeprom_update_word(place_of_id, id);
  return id;
}
