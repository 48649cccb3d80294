"""What a file of a model repository is, by its name alone.

A million names may have to be told apart, so the ending decides first, and only names that can matter are looked at
more closely.
"""

from __future__ import annotations

import re

from openaudit.repo.values import Part
from openaudit.sources.filenames import ending, is_license_path, is_readme_path
from openaudit.typed import Final, Literal, NamedTuple

Role = Literal[
    "license", "notice", "policy", "card", "manifest", "weights", "settings", "inference", "training", "evaluation",
    "data", "datacard", "docs", "paper", "code", "other",
]  # fmt: skip

WEIGHTS: Final = frozenset(
    """safetensors gguf ggml bin pt pth ckpt onnx h5 hdf5 msgpack tflite pb npz npy mlmodel mlpackage nemo pdparams
    pdiparams mindir om pkl pickle joblib model engine trt t7 caffemodel params keras""".split()
)
_CODE: Final = frozenset(
    """py pyx ipynb cpp cc cxx c cu cuh h hpp rs go java kt scala js mjs ts tsx jsx swift m mm jl r lua rb sh bash
    cs""".split()
)
_DATA: Final = frozenset("parquet arrow jsonl tfrecord csv tsv".split())
_WRITTEN: Final = frozenset("md rst pdf txt html htm json yaml yml tex".split())
_MANIFESTS: Final = frozenset(("pyproject.toml", "package.json", "citation.cff", "reuse.toml"))
# Files with these endings hold weights only where their name says so: they are as often something else.
_DOUBTFUL_WEIGHTS: Final = frozenset("bin pkl pickle joblib model npy npz params h5 hdf5 pb engine pth".split())
_WEIGHT_NAME: Final = re.compile(
    r"(?i)model|weight|checkpoint|ckpt|adapter|consolidated|diffusion|\bunet|\bvae|lora|rng_|optimizer"
    r"|shard|layer|-\d{5}-of-\d{5}|epoch|step"
)
_NO_WEIGHTS: Final = re.compile(
    r"(?i)tokenizer|vocab|spiece|sentencepiece|training_args|merges|dataset|corpus|index|editable|easy-install|distutils|nspkg"
)
_SETTINGS: Final = re.compile(
    r"(?i)^(?:config|generation_config|model_index|params|adapter_config|preprocessor_config|configuration|hparams"
    r"|tokenizer(?:_config)?|special_tokens_map|added_tokens|vocab|merges)\.(?:json|txt|ya?ml)$|\.index\.json$"
    r"|^(?:tokenizer|spiece|sentencepiece[\w.]*)\.model$"
)
_NOTICE: Final = re.compile(r"(?i)(^|/)(notice|copyright)([-_.][^/]*)?$")
_POLICY: Final = re.compile(
    r"(?i)(^|/)[^/]*(use|usage)[-_ ]?(policy|restrictions|guidelines)[^/]*$"
    r"|(^|/)(prohibited|restricted)[-_ ]uses?[^/]*$"
    r"|(^|/)aup([-_.][^/]*)?$|(^|/)terms([-_ ]of[-_ ](use|service))?([-_.][^/]*)?$"
)
_TRAINING: Final = re.compile(
    r"(?i)train|fine[-_]?tun|\bsft|\bdpo|rlhf|ppo|lora|ptuning|pre[-_]?process|prepare[-_]?data|data[-_]?prep|dedup|deepspeed"
)
_EVALUATION: Final = re.compile(r"(?i)eval|benchmark|metrics|leaderboard|human_?eval|mmlu")
_INFERENCE: Final = re.compile(
    r"(?i)infer|generat|predict|demo|serve|chat|modeling|configuration_|tokenization_|pipeline|quantiz"
    r"|(^|/)api\.|(^|/)model\.|convert"
)
_DATACARD: Final = re.compile(
    r"(?i)(^|/)(data[-_ ]?(card|sheet|statement)|datasheet|dataset[-_ ]?(card|info|readme))[^/]*"
    r"\.(md|txt|pdf|json|ya?ml|rst)$"
    r"|(^|/)dataset_infos?\.json$"
)
_PAPER: Final = re.compile(r"(?i)(paper|report|arxiv|tech[-_ ]?(report|memo))[^/]*\.(pdf|md|tex)$")
_THIRD_PARTY: Final = re.compile(
    r"(?i)(^|/)(third[-_]?party|vendor(?:ed)?|external|extern|deps|submodules|node_modules|site-packages|3rdparty)/"
)
# What stands there is tried out or shown, and says nothing of the repository itself.
_TRIED: Final = re.compile(r"(?i)(^|/)(tests?|testdata|test[-_]data|fixtures?|golden|snapshots?|corpus)/")
_SHOWN: Final = re.compile(r"(?i)(^|/)(examples?|samples?|templates?)/")
_SPEAKING: Final = ("card", "docs", "datacard", "paper", "manifest")

