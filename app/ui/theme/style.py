"""Make Fusion's palette and the one small stylesheet out of the tokens."""

from string import Template

from PySide6.QtGui import QColor, QPalette

from app.services.resources import ROOT
from app.ui.theme.tokens import STEP_LEAD, STEP_SMALL, STEP_TITLE, Scale, Tokens, Tone

ICONS = ROOT / "icons"

_Role = QPalette.ColorRole

_PALETTE: dict[QPalette.ColorRole, str] = {
    _Role.Window: "window",
    _Role.WindowText: "text",
    _Role.Base: "surface",
    _Role.AlternateBase: "stripe",
    _Role.Text: "text",
    _Role.PlaceholderText: "muted",
    _Role.Button: "rail",
    _Role.ButtonText: "text",
    _Role.BrightText: "on_accent",
    _Role.ToolTipBase: "surface",
    _Role.ToolTipText: "text",
    _Role.Highlight: "accent",
    _Role.HighlightedText: "on_accent",
    _Role.Accent: "accent",
    _Role.Link: "link",
    _Role.LinkVisited: "link",
    _Role.Light: "surface",
    _Role.Midlight: "hover",
    _Role.Mid: "hairline",
    _Role.Dark: "outline",
    _Role.Shadow: "outline",
}


def palette(tokens: Tokens) -> QPalette:
    """The palette of one scheme; the desktop's own wish for light or dark plays no part."""
    made = QPalette()
    for role, name in _PALETTE.items():
        made.setColor(role, QColor(tokens.pick(name)))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.disabled))
    made.setColor(QPalette.ColorGroup.Disabled, _Role.Highlight, QColor(tokens.hairline))
    made.setColor(QPalette.ColorGroup.Disabled, _Role.HighlightedText, QColor(tokens.text))
    return made


_SHEET = Template("""
QToolTip { color: $text; background: $surface; border: 1px solid $outline; padding: $s1px; }
QMenuBar { background: $rail; border-bottom: 1px solid $hairline; }
QMenuBar::item { padding: $s1px $s2px; background: transparent; }
QMenuBar::item:selected { background: $accent_soft; color: $text; }
QMenu { background: $surface; border: 1px solid $outline; padding: $s1px 0; }
QMenu::item { padding: $s1px $s6px $s1px $s5px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::separator { height: 1px; background: $hairline; margin: $s1px 0; }
QStatusBar { background: $rail; border-top: 1px solid $hairline; }
QStatusBar::item { border: none; }

QPushButton { background: $surface; border: 1px solid $outline; border-radius: 3px; padding: $b1px $s3px;
    min-height: $line px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $accent_soft; }
QPushButton:disabled { color: $disabled; background: $window; border-color: $hairline; }
QPushButton:focus { border: 2px solid $focus; padding: $b0px $b3px; }
QPushButton[kind="main"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="main"]:hover { background: $accent_hover; }
QPushButton[kind="main"]:disabled { background: $window; color: $disabled; border-color: $hairline; }
QPushButton[kind="main"]:focus { border: 2px solid $focus; outline: none; }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent; color: $link; }
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:focus { border: 2px solid $focus; }

QPushButton[kind="line"] { background: transparent; border: 1px solid transparent; color: $link; text-align: left;
    padding: $b1px $s2px; }
QPushButton[kind="line"]:hover { background: $hover; }
QPushButton[kind="line"]:focus { border: 2px solid $focus; padding: $b0px $b2px; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QComboBox { background: $surface; border: 1px solid $outline;
    border-radius: 3px; padding: $b1px $s2px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit, QSpinBox, QComboBox { min-height: $line px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QComboBox:focus {
    border: 2px solid $focus; padding: $b0px $b2px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: $disabled; background: $window;
    border-color: $hairline; }
QLineEdit[invalid="true"] { border: 2px solid $bad; padding: $b0px $b2px; }
QLineEdit:read-only { background: $window; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: $i6px; }
QComboBox::down-arrow, QSpinBox::down-arrow { image: url("$icons/down.svg"); width: $i4px; height: $i4px; }
QSpinBox::up-button, QSpinBox::down-button { border: none; width: $i6px; }
QSpinBox::up-arrow { image: url("$icons/up.svg"); width: $i4px; height: $i4px; }
QCheckBox, QRadioButton { spacing: $s2px; }
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator { width: $i4px; height: $i4px; background: $surface;
    border: 1px solid $outline; }
QCheckBox::indicator, QListView::indicator { border-radius: 3px; }
QRadioButton::indicator { border-radius: ${radius}px; }
QCheckBox::indicator:checked, QListView::indicator:checked { background: $accent; border-color: $accent;
    image: url("$icons/check.svg"); }
QRadioButton::indicator:checked { background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5,
    stop: 0 $link, stop: 0.5 $link, stop: 0.6 $surface, stop: 1 $surface); border-color: $link; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $window; border-color: $hairline; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $focus; }
QCheckBox:focus, QRadioButton:focus { color: $link; text-decoration: underline; }
QScrollBar:vertical { background: $window; width: $i3px; margin: 0; border: none; }
QScrollBar:horizontal { background: $window; height: $i3px; margin: 0; border: none; }
QScrollBar::handle { background: $outline; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: $i8px; }
QScrollBar::handle:horizontal { min-width: $i8px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: $window; border: none; }

QTableView, QListView, QTreeView { background: $surface; alternate-background-color: $stripe;
    border: 2px solid $hairline; selection-background-color: $accent; selection-color: $on_accent; outline: none; }
QTableView:focus, QListView:focus, QTreeView:focus { border-color: $focus; }
QTableWidget::item { padding: 0 $s2px; }
QTableWidget::item:selected { background: $accent; color: $on_accent; }
QListView::item { padding: $s1px $s2px; }
QListView::item:selected { background: $accent; color: $on_accent; }
QHeaderView { background: $rail; }
QHeaderView::section { background: $rail; color: $muted; border: none; border-right: 1px solid $hairline;
    border-bottom: 1px solid $hairline; padding: $s1px $s2px; }
QTabBar::tab { padding: $s1px $s2px; border: none; border-bottom: 3px solid transparent; color: $muted; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $link; border-bottom-color: $focus; }
QTabWidget::pane { border: none; border-top: 1px solid $hairline; }
QProgressBar { background: $hover; border: none; border-radius: 2px; max-height: $i2px; min-height: $i2px; }
QProgressBar::chunk { background: $link; border-radius: 2px; }
QSplitter::handle { background: $hairline; }
QScrollArea { border: none; }

QListView#rail { background: $rail; border: 2px solid $rail; border-right: 1px solid $hairline; padding: $s1px 0; }
QListView#rail:focus { border: 2px solid $focus; }
QFrame#header { background: $surface; border-bottom: 1px solid $hairline; }
QFrame#workspace[rehearsal="true"] { background: $rehearsal; }
QStackedWidget#pages { background: $window; }
QLabel#rehearsal-band { background: $rehearsal; color: $on_rehearsal; padding: $s1px $s4px; font-weight: bold; }
QDialog#command-palette { background: $surface; border: 1px solid $outline; }
QFrame[card="true"] { background: $surface; border: 1px solid $hairline; border-radius: 4px; }
QLabel[focusable="true"] { border: none; border-bottom: 2px solid transparent; }
QLabel[focusable="true"]:focus { border-bottom-color: $focus; }
QFrame#error { background: $surface; border: none; border-bottom: 1px solid $hairline; border-left: 4px solid $bad; }
QLabel[role="now"] { color: $link; }
QLabel[role="title"] { font-size: ${title}pt; }
QLabel[role="lead"] { font-size: ${lead}pt; }
QLabel[role="hint"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: ${small}pt; }
QLabel[role="code"] { color: $muted; font-size: ${small}pt; }
QLabel[role="invalid"] { color: $bad; }
$tones
""")

