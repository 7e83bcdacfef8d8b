"""A form pack as an R5 ``Questionnaire``: items, conditions and code lists as the standard has them.

What the standard has no element for stands in extensions of our own (``urn:sekisho:fhir:…``); the head of the pack, the
pages and the files for other readers lie inside as ``Binary``.
"""

import base64
from collections.abc import Iterator

import msgspec

from app.models.domain.errors import BugError
from app.models.forms.definition import ChoiceList, FormPack
from app.models.forms.fhir.values import Spelling
from app.models.forms.fhir.vocabulary import OURS, PACK_URL, Json, bilingual, list_url, part, parts
from app.models.forms.items import EnableWhen, Item, ItemExt

HEAD, PAGES = "pack.json", "layout.json"
"""Files of a pack that are always inside, ahead of those for other readers."""
ITEM_TEXTS = ("hint", "explanation")


def pack_to_fhir(pack: FormPack) -> bytes:
    """Canonical JSON of the Questionnaire.

    Args:
        pack: A sound pack, as the loader gives it.

    Raises:
        BugError: ``pack.text-unknown``; a text stands in one language only.
    """
    return msgspec.json.encode(_Writer(pack).document(), order="sorted")


class _Writer:
    def __init__(self, pack: FormPack) -> None:
        self._pack = pack
        self._left = set(pack.texts["ja"]) | set(pack.texts["en"])
        self._spelling = Spelling(pack.meta.id)

    def document(self) -> Json:
        pack, meta = self._pack, self._pack.meta
        contents = {HEAD: msgspec.json.encode(meta, order="sorted").decode()}
        contents[PAGES] = msgspec.json.encode(pack.layout, order="sorted").decode()
        contents |= dict(sorted(pack.extras.items()))
        files = [_binary(number, content) for number, content in enumerate(contents.values())]
        lists = [each for listed in pack.choices for each in self._list(listed)]
        items = [self._item(item) for item in pack.items]
        extensions = [part(f"{OURS}pack-digest", "String", pack.digest)]
        extensions += [_reference("code-list", each["id"]) for each in lists]
        extensions += [_named(path, file) for path, file in zip(contents, files, strict=True)]
        extensions += [self._loose(key) for key in sorted(self._left)]
        return {
            "resourceType": "Questionnaire",
            "language": "ja",
            "contained": [*lists, *files],
            "extension": extensions,
            "url": f"{PACK_URL}{meta.id}",
            "version": str(meta.version),
            **bilingual("title", meta.title.ja, meta.title.en),
            "status": "active",
            "subjectType": ["Person"],
            "effectivePeriod": {"start": meta.effective_from.isoformat()},
            "item": items,
        }

    def _texts(self, key: str) -> tuple[str, str]:
        self._left.discard(key)
        return self._pack.text(key, "ja"), self._pack.text(key, "en")

    def _loose(self, key: str) -> Json:
        """A text that belongs to no item and no choice, or to one that is not there."""
        ja, en = self._pack.text(key, "ja"), self._pack.text(key, "en")
        return parts(f"{OURS}text", [part("key", "String", key), *_both(ja, en)])

    def _list(self, listed: ChoiceList) -> Iterator[Json]:
        """A code list: the codes with their words and days, and the set of all of them that items refer to."""
        url = list_url(self._pack.meta.id, listed.id)
        concepts = []
        for choice in listed.codes:
            ja, en = self._texts(f"choice.{listed.id}.{choice.code}")
            concept: Json = {"code": choice.code, "display": ja, "designation": [{"language": "en", "value": en}]}
            days = (("valid-from", choice.valid_from), ("valid-to", choice.valid_to))
            known = [{"code": name, "valueDateTime": day.isoformat()} for name, day in days if day is not None]
            concepts.append(concept | {"property": known} if known else concept)
        yield {
            "resourceType": "CodeSystem",
            "id": f"cs-{listed.id}",
            "url": url,
            "status": "active",
            "content": "complete",
            "property": [{"code": name, "type": "dateTime"} for name in ("valid-from", "valid-to")],
            **({"concept": concepts} if concepts else {}),
        }
        include = {"include": [{"system": url}]}
        yield {"resourceType": "ValueSet", "id": f"vs-{listed.id}", "status": "active", "compose": include}

    def _item(self, item: Item) -> Json:
        found: Json = {"linkId": item.link_id, "type": item.type.value}
        found["extension"] = [_ext(item.ext), *self._item_texts(item)]
        ja, en = self._texts(f"item.{item.link_id}.label")
        found |= bilingual("text", ja, en)
        found |= {name: True for name in ("repeats", "required") if getattr(item, name)}
        if item.max_length is not None:
            found["maxLength"] = item.max_length
        if item.enable_when:
            found["enableWhen"] = [self._condition(each) for each in item.enable_when]
        if item.enable_behavior == "any" or len(item.enable_when) > 1:
            found["enableBehavior"] = item.enable_behavior
        self._answers(item, found)
        if item.item:
            found["item"] = [self._item(each) for each in item.item]
        return found

    def _item_texts(self, item: Item) -> Iterator[Json]:
        for name in ITEM_TEXTS:
            key = f"item.{item.link_id}.{name}"
            if key in self._left:
                yield parts(f"{OURS}{name}", _both(*self._texts(key)))

    def _condition(self, condition: EnableWhen) -> Json:
        target = self._pack.index.get(condition.question)
        if target is None:
            raise BugError("pack.text-unknown", key=condition.question)
        kind, value = self._spelling.write(target, condition.answer)
        return {"question": condition.question, "operator": condition.operator, f"answer{kind}": value}

    def _answers(self, item: Item, found: Json) -> None:
        """The standard has a list or options, and a preset beside a list only; our options name a list besides."""
        name, preset = item.answer_value_set, item.initial
        options = [{"valueCoding": self._spelling.coding(name or "", code)} for code in item.answer_option]
        if options:
            found["answerOption"] = options
        elif name is not None:
            found["answerValueSet"] = f"#vs-{name}"
        if preset is None:
            return
        if options:
            found["extension"].append(part(f"{OURS}initial", "Code", preset))
        else:
            kind, value = self._spelling.write(item, preset)
            found["initial"] = [{f"value{kind}": value}]


