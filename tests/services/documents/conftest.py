"""Synthetic facts for every letter of the shipped pack."""

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.services import resources
from app.services.documents.composition import Fact
from app.services.documents.letters import Letter, make_letter
from app.services.documents.template import Template, read_template
from app.services.texts.catalogue import Language

LETTERS = resources.PACKS / "cesi-2025" / "letters"
FORMS = sorted(entry.name.removesuffix(".json") for entry in LETTERS.iterdir())
HARD_NAME = "髙﨑　𠮷之助・葛\U000e0100城"

_ISSUER: dict[str, Fact] = {
    "issuer_office": "経済安全保障推進庁　総合企画局",
    "issuer_head": "経済安全保障推進庁長官　見本　太郎",
}
_DESKS: dict[str, Fact] = {
    "contact_desk": "経済安全保障推進庁　総合企画局　適性評価担当　電話 00-0000-0001（平日 9時30分から18時まで）",
    "consultation_desk": "経済安全保障推進庁　適性評価相談窓口　電話 00-0000-0002",
    "complaint_desk": "経済安全保障推進庁　官房　苦情受理窓口　電話 00-0000-0003",
}
_PERSON: dict[str, Fact] = {
    "addressee_section": "見本重工業株式会社　情報システム部",
    "addressee_post": "主任技師",
    "addressee_name": HARD_NAME,
}
_SUBJECT: dict[str, Fact] = {
    "authority_head": "経済安全保障推進庁長官",
    "notice_issue_no": "経安適第12号",
    "notice_date": dt.date(2025, 6, 2),
    "contact_desk": _DESKS["contact_desk"],
    "consultation_desk": _DESKS["consultation_desk"],
}
_SIGNED: dict[str, Fact] = {"signed_name": HARD_NAME, "signed_at": "令和7年6月3日（2025年6月3日）　10:24"}
_DIGEST = tuple(f"{number:04x}" for number in range(0x3A10, 0x3A10 + 16 * 977, 977))
_FINGERPRINT = tuple(f"{number % 100000:05d}" for number in range(31415, 31415 + 12 * 27182, 27182))
_WORDS = ("tsukyo", "hebya", "yunu", "riko", "gyosa", "moka", "chapi", "zene")
_ASKED: dict[str, Fact] = {
    **_ISSUER,
    "contact_desk": _DESKS["contact_desk"],
    "addressee": "見本重工業株式会社　人事課長",
    "occasion": "reminder",
    "asked_on": dt.date(2025, 6, 11),
    "first_no": "NCHO-F16-2025-00012",
    "subject_name": HARD_NAME,
    "born_on": dt.date(1990, 4, 1),
    "questions": ("懲戒処分の記録の有無", "給与の差押えの記録の有無"),
    "reply_by": dt.date(2025, 7, 10),
    "consented_on": dt.date(2025, 6, 3),
    "reply_rows": ("1\t　", "2\t　"),
}
_FACTS: dict[str, dict[str, Fact]] = {
    **dict.fromkeys(("F12", "F13", "F16"), _ASKED),
    "F05": {
        **_PERSON,
        **_ISSUER,
        **_DESKS,
        "case_kind": "1",
        "cabinet_office_desk": "内閣府　重要経済安保情報保護活用相談窓口　電話 00-0000-0004",
    },
    "F06": _SUBJECT,
    "F07": {**_SUBJECT, **_SIGNED, "signing": "kiosk"},
    "F08": _SUBJECT,
    "F09": {**_SUBJECT, **_SIGNED, "scope": "both", "signing": "kiosk"},
    "F20": {
        **_PERSON,
        **_ISSUER,
        **_DESKS,
        "outcome": "cleared",
        "valid_until": dt.date(2035, 6, 10),
    },
    "F22": {
        **_ISSUER,
        "contractor_name": "見本重工業株式会社",
        "contractor_person": "保護責任者　見本　花子",
        "contact_desk": _DESKS["contact_desk"],
        "consultation_desk": _DESKS["consultation_desk"],
        "subject_name": HARD_NAME,
        "subject_section": "情報システム部　基盤技術課",
        "outcome": "cleared",
    },
    "F25": {
        "authority_head": "経済安全保障推進庁長官",
        "contact_desk": _DESKS["contact_desk"],
        "result_issue_no": "経安適第40号",
        "result_date": dt.date(2025, 6, 10),
    },
    "F32": {
        **_ISSUER,
        "contact_desk": _DESKS["contact_desk"],
        "matter": "案件",
        "subject_id": "3f0a6f0f6a0a4b1c9d2e8f7a6b5c4d3e",
        "class_name": "認められた事案",
        "class_basis": "通知の日から有効期間の満了まで",
        "ground": "保存期間の満了",
        "due_on": dt.date(2035, 6, 11),
        "destroyed_on": dt.date(2035, 6, 12),
        "destroyed_at": "10:24",
        "actor_name": "見本　一郎",
        "witness_name": "見本　花子",
        "event_number": "12,345",
        "document_count": "48",
        "paper_count": "9",
        "trial_time": "10:26",
        "had_key": "own",
        "bundle_count": "2",
        "backup_count": "1",
        "bundles": (
            "b3-000042.age　受領者 INVEST1　書出し 2025-06-11",
            "b7-000043.age　受領者 CONTR1　書出し 2025-08-01",
        ),
        "backups": ("媒体 M-0007　第12号　作成 2035-06-01",),
    },
    "due-list": {
        **_ISSUER,
        "first_day": dt.date(2035, 7, 1),
        "last_day": dt.date(2035, 7, 31),
        "line_count": "2",
        "lines": ("2035-07-01　案件　AGENCY-2025-000001　認められた事案", "2035-07-04　候補者名簿　K-7　候補者名簿"),
    },
    "drill": {
        **_ISSUER,
        "backup_number": "12",
        "backup_id": "0123456789abcdef0123456789abcdef",
        "made_at": "2035-06-01 09:00:00",
        "outcome": "sound",
        "entry_count": "12,345",
        "case_count": "1,200",
        "document_count": "320",
        "paper_count": "10",
        "destroyed_count": "3",
    },
    "slip": {
        **_ISSUER,
        "recipient_office": "内閣府　重要経済安保情報保護活用推進室",
        "recipient_person": "見本　次郎",
        "contact_desk": _DESKS["contact_desk"],
        "file_name": "b3-000042.age",
        "byte_count": "1,048,576",
        "record_counts": ("事案　3件", "添付文書　11件"),
        "media_label": "M-0007",
        "sha256_groups": _DIGEST,
        "fingerprint_groups": _FINGERPRINT,
        "record_words": " ".join(_WORDS),
        "code_payload": "b3-000042.age " + "".join(_DIGEST),
    },
    "kiosk-slip": {
        "issuer_office": _ISSUER["issuer_office"],
        "contact_desk": _DESKS["contact_desk"],
        "addressee_name": "髙橋　美咲",
        "case_no": "2025-000001",
        "code": "kasa-nomi-tsuke-ryowa-gugo",
    },
    "kiosk-receipt": {
        **_ISSUER,
        "contact_desk": _DESKS["contact_desk"],
        "complaint_desk": _DESKS["complaint_desk"],
        "addressee_name": "髙橋　美咲",
        "case_no": "2025-000001",
        "answer_count": "412",
        "sha256_groups": " ".join(_DIGEST),
    },
    "correction-request": {
        **_ISSUER,
        "contact_desk": _DESKS["contact_desk"],
        "addressee_name": "髙橋　美咲",
        "case_no": "2025-000001",
        "box_count": "2",
        "lines": (
            "4頁　B1-3\t日本国内における居住歴　居住を終えた時期（1行目）",
            "4頁　B1-3\tこの住居を離れた日は、いつですか。",
            "20頁　F9-0\t外国の金融機関に口座を有していますか。",
        ),
    },
    "correction-receipt": {
        **_ISSUER,
        "contact_desk": _DESKS["contact_desk"],
        "complaint_desk": _DESKS["complaint_desk"],
        "addressee_name": "髙橋　美咲",
        "case_no": "2025-000001",
        "correction_no": "1",
        "box_count": "2",
        "answer_count": "3",
        "sha256_groups": " ".join(_DIGEST),
    },
    "record-slip": {
        "issuer_office": _ISSUER["issuer_office"],
        "station": "METI1",
        "contact_desk": _DESKS["contact_desk"],
        "origin": "sekisho/METI1/1",
        "epoch": "1",
        "size": "1,204",
        "time": "2025-06-10 17:15:00",
        "words": _WORDS,
        "code_payload": "sekisho/METI1/1\n1204\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— sekisho/METI1 AAAA\n",
    },
    "receipt": {
        **_ISSUER,
        "sender_office": "経済安全保障推進庁　総合企画局",
        "contact_desk": _DESKS["contact_desk"],
        "file_name": "b3-000042.age",
        "received_on": dt.date(2025, 6, 12),
        "record_counts": ("事案　3件", "添付文書　11件"),
        "verdict": "admitted",
        "sha256_groups": _DIGEST,
        "record_words": _WORDS,
        "code_payload": "b3-000042.age " + "".join(_DIGEST),
    },
    "statement": {
        **_ISSUER,
        "contact_desk": _DESKS["contact_desk"],
        "complaint_desk": _DESKS["complaint_desk"],
        "reference": "AGENCY-2025-000001",
        "count": "3",
        **{f"{part}_count": "0" for part in ("looks", "changes", "prints", "transfers", "refusals", "sendings")},
    },
}


