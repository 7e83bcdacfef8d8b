"""Where the program's own files are: texts, packs, fonts."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "resources"

TEXTS = ROOT / "texts"
PACKS = ROOT / "packs"
FONTS = ROOT / "fonts"
LETTERS = ROOT / "letters"
"""Papers of the program itself, which belong to no pack."""

CEREMONIES = ROOT / "ceremonies"
"""Scripts of key ceremonies."""

WORDS = ROOT / "words" / "english.txt"
"""2,048 words for passphrases, one on each line."""

CALENDAR = ROOT / "calendar" / "japan.json"
"""National holidays of the years that were checked."""

REHEARSAL = ROOT / "rehearsal"

TASKS = ROOT / "tasks" / "templates.json"
"""Lists of tasks that can be added to a case."""

KIOSK = ROOT / "kiosk"
"""Readings of the official words, for the screen of the kiosk."""
