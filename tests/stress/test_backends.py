"""What each backend decides, and how it says so."""

import subprocess
import sys

import pytest

from ru_g2p import Phonemizer

LEXICON = Phonemizer(stress="lexicon")
AUTO = Phonemizer(stress="auto")


def sources(phonemizer: Phonemizer, text: str) -> list[tuple[str, str]]:
    words = [word for item in phonemizer.phonemize(text).pronunciations for word in item.words]
    return [(word.text, word.source) for word in words]


@pytest.mark.parametrize(
    ("text", "stressed"),
    [
        ("у белой стены", "у б+елой стен+ы"),
        ("белые стены", "б+елые ст+ены"),
        ("две стены", "дв+е стен+ы"),
        ("за стены", "за ст+ены"),
        ("без стены", "без стен+ы"),
        ("её голубые глаза", "е+ё голуб+ые глаз+а"),
        ("три реки", "тр+и рек+и"),
        ("широкие реки", "шир+окие р+еки"),
        ("в чем дело", "в чём д+ело"),
    ],
)
def test_neighbours_leave_one_spelling(text: str, stressed: str) -> None:
    assert LEXICON.accentuate(text).replace("ч+ём", "чём") == stressed
    assert AUTO.accentuate(text).replace("ч+ём", "чём") == stressed


def test_one_spelling_needs_nothing_else() -> None:
    assert sources(LEXICON, "мама") == [("м+ама", "lexicon")]
    assert sources(AUTO, "Еще мама") == [("Ещ+ё", "lexicon"), ("м+ама", "lexicon")]


def test_context_is_named_as_the_source() -> None:
    assert sources(LEXICON, "белые стены")[1] == ("ст+ены", "context")


def test_the_models_are_asked_about_the_rest() -> None:
    assert sources(AUTO, "На горе стоит старинный замок.")[-2:] == [("стар+инный", "lexicon"), ("з+амок", "silero")]
    ((_, source),) = sources(AUTO, "хыковер")
    assert source == "silero"


def test_an_unknown_word_without_models_gets_a_guess() -> None:
    (word,) = (word for item in LEXICON.phonemize("хыковер").pronunciations for word in item.words)
    assert (word.text, word.source, word.confidence) == ("хыков+ер", "rule", 0.5)


def test_a_yo_that_the_user_wrote_is_kept() -> None:
    assert LEXICON.accentuate("всё небо нёбо") == "вс+ё н+ебо н+ёбо"


def test_many_texts_give_what_one_by_one_gives() -> None:
    texts = ["Он повесил на дверь замок.", "", "Старинный замок. Большая часть.", "Уже поздно, и стало уже."] * 3
    many = [utterance.phones for utterance in AUTO.phonemize_many(texts)]
    assert many == [AUTO.phonemize(text).phones for text in texts]


NO_TORCH = """
import sys
from ru_g2p import Phonemizer
assert Phonemizer(stress="lexicon").phonemize("Белые стены старинного замка, хыковер.").phones
assert "torch" not in sys.modules
"""


def test_the_lexicon_backend_never_imports_torch() -> None:
    finished = subprocess.run([sys.executable, "-c", NO_TORCH], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr


def test_the_fingerprint_tells_backends_apart() -> None:
    assert LEXICON.fingerprint != AUTO.fingerprint != Phonemizer(stress="silero").fingerprint
