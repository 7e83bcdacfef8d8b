"""Start a decoder of documents as a child process and speak to it through two pipes; it inherits nothing else."""

import _thread
import os
import subprocess
import sys
import threading
from pathlib import Path

from app.models.domain.errors import EnvironmentProblemError

_PROGRAM = Path(__file__).with_name("decoder_child.py")
_PIECE = 1 << 20
_NEEDED_ON_WINDOWS = ("SYSTEMROOT",)


class DecoderProcess:
    """A running decoder; the real :class:`~app.services.page_images.page_images.Decoder`.

    Args:
        program: What runs in the child.

    Raises:
        EnvironmentProblemError: ``page-image.no-decoder``.
    """

    def __init__(self, program: Path = _PROGRAM) -> None:
        try:
            self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and program; nothing of a document
                [sys.executable, "-I", "-B", str(program)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _NEEDED_ON_WINDOWS if name in os.environ},
                cwd=Path(sys.executable).anchor,
                close_fds=True,
                bufsize=0,
            )
        except OSError:
            raise EnvironmentProblemError("page-image.no-decoder") from None
        self._in_time: threading.Event | None = None
        self._overdue = False

    @property
    def process_id(self) -> int:
        """Of the child."""
        return self._child.pid

    @property
    def overdue(self) -> bool:
        """Whether it was ended because its time was over."""
        return self._overdue

    def send(self, data: bytes, /) -> None:
        """Write everything; the clock ends a decoder that does not read.

        Raises:
            OSError: It is gone.
        """
        pipe, rest = self._child.stdin, memoryview(data)
        if pipe is None or pipe.closed:
            raise BrokenPipeError
        while rest:
            rest = rest[pipe.write(rest[:_PIECE]) or 0 :]

    def receive(self, size: int, /) -> bytes:
        """Exactly so many bytes, or fewer where it ended."""
        pipe, data = self._child.stdout, bytearray()
        while pipe is not None and not pipe.closed and len(data) < size:
            piece = pipe.read(min(size - len(data), _PIECE))
            if not piece:
                break
            data += piece
        return bytes(data)

    def allow(self, seconds: int, /) -> None:
        """From now it has so many seconds; 0 stops the clock."""
        if self._in_time is not None:
            self._in_time.set()
            self._in_time = None
        if seconds:
            self._in_time = threading.Event()
            # A bare thread: a Thread object would register the thread of the window that starts it, for ever.
            _thread.start_new_thread(self._watch, (self._in_time, seconds))

    def _watch(self, in_time: threading.Event, seconds: int) -> None:
        if not in_time.wait(seconds):
            self._overdue = True
            self._child.kill()

    def stop(self) -> None:
        """Kill it and go on; whoever waits for it gets what there is."""
        self._child.kill()

    def end(self) -> None:
        """End it at once and wait until it is gone."""
        self.allow(0)
        self._child.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                pipe.close()
        self._child.wait()
