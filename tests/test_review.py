"""The review: what is in doubt, what each answer writes, how it is taken back and gone on with."""

import json
import os
import re
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from ru_g2p import Phonemizer, Utterance
from ru_g2p.normalize import normalize
from ru_g2p.phonology.transcription import transcribe
from ru_g2p.review.dictionary import Dictionary, check_writable, read_dictionary
from ru_g2p.review.doubts import Doubt, Findings, candidates, find_doubts
from ru_g2p.review.listing import as_json
from ru_g2p.review.session import Session
from ru_g2p.review.terminal import ask
from ru_g2p.stress.lexicon import StressLexicon
from ru_g2p.stress.resolve import Sentence, StressResolver, guess
from ru_g2p.stress.user_lexicon import load_user_lexicon
from ru_g2p.tokens import Word

COMMAND = Path(sys.executable).with_name("ru-g2p.exe" if os.name == "nt" else "ru-g2p")
LEXICON = StressLexicon()
TEXT = """\
Хыковер видел замок. Старый замок видел «Хыковер».
Вот замок! Без замка, но с большим замком.
Замок."""


class Doubtful:
    """A backend that looks at no context: of several spellings it takes the usual one, and doubts it."""

    name = "doubtful"

    def alone(self, word: str) -> None:
        """Leave every word to `decide`."""

    def decide(self, sentences: Sequence[Sentence]) -> list[dict[int, Word]]:
        return [{index: self._decision(one.word(index)) for index in one.undecided} for one in sentences]

    def _decision(self, word: str) -> Word:
        spellings = LEXICON.spellings(word)
        if not spellings:
            return guess(word)
        return Word(spellings[0], "lexicon", 1.0 if len(spellings) == 1 else 0.6)


def utterances(text: str, dictionary: Path | None) -> Iterator[Utterance]:
    user = load_user_lexicon(dictionary)
    resolver = StressResolver(Doubtful(), user.words, user.phrases)
    for line in text.split("\n"):
        normalized = normalize(line)
        words = resolver.resolve(normalized.text)
        yield Utterance(line, normalized, tuple(words), *transcribe([words]))


def doubts_in(text: str, dictionary: Path | None = None, below: float = 0.9) -> Findings:
    return find_doubts(utterances(text, dictionary), LEXICON.spellings, below)


def doubts_of_the_lexicon(text: str, below: float = 0.9) -> Findings:
    """What the command finds with ``--stress lexicon``."""
    return find_doubts(Phonemizer("lexicon").phonemize_many(text.split("\n")), LEXICON.spellings, below)


def doubt(word: str, text: str = TEXT) -> Doubt:
    (found,) = (doubt for doubt in doubts_in(text).words if doubt.word == word)
    return found


def session(text: str, *words: str) -> Session:
    return Session([found for found in doubts_in(text).words if not words or found.word in words], Dictionary())


def rows(dictionary: Dictionary) -> list[str]:
    return list(dictionary.lines[1:])


def review(text: str, keys: str) -> tuple[list[str], str, list[list[str]]]:
    """Return the rows after these keys, what was on the screen, and the rows of each save."""
    one, screen, saves = session(text), StringIO(), []
    console = Console(file=screen, width=200, highlight=False)
    ask(one, iter(keys), console, lambda dictionary: saves.append(rows(dictionary)))
    return rows(one.dictionary), screen.getvalue(), saves


def test_doubts_come_most_doubtful_first_with_their_sentences() -> None:
    words = doubts_in(TEXT).words
    assert [(found.word, found.confidence, found.source, len(found.places)) for found in words[:2]] == [
        ("хыковер", 0.5, "rule", 2),
        ("замок", 0.6, "lexicon", 4),
    ]
    assert [found.confidence for found in words] == sorted(found.confidence for found in words)
    shown = [(place.line, place.sentence, place.sentence[place.start : place.end]) for place in words[1].places]
    assert shown == [
        (1, "Хыковер видел замок.", "замок"),
        (1, "Старый замок видел «Хыковер».", "замок"),
        (2, "Вот замок!", "замок"),
        (3, "Замок.", "Замок"),
    ]
    assert [place.phrase for place in words[1].places] == [
        ("видел", "замок"),
        ("старый", "замок", "видел"),
        ("вот", "замок"),
        ("замок",),
    ]
    assert not doubts_in(TEXT, below=0.0).words
    assert not doubts_in("").words


def test_words_with_one_vowel_are_in_no_doubt_but_for_ye_that_may_be_yo() -> None:
    assert not {"дом", "хрыч", "бзнед"} & {found.word for found in doubts_in("дом, хрыч, бзнед", below=1.0).words}
    assert doubt("все", "Все.").candidates == ("вс+ё", "вс+е")


