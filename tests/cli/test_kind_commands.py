"""An inquiry with its reply, and a confirmation for a partner abroad, travel at the terminal alone."""

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from app.models.domain.ids import CaseId
from app.models.forms.guards.finding import MARK
from app.services.platform.time import SystemClock
from app.services.rehearsal.marker import Marker, write_marker
from tests.cli.terminal import Said, sekisho
from tests.services.exchange.offices import OFFICERS, Office
from tests.services.exchange.world import PDF, Snapshots, World
from tests.services.review.circle import joined

SAID = "戒告一件（令和四年四月）"


@dataclass
class Desks:
    """The closed vaults of four offices, and a stick between them."""

    world: World
    second: Office
    asked: CaseId
    passphrases: Path

    def run(self, office: Office, who: str, *words: str | Path, code: int = 0) -> Said:
        officer = ("--officer", f"{office.name} {who}", "--passphrase-file", self.passphrases)
        said = sekisho(*words, "--vault", office.folder, *officer, lang="en")
        assert said.code == code, said.err
        return said

    def rows(self, office: Office, who: str, *words: str | Path) -> list[list[str]]:
        return [line.split("\t") for line in self.run(office, who, *words).out.splitlines()]

    def form(self, **fields: object) -> Path:
        file = self.world.root / "form.json"
        file.write_text(json.dumps(fields), encoding="utf-8")
        return file

    def prepared(self, sender: Office, kind: str, subject: str, to: Office, signers: tuple[str, ...]) -> list[str]:
        named = [word for who in signers for word in ("--signer", f"{sender.name} {who}")]
        said = self.run(sender, "security", "export", "prepare", kind, subject, "--to", to.station, *named)
        return said.out.splitlines()

    def carried(self, sender: Office, kind: str, subject: str, to: Office, signers: tuple[str, ...]) -> Path:
        """Draft, sign, write, admit; gives the file."""
        bundle = self.prepared(sender, kind, subject, to, signers)[0].split()[-1]
        for who in signers:
            self.run(sender, who, "export", "sign", bundle)
        stick = self.world.stick.path
        self.run(sender, "security", "export", "write", bundle, "--medium", stick)
        (file,) = stick.glob(f"*-{bundle[:8]}.age")
        self.run(to, "security", "bundle", "admit", file)
        return file


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Desks:
    """One person was found fit and told; another one is under investigation. The program goes on in their time."""
    root = tmp_path_factory.mktemp("kinds")
    world = Snapshots(root / "kept").at("notified", root / "world")
    second, asked = joined(world), world.others[0]
    world.requested(asked)
    world.answered(asked)
    world.assigned(asked)
    agency = world.agency
    agency.services.results.confirm_validity(agency.actor("decider"), world.case)
    ahead = world.clock.now() - SystemClock().now() + timedelta(minutes=1)
    write_marker(agency.folder.parent, Marker(int(ahead.total_seconds()), played=True))
    world.close()
    second.desk.vault.close()
    passphrases = root / "passphrases.txt"
    offices = (*world.offices, second)
    lines = [f"{office.name} {who}\tpassphrase of {who}" for office in offices for who in OFFICERS]
    passphrases.write_text("\n".join(lines))
    passphrases.chmod(0o600)
    return Desks(world, second, asked, passphrases)


def test_an_inquiry_goes_to_the_employer_and_its_reply_comes_back(desks: Desks) -> None:
    there, body = desks.world.investigation, desks.world.contractor
    by = (desks.world.clock.now() + timedelta(days=30)).date().isoformat()
    plan = desks.form(
        body="employer", office=body.name.upper(), questions=["discipline"], identify=["kana"], reply_by=by
    )
    ((ref,),) = desks.rows(there, "examiner", "inquiry", "prepare", desks.asked, plan)
    desks.carried(there, "inquiry", ref, body, ("examiner",))
    ((matter, form, name, *_, state),) = desks.rows(body, "security", "inquiry", "received")
    assert form == "Inquiry letter"
    shown = {path: value for path, value, *_ in desks.rows(body, "security", "inquiry", "show", matter)}
    assert (shown["subject.name"], shown["reply_by"], state) == (name, by, "open")
    assert not {path for path in shown if "case" in path}, "the body learns no number of a case"
    desks.run(body, "auditor", "inquiry", "received", code=3)
    answer = {"number": 1, "state": "facts", "text": f"{SAID}、労働組合の役員", "papers": []}
    said = {"inquiry_ref": ref, "respondent": "人事課長", "replied_on": by, "answers": [answer]}
    desks.run(
        body, "security", "inquiry", "reply", matter, desks.form(**said), code=3
    )  # not of a kind, and of a later day
    today = desks.world.clock.now().date().isoformat()
    fit = desks.form(record="inquiry-reply", **(said | {"replied_on": today}))
    ((reply,),) = desks.rows(body, "security", "inquiry", "reply", matter, fit)
    desks.carried(body, "inquiry-reply", reply, there, ("security",))
    outside = desks.form(
        body="supervisor", addressee="試験次郎", questions=["known-discipline"], identify=[], reply_by=by
    )
    lines = desks.rows(there, "examiner", "inquiry", "preview", desks.asked, outside)
    assert ["試験次郎　殿"] in lines
    ((survey,),) = desks.rows(there, "examiner", "inquiry", "prepare", desks.asked, outside)
    ((number,),) = desks.rows(there, "examiner", "inquiry", "issue", desks.asked, survey)
    assert "F12" in number
    saved = desks.passphrases.parent / "letter.pdf"
    desks.run(there, "examiner", "inquiry", "letter", desks.asked, survey, "--out", saved)
    assert saved.read_bytes().startswith(b"%PDF-")
    desks.run(there, "examiner", "inquiry", "strike", desks.asked, ref, "1")
    rows = desks.rows(there, "examiner", "inquiry", "list", desks.asked)
    assert [ref, "Answer", f"{SAID}、{MARK}"] in [[row[0], *row[2:]] for row in rows]
    assert [survey, "Letter", number] in rows


