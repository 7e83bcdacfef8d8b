"""Where the items of a form come from: the column ``was``, and names that stayed, as a migration."""

from collections import Counter

from app.models.domain.errors import UntrustedInputError
from app.models.forms.definition import FormPack
from app.models.forms.migration import Merged, MigratedFrom, Migration
from app.services.authoring.survey import Survey


def migration_of(old: FormPack, new: FormPack, survey: Survey, origin: MigratedFrom) -> Migration:
    """The migration that a form says.

    An item whose name the old pack has is the same, unless ``was`` says otherwise. One old name makes a renaming, the
    same old name in several rows a splitting, several old names in one row a merging.

    Raises:
        UntrustedInputError: ``authoring.was`` with the cell, when names do not fit together.
    """
    was = {item.link_id: survey.was.get(item.link_id, ()) for item in new.index}
    was = {name: names or ((name,) if name in old.index else ()) for name, names in was.items()}
    taken = Counter(origin_name for names in was.values() for origin_name in names)
    parts: dict[str, list[str]] = {}
    same, renamed, merged, fresh = [], {}, [], []
    for name, names in was.items():
        _check(old, new, survey, name, names, taken)
        if not names:
            fresh.append(name)
        elif len(names) > 1:
            merged.append(Merged(items=names, to=name))
        elif taken[names[0]] > 1:
            parts.setdefault(names[0], []).append(name)
        elif names[0] == name:
            same.append(name)
        else:
            renamed[names[0]] = name
    dropped = tuple(item.link_id for item in old.index if item.link_id not in taken)
    split = {name: tuple(targets) for name, targets in parts.items()}
    return Migration(origin, tuple(same), renamed, split, tuple(merged), dropped, tuple(fresh))


def _check(
    old: FormPack, new: FormPack, survey: Survey, name: str, names: tuple[str, ...], taken: Counter[str]
) -> None:
    """An old name exists, is not both merged and used elsewhere, and goes on as the same kind of item."""
    row = survey.rows[name]
    known = all(each in old.index for each in names)
    if not known or (len(names) > 1 and any(taken[each] > 1 for each in names)):
        raise UntrustedInputError("authoring.was", place=row.place("was"))
    if len(names) == 1 and taken[names[0]] == 1:
        before, after = old.index[names[0]], new.index[name]
        if (before.type, before.repeats) != (after.type, after.repeats):
            raise UntrustedInputError("authoring.kind-changed", place=row.place("type"), name=names[0])