def test_marked_words_and_those_of_the_dictionary_are_in_no_doubt(tmp_path: Path) -> None:
    dictionary = tmp_path / "user.tsv"
    dictionary.write_text("старый замок\tстарый з+амок\nхыковер\tхыков+ер\n", encoding="utf-8")
    (found,) = doubts_in("Старый замок. Зам+ок. Хыковер. Замок.", dictionary).words
    assert [place.sentence for place in found.places] == ["Замок."]
    assert set(found.others) == {"з+амок", "зам+ок"} - {found.reading}


def test_the_readings_known_come_first_then_every_other_vowel() -> None:
    assert candidates("замок", "зам+ок", ("з+амок", "зам+ок")) == ("з+амок", "зам+ок")
    assert candidates("небо", "н+ебо", ("н+ебо",)) == ("н+ебо", "н+ёбо", "неб+о")
    assert candidates("трехметр", "тр+ёхм+етр", ())[0] == "тр+ёхм+етр"


def test_a_phrase_begins_where_no_hyphen_ties_it() -> None:
    (place,) = doubt("хыковер", "кто-то хыковер-то ещё").places
    assert (place.phrase, place.index) == (("кто", "-то", "хыковер", "-то"), 2)
    (place,) = doubt("хыковер", "ещё, всё-хыковер").places
    assert (place.phrase, place.index) == (("все", "-хыковер"), 1)


def test_a_long_sentence_is_cut_around_the_word() -> None:
    (place,) = doubt("хыковер", "да " * 200 + "Хыковер" + " да" * 200).places
    assert re.fullmatch("…(a )?.*да Хыковер да.*…", place.sentence)
    assert place.sentence[place.start : place.end] == "Хыковер"
    assert len(place.sentence) < 220


def test_the_source_is_shown_where_the_normalizer_respelled_the_word() -> None:
    findings = doubts_in("Смотрим Zglorkium вечером")
    (edit,) = findings.edits
    assert (edit.line, edit.written) == (1, "Zglorkium")
    (place,) = next(found for found in findings.words if found.word == edit.spoken).places
    assert place.sentence[place.start : place.end] == "Zglorkium"


def test_a_choice_for_everywhere_writes_the_word() -> None:
    one = session(TEXT, "замок")
    assert one.choose("з+амок") == ()
    assert (one.item, rows(one.dictionary)) == (None, ["замок\tз+амок"])


def test_place_by_place_writes_the_word_with_its_neighbours_and_tells_where_it_has_none() -> None:
    one = session(TEXT, "замок")
    one.by_place()
    assert one.left == 4
    assert one.choose("зам+ок") == ()
    one.choose("з+амок")
    one.skip()
    (alone,) = one.choose("зам+ок")
    assert alone.sentence == "Замок."
    assert rows(one.dictionary) == ["видел замок\tвидел зам+ок", "старый замок видел\tстарый з+амок видел"]


def test_everywhere_from_one_place_answers_for_the_others_too() -> None:
    one = session(TEXT)
    one.skip()
    one.by_place()
    one.everywhere()
    one.choose("зам+ок")
    assert rows(one.dictionary) == ["замок\tзам+ок"]
    assert one.item is None or one.item.doubt.word != "замок"


def test_a_word_with_several_readings_in_the_text_is_not_decided_for_all_of_them() -> None:
    found = doubt("замок", "Старый замок. Новый замок.")
    twice = [
        replace(found, reading="з+амок", others=("зам+ок",), places=found.places[:1]),
        replace(found, reading="зам+ок", others=("з+амок",), places=found.places[1:]),
    ]
    one = Session(twice, Dictionary())
    assert one.item is not None
    assert not one.item.everywhere
    one.choose("з+амок")
    assert one.left == 1
    one.choose("зам+ок")
    assert rows(one.dictionary) == ["старый замок\tстарый з+амок", "новый замок\tновый зам+ок"]


def test_one_phrase_answers_for_the_same_phrase_elsewhere() -> None:
    found = doubt("замок", "Старый замок. Старый замок.")
    twice = [replace(found, places=(place,), others=("x",)) for place in found.places]
    one = Session(twice, Dictionary())
    one.choose("з+амок")
    assert one.item is None


def test_two_words_of_one_phrase_share_its_row(tmp_path: Path) -> None:
    text = "Мои замки стоят."
    found = {one.word: replace(one, others=("x",)) for one in doubts_in(text, below=1.1).words}
    one = Session([found["замки"], found["стоят"]], Dictionary(("всё старое\tвсё ст+арое",)))
    one.choose("замк+и")
    one.choose("ст+оят")
    path = tmp_path / "user.tsv"
    one.dictionary.save(path)
    assert Phonemizer("lexicon", path).accentuate(text) == "Мо+и замк+и ст+оят."


