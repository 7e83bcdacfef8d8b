"""Passphrases come from the terminal or from a file of the user's own, never from an argument."""

import getpass
import os
import stat
import sys
from pathlib import Path

from app.cli.console import Console
from app.models.domain.errors import EnvironmentProblemError, InvalidInputError

_LARGEST = 64 * 1024
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Passphrases:
    """Gives the passphrase of each officer when it is needed.

    The file holds one passphrase, or one line for each officer: name, tabulator, passphrase. Other lines of such a
    list are left out.
    """

    def __init__(self, console: Console, file: Path | None) -> None:
        self._console = console
        self._single: str | None = None
        self._by_name: dict[str, str] = {}
        if file is not None:
            self._read(file)

    def of(self, officer: str, *, ask: str = "cli.ask.passphrase") -> str:
        """The passphrase of an officer, or what else a file of this form holds.

        Args:
            officer: Name of the line.
            ask: Text key of the question at the terminal.

        Raises:
            InvalidInputError: ``cli.passphrase-missing`` when the file names others only, ``cli.no-terminal``.
        """
        if self._by_name:
            if key(officer) not in self._by_name:
                raise InvalidInputError("cli.passphrase-missing", field="passphrase")
            return self._by_name[key(officer)]
        return self._single if self._single is not None else self._asked(ask, officer)

    def new(self, officer: str) -> str:
        """A new passphrase; at the terminal it is typed twice.

        Raises:
            InvalidInputError: ``cli.passphrases-differ``, and as :meth:`of`.
        """
        if self._by_name or self._single is not None:
            return self.of(officer)
        first = self._asked("cli.ask.new-passphrase", officer)
        if self._asked("cli.ask.passphrase-again", officer) != first:
            raise InvalidInputError("cli.passphrases-differ", field="passphrase")
        return first

    def pin(self, label: str) -> str:
        """The PIN of a hardware token, always typed at the terminal.

        Raises:
            InvalidInputError: ``cli.no-terminal-for-pin``.
        """
        if not sys.stdin.isatty():
            raise InvalidInputError("cli.no-terminal-for-pin", field="pin")
        return self._asked("cli.ask.pin", label)

    def _asked(self, text_key: str, officer: str) -> str:
        if not sys.stdin.isatty():
            raise InvalidInputError("cli.no-terminal", field="passphrase")
        return getpass.getpass(f"{self._console.sentence(text_key, officer=officer)} ", stream=sys.stderr)

    def _read(self, file: Path) -> None:
        try:
            with file.open("rb") as source:
                if os.name == "posix" and os.fstat(source.fileno()).st_mode & _OTHERS:
                    raise InvalidInputError("cli.passphrase-file-open", field="passphrase-file")
                lines = [line for line in source.read(_LARGEST).decode().splitlines() if line]
        except OSError:
            raise EnvironmentProblemError("file.unreadable") from None
        except UnicodeDecodeError:
            raise InvalidInputError("cli.passphrase-file-empty", field="passphrase-file") from None
        if not lines:
            raise InvalidInputError("cli.passphrase-file-empty", field="passphrase-file")
        # A third column is for people: the sheet of the rehearsal says there who the officer is.
        named = [line.split("\t") for line in lines if "\t" in line]
        if named:
            self._by_name = {key(name): passphrase for name, passphrase, *_ in named}
        else:
            self._single = lines[0]


def key(name: str) -> str:
    """A name without its blanks: officers are named at the terminal without ideographic ones."""
    return "".join(name.split())
