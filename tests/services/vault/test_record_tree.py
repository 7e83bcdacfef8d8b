"""The tree of the record at any earlier size, from the few hashes that are kept, against the whole tree."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.domain.errors import VaultError
from app.models.domain.ids import PersonId
from app.models.views.records import Station
from app.services.audit.merkle import consistency_proof, inclusion_proof, root_of, verify_consistency, verify_inclusion
from app.services.vault.unit import Unit
from app.services.vault.vault import Vault
from tests.services.exchange.offices import START, entropy
from tests.services.stations import desks

SIZE = 700
"""Beyond two kept subtrees of 256 entries."""


def append(unit: Unit, number: int = 1, subject: str = "") -> None:
    for _ in range(number):
        unit.record.append(
            at=START,
            code="log.seen",
            person=PersonId("somebody"),
            station="METI1",
            session="s",
            subject=subject,
            purpose="process",
            result="done",
            detail={},
        )


@pytest.fixture(name="vault", scope="module")
def _vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    vault = made(tmp_path_factory.mktemp("tree") / "vault")
    with vault.write() as unit:
        append(unit, SIZE)
    yield vault
    vault.close()


_KEYS = count(1)


def made(folder: Path) -> Vault:
    new = desks.new_station()
    station = Station(
        "0" * 32,
        new.station_id,
        new.office_id,
        new.office_kind,
        new.office_name_ja,
        new.office_name_en,
        new.environment,
        START,
        device_bound=False,
    )
    return Vault.create(folder, next(_KEYS).to_bytes(32, "big"), entropy, station, new.letterhead)


@pytest.fixture(name="leaves", scope="module")
def _leaves(vault: Vault) -> list[bytes]:
    with vault._reader.begin() as connection:
        return [bytes(row[0]) for row in connection.exec_driver_sql("SELECT leaf FROM events ORDER BY seq")]


@given(size=st.integers(0, SIZE))
@settings(max_examples=60)
def test_the_root_at_any_size(vault: Vault, leaves: list[bytes], size: int) -> None:
    with vault.read() as unit:
        assert unit.record.tree.root_at(size) == root_of(leaves[:size])
        assert unit.record.tree.frontier_at(size).root() == root_of(leaves[:size])


@given(sizes=st.tuples(st.integers(1, SIZE), st.integers(1, SIZE)).map(sorted))
@settings(max_examples=60)
def test_proofs_between_any_sizes(vault: Vault, leaves: list[bytes], sizes: list[int]) -> None:
    old, new = sizes
    with vault.read() as unit:
        proof, path = unit.record.tree.consistency(old, new), unit.record.tree.inclusion(old - 1, new)
    assert proof == consistency_proof(leaves[:new], old)
    assert path == inclusion_proof(leaves[:new], old - 1)
    assert verify_consistency(old, root_of(leaves[:old]), new, root_of(leaves[:new]), proof)
    assert verify_inclusion(leaves[old - 1], old - 1, new, path, root_of(leaves[:new]))


def test_the_sweep_finds_it_whole(vault: Vault, leaves: list[bytes]) -> None:
    with vault.read() as unit:
        steps = list(unit.record.sweep())
    assert steps[-1].done == SIZE
    assert steps[-1].tree.root() == root_of(leaves)
    assert steps[-1].nodes_match
    assert not any(step.damaged for step in steps)


def test_a_kept_hash_that_is_another_is_found(tmp_path: Path) -> None:
    vault = made(tmp_path / "vault")
    with vault.write() as unit:
        append(unit, 300)
    with vault._writer.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER nodes_never_change")
        connection.exec_driver_sql("UPDATE log_nodes SET root = zeroblob(32)")
    with vault.read() as unit:
        assert not list(unit.record.sweep())[-1].nodes_match
    vault.close()


def test_kept_hashes_that_are_gone_are_named(tmp_path: Path) -> None:
    vault = made(tmp_path / "vault")
    with vault.write() as unit:
        append(unit, 300)
    with vault._writer.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER nodes_never_vanish")
        connection.exec_driver_sql("DELETE FROM log_nodes")
    with vault.read() as unit:
        assert not list(unit.record.sweep())[-1].nodes_match
        with pytest.raises(VaultError) as damaged:
            unit.record.tree.root_at(280)
    assert damaged.value.code == "log.damaged"
    vault.close()


@pytest.mark.parametrize("change", ["UPDATE log_nodes SET place = 9", "DELETE FROM log_nodes"])
def test_kept_hashes_are_changed_by_nobody(vault: Vault, change: str) -> None:
    with pytest.raises(Exception, match="record"), vault._writer.begin() as connection:
        connection.exec_driver_sql(change)


def broken_off(vault: Vault) -> None:
    with vault.write() as unit:
        append(unit)
        raise RuntimeError


def test_the_frontier_is_read_once_and_goes_with_the_transaction(tmp_path: Path) -> None:
    vault = made(tmp_path / "vault")
    with vault.write() as unit:
        append(unit, 3)
        assert (unit.record.head().size, unit.record.has_grown) == (3, True)
        before = unit.record.head()
        append(unit)
        assert (before.size, unit.record.head().size) == (3, 4)
    with pytest.raises(RuntimeError):
        broken_off(vault)
    with vault.read() as unit:
        assert (unit.record.head().size, unit.record.has_grown) == (4, False)
    vault.close()
