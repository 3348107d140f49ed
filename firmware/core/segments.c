#include "core/segments.h"

static const uint8_t digits[10] = {0x7E, 0x30, 0x6D, 0x79, 0x33, 0x5B, 0x5F, 0x70, 0x7F, 0x7B};

// Lower-case shapes are used if the capital would look like a digit or needs more strokes. K, M, V, W and X
// have no good shape on seven segments and follow common usage.
static const uint8_t letters[26] = {
    0x77 /*A*/, 0x1F /*b*/, 0x4E /*C*/, 0x3D /*d*/, 0x4F /*E*/, 0x47 /*F*/, 0x5E /*G*/, 0x37 /*H*/, 0x06 /*I*/,
    0x3C /*J*/, 0x57 /*K*/, 0x0E /*L*/, 0x54 /*M*/, 0x15 /*n*/, 0x1D /*o*/, 0x67 /*P*/, 0x73 /*q*/, 0x05 /*r*/,
    0x5A /*S*/, 0x0F /*t*/, 0x3E /*U*/, 0x1C /*v*/, 0x2A /*W*/, 0x49 /*X*/, 0x3B /*y*/, 0x6C /*Z*/
};

bool segments_known(char character) {
  return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') || character == '-' ||
         character == '.' || character == ' ';
}

uint8_t segments_of(char character) {
  if (character >= '0' && character <= '9') {
    return digits[character - '0'];
  }
  if (character >= 'A' && character <= 'Z') {
    return letters[character - 'A'];
  }
  if (character == '-') {
    return SEGMENTS_DASH;
  }
  if (character == '.') {
    return 0x80;
  }
  return 0;
}
