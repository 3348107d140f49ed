#include "core/own_part.h"

#include <string.h>

enum {
  HEAD = 2,  // address and length; as long as a checksum
  WRITE_MANY = 16,
  REGISTER_COUNT = 5,
  BYTE_COUNT = 6
};

void own_part_init(own_part* own) {
  memset(own, 0, sizeof *own);
  own->request[1] = WRITE_MANY;
}

void own_part_begin(own_part* own) {
  own->at = 0;
  own->request[BYTE_COUNT] = 0;
}

// The checksum comes here, too, and looks like the head of one more part. So nothing ends with a head: a part
// without data is none.
void own_part_byte(own_part* own, uint8_t address, uint8_t byte) {
  uint8_t at = own->at++;
  if (at == 0) {
    own->address = byte;
    return;
  }
  if (at == 1) {
    own->length = byte;
    return;
  }
  bool fits = own->length >= 1 && own->length <= OWN_PART_LONGEST;
  bool ours = fits && own->address == address && own->request[BYTE_COUNT] == 0;
  if (ours) {
    own->request[OWN_PART_HEAD - HEAD + at] = byte;
  }
  if (at != own->length + HEAD - 1) {
    return;
  }
  own->at = 0;
  if (ours) {
    own->request[REGISTER_COUNT] = own->length / 2;
    own->request[BYTE_COUNT] = own->length;
  }
}

uint8_t own_part_request(const own_part* own) {
  uint8_t length = own->request[BYTE_COUNT];
  return own->at == HEAD && length != 0 ? (uint8_t)(OWN_PART_HEAD + length) : 0;
}
