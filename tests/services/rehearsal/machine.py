"""This machine as the rehearsal sees it, with and without a keyring."""

from dataclasses import replace
from pathlib import Path

from app import bootstrap
from app.models.domain.errors import EnvironmentProblemError
from app.services.rehearsal.office import Machine
from app.services.rehearsal.run import Rehearsed, run_rehearsal
from app.services.texts.catalogue import Language


class NoKeyring:
    """A bare server: there is nothing to ask."""

    def get(self, name: str) -> bytes | None:  # noqa: ARG002 - as the port has it
        raise EnvironmentProblemError("keyring.missing")

    def put(self, _name: str, value: bytes) -> None:  # noqa: ARG002 - as the port has it
        raise EnvironmentProblemError("keyring.missing")

    def forget(self, name: str) -> None:  # noqa: ARG002 - as the port has it
        raise EnvironmentProblemError("keyring.missing")

    def describe(self) -> str:
        raise EnvironmentProblemError("keyring.missing")


def bare() -> Machine:
    """A machine without a keyring."""
    return replace(bootstrap.rehearsal_machine(), secrets=NoKeyring())


def rehearse(folder: Path, machine: Machine, *, play: bool, language: Language = Language.ENGLISH) -> Rehearsed:
    """Make the rehearsal with the real plan."""
    texts = bootstrap.catalogue(language)
    return run_rehearsal(folder, machine, bootstrap.rehearsal_plan(), bootstrap.packs(), texts, play=play)
