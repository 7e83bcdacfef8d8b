"""Write the manual of rights from the table of acts, in both languages; a test holds the written file to the table."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MANUAL = Path("docs/manual/roles.md")


def published() -> str:
    """The whole manual."""
    from app.services.resources import TEXTS  # noqa: PLC0415 - found from the root, which a script adds first
    from app.services.rights.matrix import matrix, sights  # noqa: PLC0415
    from app.services.texts.catalogue import Catalogue, Language  # noqa: PLC0415

    lines = [
        "# 権限表 / Matrix of rights",
        "",
        "Written by `build/publish_rights.py` from the table of acts; not changed by hand. The program prints the same",
        "on paper (`sekisho rights print`, or the command 権限表). Compartments, parts in a case and emergency access",
        "are explained in [rights.md](rights.md).",
    ]
    for language in Language:
        texts = Catalogue.load(TEXTS, language)
        comma = texts("rights.list")
        lines += [
            "",
            f"## {texts('rights.title')}",
            "",
            texts("rights.source"),
            "",
            f"### {texts('rights.sights')}",
            "",
        ]
        for sight in sights(texts):
            lines.append(f"- **{texts('rights.role-in-office', role=sight.role, office=sight.office)}**")
            lines.append(f"  - {texts('rights.sees', what=comma.join(sight.sees) or texts('rights.nothing'))}")
            lines.append(f"  - {texts('rights.closed', what=comma.join(sight.closed) or texts('rights.nothing'))}")
        for group, rows in matrix(texts):
            lines += ["", f"### {group}", ""]
            for row in rows:
                lines.append(f"- **{row.act}** (`{row.code}`)")
                lines.append(f"  - {texts('rights.line.who', roles=comma.join(row.roles))}")
                lines.append(f"  - {texts('rights.line.where', offices=comma.join(row.offices))}")
                lines.append(f"  - {texts('rights.line.when', states=row.states)}")
                lines += [f"  - {condition}" for condition in row.conditions]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    (ROOT / MANUAL).write_text(published(), encoding="utf-8")
