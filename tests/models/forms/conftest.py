"""The shipped form pack and its golden subjects."""

import pytest

from app.models.forms.answers import GoldenSubject
from app.models.forms.definition import FormPack
from app.services.packs.loader import LoadedPack, load
from app.services.resources import PACKS


@pytest.fixture(scope="session")
def loaded() -> LoadedPack:
    return load(PACKS / "cesi-2025")


@pytest.fixture(scope="session")
def pack(loaded: LoadedPack) -> FormPack:
    return loaded.pack


@pytest.fixture(scope="session")
def misaki(loaded: LoadedPack) -> GoldenSubject:
    return loaded.golden["g01.json"]
