"""The shipped form pack and its rules."""

import pytest

from app.models.forms.definition import FormPack
from app.models.rules.definition import RulePack
from app.services.packs.loader import LoadedPack, load
from app.services.resources import PACKS


@pytest.fixture(scope="session")
def loaded() -> LoadedPack:
    return load(PACKS / "cesi-2025")


@pytest.fixture(scope="session")
def pack(loaded: LoadedPack) -> FormPack:
    return loaded.pack


@pytest.fixture(scope="session")
def rules(loaded: LoadedPack) -> RulePack:
    return loaded.rules
