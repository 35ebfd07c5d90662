"""The exceptions' lexicon reaches every inflected form, and nothing else."""

import pytest

from ru_g2p.phonology.exceptions import respell


@pytest.mark.parametrize(
    ("word", "respelled"),
    [
        ("отЕль", "отЭль"),
        ("отЕлями", "отЭлями"),
        ("бИзнес", "бИзнêс"),
        ("интернЕтом", "интêрнЭтом"),
        ("скУчная", "скУшная"),
        ("скУчен", "скУчен"),
        ("чтО", "штО"),
        ("нЕчто", "нЕчто"),
        ("бОг", "бОх"),
        ("бОга", "бОга"),
        ("жалЕла", "жылЕла"),
        ("тЕма", "тЕма"),
        ("эм", "êм"),
        ("нефтепровОдами", "нЕфтепровОдами"),
        ("железнодорОжных", "желЕзнодорОжных"),
        ("", ""),
    ],
)
def test_respelling(word: str, respelled: str) -> None:
    assert respell(word) == respelled
