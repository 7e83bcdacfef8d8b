"""The finished files, judged by tools that know nothing of our code."""

import hashlib
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from reportlab.graphics.barcode import qrencoder

from app.models.domain.errors import RefusedError
from app.services.documents.archive import page_count
from app.services.documents.composition import compose
from app.services.documents.date_text import both_calendars
from app.services.documents.fonts import typefaces
from app.services.documents.icc import srgb_profile
from app.services.documents.layout import lay_out
from app.services.documents.letters import make_letter
from app.services.documents.padding import constant_size
from app.services.documents.paper import CodeMark
from app.services.texts.catalogue import Language
from tests.services.documents.conftest import Press, facts_of, template_of

OUTCOMES = ("cleared", "not-cleared", "not-carried-out")
SIZE = 262144
Tool = Callable[..., str]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_letter_is_valid_and_embeds_all_its_fonts(form: str, language: str, press: Press, tool: Tool) -> None:
    letter = press.letter(form, language=language)
    path = str(press.file(letter.pdf))
    tool("qpdf", "--check", path)
    fonts = [line.split() for line in tool("pdffonts", path).splitlines()[2:]]
    assert fonts
    for font in fonts:
        assert re.match(r"[A-Z]{6}\+IPA", font[0])
        assert font[-5:-2] == ["yes", "yes", "yes"]  # embedded, subset, mapped to Unicode
    assert letter.sha256 == hashlib.sha256(letter.pdf).hexdigest()
    assert b"Helvetica" not in letter.pdf


@pytest.mark.parametrize(
    "name",
    [
        "髙﨑𠮷之助",
        "葛\U000e0100城",
        "葛\U000e0103城",
        "辻\U000e0101𠀋",
        "神\ufe00田",
        "邉邊辺斎齋",
        "<b>太字</b>",
        "&amp;",
        "{x}",
        "{issue_no}",
        r"(\134)",
        "か\u3099",
    ],
)
def test_names_are_extracted_exactly(name: str, press: Press, tool: Tool) -> None:
    path = str(press.file(press.letter("F05", addressee_name=name).pdf))
    assert f"{name}\u3000殿" in re.sub(r" +", "\u3000", tool("pdftotext", "-layout", path, "-"))


@pytest.mark.parametrize("name", ["山\U000e01ef", "\ue000", "山\n田", "\u202e"])
def test_a_letter_with_an_undrawable_name_is_not_made(name: str, press: Press) -> None:
    with pytest.raises(RefusedError, match=r"^letter\.character-not-drawable$"):
        press.letter("F05", addressee_name=name)


def test_every_page_carries_issue_number_and_page_of_pages(press: Press, tool: Tool) -> None:
    letter = press.letter("F05", case_kind="3", earlier_agency="見本省")
    path = str(press.file(letter.pdf))
    pages = tool("pdftotext", "-layout", path, "-").split("\f")[:-1]
    assert len(pages) == page_count(letter.pdf) == 3
    for number, page in enumerate(pages, start=1):
        assert re.search(rf"文書番号 経安適第41号.*{number} */ *3", page)
        assert "お問合せ" in page.splitlines()[-1]


def test_contractor_notices_have_one_size_and_one_page(press: Press, tool: Tool) -> None:
    names = ("甲", "髙﨑𠮷之助・葛\U000e0100城" * 4)
    for name in names:
        for outcome in OUTCOMES:
            for rehearsal in (False, True):
                pdf = press.letter("F22", outcome=outcome, subject_name=name, rehearsal=rehearsal).pdf
                assert len(pdf) == SIZE
                assert page_count(pdf) == 1
                tool("qpdf", "--check", str(press.file(pdf)))


def test_a_contractor_notice_that_needs_a_second_page_is_refused(press: Press) -> None:
    with pytest.raises(RefusedError, match=r"^letter\.too-large$"):
        press.letter("F22", subject_section="課" * 2000)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 100_000))
def test_any_constant_size_is_met_exactly_with_the_pages_unchanged(surplus: int) -> None:
    pdf = make_letter(template_of("F08"), facts_of("F08"), language=Language.JAPANESE, rehearsal=False).pdf
    size = len(pdf) + 600 + surplus
    padded = constant_size(pdf, size)
    assert len(padded) == size
    with pikepdf.open(BytesIO(pdf)) as before, pikepdf.open(BytesIO(padded)) as after:
        assert after.check_pdf_syntax() == []
        assert after.pages[0].Contents.read_bytes() == before.pages[0].Contents.read_bytes()
        assert after.docinfo["/Title"] == before.docinfo["/Title"]


