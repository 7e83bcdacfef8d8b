"""Load a form pack from its folder: strictly, as a whole, with a digest, or not at all.

A pack is refused when one file is missing, unknown or malformed, when its parts do not fit each other, or when one of
its own golden subjects does not fit it. The refusal names the file and the place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from app.models.domain.errors import UntrustedInputError
from app.models.forms import bodies
from app.models.forms.answers import GoldenSubject, encode
from app.models.forms.checking import check
from app.models.forms.definition import ChoiceList, FormPack, PackMeta, Page
from app.models.forms.items import Item
from app.models.forms.migration import Migration
from app.models.rules.definition import RulePack
from app.services.packs import files as pack_files
from app.services.packs.golden_run import unexpected
from app.services.packs.item_checks import check_items
from app.services.packs.migration_checks import migration_in
from app.services.packs.reference_checks import check_references
from app.services.packs.rule_checks import check_rules

NO_RULES = RulePack(version=1, rules=())
"""The rules of a pack without ``rules.json``."""


@dataclass(frozen=True, slots=True)
class LoadedPack:
    """A sound pack, the synthetic subjects it was tried on by file name, and its rules."""

    pack: FormPack
    golden: Mapping[str, GoldenSubject]
    rules: RulePack = NO_RULES
    migration: Migration | None = None
    """From the pack before, whose side is checked where both packs are at hand."""


def load(folder: Traversable) -> LoadedPack:
    """Read, check and try out a pack.

    Args:
        folder: The folder of one pack, for example ``resources/packs/cesi-2025``.

    Raises:
        UntrustedInputError: A code ``pack.*`` with ``file`` and mostly ``place``.
    """
    return load_files(pack_files.read_files(folder))


def load_files(files: Mapping[str, bytes]) -> LoadedPack:
    """The same from the files of a pack already in memory, as the vault keeps them.

    Raises:
        UntrustedInputError: As :func:`load`.
    """
    pack = FormPack(
        meta=pack_files.decode(files, "pack.json", PackMeta),
        items=pack_files.decode(files, "items.json", tuple[Item, ...]),
        choices=pack_files.decode(files, "choices.json", tuple[ChoiceList, ...]),
        texts={
            language: pack_files.decode(files, f"text.{language}.json", dict[str, str]) for language in ("ja", "en")
        },
        layout=pack_files.decode(files, "layout.json", tuple[Page, ...]),
        extras=_extras(files),
        digest=pack_files.digest(files),
    )
    check_items(pack)
    check_references(pack)
    _check_bodies(files)
    rules = pack_files.decode(files, "rules.json", RulePack) if "rules.json" in files else NO_RULES
    check_rules(pack, rules)
    return LoadedPack(pack, _golden(files, pack, rules), rules, migration_in(files, pack))


def _extras(files: Mapping[str, bytes]) -> dict[str, str]:
    """Files that other readers understand: only known to be JSON here."""
    found = {}
    for file, content in files.items():
        if file in pack_files.OPTIONAL or file.startswith("letters/"):
            pack_files.require_json(file, content)
            found[file] = content.decode("utf-8")
    return found


def _check_bodies(files: Mapping[str, bytes]) -> None:
    """Whom an inquiry may be put to, if the pack says so: every code names one thing.

    Raises:
        UntrustedInputError: ``pack.shape``.
    """
    if bodies.FILE in files and not bodies.are_whole(pack_files.decode(files, bodies.FILE, tuple[bodies.Body, ...])):
        raise UntrustedInputError("pack.shape", file=bodies.FILE, place="$")


def _golden(files: Mapping[str, bytes], pack: FormPack, rules: RulePack) -> dict[str, GoldenSubject]:
    """Every golden subject, each written canonically, without a single problem and with the findings it expects.

    Raises:
        UntrustedInputError: ``pack.golden-not-canonical``, ``pack.golden-misfit`` or ``pack.golden-findings``.
    """
    found = {}
    for file in files:
        if not file.startswith("golden/"):
            continue
        subject = pack_files.decode(files, file, GoldenSubject)
        if encode(subject) != files[file]:
            raise UntrustedInputError("pack.golden-not-canonical", file=file)
        for problem in check(pack, subject.response):
            place = f"{problem.link_id}[{problem.row}]" if problem.row else problem.link_id
            raise UntrustedInputError("pack.golden-misfit", file=file, place=place, problem=problem.code)
        for place in unexpected(pack, rules, subject):
            raise UntrustedInputError("pack.golden-findings", file=file, place=place)
        found[file.removeprefix("golden/")] = subject
    return found