def test_undo_takes_back_one_step_after_the_other() -> None:
    one = session(TEXT, "замок", "хыковер")
    begun = one.item
    assert not one.undo()
    one.choose("х+ыковер")
    one.by_place()
    one.skip()
    assert [one.undo(), one.undo(), one.undo(), one.undo()] == [True, True, True, False]
    assert (one.item, one.number, one.left, rows(one.dictionary)) == (begun, 1, 2, [])


def test_rows_stand_where_they_stood_and_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "user.tsv"
    path.write_text("# mine\r\nзамок\tзам+ок\n\nзамок\tз+амок\tlemma\nвсё еще\tвс+ё еще\n", encoding="utf-8")
    dictionary = read_dictionary(path).with_row("замок", "з+амок").with_row("все еще", "все ещ+ё")
    dictionary = dictionary.with_row("кто-то", "кт+о-то").with_row("кто-то", "кто-т+о").with_row("нёбо", "н+ёбо")
    dictionary.with_row("небо", "н+ебо").save(path)
    assert path.read_text(encoding="utf-8").split("\n") == [
        "# mine",
        "замок\tз+амок",
        "",
        "замок\tз+амок\tlemma",
        "все еще\tвс+ё ещ+ё",
        "кто-то\tкт+о-т+о",
        "нёбо\tн+ёбо",
        "небо\tн+ебо",
        "",
    ]
    assert load_user_lexicon(path).phrases.readings[("все", "еще")] == ("вс+ё", "ещ+ё")


@pytest.mark.skipif(os.name == "nt", reason="links and permission bits are POSIX")
def test_saving_keeps_links_and_permissions_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path, link = tmp_path / "user.tsv", tmp_path / "link.tsv"
    path.touch(0o640)
    link.symlink_to(path)
    Dictionary().with_row("замок", "з+амок").save(link)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(tmp_path.iterdir()) == [link, path]


def test_where_nothing_can_be_written_nothing_is_asked(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="absent"):
        check_writable(tmp_path / "absent" / "user.tsv")
    with pytest.raises(FileNotFoundError, match="absent"):
        Dictionary().save(tmp_path / "absent" / "user.tsv")


KEYS = "Хыковер. Замок. Мука. Замок, мука."


@pytest.mark.parametrize(
    ("keys", "written"),
    [
        ("", []),
        ("q1", []),
        ("\r", ["хыковер\tхыков+ер"]),
        ("2", ["хыковер\tх+ыковер"]),
        ("sss", []),
        ("2u", []),
        ("2u\n", ["хыковер\tхыков+ер"]),
        ("ы2й", ["замок\tз+амок"]),
        ("x?u9\r\r", ["хыковер\tхыков+ер", "замок\tзам+ок"]),
        ("\r\r\r\r\r\r", ["хыковер\tхыков+ер", "замок\tзам+ок", "мука\tм+ука"]),
    ],
)
def test_keys(keys: str, written: list[str]) -> None:
    assert review(KEYS, keys)[0] == written


def test_the_screen_shows_the_question_and_what_came_of_it() -> None:
    _, screen, saves = review("Старый замок.", "?p1")
    assert "1 of 1  замок  60% lexicon, 1 ×" in screen
    assert "1: Старый замок." in screen
    assert "1 зам+ок*   2 з+амок" in screen
    assert "place on its own" in screen
    assert "here only" in screen
    assert "→ зам+ок here" in screen
    assert saves == [["старый замок\tстарый зам+ок"]]
    assert "no word beside it" in review("Замок.", "p2")[1]


def test_every_answer_is_saved_at_once_and_so_is_its_undoing() -> None:
    assert review(KEYS, "21sus")[2] == [
        ["хыковер\tх+ыковер"],
        ["хыковер\tх+ыковер", "замок\tзам+ок"],
    ]
    assert review(KEYS, "2u")[2] == [["хыковер\tх+ыковер"], []]


def run(*arguments: str | Path, stdin: bytes = b"") -> tuple[int, str, str]:
    finished = subprocess.run([COMMAND, "review", *map(str, arguments)], input=stdin, capture_output=True, check=False)
    printed = finished.stdout.decode().replace("\r\n", "\n")
    return finished.returncode, printed, finished.stderr.decode()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "книга.txt"
    path.write_text(KEYS, encoding="utf-8")
    return path


def test_without_a_terminal_the_doubts_are_listed_and_nothing_is_written(book: Path) -> None:
    every = ("--stress", "lexicon", "--below", "1")
    findings = doubts_of_the_lexicon(KEYS, below=1.0)
    status, table, complaint = run(book, *every)
    assert (status, complaint) == (0, "")
    listed = re.findall("^│ ([а-яё]+) +│ ([а-яё+]+) ", table, re.MULTILINE)
    assert {word for word, _ in listed} == {"хыковер", "замок", "мука"}
    assert listed == [(found.word, found.reading) for found in findings.words]
    assert "з+амок" in table
    status, printed, _ = run("-", *every, "--json", stdin=KEYS.encode())
    assert status == 0
    assert json.loads(printed) == json.loads(as_json(findings))
    assert list(book.parent.iterdir()) == [book]


