"""The accentor and homograph solver of ``silero-stress`` (MIT; its weights are inside its wheel).

Importing that package sets torch to one thread, and loading its model switches gradients off for the whole
process, which would cripple a training or inference around it. Every call here leaves the host's threads,
grad mode, default dtype and random state as it found them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from ru_g2p.errors import BackendError

_LOCK: Final = threading.Lock()


class SileroAccentor:
    """Puts stress and ё into a sentence; the model is loaded when first needed.

    Args:
        device: where the homograph solver runs: ``cpu`` or ``cuda:N``.
    """

    def __init__(self, device: str = "cpu") -> None:
        self.device = device
        self._model: Any = None

    @property
    def name(self) -> str:
        """Backend and version, for the fingerprint."""
        from importlib.metadata import version  # noqa: PLC0415  (a fifth of this package's import time)

        return f"silero-stress {version('silero-stress')}"

    def accent(self, sentence: str) -> str:
        """Return the sentence with ``+`` before each stressed vowel and ё restored; nothing else changes.

        Args:
            sentence: normalized text without stress marks.

        Raises:
            BackendError: the model cannot be loaded.
        """
        with _LOCK, host_torch_kept():
            if self._model is None:
                self._model = _load(self.device)
            return str(self._model(sentence))


@contextmanager
def host_torch_kept() -> Iterator[None]:
    """Restore torch's threads, grad mode, default dtype and CPU random state on leaving."""
    import torch  # noqa: PLC0415  (torch takes seconds to import and only a model needs it)

    threads = torch.get_num_threads()
    grad = torch.is_grad_enabled()
    dtype = torch.get_default_dtype()
    random_state = torch.get_rng_state()
    try:
        yield
    finally:
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
        torch.set_grad_enabled(grad)
        torch.set_default_dtype(dtype)
        torch.set_rng_state(random_state)


def _load(device: str) -> Any:
    try:
        from silero_stress import load_accentor  # noqa: PLC0415  (imports torch)

        model = load_accentor("ru")
        if device != "cpu":
            model.to(device)
    except Exception as error:
        raise BackendError(
            f"silero-stress cannot load its model on {device}: {error}; "
            "check the device, or reinstall with: pip install --force-reinstall --no-deps silero-stress"
        ) from error
    return model
