"""SHA-256 of long streams, computed on a second processor while the caller goes on.

The library lets other threads run while it hashes. A stream that is not long is hashed where it is: starting a thread
for it would take longer.
"""

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256

_LONG = 4 * 1024 * 1024
"""Bytes from which on a stream gets a thread."""
_PORTION = 512 * 1024
"""Bytes that are handed over together."""
_AHEAD = 4
"""Portions that may wait: the caller is never further ahead, so memory stays the same for a stream of any length."""


class StreamDigest:
    """The digest of what is given to it, piece by piece."""

    def __init__(self, length: int) -> None:
        """Begin.

        Args:
            length: About how many bytes will come; nothing depends on it but the time.
        """
        self._hash = sha256()
        self._is_long = length >= _LONG
        self._worker: ThreadPoolExecutor | None = None
        self._running: deque[Future[None]] = deque()
        self._held: list[bytes] = []
        self._held_length = 0

    def update(self, piece: bytes) -> None:
        """Take the next piece. It must not change afterwards, and bytes cannot."""
        if not self._is_long:
            self._hash.update(piece)
            return
        self._held.append(piece)
        self._held_length += len(piece)
        if self._held_length >= _PORTION:
            self._hand_over()

    def hexdigest(self) -> str:
        """SHA-256 of everything so far, in hex."""
        for running in self._running:
            running.result()
        self._running.clear()
        self._take(self._held)
        self._held, self._held_length = [], 0
        return self._hash.hexdigest()

    def _hand_over(self) -> None:
        if self._worker is None:
            # Its thread ends with the last reference to it, also when an error cuts the stream short.
            self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="digest")
        if len(self._running) >= _AHEAD:
            self._running.popleft().result()
        self._running.append(self._worker.submit(self._take, self._held))
        self._held, self._held_length = [], 0

    def _take(self, pieces: list[bytes]) -> None:
        for piece in pieces:
            self._hash.update(piece)
