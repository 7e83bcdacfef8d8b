"""Corrections at the terminal: boxes go out from a file, are listed, printed, taken back, and revisions are shown."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.models.domain.ids import CaseId
from tests.cli.terminal import Said, sekisho
from tests.services.exchange.world import Snapshots
from tests.services.points.golden import golden, put

Run = Callable[..., Said]


@pytest.fixture(name="run")
def _run(tmp_path: Path) -> Run:
    world = Snapshots(tmp_path / "snapshots").at("assigned", tmp_path / "world")
    put(world.investigation, world, golden("g10"))
    vault, case = world.investigation.folder, CaseId(world.case)
    world.close()

    def command(who: str, what: str, *words: str | Path) -> Said:
        file = tmp_path / f"{who}.txt"
        file.write_text(f"passphrase of {who}")
        file.chmod(0o600)
        seat = ("--vault", vault, "--officer", f"investigation {who}", "--passphrase-file", file)
        return sekisho("correction", what, case, *words, *seat)

    return command


def test_boxes_are_returned_listed_printed_and_taken_back(run: Run, tmp_path: Path) -> None:
    boxes, letter = tmp_path / "boxes.txt", tmp_path / "letter.pdf"
    boxes.write_text("B1.to/r1 no tab\n", encoding="utf-8")
    refused = run("examiner", "return", "--boxes", boxes)
    assert refused.code != 0
    assert "1" in refused.err
    boxes.write_text("B1.to/r1\tこの住居を離れた日は、いつですか。\n\nF9.has\t口座はありますか。\n", encoding="utf-8")
    done = run("examiner", "return", "--boxes", boxes)
    assert done.code == 0, done.err
    listed = run("decider", "list")
    assert "4-B1-3" in listed.out
    assert "口座はありますか。" in listed.out
    printed = run("reviewer", "letter", "1", "--to", letter)
    assert printed.code == 0, printed.err
    assert letter.read_bytes().startswith(b"%PDF")
    shown = run("examiner", "revisions", "B1.to/r1")
    assert "平成30年5月" in shown.out
    assert run("examiner", "take-back", "1", "--taken-back", "cleared-up").code == 0
    assert run("examiner", "letter", "1", "--to", tmp_path / "again.pdf").code != 0
