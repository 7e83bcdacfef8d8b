"""Checking many responses at the terminal: what does not fit is named by file and place, never by what it says."""

from pathlib import Path

import pytest

from app.bootstrap import packs
from app.models.forms.answers import encode
from app.services.questionnaires.sweeping import check_all, read_place
from tests.cli.terminal import process, sekisho
from tests.services.points.golden import LOADED, golden
from tests.services.review.test_hostile_answers import MILLION, with_name
from tests.thoroughness import amount


def test_a_folder_is_checked_without_a_vault(tmp_path: Path) -> None:
    for name in ("g01", "g02"):
        (tmp_path / f"{name}.json").write_bytes(encode(golden(name)))
    said = process("questionnaire", "check", tmp_path, "--lang", "en")
    assert (said.code, said.err) == (0, "")
    assert "2" in said.out
    (tmp_path / "long.json").write_bytes(encode(with_name(MILLION)))
    (tmp_path / "book.json").write_bytes(encode(with_name("秘" * 5_000)))
    (tmp_path / "\u202egnp.json").write_bytes(b"[")
    said = sekisho("questionnaire", "check", tmp_path)
    assert said.code == 1
    rows = {line.split("\t")[0]: line.split("\t")[1:3] for line in said.out.splitlines() if "\t" in line}
    assert rows["long.json"] == ["A1.family-name", "questionnaire.text-refused"]
    assert rows["book.json"] == ["A1.family-name", "answer.too-long"]
    assert len(rows) == 3
    assert not {"秘", "名名", "\u202e"} & set(said.out)
    assert sekisho("questionnaire", "check", tmp_path / "nowhere").code not in {0, 1}


@pytest.mark.slow
def test_ten_times_the_responses_take_the_same_memory(tmp_path: Path) -> None:
    """The whole of it, 100,000 responses, is a row of the benchmarks."""
    lines = [encode(subject.response) + b"\n" for subject in LOADED.golden.values()]

    def peak(count: int) -> int:
        import tracemalloc  # noqa: PLC0415 - only here

        file = tmp_path / "all.ndjson"
        with file.open("wb") as stream:
            for number in range(count):
                stream.write(lines[number % len(lines)])
        tracemalloc.start()
        assert all(one.is_sound for one in check_all(packs().current.pack, read_place(file)))
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    few = peak(len(lines))
    assert peak(amount(5, 1_000) * len(lines)) < few + 2**20
