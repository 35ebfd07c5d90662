"""Proposes donors for the symbols of ru_g2p by their articulatory features, and measures those of the pack.

    pip install panphon==0.23
    python data/donors/derive.py

``sounds.tsv`` says which sound each symbol that GPT-SoVITS knows stands for. For each new symbol the three nearest
sounds are proposed, nearer ones weighing more; beside them stand the donors of the pack
(``src/vocab_sync/languages/ru.yaml``), which a phonetician chose with the proposal before his eyes, and how far the
mean of their features lies from those of the sound. A row that lies farther away than the proposal by more than a
feature is marked: it needs a reason, which stands in the YAML.

Distances are counted in features of panphon (Mortensen et al. 2016, "PanPhon: A Resource for Mapping IPA Segments to
Articulatory Feature Vectors"), weighted as there.
"""

from __future__ import annotations

import csv
import sys
from math import exp
from pathlib import Path

import numpy as np
import panphon

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from ru_g2p import IPA
from vocab_sync.russian import PACK

HERE = Path(__file__).resolve().parent
NEAREST = 3
STEP = 1.0  # features: how much farther a sound may be before it weighs e times less

_TABLE = panphon.FeatureTable()
_WEIGHTS = np.array(_TABLE.weights)  # of its first features; tone has none


def features(ipa: str) -> np.ndarray:
    """Return the features of one sound, each -1, 0 or 1."""
    (segment,) = _TABLE.word_fts(ipa)
    return np.array(segment.numeric())


def distance(one: np.ndarray, other: np.ndarray) -> float:
    """Return how many features, weighted, two sounds or mixtures of sounds differ in."""
    return float(_WEIGHTS @ np.abs(one - other)[: len(_WEIGHTS)]) / 2


def proposal(target: np.ndarray, sounds: dict[str, np.ndarray], stressed: bool | None) -> dict[str, float]:
    """Return the nearest symbols and their weights; of English vowels those that are stressed as the target is."""
    fitting = {
        symbol: distance(target, sound)
        for symbol, sound in sounds.items()
        if stressed is None or symbol[-1] not in "01" or symbol[-1] == "01"[stressed]
    }
    nearest = sorted(fitting, key=lambda symbol: (fitting[symbol], symbol))[:NEAREST]
    shares = {symbol: exp(-(fitting[symbol] - fitting[nearest[0]]) / STEP) for symbol in nearest}
    return {symbol: share / sum(shares.values()) for symbol, share in shares.items()}


def mixture(weights: dict[str, float], sounds: dict[str, np.ndarray]) -> np.ndarray:
    """Return the weighted mean of the features of some symbols."""
    return sum(weight * sounds[symbol] for symbol, weight in weights.items()) / sum(weights.values())


def shown(weights: dict[str, float]) -> str:
    """Return weights as one reads them."""
    return " ".join(f"{symbol} {weight:.1f}" for symbol, weight in weights.items())


def main() -> None:
    """Print a table: symbol, sound, proposal, donors of the pack, distances of both."""
    with (HERE / "sounds.tsv").open(encoding="utf-8") as file:
        sounds = {row["symbol"]: features(row["ipa"]) for row in csv.DictReader(file, delimiter="\t")}
    donors = PACK.donors
    print("symbol\tIPA\tproposal\tdistance\tdonors\tdistance\t")
    for symbol, ipa in IPA.items():
        target = features(ipa.replace("tɕ", "t͡ɕ").replace("dʑ", "d͡ʑ").replace("ts", "t͡s").replace("dz", "d͡z"))
        stressed = {"1": True, "0": False}.get(symbol[-1])
        proposed = proposal(target, sounds, stressed)
        far, near = (distance(target, mixture(weights, sounds)) for weights in (donors[symbol], proposed))
        mark = "farther" if far > near + 1 else ""
        print(f"{symbol}\t{ipa}\t{shown(proposed)}\t{near:.2f}\t{shown(donors[symbol])}\t{far:.2f}\t{mark}")


if __name__ == "__main__":
    main()
