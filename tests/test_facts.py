"""What is only told of other things bars nobody, and its evil twins still do."""

from __future__ import annotations

import pytest

from engine import OPEN_LICENSE, audited

TOLD = (
    "Photographs with a no-derivatives licence were left out of the training set.",
    "No training image is redistributed in this repository.",
    "The evaluation sets are not part of this dataset.",
    "Attribution for the training recordings is not available.",
    "The training corpus is not distributed with the weights.",
    "The benchmark data are CC BY-NC 4.0 and are not part of this release.",
    "The upstream dataset is licensed under CC BY-NC-SA 4.0 and is not redistributed here.",
    "The reference recordings are under a non-commercial licence, are not shipped here and were not used for training.",
    "Third-party corpora were not used as training data.",
    "The authors excluded all no-derivatives material from the corpus.",
    "We did not train on images under a non-commercial licence.",
    "Source code is licensed separately under the PolyForm Noncommercial License.",
    "Clips that could not be used commercially were dropped from the corpus.",
)
BARRED = {
    "The weights are not to be redistributed.": "no-redistribution",
    "The model is not available for commercial use.": "non-commercial",
    "The training images are not to be redistributed.": "no-redistribution",
    "The training data is not available for commercial use.": "non-commercial",
    "The training data must not be used for training other models.": "no-model-training",
    "Evaluation data is not redistributed without our consent.": "no-redistribution",
    "The weights are licensed under CC BY-NC 4.0.": "non-commercial",
    "The training set is not licensed for commercial use.": "non-commercial",
    "Images made with the model are not available for commercial use.": "non-commercial",
    "The images are not available for model training.": "no-model-training",
    "The right to train other models was not granted.": "no-model-training",
    "The training images are not included here, and the model may not be used commercially.": "non-commercial",
    "Training data was published under CC0, but the weights are for non-commercial use only.": "non-commercial",
}


@pytest.mark.parametrize("sentence", TOLD)
def test_a_fact_of_another_thing_accuses_nobody(sentence: str) -> None:
    result = audited(f"{OPEN_LICENSE}\n{sentence}")
    assert {f.provision for f in result.findings if f.kind == "restriction" and f.confidence != "low"} == set()


@pytest.mark.parametrize("sentence", [s for s in TOLD if "CC BY" in s or "ommercial" in s])
def test_a_license_of_another_thing_that_restrains_is_for_a_person(sentence: str) -> None:
    assert audited(f"{OPEN_LICENSE}\n{sentence}").verdict == "needs-review"


@pytest.mark.parametrize(("sentence", "provision"), BARRED.items())
def test_what_sounds_alike_and_bars_is_found(sentence: str, provision: str) -> None:
    result = audited(f"{OPEN_LICENSE}\n{sentence}")
    assert provision in {f.provision for f in result.findings}
    assert result.verdict == "not-open-source"
