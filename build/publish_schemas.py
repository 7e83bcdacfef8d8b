"""Write the published JSON Schemas of all record types to ``docs/formats/schemas``.

Run ``python build/publish_schemas.py`` after a change of a record struct; a test compares the files with the structs.
"""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "formats" / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def published_files() -> dict[str, str]:
    """File name and text of every published schema."""
    from app.services.bundles.manifest import Manifest  # noqa: PLC0415 (the path is set by main first)
    from app.services.bundles.schemas import PUBLISHED  # noqa: PLC0415
    from app.services.trust.document import TrustDocument  # noqa: PLC0415

    types: dict[str, type[msgspec.Struct]] = {"manifest": Manifest, "trust-document": TrustDocument, **PUBLISHED}
    return {f"{name}.json": _schema_text(struct) for name, struct in types.items()}


def _schema_text(struct: type[msgspec.Struct]) -> str:
    schema = {"$schema": DIALECT, **_for_other_readers(msgspec.json.schema(struct))}
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _for_other_readers(value: Any) -> Any:
    r"""Spell anchors as ECMA 262 does, where ``$`` never accepts a trailing newline and ``\Z`` is unknown."""
    if isinstance(value, dict):
        return {key: _anchors(each) if key == "pattern" else _for_other_readers(each) for key, each in value.items()}
    return [_for_other_readers(each) for each in value] if isinstance(value, list) else value


def _anchors(pattern: Any) -> Any:
    return pattern.replace(r"\A", "^").replace(r"\Z", "$") if isinstance(pattern, str) else _for_other_readers(pattern)


def main() -> None:
    """Write all files."""
    sys.path.insert(0, str(ROOT))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in published_files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
