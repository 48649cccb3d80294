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
    "参考语料采用 CC BY-NC 许可，不属于本数据集，也未用作训练数据。",
    "我们没有使用禁止商业使用的照片进行训练。",
    "禁止改编的作品未被收入训练集。",
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
    "照片已被剔除，本模型仅供研究使用。": "purpose-limit",
    "评测数据不在本仓库中，您不得用本模型牟利。": "non-commercial",
    "禁止商业使用的图片均已被剔除，但本数据集禁止再分发。": "no-redistribution",
}


@pytest.mark.parametrize("sentence", TOLD)
def test_a_fact_of_another_thing_accuses_nobody(sentence: str) -> None:
    result = audited(f"{OPEN_LICENSE}\n{sentence}")
    assert {f.provision for f in result.findings if f.kind == "restriction" and f.confidence != "low"} == set()


@pytest.mark.parametrize("sentence", [s for s in TOLD if "CC BY" in s or "ommercial" in s])
def test_a_license_of_another_thing_that_restrains_is_for_a_person(sentence: str) -> None:
    assert audited(f"{OPEN_LICENSE}\n{sentence}").verdict == "needs-review"


@pytest.mark.parametrize(
    "sentence",
    [
        "The code in this repository is under the MIT License.",
        "The recordings are released under CC BY 4.0.",
        "This licence applies to the weights only.",
        "Full legal code: https://creativecommons.org/licenses/by/4.0/legalcode",
        "These weights were trained on a mixture of open data.",
        "Per-file attribution and provenance are recorded in the data report.",
    ],
)
def test_the_furniture_of_small_licenses_is_explained(sentence: str) -> None:
    assert audited(f"{OPEN_LICENSE}\n{sentence}").verdict == "open-source"


@pytest.mark.parametrize(
    "sentence",
    [
        "The code in this repository is under the MIT License for members.",
        "The recordings are released under CC BY-NC 4.0.",
        "This licence applies to the weights only in France.",
        "Full legal code: https://creativecommons.org/licenses/by-nc/4.0/legalcode",
        "These weights were trained on open data and serve schools alone.",
        "None of the training images is stored in this repository for companies.",
        "You must give appropriate credit and provide a link to the license, and nothing is for shops.",
    ],
)
def test_what_stands_beside_the_furniture_is_not(sentence: str) -> None:
    assert audited(f"{OPEN_LICENSE}\n{sentence}").verdict != "open-source"


def test_the_address_of_a_license_that_restrains_is_no_mere_address() -> None:
    assert audited(f"{OPEN_LICENSE}\nhttps://creativecommons.org/licenses/by-nd/4.0/.").verdict != "open-source"
    assert audited(f"{OPEN_LICENSE}\nhttps://www.example.org/heron/").verdict == "open-source"


def test_to_give_credit_is_no_grant() -> None:
    sentence = "You must give appropriate credit, provide a link to the license, and indicate if changes were made."
    assert not {f.provision for f in audited(sentence).findings if f.kind == "grant"}


@pytest.mark.parametrize(("sentence", "provision"), BARRED.items())
def test_what_sounds_alike_and_bars_is_found(sentence: str, provision: str) -> None:
    result = audited(f"{OPEN_LICENSE}\n{sentence}")
    assert provision in {f.provision for f in result.findings}
    assert result.verdict in ("not-open-source", "needs-review")  # the second opinion may doubt it
