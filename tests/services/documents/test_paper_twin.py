"""The paper twin of the questionnaire, judged by tools that know nothing of our code, and its map both ways."""

import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from app.models.domain.errors import RefusedError
from app.models.forms.answers import Answer, AnswerState, Response
from app.models.forms.definition import FormPack
from app.models.forms.items import Item
from app.models.forms.reading import answer_in_words
from app.services.documents.copies import numbered_copy
from app.services.questionnaires.keeping import is_medical
from app.services.resources import TEXTS
from app.services.texts.catalogue import Catalogue, Language
from app.services.twin.drawing import Identity, Twin, TwinPress
from app.services.twin.places import PaperMap, Spot
from tests.services.exchange.offices import shelf

Tool = Callable[..., str]
Area = tuple[float, float, float, float]
QUICK = ("g12",)
SUBJECTS = [
    pytest.param(f"g{number:02}", marks=() if f"g{number:02}" in QUICK else pytest.mark.slow) for number in range(1, 13)
]
JAPANESE = Catalogue.load(TEXTS, Language.JAPANESE)
PRESS = TwinPress()
WHO = Identity("髙﨑　𠮷之助・葛\U000e0100城", "昭和63年4月12日（1988年4月12日）", "AGENCY-2025-000001")
_WORD = re.compile(r'<word xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)">(.*?)</word>')


def pack_of() -> FormPack:
    return shelf().current.pack


def golden(name: str) -> Response:
    return shelf().current.golden[f"{name}.json"].response


def twin_of(response: Response, **more: object) -> Twin:
    return PRESS.filled(pack_of(), response, WHO, JAPANESE, **more)  # type: ignore[arg-type]  # covered alone


class Read:
    """What an independent tool reads from each sheet, word by word with its rectangle."""

    def __init__(self, twin: Twin, folder: Path, tool: Tool) -> None:
        path = folder / "twin.pdf"
        path.write_bytes(twin.pdf)
        self.path = str(path)
        pages = tool("pdftotext", "-bbox", self.path, "-").split("<page ")[1:]
        self.sheets = [[_word(found) for found in _WORD.finditer(page)] for page in pages]

    def inside(self, spot: Spot) -> str:
        """The words of an answer's rectangle, white space left out."""
        return self.within(spot.sheet, spot.answer)

    def within(self, sheet: int, area: Area) -> str:
        """The words whose middle lies in a rectangle, line by line."""
        x, y, width, height = area
        words = [
            (round(top), left, word)
            for left, top, right, bottom, word in self.sheets[sheet - 1]
            if x <= (left + right) / 2 <= x + width and y <= (top + bottom) / 2 <= y + height
        ]
        return _tight("".join(word for _, _, word in sorted(words)))

    def band(self, sheet: int, top: float, bottom: float) -> str:
        """One line over the whole sheet, whatever fonts stand in it."""
        words = [(one[0], one[4]) for one in self.sheets[sheet - 1] if top <= (one[1] + one[3]) / 2 <= bottom]
        return _tight("".join(word for _, word in sorted(words)))


def _word(found: re.Match[str]) -> tuple[float, float, float, float, str]:
    left, top, right, bottom = (float(found.group(place)) for place in range(1, 5))
    return left, top, right, bottom, _plain(found.group(5))


def _plain(text: str) -> str:
    for escaped, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(escaped, character)
    return text


def _tight(text: str) -> str:
    return re.sub(r"\s", "", text)


def _expected(pack: FormPack, item: Item, answer: Answer) -> str:
    words = answer_in_words(pack, item, answer, "ja")
    return words if answer.state is AnswerState.VALUE else f"{words}{answer.reason or ''}"


def _check_file(path: str, tool: Tool) -> None:
    tool("qpdf", "--check", path)
    fonts = [line.split() for line in tool("pdffonts", path).splitlines()[2:]]
    assert fonts
    assert all(font[-5:-2] == ["yes", "yes", "yes"] for font in fonts)


def test_blank_form_has_every_box_of_the_layout_on_its_page(tmp_path: Path, tool: Tool) -> None:
    pack, twin = pack_of(), PRESS.blank(pack_of(), JAPANESE)
    read = Read(twin, tmp_path, tool)
    _check_file(read.path, tool)
    assert twin.places.sheets == len(read.sheets) == 35
    drawn = [(spot.page, spot.box, spot.link_id) for spot in twin.places.spots if spot.number <= 1]
    assert drawn == [(page.page, box.box, box.link_id) for page in pack.layout for box in page.boxes]
    for spot in twin.places.spots:
        assert _tight(f"{spot.box}{pack.label(spot.link_id, 'ja')}")[:10] in read.within(spot.sheet, spot.area), spot
    for sheet, words in enumerate(read.sheets, start=1):
        assert f"第{sheet}頁（全35頁）" in read.band(sheet, 30, 48)
        assert pack.digest in read.band(sheet, 795, 812)
        assert f"用紙{sheet}／35" in read.band(sheet, 795, 812)
        assert all(word[0] >= 40 and word[2] <= 556 and word[3] <= 812 for word in words), sheet


def test_every_item_has_a_place_and_every_place_its_item() -> None:
    pack, places = pack_of(), PRESS.blank(pack_of(), JAPANESE).places
    for item in pack.index:
        spots = places.places_of(item.link_id)
        assert spots, item.link_id
        assert {(spot.page, spot.box) for spot in spots} == {(item.ext.paper_ref.page, item.ext.paper_ref.box)}
    for spot in places.spots:
        x, y, width, height = spot.area
        assert places.cell_at(spot.sheet, x + width / 2, y + height / 2) == spot
        assert spot.link_id in pack.index
    assert places.cell_at(1, 1, 1) is None
    assert msgspec.json.decode(places.encode(), type=PaperMap) == places


