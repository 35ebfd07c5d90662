"""The real model of silero-stress: it answers, and the host's torch is left as it was."""

import subprocess
import sys

import pytest

from ru_g2p import BackendError, accentuate
from ru_g2p.stress.silero import Silero


def test_homographs_are_told_apart_by_context() -> None:
    assert accentuate("На горе стоит старинный замок.") == "На гор+е сто+ит стар+инный з+амок."
    assert accentuate("Он повесил на дверь замок.") == "+Он пов+есил на дв+ерь зам+ок."


def test_yo_is_restored() -> None:
    assert accentuate("Елка еще зеленая") == "+Ёлка ещ+ё зел+ёная"


def test_a_device_that_does_not_exist_is_a_clear_error() -> None:
    with pytest.raises(BackendError, match="on cuda:99"):
        Silero("cuda:99").accent("мама")


HOST = """
import torch
torch.set_num_threads(2)
torch.set_default_dtype(torch.float64)
torch.manual_seed(7)
def state():
    return (torch.get_num_threads(), torch.is_grad_enabled(), torch.get_default_dtype(),
            torch.get_rng_state().tolist())
before = state()
import ru_g2p
for call in (ru_g2p.text_normalize, ru_g2p.g2p, ru_g2p.accentuate, ru_g2p.Phonemizer("silero").phonemize):
    call("Старинный замок стоит на горе.")
    assert state() == before, call
weight = torch.ones(2, requires_grad=True)
(weight * 2).sum().backward()
assert weight.grad.tolist() == [2, 2]
torch.set_grad_enabled(False)
ru_g2p.Phonemizer("silero").accentuate("Повесил на дверь замок.")
assert not torch.is_grad_enabled()
"""


def test_torch_of_the_host_is_left_as_it_was() -> None:
    finished = subprocess.run([sys.executable, "-c", HOST], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
