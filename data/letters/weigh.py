"""Tells how much silero-stress's accentor should weigh beside the networks of ``ru_g2p.stress.letters`` on names.

    python data/letters/weigh.py WEIGHTS

WEIGHTS are those of ``train.py --held-out -o WEIGHTS``. For each weight and floor of the accentor, the share of the
names kept from the training that are stressed right, and the loss, for four kinds: all of Wikipedia's, those of them
that look like surnames, the frequent surnames written by hand, and those that Wiktionary lists; these the accentor may
have learned. A name of several cases counts once. ``_NAME_WEIGHT`` and ``_NAME_FLOOR`` of ``ru_g2p.stress.backends``
are chosen by it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from math import exp, log
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lexicon"))

from lexemes import vowel_places
from stress_tables import HERE, WIKIPEDIA, all_readings, is_name, listed_names
from train import Example, held_out, is_patronymic

from ru_g2p.stress.letters import ENDING, NAME, Network
from ru_g2p.stress.names import cases, pooled, spread, stem_and_ending
from ru_g2p.stress.silero import Silero
from ru_g2p.stress.weights import read_weights

WEIGHTS, FLOORS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5), (0.005, 0.02, 0.05, 0.1, 0.2)
_LIKE_SURNAME = re.compile(
    ".+(?:[ое]в|[иы]н|[сц]кий|[уюа]к|ко|[ио]к|ец|ич|ер|ель|ман|берг|штейн|бах|[иау]с|[зс]он|ян|дзе)а?"
)


class Name(NamedTuple):
    """What is said of the vowels of a name: which is stressed, and what the networks and the accentor find likely."""

    stressed: int
    letters: Sequence[float]
    accentor: Sequence[float]


def kept() -> Iterator[tuple[str, str, int]]:
    """Yield the kind of each name kept from the training, its first form in the lexicon, and its stressed vowel."""
    by_hand = listed_names(HERE, "names_by_hand")
    seen = set()
    for key, readings in sorted(all_readings().items()):
        marks = {reading.spelling.index("+") for reading in readings}
        if len(marks) != 1 or len(vowel_places(key)) < 2 or not any(map(is_name, readings)):
            continue
        stem, _ = stem_and_ending(key)
        if stem in seen or not held_out(Example(f"{NAME}{stem}{ENDING}", 0)) or any(map(is_patronymic, readings)):
            continue
        seen.add(stem)
        if key in by_hand:
            if _LIKE_SURNAME.fullmatch(key):
                yield "surnames by hand", key, vowel_places(key).index(marks.pop())
        elif readings[0].tags == (WIKIPEDIA,):
            yield "Wikipedia", key, vowel_places(key).index(marks.pop())
        elif any("Surn" in tag for reading in readings for tag in reading.tags):
            yield "Wiktionary's surnames", key, vowel_places(key).index(marks.pop())


def judged(names: Sequence[Name], weight: float, floor: float) -> str:
    """Return the share of names stressed right, and the loss."""
    right, loss = 0, 0.0
    for name in names:
        pairs = zip(name.letters, name.accentor, strict=True)
        scores = [letters + weight * log(accentor + floor) for letters, accentor in pairs]
        right += scores[name.stressed] == max(scores)
        loss += log(sum(map(exp, scores))) - scores[name.stressed]
    return f"{right / len(names):.4f} ({loss / len(names):.3f})"


def main(weights: Path) -> None:
    """Print a line for each weight and floor."""
    network, silero = read_weights(weights, Network), Silero()
    kinds: dict[str, list[Name]] = {
        kind: [] for kind in ("Wikipedia", "like surnames", "surnames by hand", "Wiktionary's surnames")
    }
    for kind, form, stressed in kept():
        stem, _ = stem_and_ending(form)
        of_cases = [guess.places for guess in silero.words(list(cases(form)))]
        name = Name(stressed, spread(form, network.scores(f"{NAME}{stem}{ENDING}"), -12.0), pooled(form, of_cases))
        kinds[kind].append(name)
        if kind == "Wikipedia" and _LIKE_SURNAME.fullmatch(form):
            kinds["like surnames"].append(name)
    print("floor, weight:", ", ".join(f"{len(names)} {kind}" for kind, names in kinds.items()))
    for floor in FLOORS:
        for weight in WEIGHTS:
            print(floor, weight, *(judged(names, weight, floor) for names in kinds.values()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
