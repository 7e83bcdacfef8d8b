import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QPalette

from app.ui.theme.contrast import contrast, luminance
from app.ui.theme.style import palette, stylesheet
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import HIGH_CONTRAST, SCHEMES, TEXT_PAIRS, TEXT_PERCENTS, UI_PAIRS, Scale, Scheme, Tone

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_known_contrasts() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert luminance("#ffffff") == pytest.approx(1)


@given(COLOURS, COLOURS)
def test_contrast_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids=" on ".join)
def test_text_can_be_read(scheme: Scheme, pair: tuple[str, str]) -> None:
    tokens = SCHEMES[scheme]
    assert contrast(tokens.pick(pair[0]), tokens.pick(pair[1])) >= 4.5


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("pair", UI_PAIRS, ids=" on ".join)
def test_borders_rings_and_selection_can_be_seen(scheme: Scheme, pair: tuple[str, str]) -> None:
    tokens = SCHEMES[scheme]
    assert contrast(tokens.pick(pair[0]), tokens.pick(pair[1])) >= 3


@pytest.mark.parametrize("scheme", Scheme)
def test_high_contrast_is_high(scheme: Scheme) -> None:
    tokens = HIGH_CONTRAST[scheme]
    for text, ground in TEXT_PAIRS:
        assert contrast(tokens.pick(text), tokens.pick(ground)) >= 7, (text, ground)
    for edge, ground in UI_PAIRS:
        assert contrast(tokens.pick(edge), tokens.pick(ground)) >= 4.5, (edge, ground)
    assert len({tokens.tones[tone] for tone in Tone}) == len(Tone)


@pytest.mark.parametrize("scheme", Scheme)
def test_every_tone_has_its_own_colour(scheme: Scheme) -> None:
    assert len({SCHEMES[scheme].tones[tone] for tone in Tone}) == len(Tone)


@pytest.mark.parametrize("scheme", Scheme)
def test_palette_selection_is_visible(scheme: Scheme) -> None:
    made = palette(SCHEMES[scheme])
    highlight = made.color(QPalette.ColorRole.Highlight).name()
    assert contrast(highlight, made.color(QPalette.ColorRole.Base).name()) >= 3
    assert contrast(highlight, made.color(QPalette.ColorRole.HighlightedText).name()) >= 4.5


@pytest.mark.parametrize("percent", TEXT_PERCENTS)
@pytest.mark.parametrize("scheme", Scheme)
def test_stylesheet_is_filled_completely(scheme: Scheme, percent: int) -> None:
    sheet = stylesheet(SCHEMES[scheme], Scale(percent))
    assert "$" not in sheet
    assert "px px" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_scheme_and_size_change_live(theme: Theme) -> None:
    theme.set_scheme(Scheme.LIGHT)  # whatever another test left
    heard: list[str] = []
    theme.changed.connect(lambda: heard.append(theme.scheme))
    before = theme._app.font().pointSizeF()
    try:
        theme.set_scheme(Scheme.DARK)
        theme.step_text(1)
        assert theme._app.palette().color(QPalette.ColorRole.Window) == QColor(SCHEMES[Scheme.DARK].window)
        assert theme._app.font().pointSizeF() > before
        assert len(heard) == 2
    finally:
        theme.set_scheme(Scheme.LIGHT)
        theme.set_text_percent(100)
    assert theme._app.font().families()[0] == "IPAexGothic"
