"""Second readings at the terminal: drawn by a seed that serves once, given to a reader, repeated by an auditor."""

from pathlib import Path

from app.models.domain.finding import ITEMS
from app.models.domain.ties import Ties
from tests.cli.terminal import Said, sekisho
from tests.services.exchange.world import PEOPLE, Snapshots, plain

SEED = "lottery-0714"


def test_a_sample_is_drawn_given_to_a_reader_and_repeated_by_an_auditor(tmp_path: Path) -> None:
    world = Snapshots(tmp_path / "snapshots").at("assigned", tmp_path / "world")
    office, review = world.investigation, world.investigation.services.review
    for item in ITEMS:
        review.write_finding(office.actor("examiner"), world.case, plain(item))
    review.submit(office.actor("examiner"), world.case)
    vault, number = office.folder, office.services.queue.case(office.actor("reviewer"), world.case).number
    office.services.ties.keep(office.actor("decider"), office.hand("decider"), Ties(people=(PEOPLE[0][0],)))
    world.close()

    def run(who: str, *words: str, group: str = "sample") -> Said:
        file = tmp_path / f"{who}.txt"
        file.write_text(f"passphrase of {who}")
        file.chmod(0o600)
        return sekisho(group, *words, "--vault", vault, "--officer", f"investigation {who}", "--passphrase-file", file)

    assert run("reviewer", "draw", "1", "--seed", SEED).code == 0
    assert "sample.seed-known" in run("decider", "draw", "1", "--seed", SEED).err
    assert run("reviewer", "assign", number, "investigation many").code == 0
    seen, told = run("reviewer", "list", SEED), run("auditor", "list", SEED)
    assert number in seen.out
    assert "investigation many" in seen.out
    assert told.out.splitlines() == seen.out.splitlines()[:1], "no case and no reader"
    assert "the same when repeated" in told.out
    assert run("auditor", "draw", "1").code != 0
    grounds = run("auditor", "grounds", group="audit")
    assert f"{number}\tinvestigation decider" in grounds.out, grounds
    assert PEOPLE[0][0] not in grounds.out
    assert "access.wrong-role" in run("examiner", "list").err
