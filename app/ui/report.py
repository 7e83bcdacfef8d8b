"""Write the report of a fault without anything personal: places in the code, names of exceptions, versions. Qt-free."""

import platform
from pathlib import PurePath
from types import TracebackType

from app import __version__
from app.models.domain.errors import AppError

DEEPEST_FRAMES = 40


def fault_report(fault: BaseException) -> str:
    """Describe a fault.

    Neither the message of the exception nor any value of a variable is written: both may hold what somebody typed.
    Folders are left out because a folder may carry the name of a person.
    """
    lines = [f"sekisho {__version__}", f"python {platform.python_version()} {platform.system()}"]
    seen: set[int] = set()
    current: BaseException | None = fault
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(_name(current))
        lines += _places(current.__traceback__)
        current = current.__cause__ or current.__context__
    return "\n".join(lines)


def _name(fault: BaseException) -> str:
    kind = f"{type(fault).__module__}.{type(fault).__qualname__}"
    return f"{kind} [{fault.code}]" if isinstance(fault, AppError) else kind


def _places(trace: TracebackType | None) -> list[str]:
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"  {PurePath(code.co_filename).name}:{trace.tb_lineno} {code.co_qualname}")
        trace = trace.tb_next
    return places[-DEEPEST_FRAMES:]
