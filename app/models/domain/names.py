"""Personal names as they were written, and the keys that find them again; a name is never normalised or split."""

from dataclasses import dataclass

from app.models.domain import folding


@dataclass(frozen=True, slots=True)
class MatchKeys:
    """Keys of one name. Equal keys are a reason to look, never proof of one person.

    Attributes:
        exact: The name code point by code point, with selectors, but without blanks at its ends.
        folded: Variants, widths, selectors and blanks folded away.
        kana: The reading as large full-width katakana; empty where no reading is known.
        kana_plain: The reading with ダ and タ as one (ヤマサキ finds ヤマザキ).
    """

    exact: str
    folded: str
    kana: str
    kana_plain: str


@dataclass(frozen=True, slots=True)
class PersonalName:
    """A name in one piece: where 氏 ends and 名 begins cannot be inferred, and some people have one name only.

    Attributes:
        as_written: Every character as given, blanks at the end included.
        kana: The reading as given, in whatever width; empty where none was given. Never derived from kanji.
    """

    as_written: str
    kana: str = ""

    @property
    def keys(self) -> MatchKeys:
        """The keys under which this name is found."""
        kana = folding.fold_kana(self.kana)
        return MatchKeys(
            exact=self.as_written.strip(),
            folded=folding.fold(self.as_written),
            kana=kana,
            kana_plain=folding.without_voicing(kana),
        )

    @property
    def sort_key(self) -> str:
        """Order of the fifty sounds by the reading, or by the written name where no reading was given."""
        return folding.sort_key(self.kana or self.as_written)

    @property
    def has_variant_selector(self) -> bool:
        """Whether a character carries a variation selector (葛󠄀), which screens mark with a badge."""
        return any(folding.is_variation_selector(char) for char in self.as_written)
