// The font of seven-segment digits, in the bit order of a MAX7219 without decoding (data sheet, table 6): bit
// 7 is the point, then A, B, C, D, E, F, G.
#ifndef ANTREAN_SEGMENTS_H
#define ANTREAN_SEGMENTS_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { SEGMENTS_ALL = 0xFF, SEGMENTS_DASH = 0x01 };

// 0-9, A-Z, '-', '.' and space.
bool segments_known(char character);

// Dark for a character that is not known.
uint8_t segments_of(char character);

#ifdef __cplusplus
}
#endif

#endif