def test_boxes_of_a_page_do_not_lie_over_each_other() -> None:
    places = PRESS.blank(pack_of(), JAPANESE).places
    for sheet in range(1, 36):
        boxes = [spot.area for spot in places.spots if spot.sheet == sheet]
        for place, (x, y, width, height) in enumerate(boxes):
            assert x >= 40
            assert x + width <= 556
            assert y + height <= 791
            for other in boxes[place + 1 :]:
                apart = other[0] >= x + width - 0.2 or x >= other[0] + other[2] - 0.2
                assert apart or other[1] >= y + height - 0.2 or y >= other[1] + other[3] - 0.2


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_answer_stands_in_its_box_as_written(name: str, tmp_path: Path, tool: Tool) -> None:
    pack, response = pack_of(), golden(name)
    twin = twin_of(response)
    read = Read(twin, tmp_path, tool)
    _check_file(read.path, tool)
    assert len(read.sheets) == twin.places.sheets
    for (link_id, row), answer in response.current.items():
        spots = twin.places.places_of(link_id, row)
        assert spots, (link_id, row)
        found = [read.inside(spot) for spot in spots]
        expected = _tight(_expected(pack, pack.index[link_id], answer))
        if answer.state is not AnswerState.VALUE and answer.reason:
            assert any(all(_tight(part) in text for part in (answer.reason, expected[:2])) for text in found)
        else:
            assert any(expected in text for text in [*found, "".join(found)]), (link_id, row, expected, found)
        if "■" in "".join(found):
            assert f"■{expected}" in "".join(found)
    for sheet in range(1, len(read.sheets) + 1):
        head = read.band(sheet, 50, 77)
        assert all(_tight(said) in head for said in (WHO.name, WHO.born, WHO.case_number))


def test_rows_without_room_go_on_continuation_sheets_behind_their_page(tmp_path: Path, tool: Tool) -> None:
    twin = twin_of(golden("g12"))
    order = [(spot.page, spot.continuation) for spot in twin.places.spots]
    assert order == sorted(order)
    assert {page for page, _ in order} == set(range(1, 36))
    carried = [spot for spot in twin.places.spots if spot.continuation and spot.number]
    assert {spot.link_id.split(".")[0] for spot in carried} >= {"F5", "F11"}
    read = Read(twin, tmp_path, tool)
    for spot in carried:
        assert f"第{spot.page}頁の続紙{spot.continuation}" in read.band(spot.sheet, 30, 48)
        assert f"続紙第{spot.page}頁の次の欄の続き" in read.band(spot.sheet, 84, 106)


def test_a_long_text_is_carried_over_whole_and_never_read_as_markup(tmp_path: Path, tool: Tool) -> None:
    hostile = "<b>太字</b>&amp;=1+1「" + "葛\U000e0100城に𠮷田と会った、という話です。" * 190 + "終わり」"
    response = _with(golden("g02"), "G4.explanation", hostile)
    twin = twin_of(response)
    spots = twin.places.places_of("G4.explanation", "r1")
    read = Read(twin, tmp_path, tool)
    assert read.inside(spots[0]) == "続紙1のとおり"
    assert "".join(read.inside(spot) for spot in spots[1:]) == _tight(hostile)
    assert len(spots) > 2
    assert len({spot.page for spot in spots}) == 1


def test_a_character_that_no_font_draws_refuses_the_print() -> None:
    with pytest.raises(RefusedError) as refused:
        twin_of(_with(golden("g01"), "A1.given-name", "彬\U000e0100"))
    assert refused.value.code == "letter.character-not-drawable"


def test_covered_boxes_tell_nothing_of_their_answers(tmp_path: Path, tool: Tool) -> None:
    pack, response = pack_of(), golden("g03")
    covered = {item.link_id for item in pack.index if is_medical(item)}
    kept = msgspec.structs.replace(
        response, answers=tuple(one for one in response.answers if one.link_id not in covered)
    )
    without, other = twin_of(kept, covered=covered), twin_of(response, covered=covered)
    assert without.pdf == other.pdf
    read = Read(without, tmp_path, tool)
    for spot in without.places.places_of("J1.entry"):
        assert "医療に関する部分" in read.inside(spot)
    for answer in response.answers:
        if answer.link_id in covered and isinstance(answer.value, str) and len(answer.value) > 3:
            for spot in without.places.places_of(answer.link_id):
                assert answer.value not in read.inside(spot)


def test_the_same_answers_give_the_same_bytes_and_a_second_copy_says_so(tmp_path: Path, tool: Tool) -> None:
    first, second = twin_of(golden("g01")), twin_of(golden("g01"))
    assert first == second
    copy = Twin(numbered_copy(first.pdf, 2, WHO.case_number), first.places)
    read = Read(copy, tmp_path, tool)
    assert all("写し2部目（2部中）" in read.band(sheet, 20, 32) for sheet in range(1, len(read.sheets) + 1))


def test_the_form_in_english_fits_the_same_pages() -> None:
    twin = PRESS.blank(pack_of(), Catalogue.load(TEXTS, Language.ENGLISH))
    assert twin.places.sheets == 35


def _with(response: Response, link_id: str, value: str) -> Response:
    answers = tuple(
        msgspec.structs.replace(one, value=value, as_written=None, state=AnswerState.VALUE)
        if one.link_id == link_id
        else one
        for one in response.answers
    )
    return msgspec.structs.replace(response, answers=answers)