_TONE = Template("""
QLabel[tone="$tone"], QFrame[tone="$tone"] { color: $sign; background: $ground; border: 1px solid $sign;
    border-radius: 3px; }
QLabel[tone="$tone"] { padding: 1px $s2px; }
QFrame[tone="$tone"][banner="true"] { border: none; border-bottom: 1px solid $sign; border-radius: 0; }
QLabel[tick="$tone"] { color: $sign; }
QFrame[tone="$tone"] QLabel { color: $sign; background: transparent; border: none; padding: 0; }
""")


def stylesheet(tokens: Tokens, scale: Scale) -> str:
    """The whole stylesheet for one scheme, one text size and one density."""
    colours = {name: tokens.pick(name) for name in Tokens.__slots__ if name != "tones"}
    border = max(2, scale.space(1.25))
    sizes = {f"s{units}px": f"{scale.space(units)}px" for units in range(1, 9)}
    sizes |= {f"i{units}px": f"{scale.side(units)}px" for units in (2, 3, 4, 6, 8)}
    sizes |= {"b1px": f"{border}px", "b0px": f"{border - 1}px"}
    sizes |= {f"b{units}px": f"{scale.space(units) - 1}px" for units in (2, 3)}
    return _SHEET.substitute(
        colours,
        **sizes,
        line=round(scale.points() * 1.35),
        bad=tokens.tones[Tone.BAD][0],
        radius=(scale.side(4) + 2) // 2,
        icons=ICONS.as_posix(),
        title=scale.points(STEP_TITLE),
        lead=scale.points(STEP_LEAD),
        small=scale.points(STEP_SMALL),
        tones="".join(
            _TONE.substitute(tone=tone, sign=sign, ground=ground, s2px=sizes["s2px"])
            for tone, (sign, ground) in tokens.tones.items()
        ),
    ).replace(" px;", "px;")
