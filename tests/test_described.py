"""What only describes restricts nothing; the same words with a permission in them still do."""

from __future__ import annotations

import pytest

from engine import OPEN_LICENSE, audited

DESCRIBED = (
    "| Limitations | Trained on thumbnails; may not generalise to posters | Demo only; not validated for bedside use |",
    "| Intended use | Teaching and demonstration | Triage drills |",
    "Research preview only, not tested outside the barn.",
    "Status: prototype only.",
    "No older checkpoint was loaded, fine-tuned or distilled.",
    "This network has not been distilled from any other model.",
)
BINDING = {
    "| License | For research use only |": "purpose-limit",
    "| Permitted use | Non-commercial research only |": "non-commercial",
    "| Limitations | The weights may not be sold |": "no-sale",
    "| Output | Output may not be used to train other models |": "no-model-training",
    "Licensed for demonstration only.": "purpose-limit",
    "Research preview. Research only.": "purpose-limit",
    "The model was published on Monday and must not be used to train other models.": "no-model-training",
}


@pytest.mark.parametrize("sentence", DESCRIBED)
def test_a_description_is_no_restriction(sentence: str) -> None:
    result = audited(f"{OPEN_LICENSE}\n{sentence}\n")
    assert not [f for f in result.findings if f.kind == "restriction"]


@pytest.mark.parametrize(("sentence", "provision"), BINDING.items())
def test_a_limit_in_a_field_is_one(sentence: str, provision: str) -> None:
    result = audited(f"{OPEN_LICENSE}\n{sentence}\n")
    assert provision in {f.provision for f in result.findings}
    assert result.verdict == "not-open-source"
