// Finds one unit's part in a frame that has parts for many units. It looks at each byte as it is received,
// because such a frame is longer than what is kept of it (rtu_receiver.h).
//
// A part: address; number of bytes that follow; these bytes, which are to be written to the holding registers
// from 0 on. Of several parts with one address the first counts. A part that no unit can have, because it is
// longer than OWN_PART_LONGEST, is nobody's.
#ifndef ANTREAN_OWN_PART_H
#define ANTREAN_OWN_PART_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  OWN_PART_LONGEST = 10,
  OWN_PART_HEAD = 7  // of `request`, before the part
};

typedef struct {
  uint8_t at;       // bytes of the current part that have come
  uint8_t address;  // of the current part
  uint8_t length;   // of its data
  // Our part as what it means: a broadcast of function 16, without CRC. Its byte count is 0 until our part
  // has come.
  uint8_t request[OWN_PART_HEAD + OWN_PART_LONGEST];
} own_part;

void own_part_init(own_part* own);
// Address and function of a frame have come.
void own_part_begin(own_part* own);
// The next byte, those of the checksum included.
void own_part_byte(own_part* own, uint8_t address, uint8_t byte);
// The frame is over and good. Length of `request`; 0 if the frame is not whole parts, or none is ours.
uint8_t own_part_request(const own_part* own);

#ifdef __cplusplus
}
#endif

#endif