# Which parts a licence file speaks of, by its name. Names of code and documents first: MODEL-CODE-LICENSE.
_COVERS: Final[tuple[tuple[re.Pattern[str], Part], ...]] = (
    (re.compile(r"(?i)(^|[-_. /])(code|software|src|inference)([-_. ]|$)"), "code"),
    (re.compile(r"(?i)(^|[-_. /])(data|datasets?|corpus|annotations)([-_. ]|$)"), "data"),
    (re.compile(r"(?i)(^|[-_. /])(docs?|documentation|paper)([-_. ]|$)"), "docs"),
    (
        re.compile(r"(?i)(^|[-_. /])(models?|weights?|checkpoints?|llama\d?|gemma|qwen|rail|openrail)([-_. ]|$)"),
        "weights",
    ),
)
# A licence in such a folder speaks of what the folder holds.
_FOLDERS: Final[dict[str, Part]] = {
    "weights": "weights", "checkpoints": "weights", "ckpt": "weights", "ckpts": "weights",
    "code": "code", "src": "code", "data": "data", "dataset": "data", "datasets": "data", "docs": "docs",
}  # fmt: skip
_TEXTS: Final = frozenset(("", "md", "txt", "pdf", "rst", "html", "docx"))
# Beside the names that hold licence texts everywhere: DATA_LICENSE, CODE-LICENSE.txt, Some-Licence.md.
_NAMED_LICENSE: Final = re.compile(r"(?i)(^|[-_. ])licen[cs]e([-_. ]|$)")
_LICENSE_LIKE: Final = re.compile(
    r"(?i)licen[cs]e|copying|notice|copyright|polic|terms|aup|restrict|guideline|prohibited"
)


class Kind(NamedTuple):
    """What a file is, and which parts it speaks of where it is a licence, notice or policy.

    `third_party` licences are of other people's works in the repository, or examples: not the repository's own.
    """

    role: Role
    covers: tuple[Part, ...] = ()
    third_party: bool = False


_OTHER: Final = Kind("other")


def kind_of(path: str) -> Kind:
    """What the file at `path` ("/" between its parts) is."""
    name = path.rsplit("/", 1)[-1]
    if _LICENSE_LIKE.search(name) or "/licenses/" in f"/{path}".lower():
        legal = _legal(path, name)
        if legal:
            return legal
    role: Role = "card" if is_readme_path(path) else _role(path, name)
    # Other people's code and documents speak of other people's projects.
    foreign = _THIRD_PARTY.search(path) or (role in _SPEAKING and _TRIED.search(path))
    return _OTHER if role == "other" or foreign else Kind(role)


def _legal(path: str, name: str) -> Kind | None:
    third_party = bool(_THIRD_PARTY.search(path) or _TRIED.search(path) or _SHOWN.search(path))
    is_text = ending(path) in _TEXTS or not name.rsplit(".", 1)[-1].isalpha()
    if _POLICY.search(path) and is_text:
        return Kind("policy", _covers(path, name), third_party)
    if not is_license_path(path) and not (_NAMED_LICENSE.search(name) and is_text):
        return None
    if _NOTICE.search(path):
        return Kind("notice", _covers(path, name), third_party)
    if path.lower().startswith("licenses/"):
        # REUSE: texts by id, for whatever refers to them.
        return Kind("license", (), third_party)
    return Kind("license", _covers(path, name), third_party)


def _covers(path: str, name: str) -> tuple[Part, ...]:
    stem = name.rsplit(".", 1)[0] if ending(name) in _TEXTS else name
    named = tuple(dict.fromkeys(part for pattern, part in _COVERS if pattern.search(stem)))
    folder = path.split("/")[-2].lower() if "/" in path else ""
    return named or ((_FOLDERS[folder],) if folder in _FOLDERS else ())


def _role(path: str, name: str) -> Role:
    end = ending(path)
    lowered = name.lower()
    if lowered in _MANIFESTS:
        return "manifest"
    if end in ("json", "txt", "yaml", "yml", "model") and _SETTINGS.search(name):
        return "settings"
    if end in WEIGHTS:
        return _weights(path, end)
    if end in _CODE:
        return _code_role(path)
    if end in _DATA:
        return "evaluation" if _EVALUATION.search(path) else "data"
    return _text_role(path, end) if end in _WRITTEN else "other"


def _text_role(path: str, end: str) -> Role:
    if _DATACARD.search(path):
        return "datacard"
    if _PAPER.search(path):
        return "paper"
    if _EVALUATION.search(path) and end in ("json", "md", "yaml", "yml"):
        return "evaluation"
    return "docs" if end in ("md", "rst", "html", "htm") else "other"


def _weights(path: str, end: str) -> Role:
    if end in _DOUBTFUL_WEIGHTS and (_NO_WEIGHTS.search(path) or not _WEIGHT_NAME.search(path)):
        return "other"
    return "weights"


def _code_role(path: str) -> Role:
    if _EVALUATION.search(path):
        return "evaluation"
    if _TRAINING.search(path):
        return "training"
    return "inference" if _INFERENCE.search(path) else "code"
