"""A contractor reads at the terminal what it was told, and saves the letter; nobody else of the office does."""

from pathlib import Path

from app.services.bundles.manifest import Kind
from app.services.desk import Target
from tests.cli.terminal import Said, sekisho
from tests.services.exchange.world import PEOPLE, Snapshots


def test_results_are_listed_shown_and_saved(tmp_path: Path) -> None:
    world = Snapshots(tmp_path / "kept").at("notified", tmp_path / "world")
    world.carried(world.agency, Kind.RESULT, Target(case=world.case), world.contractor)
    vault = world.contractor.folder
    world.close()

    def run(who: str, *words: str | Path) -> Said:
        file = tmp_path / f"{who}.txt"
        file.write_text(f"passphrase of {who}")
        file.chmod(0o600)
        seat = ("--vault", vault, "--officer", f"contractor {who}", "--passphrase-file", file)
        return sekisho("result", *words, *seat, lang="en")

    listed = run("security", "list")
    assert listed.code == 0, listed.err
    bundle, _, name, _, outcome, answered, *_ = listed.out.rstrip("\n").split("\t")
    assert (name, outcome, answered) == (PEOPLE[0][0], "Cleared", "Sent")
    shown = run("security", "show", bundle)
    assert "Not in the notice" in shown.out, shown.err
    saved = run("security", "letter", bundle, "--out", tmp_path / "letter.pdf")
    assert saved.code == 0, saved.err
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")
    refused = run("auditor", "list")
    assert (refused.code, refused.out) == (3, "")
