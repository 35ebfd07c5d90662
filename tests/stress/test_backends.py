"""What each backend decides, and how it says so."""

import re
import subprocess
import sys
from collections.abc import Collection, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ru_g2p import Phonemizer
from ru_g2p.stress.backends import LexiconBackend
from ru_g2p.stress.lexicon import StressLexicon
from ru_g2p.stress.resolve import StressResolver
from ru_g2p.stress.silero import Guess

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
        ("две белые стены", "дв+е б+елые стен+ы"),
        ("но берега росли", "но берег+а росл+и"),
        ("эти новые дома в городе горели", "+эти н+овые дом+а в г+ороде гор+ели"),
        ("цвета на картине поблекли", "цвет+а на карт+ине побл+ёкли"),
        ("воды напьёмся", "вод+ы напь+ёмся"),
        ("вина стояли рядом", "в+ина сто+яли р+ядом"),
        ("дела и заботы забыты", "дел+а и заб+оты заб+ыты"),
        ("эти белые стены", "+эти б+елые ст+ены"),
        ("нет стены", "н+ет стен+ы"),
        ("два шага", "дв+а шаг+а"),
        ("нет и шага", "н+ет и ш+ага"),
        ("люди выходили из дома", "л+юди выход+или из д+ома"),
        ("я открою окно", "+я откр+ою окн+о"),
        ("по берегу", "по б+ерегу"),
        ("на берегу", "на берег+у"),
        ("по белому снегу", "по б+елому сн+егу"),
        ("на белом снегу", "на б+елом снег+у"),
        ("из-под стены", "из-под стен+ы"),
        ("под стены", "под ст+ены"),
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


@pytest.mark.parametrize(
    "sentence",
    [
        "Вс+е ушли домой.",
        "Мы вс+е устали.",
        "Меня вс+е принимают за богача.",
        "Неудачников вс+е избегают.",
        "Вс+е громко беседовали и смеялись.",
        "Вс+е дома на один манер.",
        "Почему вс+е молчат?",
        "Он прочитал вс+е книги на свете.",
        "Его любили вс+е, кроме жены.",
        "Вс+е, кто хотел, уже пришли.",
        "Вс+ё, что я знал, было тайной.",
        "Вс+ё течёт, вс+ё меняется.",
        "Он вс+ё молчал.",
        "Вс+ё это кажется мне далёким.",
        "Вс+ё утро он писал письма.",
        "Ветер вс+ё усиливался.",
        "У него вс+ё болит.",
        "Теперь вс+ё будет иначе.",
    ],
)
@pytest.mark.parametrize("phonemizer", [LEXICON, AUTO], ids=["lexicon", "auto"])
def test_all_of_them_is_not_everything(phonemizer: Phonemizer, sentence: str) -> None:
    said = phonemizer.accentuate(sentence.replace("+", "").replace("ё", "е"))
    assert re.findall(r"вс\+[её]", said.lower()) == re.findall(r"вс\+[её]", sentence.lower())


def test_one_spelling_needs_nothing_else() -> None:
    assert sources(LEXICON, "мама") == [("м+ама", "lexicon")]
    assert sources(AUTO, "Еще мама") == [("Ещ+ё", "lexicon"), ("м+ама", "lexicon")]


def test_context_is_named_as_the_source() -> None:
    assert sources(LEXICON, "белые стены")[1] == ("ст+ены", "context")


def test_the_models_are_asked_about_the_rest() -> None:
    assert sources(AUTO, "Вдали показался замок.")[-2:] == [("показ+ался", "lexicon"), ("з+амок", "silero")]
    ((_, source),) = sources(AUTO, "хыковер")
    assert source == "silero"


@pytest.mark.parametrize("text", ["хлоб+изм", "дрек+ация", "Хыкашв+или", "Хык+идзе"])
def test_an_unknown_word_without_models_is_stressed_as_those_with_its_ending(text: str) -> None:
    plain = text.replace("+", "")
    (word,) = (word for item in LEXICON.phonemize(plain).pronunciations for word in item.words)
    assert (word.text, word.source) == (text, "rule")
    assert 0.5 < word.confidence < 1
    assert sources(LEXICON, f"Вот {plain}.")[1] == (text, "rule")


def test_a_name_that_is_written_as_a_known_word_is_open() -> None:
    assert sources(LEXICON, "нет логинов")[1] == ("лог+инов", "lexicon")
    (text, source) = sources(LEXICON, "пришёл Логинов")[1]
    assert source == "rule"
    assert text.replace("+", "") == "Логинов"


