"""Hand the record out to an auditor's station: signed, with proofs, as a file that needs no vault to be checked."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.models.domain.actor import Actor
from app.models.domain.acts import Action
from app.models.domain.errors import InvalidInputError
from app.services.audit import checkpoint
from app.services.desk import Act, Desk
from app.services.exchange.lookout import signed_head, station_keys
from app.services.ports import Files
from app.services.record import exported
from app.services.record.exported import Header, Selected


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A file that was written.

    Attributes:
        verifier: The station's key as the reader passes it on the command line.
        fingerprint: The digits that two people compare.
    """

    count: int
    sha256: str
    verifier: str
    fingerprint: tuple[str, ...]


class HandingOut:
    """Use cases of the signed export."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def span(self, actor: Actor, files: Files, path: Path, first: int = 0, last: int | None = None) -> HandedOut:
        """Write a run of entries; the file says that it is the whole run.

        Args:
            actor: Auditor or security officer.
            files: Where the file goes.
            path: Its name.
            first: Number of the first entry.
            last: Number of the last one; the newest before this act when not given.

        Raises:
            InvalidInputError: ``log.range``: there are no such entries.
            EnvironmentProblemError: The file cannot be written.
        """
        with self._desk.act(actor, Action.EXPORT_LOG) as act:
            tree, size = act.unit.record.tree, act.unit.record.head().size
            end = size if last is None else last + 1
            if not 0 <= first < end <= size:
                raise InvalidInputError("log.range", field="first")
            before = tree.frontier_at(first).hashes
            after = tree.consistency(end, size)
            done = _write(
                act,
                files.create(path),
                lambda: tree.entries(first, end),
                lambda count, sha256: _header(act, count, sha256, first, before, after),
            )
            act.detail.update({"entries": done.count, "first": first, "last": end - 1, "sha256": done.sha256})
            return done

    def single(self, actor: Actor, files: Files, path: Path, numbers: Iterable[int]) -> HandedOut:
        """Write single entries with a proof each, and nothing of the entries between them (知る必要).

        Raises:
            InvalidInputError: ``log.range``: none, too many, or there is no such entry.
            EnvironmentProblemError: The file cannot be written.
        """
        chosen = sorted(set(numbers))
        with self._desk.act(actor, Action.EXPORT_LOG) as act:
            tree, size = act.unit.record.tree, act.unit.record.head().size
            if not chosen or len(chosen) > exported.MOST_SELECTED or chosen[0] < 0 or chosen[-1] >= size:
                raise InvalidInputError("log.range", field="numbers")
            selected = tuple(Selected(number, tree.inclusion(number, size)) for number in chosen)

            def entries() -> Iterator[bytes]:
                for number in chosen:
                    yield from tree.entries(number, number + 1)

            done = _write(
                act,
                files.create(path),
                entries,
                lambda count, sha256: _header(act, count, sha256, selected=selected),
            )
            act.detail.update({"entries": done.count, "first": chosen[0], "last": chosen[-1], "sha256": done.sha256})
            return done


def _write(
    act: Act,
    place: AbstractContextManager[BinaryIO],
    entries: Callable[[], Iterable[bytes]],
    header: Callable[[int, str], Header],
) -> HandedOut:
    count, sha256 = exported.digest_of(entries())
    key = station_keys(act.unit).signing
    with place as target:
        whole = exported.write(header(count, sha256), key, entries(), target)
    name = checkpoint.name_of(act.unit.people.station().station_id)
    return HandedOut(count, whole, checkpoint.verifier_text(name, key.verify_key), key.verify_key.fingerprint)


def _header(
    act: Act,
    count: int,
    sha256: str,
    first: int = 0,
    before: Sequence[bytes] = (),
    after: Sequence[bytes] = (),
    selected: tuple[Selected, ...] = (),
) -> Header:
    keys = station_keys(act.unit)
    return Header(
        station=act.unit.people.station().station_id,
        key=keys.signing.verify_key.raw,
        checkpoint=signed_head(act.unit, keys),
        made_at=act.at.isoformat(),
        count=count,
        sha256=sha256,
        first=first,
        before=tuple(before),
        after=tuple(after),
        selected=selected,
    )
