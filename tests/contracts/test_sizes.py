"""A module that grew past 400 lines is doing two things; two test files of one name are never collected together."""

from collections import Counter

from tests.contracts import source_tree

LONGEST_MODULE = 400


def _too_long(lines_of: dict[str, int]) -> list[str]:
    return [f"{path}: {lines} lines" for path, lines in sorted(lines_of.items()) if lines > LONGEST_MODULE]


def test_no_module_is_too_long() -> None:
    files = source_tree.python_files("app", "build", "tests")
    assert not _too_long({str(path): len(source_tree.read(path).splitlines()) for path in files})


def test_the_limit_bites() -> None:
    assert _too_long({"a.py": LONGEST_MODULE, "b.py": LONGEST_MODULE + 1}) == ["b.py: 401 lines"]


def test_every_test_file_has_a_name_of_its_own() -> None:
    names = Counter(path.name for path in source_tree.python_files("tests") if path.name.startswith("test_"))
    assert [name for name, count in names.items() if count > 1] == []