def test_json_tells_all_of_a_doubt() -> None:
    assert json.loads(as_json(doubts_in(KEYS)))["words"][1] == {
        "word": "замок",
        "reading": "зам+ок",
        "confidence": 0.6,
        "source": "lexicon",
        "candidates": ["зам+ок", "з+амок"],
        "others": [],
        "count": 2,
        "sentences": [
            {"line": 1, "text": "Замок.", "start": 0, "end": 5},
            {"line": 1, "text": "Замок, мука.", "start": 0, "end": 5},
        ],
    }


def test_nothing_in_doubt() -> None:
    assert run("-", "--stress", "lexicon") == (0, "Nothing is in doubt.\n", "")


def test_mistakes_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "cp1251.txt").write_bytes("дом\nзамок".encode("cp1251"))
    (tmp_path / "bad.tsv").write_text("замок\n", encoding="utf-8")
    for arguments, complaint in (
        (["cp1251.txt"], "cp1251.txt:1: not UTF-8; convert it"),
        (["absent.txt"], "absent.txt: No such file"),
        (["cp1251.txt", "-o", "bad.tsv"], "1: not UTF-8"),
        (["-", "--user-lexicon", "bad.tsv"], "bad.tsv:1: two columns expected"),
    ):
        status, printed, error = run(*(tmp_path / one if "." in one else one for one in arguments))
        assert (status, printed) == (2, "")
        assert error.startswith("error: ")
        assert complaint in error
        assert error.count("\n") == 1


COLOURS = re.compile("\x1b\\[[0-9;]*m")


class Terminal:
    """The command in a terminal of its own: what it prints is waited for before each key."""

    def __init__(self, *arguments: str | Path) -> None:
        import pty

        self._descriptor, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [COMMAND, "review", *map(str, arguments)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.screen = ""
        self._watch = threading.Timer(120, self.process.kill)  # ends whatever waits for it in vain
        self._watch.start()

    def _parts(self) -> Iterator[str]:
        while True:
            try:
                yield os.read(self._descriptor, 4096).decode(errors="replace")
            except OSError:  # Linux says so when the other end is closed
                return

    def press(self, after: str, key: str) -> None:
        import termios

        begun = len(self.screen)
        for part in self._parts():
            self.screen += part
            if after in self.screen[begun:]:
                # What is typed before the key is waited for is thrown away.
                while self.process.poll() is None and termios.tcgetattr(self._descriptor)[3] & termios.ICANON:
                    time.sleep(0.01)
                os.write(self._descriptor, key.encode())
                return
        pytest.fail(f"{after!r} never came: {self.screen}")

    def ended(self) -> int:
        self.screen = COLOURS.sub("", self.screen + "".join(self._parts()))
        status = self.process.wait()
        self._watch.cancel()
        os.close(self._descriptor)
        return status


@pytest.mark.skipif(sys.platform != "linux", reason="a pseudoterminal behaves so on Linux")
def test_a_real_terminal_choose_break_off_and_go_on(tmp_path: Path) -> None:
    text = "Хыковер. Замок. Мука."
    book, target = tmp_path / "книга.txt", tmp_path / "книга.txt.user.tsv"
    book.write_text(text, encoding="utf-8")
    asked = doubts_of_the_lexicon(text, below=1.0).words
    assert {found.word for found in asked} == {"хыковер", "замок", "мука"}
    one, two, _ = asked
    first = Terminal(book, "--stress", "lexicon", "--below", "1")
    first.press("? help", "2")
    first.press("? help", "\x03")
    assert first.ended() == 130
    assert f"{one.word}\t{one.candidates[1]}\n" in target.read_text(encoding="utf-8")
    assert "Traceback" not in first.screen

    second = Terminal(book, "--stress", "lexicon", "--below", "1")
    second.press("? help", "\r")
    second.press("? help", "q")
    assert second.ended() == 0
    assert f"1 of 3  {one.word}  " in first.screen
    assert f"1 of 2  {two.word}  " in second.screen
    assert one.word not in second.screen
    assert "1 left to ask about" in second.screen
    assert f"--user-lexicon '{target}'" in second.screen.replace("\r\n", "")
    rows_written = [f"{one.word}\t{one.candidates[1]}", f"{two.word}\t{two.reading}"]
    assert target.read_text(encoding="utf-8").splitlines()[1:] == rows_written
