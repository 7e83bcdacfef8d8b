"""Translate the result codes of SQLite into our errors, once: the machine, the vault, or a bug."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from app.models.domain.errors import AppError, BugError, EnvironmentProblemError, VaultError

_BY_NAME: dict[str, AppError] = {
    "SQLITE_FULL": EnvironmentProblemError("disk.full"),
    "SQLITE_IOERR": EnvironmentProblemError("disk.failed"),
    "SQLITE_READONLY": EnvironmentProblemError("disk.read-only"),
    "SQLITE_CANTOPEN": EnvironmentProblemError("disk.failed"),
    "SQLITE_PERM": EnvironmentProblemError("disk.read-only"),
    "SQLITE_BUSY": EnvironmentProblemError("vault.busy"),
    "SQLITE_LOCKED": EnvironmentProblemError("vault.busy"),
    "SQLITE_INTERRUPT": EnvironmentProblemError("vault.busy"),
    "SQLITE_CORRUPT": VaultError("vault.damaged"),
    "SQLITE_NOTADB": VaultError("vault.wrong-key"),
}
_BY_WORDS = {
    "database or disk is full": "SQLITE_FULL",
    "disk I/O error": "SQLITE_IOERR",
    "attempt to write a readonly database": "SQLITE_READONLY",
    "unable to open database file": "SQLITE_CANTOPEN",
    "access permission denied": "SQLITE_PERM",
    "database is locked": "SQLITE_BUSY",
    "database table is locked": "SQLITE_LOCKED",
    "database disk image is malformed": "SQLITE_CORRUPT",
    "file is not a database": "SQLITE_NOTADB",
}
"""What SQLite says for a code; the driver names no code for an error of the backup interface."""
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_WRITING = {errno.EROFS, errno.EACCES, errno.EPERM}


def _named(cause: BaseException) -> AppError:
    name = str(getattr(cause, "sqlite_errorname", "") or _BY_WORDS.get(str(cause), ""))
    for known, error in _BY_NAME.items():
        if name.startswith(known):
            return type(error)(error.code)
    return BugError("bug.database")


@contextmanager
def translated() -> Iterator[None]:
    """Let only our errors out of the block.

    Raises:
        EnvironmentProblemError: Disk full, failing, read-only, or the vault is busy.
        VaultError: The file is damaged.
        BugError: Anything else that the database says.
    """
    try:
        yield
    except DBAPIError as wrapped:
        raise _named(wrapped.orig or wrapped) from None
    except dbapi2.Error as cause:
        raise _named(cause) from None
    except OSError as cause:
        if cause.errno in _NO_ROOM:
            raise EnvironmentProblemError("disk.full") from None
        if cause.errno in _NO_WRITING:
            raise EnvironmentProblemError("disk.read-only") from None
        raise EnvironmentProblemError("disk.failed") from None
