"""A double of the package ``ruaccent``: its class, its files and what it does to a text, without its models.

Like the real one it downloads a folder that is not there (here: fails), removes ``…``, leaves words with one vowel
and capital homographs as they are, and answers only after ``load``.
"""

import gzip
import json
import re
from pathlib import Path
from types import SimpleNamespace

VOWEL = re.compile("[аеёиоуыэюя]", re.IGNORECASE)


class Hub:
    def ls(self, path):
        return [{"type": "file", "name": f"{path}/file"}]


class RUAccent:
    def __init__(self):
        self.fs = Hub()
        self.omograph_model = SimpleNamespace(
            session=SimpleNamespace(get_providers=lambda: ["CPUExecutionProvider"]),
        )

    def load(  # noqa: PLR0917  (as in the real one)
        self,
        omograph_model_size="turbo2",
        use_dictionary=False,
        custom_dict={},  # noqa: B006
        custom_homographs={},  # noqa: B006
        device="CPU",
        repo="ruaccent/accentuator",
        workdir=None,
        tiny_mode=False,
    ):
        folders = [f"{workdir}/dictionary", f"{workdir}/nn/nn_omograph/{omograph_model_size}", f"{__file__}/koziev"]
        for folder in folders:
            if not Path(folder).exists():
                for file in self.fs.ls(folder):
                    raise AssertionError(f"{file['name']} would be downloaded")
        if not tiny_mode:
            raise AssertionError("the rule engine would be imported")
        self.omographs = self._read(workdir, "omographs")
        self.yo_words = self._read(workdir, "yo_words") | self._read(workdir, "yo_homographs")
        self.accents = self._read(workdir, "accents_nn") | custom_dict

    def process_all(self, text, skip_regex=None):
        text = re.sub("[+…]", "", text)
        if "ломающий" in text and text != "ломающий":
            raise IndexError("list index out of range")
        if "негодный" in text:
            raise RuntimeError("no answer at all")
        if "потерянный" in text and text != "потерянный":
            text = text.replace("потерянный", "")
        return re.sub("[А-Яа-яЁё]+", lambda match: self._word(match[0], text), text)

    def _word(self, word, text):
        if word in self.omographs:
            return self.omographs[word]["старинный" in text.lower()]
        small = word.lower()
        yo = self.yo_words.get(small, small)
        marked = self.accents.get(yo, yo)
        if marked == yo and len(VOWEL.findall(yo)) > 1:
            marked = VOWEL.sub(r"+\g<0>", yo, count=1)
        if word[0].isupper():
            place = marked[0] == "+"
            marked = marked[:place] + marked[place].upper() + marked[place + 1 :]
        return marked

    @staticmethod
    def _read(workdir, name):
        with gzip.open(Path(workdir, "dictionary", f"{name}.json.gz")) as stream:
            return json.load(stream)
