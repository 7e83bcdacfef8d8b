"""A decision is known by its number: each number is used once, without gaps, and stands at the head of its text."""

import re
from pathlib import Path

DECISIONS = Path(__file__).parents[2] / "docs/decisions"
NAME = re.compile(r"(\d{4})-[a-z0-9-]+\.md")


def test_each_number_is_used_once_and_stands_in_the_title() -> None:
    numbers = []
    for path in sorted(DECISIONS.iterdir()):
        named = NAME.fullmatch(path.name)
        assert named is not None, path.name
        numbers.append(int(named[1]))
        title = path.read_text(encoding="utf-8").partition("\n")[0]
        assert title.startswith(f"# {numbers[-1]} "), f"{path.name}: {title}"
    assert numbers == list(range(1, len(numbers) + 1))