def test_a_reply_on_paper_is_registered_typed_and_compared(desks: Desks) -> None:
    there, today = desks.world.investigation, desks.world.clock.now().date().isoformat()
    plan = desks.form(
        body="supervisor", addressee="試験三郎", questions=["drinking-trouble"], identify=[], reply_by="2099-01-01"
    )
    ((ref,),) = desks.rows(there, "examiner", "inquiry", "prepare", desks.asked, plan)
    desks.run(there, "examiner", "inquiry", "issue", desks.asked, ref)
    desks.run(there, "examiner", "inquiry", "settle", desks.asked, ref, "--state", "asked")
    scans = []
    for number in (1, 2):
        scan = desks.passphrases.parent / f"scan{number}.pdf"
        scan.write_bytes(PDF + bytes([number]))
        words = ("paper", "file", desks.asked, scan, "--purpose", "6")
        scans += desks.run(there, "examiner", *words).out.split()
    listed = [row[0] for row in desks.rows(there, "examiner", "paper", "list", desks.asked)]
    assert set(scans) <= set(listed)
    desks.run(there, "examiner", "inquiry", "link", desks.asked, ref, scans[0])
    said = {"respondent": "試験三郎", "replied_on": today, "answers": [{"state": "facts", "text": "酒席で口論一件"}]}
    desks.run(there, "examiner", "inquiry", "type", desks.asked, ref, desks.form(**said, more=1), code=3)
    desks.run(there, "examiner", "inquiry", "type", desks.asked, ref, desks.form(**said))
    desks.run(there, "examiner", "inquiry", "check", desks.asked, ref, "same", code=3)
    rows = desks.rows(there, "examiner", "inquiry", "list", desks.asked)
    assert [[ref, "Reply on paper", scans[0]], [ref, "Typed, to be compared"]] == [
        row for row in rows if row[0] == ref
    ][2:]
    desks.run(there, "reviewer", "inquiry", "check", desks.asked, ref, "same")
    desks.run(there, "examiner", "paper", "set-aside", desks.asked, scans[1], "surplus")
    desks.run(there, "examiner", "paper", "destroy", desks.asked, scans[1], code=3)
    desks.run(there, "reviewer", "paper", "destroy", desks.asked, scans[1])
    assert scans[1] not in [row[0] for row in desks.rows(there, "examiner", "paper", "list", desks.asked)]


def test_a_confirmation_goes_to_the_agency_that_speaks_with_the_partner(desks: Desks) -> None:
    agency, second = desks.world.agency, desks.second
    ask = desks.form(country="AU", surname="TAKAHASHI", given_names="MISAKI")
    desks.run(agency, "examiner", "confirmation", "write", desks.world.case, ask, code=3)
    ((ref,),) = desks.rows(agency, "decider", "confirmation", "write", desks.world.case, ask)
    # The signers are named in either order, one for each slot of the policy.
    file = desks.carried(agency, "ally-confirmation", ref, second, ("security", "decider"))
    came = {path: value for _, path, value in desks.rows(second, "decider", "confirmation", "list")}
    assert (came["answer"], came["country"]) == ("confirmed", "AU")
    assert desks.world.case not in str(came), "the partner learns no case"
    assert file.stat().st_size > 1024 * 1024, "a fixed size"
    desks.run(second, "security", "bundle", "admit", file, code=52)
    for signers in (("security", "security"), ("security", "examiner")):
        with pytest.raises(AssertionError, match=r"export\.signers"):
            desks.prepared(agency, "ally-confirmation", ref, second, signers)
