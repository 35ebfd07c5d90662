"""The quick way of loading silero-stress gives what its own loader gives."""

import pytest
import silero_stress
import torch

from ru_g2p.stress import silero_file, silero_torch


def test_it_is_what_the_loader_of_silero_stress_gives() -> None:
    ours, theirs = silero_torch.load(), silero_stress.load_accentor("ru")
    assert ours is not theirs
    assert ours.accentor.exceptions == theirs.accentor.exceptions
    assert ours.homosolver.homodict == theirs.homosolver.homodict
    assert ours.homosolver.tokenizer.vocab == theirs.homosolver.tokenizer.vocab
    for of_ours, of_theirs in ((ours.accentor, theirs.accentor), (ours.homosolver, theirs.homosolver)):
        weights = of_theirs.model.state_dict()
        assert weights
        assert of_ours.model.state_dict().keys() == weights.keys()
        assert all(torch.equal(tensor, weights[name]) for name, tensor in of_ours.model.state_dict().items())
    phrases = {word: pattern.pattern for word, pattern in theirs.homosolver.compiled_phrases.items()}
    assert len(phrases) > 1000
    assert ours.homosolver.compiled_phrases.keys() == phrases.keys()
    for word, written in list(phrases.items())[:20]:
        compiled = ours.homosolver.compiled_phrases[word]
        assert (compiled.pattern, compiled.flags) == (written, theirs.homosolver.compiled_phrases[word].flags)


def test_another_version_is_loaded_by_its_own_loader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silero_file, "KNOWN_VERSION", "1.4")
    monkeypatch.setattr(silero_stress, "load_accentor", lambda language: f"models of {language}")
    assert silero_torch.load() == "models of ru"
