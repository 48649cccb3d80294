"""openaudit reads a licence text and tests it against the Open Source Definition.

    import openaudit

    report = openaudit.audit(text)
    report.results[0].verdict            # "open-source", "not-open-source", "needs-review", "not-a-license"
    report.results[0].findings           # what the text says, each with its words and their place

Nothing is loaded before it is used: the command line starts by importing this package.
"""

from __future__ import annotations

import sys

# Importing `typing` would take half of the time of `openaudit --version`; type checkers know the name.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from openaudit.api import audit
    from openaudit.errors import ConfigError, InputError, NetworkError, OpenAuditError, RuleError
    from openaudit.report import (
        CriterionResult,
        Difference,
        Failure,
        Finding,
        Judgement,
        LicenseMatch,
        Report,
        Result,
        Source,
    )

else:
    ModuleType = type(sys)

__version__ = "0.1.0"

__all__ = [
    "ConfigError",
    "CriterionResult",
    "Difference",
    "Failure",
    "Finding",
    "InputError",
    "Judgement",
    "LicenseMatch",
    "NetworkError",
    "OpenAuditError",
    "Report",
    "Result",
    "RuleError",
    "Source",
    "audit",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'openaudit' has no attribute {name!r}")
    from importlib import import_module

    home = "api" if name == "audit" else "errors" if name.endswith("Error") else "report"
    return getattr(import_module(f"openaudit.{home}"), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])


class _Package(ModuleType):
    """The class of this package, in which `audit` stays the function when the module `openaudit.audit` is imported.

    Importing a module binds its name in its package. The order of the stages lives in `openaudit/audit.py`, and the
    public function has the same name: the function wins, and `from openaudit.audit import …` works all the same.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if name != "audit" or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
