"""Corrections at the terminal: boxes go out from a file, are listed, printed, taken back, and revisions are shown."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.terminal import Said, sekisho
from tests.services.exchange.world import Snapshots
from tests.services.points.golden import golden, put

Run = Callable[..., Said]


@pytest.fixture(name="run")
def _run(tmp_path: Path) -> Run:
    world = Snapshots(tmp_path / "snapshots").at("assigned", tmp_path / "world")
    put(world.investigation, world, golden("g10"))
    office = world.investigation
    vault, number = office.folder, office.services.queue.case(office.actor("examiner"), world.case).number
    world.close()

    def command(who: str, what: str, *words: str | Path, group: str = "correction") -> Said:
        file = tmp_path / f"{who}.txt"
        file.write_text(f"passphrase of {who}")
        file.chmod(0o600)
        seat = ("--vault", vault, "--officer", f"investigation {who}", "--passphrase-file", file)
        return sekisho(group, what, number, *words, *seat)

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


def test_an_answer_on_paper_is_typed_by_two_from_files_of_their_own(run: Run, tmp_path: Path) -> None:
    boxes, fields, picture, name = (tmp_path / one for one in ("boxes.txt", "fields.txt", "page.png", "name.txt"))
    boxes.write_text("B1.to/r1\tこの住居を離れた日は、いつですか。\nF9.has\t口座はありますか。\n", encoding="utf-8")
    assert run("examiner", "return", "--boxes", boxes).code == 0
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(32))
    filed = run("examiner", "page", "4", picture, group="transcription")
    assert filed.code == 0, filed.err
    fields.write_text("B1.to/r1\t63/4\n", encoding="utf-8")
    assert run("examiner", "write", "--fields", fields, group="transcription").code != 0
    fields.write_text("B1.to/r1\t平成31年2月3日\nF9.has\t=no\n", encoding="utf-8")
    assert run("examiner", "write", "--fields", fields, group="transcription").code == 0
    assert "平成31年" not in run("reviewer", "list", group="transcription").out
    assert run("reviewer", "check", "--fields", fields, group="transcription").code == 0
    assert "平成31年" in run("reviewer", "list", group="transcription").out
    name.write_text("髙橋　美咲\n", encoding="utf-8")
    done = run("reviewer", "finish", "--name-file", name, group="transcription")
    assert done.code == 0, done.err
    shown = run("examiner", "revisions", "B1.to/r1").out
    assert "平成31年2月3日" in shown
    assert "investigation reviewer" in shown
