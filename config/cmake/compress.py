#!/usr/bin/env python3
"""compress.py FILE TO: the file as browsers take it, by the end of the name TO: .gz or .br. Always the same bytes."""
import gzip
import pathlib
import sys

import brotli

text, to = pathlib.Path(sys.argv[1]).read_bytes(), pathlib.Path(sys.argv[2])
if to.suffix == ".br":
    to.write_bytes(brotli.compress(text, quality=11))
else:
    to.write_bytes(gzip.compress(text, 9, mtime=0))