def test_what_does_not_fit_is_refused(press: Press) -> None:
    pdf = press.letter("F08").pdf
    with pytest.raises(RefusedError, match=r"^letter\.too-large$") as refused:
        constant_size(pdf, len(pdf))
    assert refused.value.params == {"size": len(pdf)}


def test_the_same_facts_give_the_same_bytes(form: str, press: Press) -> None:
    assert press.letter(form).pdf == press.letter(form).pdf


def test_the_same_bytes_in_another_process(press: Press) -> None:
    program = (
        "from tests.services.documents.conftest import *\n"
        "make_letter(template_of('F05'), facts_of('F05'), language=Language('en'), rehearsal=True)\n"
        "print(make_letter(template_of('F20'), facts_of('F20'), language=Language('ja'), rehearsal=False).sha256)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)  # noqa: S603 - own code
    assert done.stdout.strip() == press.letter("F20").sha256


def test_letters_made_at_the_same_time_are_right(press: Press) -> None:
    expected = press.letter("F20").sha256
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: press.letter("F20").sha256, range(12)))
    assert set(made) == {expected}


def test_metadata_names_the_form_and_no_person(press: Press) -> None:
    with pikepdf.open(BytesIO(press.letter("F20").pdf)) as document:
        assert {key: str(value) for key, value in document.docinfo.items()} == {
            "/Title": "適性評価結果等通知書（本人用） 経安適第41号",
            "/Producer": "Sekisho",
        }
        assert str(document.Root.Lang) == "ja"
        xmp = document.Root.Metadata.read_bytes().decode("utf-8")
        assert "髙" not in xmp
        assert "見本" not in xmp
        with document.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "2"
            assert metadata["dc:title"] == "適性評価結果等通知書（本人用） 経安適第41号"
        assert document.Root.OutputIntents[0].S == "/GTS_PDFA1"


def test_the_output_profile_is_a_readable_rgb_profile() -> None:
    profile = ImageCms.ImageCmsProfile(BytesIO(srgb_profile())).profile
    assert profile.xcolor_space.strip() == "RGB"
    assert profile.profile_description == "sRGB IEC61966-2.1"


def test_symbolic_fonts_carry_no_encoding(press: Press) -> None:
    with pikepdf.open(BytesIO(press.letter("F05").pdf)) as document:
        fonts = [font for page in document.pages for font in page.Resources.Font.as_dict().values()]
        assert fonts
        assert not [font for font in fonts if "/Encoding" in font]


def test_rehearsal_is_on_every_page_and_on_no_real_letter(form: str, press: Press, tool: Tool) -> None:
    pages = tool("pdftotext", str(press.file(press.letter(form, rehearsal=True).pdf)), "-").split("\f")[:-1]
    assert all("REHEARSAL — NO LEGAL EFFECT" in page for page in pages)
    real = tool("pdftotext", str(press.file(press.letter(form).pdf)), "-")
    assert "REHEARSAL" not in real
    assert "訓練" not in real


def test_the_code_on_the_slip_is_drawn_module_by_module(press: Press, tool: Tool) -> None:
    facts = facts_of("slip")
    path = press.file(press.letter("slip").pdf)
    tool("pdftoppm", "-r", "300", "-gray", "-singlefile", str(path), str(path.with_suffix("")))
    page = Image.open(path.with_suffix(".pgm"))
    pixels = page.tobytes()
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(str(facts["code_payload"]))
    code.make()
    count = code.getModuleCount()
    (marks,) = lay_out(
        compose(template_of("slip"), facts, language=Language.JAPANESE, date_text=both_calendars), typefaces()
    )
    (mark,) = [mark for mark in marks if isinstance(mark, CodeMark)]
    module = mark.size / (count + 8)
    for row in range(-4, count + 4):
        for column in range(-4, count + 4):
            x, y = (round((at + (step + 4.5) * module) * 300 / 72) for at, step in ((mark.x, column), (mark.y, row)))
            inside = 0 <= row < count and 0 <= column < count
            assert (pixels[y * page.width + x] < 128) == (inside and code.isDark(row, column))
