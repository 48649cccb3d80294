"""Which language a text is in."""

import pytest

from openaudit.language import language_of
from outlines import find


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("You may use the model for any purpose.", "en"),
        ("NO WARRANTY IS GIVEN FOR THE SOFTWARE.", "en"),
        ("您不得将本模型用于军事目的。", "zh"),
        ("您可以使用 Tool-13B 模型。", "zh"),
        ("Vous pouvez utiliser le logiciel pour toute fin, mais pas le vendre.", "other"),
        ("Sie dürfen die Software nicht für militärische Zwecke verwenden.", "other"),
        ("El usuario puede usar el programa para cualquier fin, pero no venderlo.", "other"),
        ("Você pode usar o programa para qualquer finalidade, mas não para venda.", "other"),
        ("Il software può essere usato per qualsiasi scopo, non per la vendita.", "other"),
        ("De software mag niet worden gebruikt voor militaire doeleinden.", "other"),
        ("Вы можете использовать программу в любых целях.", "other"),
        ("本ソフトウェアを商用目的で使用することはできません。", "other"),
        ("이 소프트웨어는 상업적 목적으로 사용할 수 없습니다.", "other"),
        ("لا يجوز استخدام البرنامج لأغراض عسكرية.", "other"),
        ("Term", None),
        ("1.2.3", None),
        ("mutatis mutandis", None),
    ],
)
def test_language(words: str, language: str | None) -> None:
    assert language_of(words) == language


def test_short_words_have_the_language_around_them() -> None:
    chinese = "1. 定义\n\n“您”指使用本模型的读者。\n\nTOOL-13B\n\n您可以使用本模型。\n"
    assert find(chinese, "TOOL-13B").language == "en"
    assert find(chinese, "定义").language == "zh"
    french = "Conditions\n\nVous ne pouvez pas vendre le logiciel sans notre accord.\n"
    assert find(french, "Conditions").language == "other"
