"""Write the table of refusals into the manual of the command line and the description of the format.

python build/publish_refusals.py
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.services import resources  # noqa: E402
from app.services.bundles.refusals import REFUSALS  # noqa: E402
from app.services.texts.catalogue import Catalogue, Language  # noqa: E402

PLACES = (ROOT / "docs/manual/command-line.md", ROOT / "docs/formats/bundle.md")
BEGIN, END = "<!-- refusals: written by build/publish_refusals.py -->", "<!-- end of refusals -->"


def refusals_table() -> str:
    """The table in Markdown, with the sentence that an English user reads."""
    texts = Catalogue.load(resources.TEXTS, Language.ENGLISH)
    rows = ["| | Code | Exit code | What the user reads | What may help | Alarm |", "|---|---|---|---|---|---|"]
    for row in REFUSALS:
        fields = dict.fromkeys(texts.fields(f"error.{row.code}.what"), "…")
        said = texts(f"error.{row.code}.what", **fields)
        help_ = row.remedy.value.replace("-", " ")
        rows.append(
            f"| {row.name} | `{row.code}` | {row.exit_code} | {said} | {help_} | {'yes' if row.is_alarm else ''} |"
        )
    return "\n".join(rows)


def published(text: str) -> str:
    """A document with the table as it is now.

    Raises:
        ValueError: The document has no place for it.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError
    return f"{before}{BEGIN}\n{refusals_table()}\n{END}{after}"


if __name__ == "__main__":
    for place in PLACES:
        place.write_text(published(place.read_text(encoding="utf-8")), encoding="utf-8")
