"""The JSON Schema of configuration files, made from the table of settings. For editors, and for SchemaStore."""

from __future__ import annotations

from openaudit.settings import SETTINGS, Setting
from openaudit.typed import Any


def config_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of `openaudit.toml` (the same keys stand under `[tool.openaudit]` in pyproject.toml)."""
    properties = {name: _property(setting) for name, setting in SETTINGS.items() if setting.in_file}
    text = {"type": "string", "minLength": 1}
    waiver = {
        "type": "object",
        "additionalProperties": False,
        "required": ["reason", "expires"],
        "anyOf": [{"required": ["fingerprint"]}, {"required": ["rule", "target"]}],
        "properties": {
            "rule": {**text, "description": "A rule, provision or criterion id."},
            "target": {**text, "description": "A path pattern, relative to this file."},
            "fingerprint": {**text, "description": "The fingerprint of one finding, as reports show it."},
            "reason": {**text, "description": "Why the finding is accepted."},
            "approved-by": {**text, "description": "Who accepted it."},
            "expires": {"description": "The last day it holds, YYYY-MM-DD."},
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:openaudit:schema:config:1.0",
        "title": "openaudit configuration",
        "type": "object",
        "additionalProperties": False,
        "properties": {**properties, "waiver": {"type": "array", "items": waiver}},
    }


def _property(setting: Setting) -> dict[str, Any]:
    described: dict[str, Any] = {"description": f"{setting.help[:1].upper()}{setting.help[1:]}."}
    default = setting.default
    if default not in (None, ()):
        described["default"] = list(default) if isinstance(default, tuple) else default
    match setting.kind:
        case "flag":
            return {**described, "type": "boolean"}
        case "integer":
            return {**described, "type": "integer", "minimum": 0}
        case "choice":
            return {**described, "enum": list(setting.values)}
        case "list" | "paths":
            return {**described, "type": "array", "items": {"type": "string"}}
        case _:
            return {**described, "type": "string", "minLength": 1}
