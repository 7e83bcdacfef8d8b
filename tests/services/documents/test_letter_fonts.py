"""Every character exactly, or none: what the shelf of fonts draws and what it refuses."""

import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.domain.errors import EnvironmentProblemError, RefusedError
from app.services import resources
from app.services.documents.clusters import clusters
from app.services.documents.fonts import FILES, Typefaces, typefaces
from app.services.documents.tree import Face

DRAWABLE = [
    "髙",
    "﨑",
    "𠮷",
    "葛\U000e0100",
    "葛\U000e0103",
    "辻\U000e0102",
    "神\ufe00",
    "か\u3099",
    "e\u0301",
    "㋿",
    "邉",
    "A",
]


@pytest.mark.parametrize("cluster", DRAWABLE)
@pytest.mark.parametrize("face", list(Face))
def test_a_cluster_becomes_one_code_of_one_font(cluster: str, face: Face) -> None:
    (run,) = typefaces().choose(cluster, face)
    assert run.text == cluster
    assert len(run.drawn) == 1
    assert run.width > 0


def test_fallback_goes_character_by_character() -> None:
    fonts = [(run.font, run.text) for run in typefaces().choose("吉𠮷吉")]
    assert fonts == [("IPAexMincho", "吉"), ("IPAmjMincho", "𠮷"), ("IPAexMincho", "吉")]


def test_variants_are_different_glyphs() -> None:
    shelf = Typefaces(resources.FONTS)
    glyphs = set()
    for cluster in ("葛\U000e0100", "葛\U000e0101"):
        (run,) = shelf.choose(cluster)
        glyphs.add(shelf._font(run.font).face.charToGlyph[ord(run.drawn)])
    assert len(glyphs) == 2


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("山\ue000田", "U+E000"),
        ("\U000f0000", "U+F0000"),
        ("山\U000e01ef", "U+5C71 U+E01EF"),
        ("\U000e0100", "U+E0100"),
        ("山\u202e田", "U+202E"),
        ("山\u200d田", "U+200D"),
        ("山\n田", "U+000A"),
        ("山\t田", "U+0009"),
        ("ก", "U+0E01"),
        ("😀", "U+1F600"),
        ("x\u0331", "U+0078 U+0331"),
        ("\ue001山\ue000\ue001", "U+E001 / U+E000"),
    ],
)
def test_what_no_font_draws_exactly_is_refused_by_code_point(text: str, listed: str) -> None:
    with pytest.raises(RefusedError, match=r"^letter\.character-not-drawable$") as refused:
        typefaces().choose(text)
    assert refused.value.params == {"code_points": listed}
    assert "山" not in str(refused.value.params)


@given(st.lists(st.sampled_from(DRAWABLE) | st.sampled_from("適性評価 、。（）<b>&amp;{x}"), max_size=40).map("".join))
def test_runs_are_the_text_and_one_code_for_each_cluster(text: str) -> None:
    runs = typefaces().choose(text)
    assert "".join(run.text for run in runs) == text
    assert sum(len(run.drawn) for run in runs) == len(clusters(text))


@given(st.characters(exclude_categories=["Cs"]))
def test_a_character_is_drawn_or_refused_and_never_replaced(character: str) -> None:
    try:
        runs = typefaces().choose(character)
    except RefusedError as refused:
        assert refused.params["code_points"] == f"U+{ord(character):04X}"  # noqa: PT017 - both ways out are right
    else:
        assert [run.text for run in runs] == [character]


def test_the_large_font_is_read_only_when_needed() -> None:
    shelf = Typefaces(resources.FONTS)
    shelf.choose("適性評価 髙﨑 Tokyo")
    assert shelf.loaded() == {"IPAexMincho"}
    shelf.choose("𠮷")
    assert shelf.loaded() == {"IPAexMincho", "IPAmjMincho"}


def test_the_shelf_is_one_for_the_process() -> None:
    assert typefaces() is typefaces()


def test_a_missing_font_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblemError, match=r"^letter\.font-missing$") as problem:
        Typefaces(tmp_path).choose("適")
    assert problem.value.params == {"file": "ipaexm.ttf"}


def test_font_files_are_the_ones_described() -> None:
    readme = (resources.FONTS / "README.md").read_text(encoding="utf-8")
    digests = dict(re.findall(r"`(\w+\.ttf)`.*`([0-9a-f]{64})`", readme))
    shipped = {name: hashlib.sha256((resources.FONTS / name).read_bytes()).hexdigest() for name in FILES.values()}
    assert digests == shipped
    assert (resources.FONTS / "IPA_Font_License_Agreement_v1.0.txt").is_file()
