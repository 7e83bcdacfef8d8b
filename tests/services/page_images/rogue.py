"""A decoder that was taken over: it does what the document says instead of drawing it."""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from app.services.page_images.wire import ASKED_BYTES, HELLO_BYTES, Status, opened_frame, read_hello


def read(size: int) -> bytes:
    return sys.stdin.buffer.read(size)


hello = read_hello(read(HELLO_BYTES))
wish = read(hello.size)
if b"hang at once" in wish:
    time.sleep(600)
sys.stdout.buffer.write(opened_frame(Status.DONE, 3))
sys.stdout.buffer.flush()
read(ASKED_BYTES)
if b"crash" in wish:
    os.abort()
if b"babble" in wish:
    sys.stdout.buffer.write(b"\xff" * 5_000_000)
if b"hang" in wish:
    time.sleep(600)
