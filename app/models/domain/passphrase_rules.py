"""What a passphrase may not be: what somebody at the next desk would try first. Its length is what counts."""

from collections.abc import Iterable

from app.models.domain.appointment import name_key
from app.models.domain.errors import InvalidInputError

_TRIED_FIRST = frozenset(
    [
        "password",
        "passphrase",
        "password1",
        "password123",
        "passw0rd",
        "12345678",
        "123456789",
        "1234567890",
        "0123456789",
        "qwertyuiop",
        "qwerty123",
        "abcdefgh",
        "abcd1234",
        "asdfghjk",
        "iloveyou",
        "administrator",
        "sekisho",
        "sekisho1",
        "sekisho123",
        "aikotoba",
    ]
)
_FEWEST = 5
"""Characters; something shorter stays short, however often it is repeated."""


def require_unguessable(passphrase: str, known: Iterable[str]) -> None:
    """Refuse a passphrase that needs no guessing.

    Args:
        passphrase: As typed; it is compared without blanks, case and width, and used as typed.
        known: What everybody knows: the officer's name, the names and codes of station and office.

    Raises:
        InvalidInputError: ``vault.passphrase-guessable``.
    """
    tried = _repeated(name_key(passphrase))
    if len(tried) < _FEWEST or tried in _TRIED_FIRST or tried in {name_key(word) for word in known if word.strip()}:
        raise InvalidInputError("vault.passphrase-guessable", field="passphrase")


def _repeated(text: str) -> str:
    """What a text says over and over again; the text itself where it does not."""
    return text[: (text + text).find(text, 1)] if text else text
