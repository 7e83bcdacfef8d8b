"""A decoder that answers whatever a test has written down."""

from io import BytesIO


class WrittenDecoder:
    """Gives prepared bytes, whatever it is asked."""

    def __init__(self, answers: bytes) -> None:
        self._answers = BytesIO(answers)
        self.ended = False
        self.overdue = False

    def send(self, _data: bytes, /) -> None:
        if self.ended:
            raise BrokenPipeError

    def receive(self, size: int, /) -> bytes:
        return self._answers.read(size)

    def allow(self, _seconds: int, /) -> None:
        pass

    def stop(self) -> None:
        self.end()

    def end(self) -> None:
        self.ended = True
