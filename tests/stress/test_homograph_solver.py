"""The homograph solver computed without torch says what that of silero-stress says."""

import random
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ru_g2p.stress.homograph_solver import HomographSolver
from ru_g2p.stress.silero_file import Guess, SileroFile, known_file
from ru_g2p.stress.silero_torch import SileroTorch, load

SENTENCES = (
    "На горе стоит старинный замок.",
    "Он повесил на дверь замок и ушёл…",
    "Все это уже было, и все равно он молчал!",
    "Стоит ли это больших денег?",
    "Мука смолота, а мука ожидания впереди.",
    "Пропасть между ними росла; можно было пропасть.",
    "Вдоль берега стоят дома, а дома никого.",
    "Белки прыгали по веткам, белки и жиры считали врачи.",
    "Дорогой друг, дорогой ценой досталась нам эта дорога.",
    "Хлопок вырос, раздался хлопок в ладоши.",
    "Потом он вытер лицо, мокрое потом.",
    "Парить в облаках, парить овощи на пару.",
    "Чего-то не хватает: ноги, руки, головы, горы, воды.",
    "Он уже знает, что коридор уже двери.",
    "Сорок сорок сели на сосну.",
    "Атлас мира лежал на шкафу, платье было из синего атласа.",
    "ЗАМОК",
    "Село солнце за село, душу отвел он в душе",
)
LETTER = re.compile("[А-Яа-яЁё]+")


@pytest.fixture(scope="module")
def solver() -> HomographSolver:
    path = known_file()
    assert path is not None
    return HomographSolver(SileroFile(path))


@pytest.fixture(scope="module")
def of_torch() -> SileroTorch:
    return SileroTorch("cpu")


def words_of(sentence: str) -> dict[int, str]:
    return {match.start(): match[0].lower() for match in LETTER.finditer(sentence)}


def rounded(guesses: dict[int, Guess]) -> dict[int, tuple[str, float]]:
    return {start: (guess.text, pytest.approx(guess.confidence, abs=2e-4)) for start, guess in guesses.items()}


def test_sentences(solver: HomographSolver, of_torch: SileroTorch) -> None:
    words = [words_of(sentence) for sentence in SENTENCES]
    theirs = of_torch.homographs(SENTENCES, words)
    assert sum(map(len, theirs)) > 20
    assert list(map(rounded, solver.solve(SENTENCES, words))) == list(map(rounded, theirs))


def test_one_by_one_is_the_same_as_all_at_once(solver: HomographSolver) -> None:
    words = [words_of(sentence) for sentence in SENTENCES]
    alone = [solver.solve([sentence], [one])[0] for sentence, one in zip(SENTENCES, words, strict=True)]
    assert solver.solve(SENTENCES, words) == alone
    assert solver.solve(SENTENCES[::-1], words[::-1]) == alone[::-1]


@settings(max_examples=40, deadline=None)
@given(st.text("абвеё ,.!?…-замокЗАМОК", max_size=40), st.text("абвеё ,.!?…-замокЗАМОК", max_size=200))
def test_any_surroundings(solver: HomographSolver, of_torch: SileroTorch, before: str, after: str) -> None:
    sentence = f"{before} Замок {after}"
    words = words_of(sentence)
    (theirs,) = of_torch.homographs([sentence], [words])
    (ours,) = solver.solve([sentence], [words])
    assert rounded(ours) == rounded(theirs)


def test_set_phrases_are_found_where_the_expressions_of_the_file_find_them(solver: HomographSolver) -> None:
    chosen, of_torch, compared = random.Random(1), load().homosolver, 0
    for word in chosen.sample(sorted(solver._patterns), 60):
        pattern = re.compile(*solver._patterns[word].arguments)
        phrases = solver._phrases(word)
        for phrase, other in zip(phrases[:30], chosen.sample(phrases, len(phrases)), strict=False):
            around = [
                (phrase.before, phrase.after),
                (phrase.before, other.after),
                (f"кто-{phrase.before}", phrase.after),
            ]
            for before, after in [*around, (f"а {other.before}", f"{phrase.after} да")]:
                start, end = before.strip().capitalize(), after.strip()
                theirs = of_torch._predict_with_pattern(pattern, f"{start} [HOMO] {word} [/HOMO] {end}".strip())
                assert solver._in_phrase(word, start.lower(), end.lower()) == (theirs or "")
                compared += bool(theirs)
    assert compared > 500


def test_auto_needs_no_torch() -> None:
    code = (
        "import sys, ru_g2p; p = ru_g2p.Phonemizer();"
        "print(p.accentuate('Хыковер повесил на дверь замок.')); assert 'torch' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert done.stdout == "Х+ыковер пов+есил на дв+ерь зам+ок.\n"