def facts_of(form: str, **changes: Fact) -> dict[str, Fact]:
    """Facts of a form with some of them changed."""
    return {"issue_no": "経安適第41号", "issued_on": dt.date(2025, 6, 10), **_FACTS[form], **changes}


def template_of(form: str) -> Template:
    return read_template(LETTERS, form)


@dataclass(frozen=True)
class Press:
    """Makes letters and puts them where the tools can read them."""

    folder: Path

    def letter(self, form: str, *, language: str = "ja", rehearsal: bool = False, **changes: Fact) -> Letter:
        facts = facts_of(form, **changes)
        return make_letter(template_of(form), facts, language=Language(language), rehearsal=rehearsal)

    def file(self, content: bytes) -> Path:
        path = self.folder / "letter.pdf"
        path.write_bytes(content)
        return path


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return Press(tmp_path)


@pytest.fixture
def facts() -> Callable[..., dict[str, Fact]]:
    return facts_of


@pytest.fixture
def template() -> Callable[[str], Template]:
    return template_of


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    """Each form of the shipped pack in turn."""
    return str(request.param)


def run_tool(name: str, *arguments: str) -> str:
    """Output of a PDF tool that is independent of our own code."""
    tool = shutil.which(name)
    if tool is None:
        pytest.skip(f"{name} is not installed")
    done = subprocess.run([tool, *arguments], check=True, capture_output=True)  # noqa: S603 - fixed tools on own files
    return done.stdout.decode("utf-8")


@pytest.fixture
def tool() -> Callable[..., str]:
    return run_tool