class Models:
    """A double of silero-stress: its answers are given, and what it was asked is kept."""

    name = "models"

    def __init__(self, solved: dict[str, Guess], accented: dict[str, Guess]) -> None:
        self._solved, self._accented = solved, accented
        self.homographs_asked: list[tuple[str, ...]] = []
        self.words_asked: list[tuple[str, ...]] = []

    def homographs(self, sentences: Sequence[str], offsets: Sequence[Collection[int]]) -> list[dict[int, Guess]]:
        found: list[dict[int, Guess]] = []
        for sentence, places in zip(sentences, offsets, strict=True):
            asked = {offset: sentence[offset:].split(" ")[0].strip(".,!").lower() for offset in places}
            self.homographs_asked.append(tuple(asked.values()))
            found.append({offset: self._solved[word] for offset, word in asked.items() if word in self._solved})
        return found

    def words(self, words: Sequence[str]) -> list[Guess]:
        self.words_asked.append(tuple(words))
        return [self._accented[word] for word in words]


def asked(text: str, models: Models) -> list[tuple[str, str]]:
    """Return the words of a text, decided with a double of the models, and who decided."""
    resolver = StressResolver(LexiconBackend(StressLexicon(), models), {})  # type: ignore[arg-type]
    return [(word.text, word.source) for word in resolver.resolve(text) if word.is_word]


def test_each_model_sees_only_what_is_open_to_it() -> None:
    models = Models({"замок": Guess("зам+ок", 0.999)}, {"хыковер": Guess("х+ыковер", 0.99, (0.99, 0.005, 0.005))})
    words = asked("Мама сказала, что замок и белые стены видел хыковер, потому что было светло.", models)
    assert models.homographs_asked == [("замок",)]
    assert models.words_asked == [("хыковер",)]
    assert ("зам+ок", "silero") in words
    assert ("х+ыковер", "silero") in words
    assert ("ст+ены", "context") in words


@pytest.mark.parametrize("reading", ["з+амок", "зам+ок"])
def test_a_sure_solver_decides(reading: str) -> None:
    text = "Мы долго шли и вдруг увидели замок, о котором нам рассказывали."
    models = Models({"замок": Guess(reading, 0.999)}, {})
    assert (reading, "silero") in asked(text, models)


def test_an_answer_that_is_no_spelling_of_the_word_is_not_taken() -> None:
    models = Models({"замок": Guess("замок+", 1.0)}, {"замок": Guess("зам+ок", 0.9, (0.1, 0.9))})
    ((text, source),) = asked("замок", models)
    assert text in {"з+амок", "зам+ок"}
    assert source == "context"
    assert models.words_asked == [("замок",)]


def test_the_accentor_restores_yo_in_unknown_words() -> None:
    models = Models({}, {"хыкер": Guess("хык+ёр", 0.999, (0.001, 0.999))})
    assert asked("хыкер", models) == [("хык+ёр", "silero")]


def test_nothing_open_asks_no_model() -> None:
    models = Models({}, {})
    asked("Мама. Белые стены!", models)
    assert models.homographs_asked == models.words_asked == []


def test_a_yo_that_the_user_wrote_is_kept() -> None:
    assert LEXICON.accentuate("всё небо нёбо") == "вс+ё н+ебо н+ёбо"


def test_many_texts_give_what_one_by_one_gives() -> None:
    texts = ["Он повесил на дверь замок.", "", "Старинный замок. Большая часть.", "Уже поздно, и стало уже."] * 3
    many = [utterance.phones for utterance in AUTO.phonemize_many(texts)]
    assert many == [AUTO.phonemize(text).phones for text in texts]


BATCHED, SINGLE = Phonemizer(stress="auto"), Phonemizer(stress="auto")
"""Two, so that neither answers from what the other has kept."""

OPEN_WORDS = (
    *("замок", "Замок", "стены", "все", "потом", "большая", "уже", "мука", "дорогой", "стоят", "в", "и", "белый"),
    *("Хыковер", "хыкер", "Логинов", "Бзыренко", "Кваридзе", "длиннохыковательный", ".", ",", "!", "-"),
)
UNKNOWN = st.text("абвгдеёжзиклмнопрстуфхчшыьюя", min_size=2, max_size=12)
TEXTS = st.lists(st.sampled_from(OPEN_WORDS) | UNKNOWN | UNKNOWN.map(str.title), max_size=10).map(" ".join)


@settings(max_examples=15, deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=5))
def test_open_words_are_decided_in_a_batch_as_alone(texts: list[str]) -> None:
    assert [one.phones for one in BATCHED.phonemize_many(texts)] == [SINGLE.phonemize(one).phones for one in texts]


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
