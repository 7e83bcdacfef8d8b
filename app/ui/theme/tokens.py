"""Colours, spacing and type sizes as data; nothing else in the window names a colour.

Neutral greys with one accent, indigo (藍). Each scheme is a full set, so that dark is not light turned round.
"""

from dataclasses import dataclass
from enum import StrEnum


class Scheme(StrEnum):
    """Which set of colours is shown."""

    LIGHT = "light"
    DARK = "dark"


class Density(StrEnum):
    """How close lines and fields stand."""

    DENSE = "dense"
    NORMAL = "normal"
    ROOMY = "roomy"

    @property
    def factor(self) -> float:
        """What a normal distance is multiplied by."""
        return {Density.DENSE: 0.6, Density.NORMAL: 1.0, Density.ROOMY: 1.5}[self]


class Tone(StrEnum):
    """What a badge, banner or tick wants to say; always shown with a sign and a word as well."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Tokens:
    """All colours of one scheme, as ``#rrggbb``.

    Attributes:
        window: Ground of the window and of forms.
        surface: Ground of fields, lists and the paper.
        rail: Ground of the navigation rail and of header rows.
        stripe: Every second row of a table.
        hover: Ground under the pointer.
        hairline: Divides areas; decoration only.
        outline: Border of a control that can be used.
        text: What is read.
        muted: Second rank of text: hints, captions.
        disabled: Text of what cannot be used now.
        accent: Selection and the main button.
        accent_hover: Main button under the pointer.
        on_accent: Text on the accent.
        accent_soft: Ground of the chosen room.
        link: Text that can be followed; emphasised words.
        focus: Ring round what has the keyboard.
        rehearsal: Frame and band of the rehearsal office (訓練).
        on_rehearsal: Text on that band.
        tones: For each tone the colour of sign and text, and the soft ground under it.
    """

    window: str
    surface: str
    rail: str
    stripe: str
    hover: str
    hairline: str
    outline: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    link: str
    focus: str
    rehearsal: str
    on_rehearsal: str
    tones: dict[Tone, tuple[str, str]]

    def pick(self, name: str) -> str:
        """The colour of a token, or ``tones.<tone>.sign`` and ``tones.<tone>.ground``."""
        if name.startswith("tones."):
            _, tone, part = name.split(".")
            return self.tones[Tone(tone)][part == "ground"]
        colour: str = getattr(self, name)
        return colour


LIGHT = Tokens(
    window="#f3f4f6",
    surface="#ffffff",
    rail="#e8eaee",
    stripe="#f8f9fa",
    hover="#e4e8f0",
    hairline="#d3d7dd",
    outline="#7d858f",
    text="#1a1e24",
    muted="#525a65",
    disabled="#666e79",
    accent="#27457d",
    accent_hover="#1d3666",
    on_accent="#ffffff",
    accent_soft="#d5deee",
    link="#27457d",
    focus="#2f62c4",
    rehearsal="#a34a06",
    on_rehearsal="#ffffff",
    tones={
        Tone.NEUTRAL: ("#4a525d", "#e8eaee"),
        Tone.INFO: ("#27457d", "#e3e9f5"),
        Tone.GOOD: ("#1a6140", "#e0f1e8"),
        Tone.WARN: ("#7a4b00", "#faeed6"),
        Tone.BAD: ("#9c2019", "#fae5e3"),
    },
)

DARK = Tokens(
    window="#1c1f24",
    surface="#15181c",
    rail="#23272e",
    stripe="#1a1d22",
    hover="#2c323c",
    hairline="#363c46",
    outline="#7e8794",
    text="#e6e8eb",
    muted="#aab1bb",
    disabled="#8d95a0",
    accent="#456cb4",
    accent_hover="#4c74bd",
    on_accent="#ffffff",
    accent_soft="#2b3c5c",
    link="#9dbaf0",
    focus="#8db2ff",
    rehearsal="#e08a3c",
    on_rehearsal="#1c1206",
    tones={
        Tone.NEUTRAL: ("#c0c6cf", "#2c323b"),
        Tone.INFO: ("#a5c0f2", "#22304a"),
        Tone.GOOD: ("#86d1a8", "#1b3529"),
        Tone.WARN: ("#ecc077", "#3a2e15"),
        Tone.BAD: ("#f2a39c", "#42211f"),
    },
)

SCHEMES = {Scheme.LIGHT: LIGHT, Scheme.DARK: DARK}

HIGH_CONTRAST = {
    Scheme.LIGHT: Tokens(
        window="#ffffff",
        surface="#ffffff",
        rail="#ffffff",
        stripe="#ffffff",
        hover="#ffffff",
        hairline="#000000",
        outline="#000000",
        text="#000000",
        muted="#000000",
        disabled="#4d4d4d",
        accent="#00297a",
        accent_hover="#000000",
        on_accent="#ffffff",
        accent_soft="#ffffff",
        link="#00297a",
        focus="#b30000",
        rehearsal="#7a3300",
        on_rehearsal="#ffffff",
        tones={
            Tone.NEUTRAL: ("#000000", "#ffffff"),
            Tone.INFO: ("#00297a", "#ffffff"),
            Tone.GOOD: ("#004d26", "#ffffff"),
            Tone.WARN: ("#5c3800", "#ffffff"),
            Tone.BAD: ("#8a0000", "#ffffff"),
        },
    ),
    Scheme.DARK: Tokens(
        window="#000000",
        surface="#000000",
        rail="#000000",
        stripe="#000000",
        hover="#000000",
        hairline="#ffffff",
        outline="#ffffff",
        text="#ffffff",
        muted="#ffffff",
        disabled="#b3b3b3",
        accent="#ffe14d",
        accent_hover="#ffffff",
        on_accent="#000000",
        accent_soft="#000000",
        link="#ffe14d",
        focus="#4dd2ff",
        rehearsal="#ffb366",
        on_rehearsal="#000000",
        tones={
            Tone.NEUTRAL: ("#ffffff", "#000000"),
            Tone.INFO: ("#99ccff", "#000000"),
            Tone.GOOD: ("#8cffb3", "#000000"),
            Tone.WARN: ("#ffd480", "#000000"),
            Tone.BAD: ("#ff9e9e", "#000000"),
        },
    ),
}
"""The same roles where nothing is soft: at least 7 for all that is read (WCAG 1.4.6). The kiosk offers it."""

GROUNDS = ("window", "surface", "rail", "stripe", "hover")
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((text, ground) for text in ("text", "muted", "link") for ground in (*GROUNDS, "accent_soft")),
    *(("disabled", ground) for ground in ("window", "surface", "stripe")),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_rehearsal", "rehearsal"),
    *((f"tones.{tone}.sign", f"tones.{tone}.ground") for tone in Tone),
    *((f"tones.{tone}.sign", ground) for tone in Tone for ground in GROUNDS),
)
"""Foreground and ground of everything that is read: at least 4.5 (WCAG 1.4.3)."""

UI_PAIRS: tuple[tuple[str, str], ...] = (
    *(("outline", ground) for ground in ("window", "surface", "rail", "stripe")),
    *(("focus", ground) for ground in (*GROUNDS, "accent_soft")),
    *(("accent", ground) for ground in ("window", "surface", "stripe")),
    ("rehearsal", "window"),
    ("rehearsal", "surface"),
    ("rehearsal", "rail"),
)
"""Borders, rings and selections against what they lie on: at least 3 (WCAG 1.4.11)."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes for one setting of text size and density.

    Attributes:
        text_percent: 100 is normal; the setting of the program, 80 to 200.
        density: How close lines and fields stand.
    """

    text_percent: int = 100
    density: Density = Density.NORMAL

    @property
    def is_large(self) -> bool:
        """Whether what stands beside each other on a laptop has to stand below each other, or be scrolled."""
        return self.text_percent >= LARGE_PERCENT

    def points(self, step: float = 1.0) -> float:
        """Type size in points; ``step`` is one of the ``STEP_`` values."""
        return round(BODY_POINTS * step * self.text_percent / 100, 1)

    def space(self, units: float) -> int:
        """Distance in device-independent pixels; one unit is 4 at normal size."""
        return max(1, round(units * 4 * self.text_percent / 100 * self.density.factor))

    def side(self, units: float) -> int:
        """Side of a sign or box, which no density makes smaller; one unit is 4 pixels at normal text size."""
        return max(1, round(units * 4 * self.text_percent / 100))


LARGE_PERCENT = 150
BODY_POINTS = 10.5
STEP_SMALL = 0.9
STEP_BODY = 1.0
STEP_LEAD = 1.2
STEP_TITLE = 1.5
TEXT_PERCENTS = (80, 90, 100, 110, 125, 150, 175, 200)
