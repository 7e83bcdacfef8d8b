"""The declared subset of XLSForm (様式の表計算ファイル): sheets, columns, types and words that are understood.

Whatever is not named here is refused with its cell. The manual for officials lists the same.
"""

from app.models.forms.items import ItemType

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
SHEETS = (SURVEY, CHOICES, SETTINGS)
LANGUAGES = {"ja": "日本語 (ja)", "en": "English (en)"}
YES_NO = "yes_no"
"""The list behind a question of yes or no."""
YES, NO = "yes", "no"

LABELS = {language: f"label::{name}" for language, name in LANGUAGES.items()}
HINTS = {language: f"hint::{name}" for language, name in LANGUAGES.items()}
EXPLANATIONS = {language: f"guidance_hint::{name}" for language, name in LANGUAGES.items()}
TITLES = {language: f"form_title::{name}" for language, name in LANGUAGES.items()}
REFERENCES = {language: f"legal_reference::{name}" for language, name in LANGUAGES.items()}

EXT = (
    "purpose",
    "sensitivity",
    "retention",
    "page",
    "box",
    "precision",
    "lookback",
    "coverage",
    "disclosure",
    "established",
)
SURVEY_COLUMNS = (
    "type",
    "name",
    *LABELS.values(),
    *HINTS.values(),
    *EXPLANATIONS.values(),
    "required",
    "relevant",
    "appearance",
    "default",
    "max_length",
    "options",
    *EXT,
    "was",
)
SURVEY_NEEDED = ("type", "name", *LABELS.values(), *EXT)
CHOICE_COLUMNS = ("list_name", "name", *LABELS.values(), "valid_from", "valid_to")
CHOICE_NEEDED = ("list_name", "name", *LABELS.values())
SETTING_COLUMNS = (
    "form_id",
    "version",
    *TITLES.values(),
    *REFERENCES.values(),
    "effective_from",
    "established",
    "default_language",
)
SETTING_NEEDED = ("form_id", "version", *TITLES.values(), *REFERENCES.values(), "effective_from", "established")
PARAMETER = "parameter::"
"""What a column of the settings begins with that sets a parameter, for example ``parameter::lookback.residence``."""
RETENTION = "retention::"
"""The same for the years of a retention class."""

MULTILINE, MONEY = "multiline", "money"
PLAIN_TYPES: dict[tuple[str, str], ItemType] = {
    ("note", ""): ItemType.DISPLAY,
    ("integer", ""): ItemType.INTEGER,
    ("integer", MONEY): ItemType.QUANTITY,
    ("date", ""): ItemType.DATE,
    ("text", ""): ItemType.STRING,
    ("text", MULTILINE): ItemType.TEXT,
    ("file", ""): ItemType.ATTACHMENT,
    (f"select_one {YES_NO}", ""): ItemType.BOOLEAN,
}
"""Type and appearance of a question, and what it is in a pack; any other ``select_one`` is a choice from its list."""
WORDS_OF_TYPES = {held: words for words, held in PLAIN_TYPES.items()}
BEGIN = {"begin_group": False, "begin_repeat": True, "begin group": False, "begin repeat": True}
"""What opens a group, and whether it repeats."""
END = {"end_group": False, "end_repeat": True, "end group": False, "end repeat": True}

MAX_FILE_BYTES = 8 * 2**20
MAX_ROWS = 5_000
MAX_CELL = 4_000
"""Characters of one cell; the longest text that a person reads on a form is far shorter."""
MAX_RELEVANT = 1_000
