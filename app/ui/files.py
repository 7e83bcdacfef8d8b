"""Read a file that the officer chose, and write one where the officer wants it; only ever in a job. Qt-free."""

import os
from pathlib import Path

from app.models.domain.errors import EnvironmentProblemError


def read_chosen(path: Path, most_bytes: int) -> bytes:
    """The bytes of a chosen file; one byte more than the limit at most, so that the use case can refuse it.

    Raises:
        EnvironmentProblemError: ``file.unreadable``: it is gone, no plain file, or may not be read. A pipe on a medium
            would never end.
    """
    try:
        if not path.is_file():
            raise EnvironmentProblemError("file.unreadable")
        with path.open("rb") as source:
            return source.read(most_bytes + 1)
    except OSError:
        raise EnvironmentProblemError("file.unreadable") from None


def write_chosen(path: Path, data: bytes) -> None:
    """Write a file that only this login can read; what stood there is replaced only once the new one is whole.

    Raises:
        EnvironmentProblemError: ``file.unwritable``.
    """
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as target:
            target.write(data)
            target.flush()
            os.fsync(descriptor)
        partial.replace(path)
    except OSError:
        raise EnvironmentProblemError("file.unwritable") from None


def write_letter(path: Path, pdf: bytes) -> None:
    """Write the PDF of a letter, as :func:`write_chosen` does; that it could not be saved is said of the letter.

    Raises:
        EnvironmentProblemError: ``letter.not-saved``.
    """
    try:
        write_chosen(path, pdf)
    except EnvironmentProblemError as cause:
        raise EnvironmentProblemError("letter.not-saved") from cause