def _ext(ext: ItemExt) -> Json:
    """The block ``ext`` of an item, part by part."""
    inner = [
        part("purpose", "Code", str(ext.purpose)),
        part("sensitivity", "Code", ext.sensitivity.value),
        part("retention", "Code", ext.retention),
        part("page", "PositiveInt", ext.paper_ref.page),
        part("box", "String", ext.paper_ref.box),
        part("established", "Boolean", ext.established),
        *(part("disclosure", "Code", each.value) for each in ext.disclosure),
    ]
    if ext.precision is not None:
        inner.append(part("precision", "Code", ext.precision.value))
    if ext.lookback is not None:
        look = [part("from", "Code", ext.lookback.since)]
        if ext.lookback.years is not None:
            look.append(part("years", "PositiveInt", ext.lookback.years))
        if ext.lookback.parameter is not None:
            look.append(part("parameter", "Code", ext.lookback.parameter))
        inner.append(parts("lookback", look))
    if ext.coverage is not None:
        cover = [part("group", "Code", ext.coverage.group), part("kind", "Code", ext.coverage.kind)]
        inner.append(parts("coverage", cover))
    return parts(f"{OURS}item", inner)


def _both(ja: str, en: str) -> tuple[Json, Json]:
    return part("ja", "String", ja), part("en", "String", en)


def _binary(number: int, content: str) -> Json:
    data = base64.b64encode(content.encode("utf-8")).decode("ascii")
    return {"resourceType": "Binary", "id": f"file-{number}", "contentType": "application/json", "data": data}


def _reference(name: str, contained: str) -> Json:
    return part(f"{OURS}{name}", "Reference", {"reference": f"#{contained}"})


def _named(path: str, file: Json) -> Json:
    return parts(f"{OURS}file", [part("path", "String", path), _inner_reference(file["id"])])


def _inner_reference(contained: str) -> Json:
    return part("content", "Reference", {"reference": f"#{contained}"})
