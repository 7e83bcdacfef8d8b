"""The values of a pack's defaults in words."""

from collections.abc import Callable

from app.services.packs.defaults import PackDefault


def value_words(say: Callable[..., str], default: PackDefault) -> str:
    """The value with its unit; empty where there is none.

    Args:
        say: Gives the text of a key with its fields.
        default: What is told.
    """
    if not default.values:
        return ""
    if default.unit == "switch":
        return say("pack-default.on" if default.values == ("true",) else "pack-default.off")
    value = say("pack-default.mark").join(default.values)
    return say(f"pack-default.unit.{default.unit}", value=value)
