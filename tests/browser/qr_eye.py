"""Reads QR codes off a screenshot, with libzbar: what a phone before the screen would read."""
import ctypes
import struct
import zlib

Y800 = int.from_bytes(b"Y800", "little")


def grey_of(png):
    """Width, height and one byte a pixel, of a PNG with 8 bits a channel and no interlacing, as browsers make them."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed = 8, b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at:at + 8])
        body = png[at + 8:at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", body)
            assert depth == 8 and colour in (2, 6) and interlace == 0, (depth, colour, interlace)
        elif kind == b"IDAT":
            packed += body
        at += length + 12
    channels = {2: 3, 6: 4}[colour]
    lines, stride = zlib.decompress(packed), width * channels
    before, grey = bytearray(stride), bytearray()
    for y in range(height):
        filter_type = lines[y * (stride + 1)]
        line = bytearray(lines[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for x in range(stride):
            left = line[x - channels] if x >= channels else 0
            up, up_left = before[x], before[x - channels] if x >= channels else 0
            if filter_type == 1:
                line[x] = (line[x] + left) & 255
            elif filter_type == 2:
                line[x] = (line[x] + up) & 255
            elif filter_type == 3:
                line[x] = (line[x] + (left + up) // 2) & 255
            elif filter_type == 4:
                guess = left + up - up_left
                apart = (abs(guess - left), abs(guess - up), abs(guess - up_left))
                line[x] = (line[x] + (left, up, up_left)[apart.index(min(apart))]) & 255
        grey += bytes((line[x] * 2 + line[x + 1] * 5 + line[x + 2]) // 8 for x in range(0, stride, channels))
        before = line
    return width, height, bytes(grey)


def codes_in(png):
    """The texts of all QR codes in the picture."""
    width, height, grey = grey_of(png)
    zbar = ctypes.CDLL("libzbar.so.0")
    for name in ("image_scanner_create", "image_create", "image_first_symbol", "symbol_next"):
        getattr(zbar, "zbar_" + name).restype = ctypes.c_void_p
    zbar.zbar_symbol_get_data.restype = ctypes.c_char_p
    scanner = ctypes.c_void_p(zbar.zbar_image_scanner_create())
    image = ctypes.c_void_p(zbar.zbar_image_create())
    zbar.zbar_image_set_format(image, ctypes.c_ulong(Y800))
    zbar.zbar_image_set_size(image, ctypes.c_uint(width), ctypes.c_uint(height))
    kept = ctypes.create_string_buffer(grey, len(grey))
    zbar.zbar_image_set_data(image, kept, ctypes.c_ulong(len(grey)), None)
    zbar.zbar_scan_image(scanner, image)
    found, symbol = [], zbar.zbar_image_first_symbol(image)
    while symbol:
        found.append(zbar.zbar_symbol_get_data(ctypes.c_void_p(symbol)).decode())
        symbol = zbar.zbar_symbol_next(ctypes.c_void_p(symbol))
    zbar.zbar_image_destroy(image)
    zbar.zbar_image_scanner_destroy(scanner)
    return found
