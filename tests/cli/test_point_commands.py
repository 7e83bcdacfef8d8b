"""Points to clear up at the terminal: listed, derived again with the same digest, and compared with another pack."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.terminal import ROOT, Said, sekisho
from tests.services.exchange.world import Snapshots
from tests.services.points.golden import golden, put

Run = Callable[..., Said]
PACK = ROOT / "resources" / "packs" / "cesi-2025"


@pytest.fixture(scope="module", name="run")
def _run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    root = tmp_path_factory.mktemp("points")
    world = Snapshots(root / "snapshots").at("assigned", root / "world")
    put(world.investigation, world, golden("g10"))
    office = world.investigation
    vault, number = office.folder, office.services.queue.case(office.actor("examiner"), world.case).number
    world.close()

    def command(who: str, what: str, *words: str | Path, group: str = "point") -> Said:
        file = root / f"{who}.txt"
        file.write_text(f"passphrase of {who}")
        file.chmod(0o600)
        seat = ("--vault", vault, "--officer", f"investigation {who}", "--passphrase-file", file)
        return sekisho(group, what, number, *words, *seat)

    return command


def test_points_are_listed_and_derived_again_with_the_same_digest(run: Run, tmp_path: Path) -> None:
    listed = run("examiner", "list")
    assert listed.code == 0, listed.err
    assert "R-RES-01" in listed.out
    once, again = run("examiner", "replay"), run("reviewer", "replay", "--pack", PACK)
    assert (once.code, again.code) == (0, 0), (once.err, again.err)
    digest = once.out.splitlines()[0]
    assert len(digest) == 64
    assert again.out.splitlines().count(digest) == 2, "the same pack gives the same bytes"

    other = tmp_path / "other"
    shutil.copytree(PACK, other)
    shutil.rmtree(other / "golden")
    rules = json.loads((other / "rules.json").read_text())
    rules["rules"] = [one for one in rules["rules"] if one["id"] != "R-RES-01"]
    (other / "rules.json").write_text(json.dumps(rules, ensure_ascii=False))
    less = run("examiner", "replay", "--pack", other)
    assert less.code == 1, less.err
    assert "R-RES-01" in less.out
    assert "R-CAR-01" not in less.out


def test_every_command_takes_the_number_of_a_case(run: Run, tmp_path: Path) -> None:
    for group in ("query", "task", "interview", "inquiry"):
        said = run("examiner", "list", group=group)
        assert (said.code, said.out) == (0, ""), said
    added = run("examiner", "add", sekisho("task", "lists").out.split("\t")[0], group="task")
    assert added.code == 0, added
    assert run("complaint", "complaints", group="report").code == 0, "whoever may not search the cases names one"
    assert "custody.no-conflict" in run("security", "compare", group="custody").err
    printed = run("examiner", "print", "--to", tmp_path / "form.pdf", group="questionnaire")
    assert printed.code == 0, printed


def test_questions_of_an_interview_are_prepared_and_added(run: Run, tmp_path: Path) -> None:
    question = tmp_path / "question.txt"
    question.write_text("飲酒の量は、どのくらいですか。", encoding="utf-8")
    assert run("examiner", "prepare", group="interview").code == 0
    asked = run("examiner", "ask", "1", "6", "--text-file", question, group="interview")
    assert asked.code == 0, asked.err
    listed = run("examiner", "list", group="interview")
    assert question.read_text(encoding="utf-8") in listed.out
    question.write_text("支持政党はどこですか。", encoding="utf-8")
    assert "guard.unanswered" in run("examiner", "ask", "1", "6", "--text-file", question, group="interview").err


def test_who_has_no_part_in_the_case_derives_nothing(run: Run) -> None:
    said = run("decider", "replay")
    assert said.code != 0
    assert "access.not-of-case" in said.err
