"""What must hold inside one trust document, whoever signed it."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from app.models.domain.errors import UntrustedInputError
from app.services.crypto.age import Recipient
from app.services.crypto.signing import VerifyKey
from app.services.trust.document import Root, TrustDocument

LONGEST_VALIDITY = 400 * 86_400
"""Seconds; a document must be renewed about every year."""
SMALLEST_THRESHOLD = 2
"""Nobody may issue a trust document alone."""


def check_document(document: TrustDocument) -> None:
    """Check keys, ids, references, root and validity of a document.

    Raises:
        UntrustedInputError: ``trust.validity-too-long``, ``trust.root-threshold``, ``trust.person-twice``,
            ``trust.unknown-reference``, ``trust.shared-key``, ``trust.weak-key``, ``trust.document-refused``.
    """
    if not document.issued_at < document.expires <= document.issued_at + LONGEST_VALIDITY:
        raise UntrustedInputError("trust.validity-too-long")
    _check_order(document)
    _check_root(document.root)
    _check_persons(document)
    _check_references(document)
    _check_keys(document)


def _check_order(document: TrustDocument) -> None:
    """Lists are sorted by id and no id stands twice, so that a document has one form."""
    persons = [each.id for each in document.persons]
    if len(set(persons)) != len(persons):
        raise UntrustedInputError("trust.person-twice")
    for ids in (persons, [each.id for each in document.offices], [each.id for each in document.stations]):
        if ids != sorted(set(ids)):
            raise UntrustedInputError("trust.document-refused")


def _check_root(root: Root) -> None:
    persons = {key.person for key in root.keys}
    if not SMALLEST_THRESHOLD <= root.threshold <= len(persons):
        raise UntrustedInputError("trust.root-threshold")


def _check_persons(document: TrustDocument) -> None:
    """One person has one id: two of the same name in one office are taken for the same."""
    names = [(person.office, _as_known(person.display_name)) for person in document.persons]
    if len(set(names)) != len(names):
        raise UntrustedInputError("trust.person-twice")


def _as_known(name: str) -> str:
    """A name without what makes no other person of it: blanks, width, case."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _check_references(document: TrustDocument) -> None:
    for office in [person.office for person in document.persons] + [each.office for each in document.stations]:
        if document.office(office) is None:
            raise UntrustedInputError("trust.unknown-reference")
    for person in document.persons:
        is_unsound = any(key.since > key.until for key in person.keys)
        if is_unsound or list(person.roles) != sorted(set(person.roles)):
            raise UntrustedInputError("trust.document-refused")


def _check_keys(document: TrustDocument) -> None:
    """Every key belongs to one holder and one use, and is fit for it."""
    signing, recipients = list(_signing_keys(document)), [each.recipient_key for each in document.stations]
    if _has_repeated(signing) or _has_repeated(recipients):
        raise UntrustedInputError("trust.shared-key")
    try:
        for raw in signing:
            VerifyKey(raw)
        for raw in recipients:
            Recipient(raw)
    except UntrustedInputError:
        raise UntrustedInputError("trust.weak-key") from None


def _signing_keys(document: TrustDocument) -> Iterator[bytes]:
    return (public for public, _ in _held(document))


def holders(document: TrustDocument) -> dict[bytes, tuple[str, str]]:
    """Every public signing key with its use and the id of its holder."""
    return dict(_held(document))


def _held(document: TrustDocument) -> Iterator[tuple[bytes, tuple[str, str]]]:
    yield from ((key.public, ("root", key.person)) for key in document.root.keys)
    yield from ((key.public, ("person", person.id)) for person in document.persons for key in person.keys)
    yield from ((station.signing_key, ("station", station.id)) for station in document.stations)


def _has_repeated(keys: Iterable[bytes]) -> bool:
    return any(count > 1 for count in Counter(keys).values())
