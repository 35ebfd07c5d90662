"""The text embedding of a checkpoint, one row per symbol, and what its optimizer keeps for each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from vocab_sync.checkpoint.files import CheckpointFile
from vocab_sync.checkpoint.kinds import Kind, shape_of, tell_kind
from vocab_sync.checkpoint.pickles import Call, HParams, Storage
from vocab_sync.edits.symbols import UNFIT_SIZES
from vocab_sync.errors import UserError

if TYPE_CHECKING:
    import torch

_DTYPES = {
    "HalfStorage": ("float16", 2),
    "BFloat16Storage": ("bfloat16", 2),
    "FloatStorage": ("float32", 4),
    "DoubleStorage": ("float64", 8),
}
"""Storage type → dtype and bytes of a number."""

_MOMENTS = ("exp_avg", "exp_avg_sq", "delta")
"""What an optimizer keeps of the size of a parameter: Adam its two averages, s1's ScaledAdam the last two."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """A tensor of the checkpoint that has a row for each symbol.

    Attributes:
        owner: the dict of the content that holds it.
        key: its key there.
        storage: where its numbers are.
        shape: (rows, width), or (n, rows, width) where s1's optimizer has stacked n parameters of one shape; the
            embedding is the first.
    """

    owner: dict[Any, Any]
    key: str
    storage: Storage
    shape: tuple[int, ...]

    @property
    def rows(self) -> int:
        """Number of rows, one per symbol."""
        return self.shape[-2]

    def set_rows(self, rows: int) -> None:
        """Change the number of rows in the checkpoint's content."""
        *stacked, _, width = self.shape
        count = rows * width
        steps: tuple[int, ...] = (width, 1)
        for size in stacked:
            steps, count = (count, *steps), count * size
        tensor: Call = self.owner[self.key]
        storage = replace(self.storage, length=count)
        arguments = (storage, 0, (*stacked, rows, width), steps, *tensor.arguments[4:])
        self.owner[self.key] = Call(tensor.function, arguments)


@dataclass(frozen=True, slots=True)
class TextEmbedding:
    """The text embedding of an open checkpoint.

    Attributes:
        checkpoint: the file.
        kind: what it is.
        weight: the embedding itself.
        moments: what the optimizer keeps for it; empty for weights, and where it was never trained.
    """

    checkpoint: CheckpointFile
    kind: Kind
    weight: Matrix
    moments: tuple[Matrix, ...] = ()

    @property
    def rows(self) -> int:
        """Number of rows, one per symbol."""
        return self.weight.rows

    def read(self, matrix: Matrix | None = None) -> torch.Tensor:
        """Return the numbers of the embedding, or of one of ``moments``, in their shape and the dtype of the file.

        Raises:
            UserError: some are missing, NaN or infinite.
        """
        import torch  # noqa: PLC0415 - takes seconds, and status does without

        matrix = matrix or self.weight
        dtype: torch.dtype = getattr(torch, _DTYPES[matrix.storage.type.name][0])
        data = bytearray(self.checkpoint.read_storage(matrix.storage.key))
        numbers = torch.frombuffer(data, dtype=dtype).view(matrix.shape)
        if not numbers.isfinite().all():
            what = "text embedding" if matrix is self.weight else f"{matrix.key} of the text embedding"
            raise UserError(
                self.checkpoint.path, f"NaN or infinity in the {what}", "use a checkpoint of an earlier epoch"
            )
        return numbers

    def set_rows(self, rows: int) -> None:
        """Change the number of rows in the checkpoint's content: tensors and configurations."""
        for matrix in (self.weight, *self.moments):
            matrix.set_rows(rows)
        for config in _configs(self.checkpoint.content):
            config["phoneme_vocab_size"] = rows


def find_text_embedding(checkpoint: CheckpointFile, kind: Kind | None = None) -> TextEmbedding:
    """Return the text embedding of a checkpoint.

    Args:
        checkpoint: the file.
        kind: if it is known.

    Raises:
        UserError: it has none, a tensor that is not stored alone and in row order, or a configuration or optimizer that
            contradicts it.
    """
    path, content = checkpoint.path, checkpoint.content
    kind = kind or tell_kind(checkpoint)
    if kind.embedding is None:
        raise UserError(path, f"{kind} without a text embedding", "give weights of s1 or s2, or a G_*.pth")
    weight = _matrix(checkpoint, content[kind.section], kind.embedding, dimensions=2)
    moments = tuple(_moments(checkpoint, weight)) if kind.form == "training state" else ()
    uses = Counter(_storage_keys(content))
    for matrix in (weight, *moments):
        if uses[matrix.storage.key] != 1:
            raise _unfit(checkpoint, matrix.key, "shares its storage with another tensor")
    if kind.model == "s1":
        sizes = {config.get("phoneme_vocab_size") for config in _configs(content)} or {None}
        for size in sizes - {weight.rows}:
            raise UserError(
                path,
                f"its config says phoneme_vocab_size {size}, its text embedding has {weight.rows} rows",
                "use the file as GPT-SoVITS saved it",
            )
    return TextEmbedding(checkpoint, kind, weight, moments)


def _matrix(checkpoint: CheckpointFile, owner: dict[Any, Any], key: str, dimensions: int) -> Matrix:
    match owner[key]:
        case Call(function=function, arguments=(Storage() as storage, 0, tuple(shape), tuple(steps), *_)) if (
            function.name == "_rebuild_tensor_v2"
            and storage.type.name in _DTYPES
            and len(shape) == dimensions
            and all(isinstance(size, int) and size > 0 for size in shape)
        ):
            count, expected = 1, []
            for size in reversed(shape):
                expected.append(count)
                count *= size
            stored = checkpoint.storage_size(storage.key)
            if stored != count * _DTYPES[storage.type.name][1] or storage.length != count:
                raise _unfit(checkpoint, key, "is only a part of its storage, or not as long as its shape says")
            if steps != tuple(reversed(expected)):
                raise _unfit(checkpoint, key, "is not contiguous")
            return Matrix(owner, key, storage, shape)
    raise _unfit(checkpoint, key, "is no floating-point matrix of its own")


def _moments(checkpoint: CheckpointFile, weight: Matrix) -> Iterator[Matrix]:
    """Find the optimizer's state of the embedding, by its shape: among the others no matrix is as wide and as long.

    In v1's s1, 512 × 512 as other weights are, the optimizer stacks them, and the embedding, the first of that shape in
    the model, holds the state of all.
    """
    rows, width = weight.shape
    content = checkpoint.content
    optimizers = content.get("optimizer_states", [content.get("optimizer")])
    states = [state for optimizer in optimizers or [] for state in _states(optimizer)]
    ending = weight.shape
    found = [state for state in states if any(shape_of(state.get(name))[-2:] == ending for name in _MOMENTS)]
    if "optimizer_states" in content:
        found = [state for state in found if len(shape_of(state.get("delta"))) == 3]
    else:
        found = [state for state in found if len(shape_of(state.get("exp_avg"))) == 2]
    if len(found) > 1:
        raise UserError(
            checkpoint.path,
            f"its optimizer has {len(found)} states of {rows} × {width}, one of them the text embedding's",
            "resize the weights that were exported from it, and train on from those",
        )
    if not found and any(_is_state_of_other_rows(state, weight) for state in states):
        raise UserError(
            checkpoint.path,
            f"its optimizer has no state for {rows} rows: somebody changed the rows of the weights alone",
            "resize the weights that were exported from it, and train on from those",
        )
    for state in found:
        for name in _MOMENTS:
            if shape := shape_of(state.get(name)):
                yield _matrix(checkpoint, state, name, len(shape))


def _states(optimizer: object) -> Iterator[dict[Any, Any]]:
    match optimizer:
        case {"state": dict(states)}:
            for state in states.values():
                if isinstance(state, dict):
                    yield state


def _is_state_of_other_rows(state: dict[Any, Any], weight: Matrix) -> bool:
    """Whether it is that of an embedding: nothing else in s1 or s2 is as wide and of that many dimensions.

    In s1 other matrices are 512 wide, too, of lengths that an embedding never has.
    """
    shape = shape_of(state.get("exp_avg_sq"))
    if len(shape) not in (2, 3) or shape[-1] != weight.shape[-1]:
        return False
    return len(shape) == 2 or (shape[0] == 1 and shape[1] not in UNFIT_SIZES)


def _storage_keys(content: object) -> Iterator[str]:
    """Yield the storage of each tensor in ``content``, again for each time that it is referred to."""
    seen: set[int] = set()
    waiting: list[object] = [content]
    while waiting:
        match waiting.pop():
            case Call(arguments=(Storage(key=key), *_)):
                yield key
            case Call() | dict() | list() | tuple() | HParams() as container if id(container) not in seen:
                seen.add(id(container))
                waiting += _children(container)


def _children(container: object) -> Iterator[object]:
    match container:
        case dict():
            yield from container.values()
        case Call():
            yield from container.arguments
        case HParams():
            yield from vars(container).values()
        case list() | tuple():
            yield from container


def _configs(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the sections ``model`` of the configurations of s1: weights have one, a training state another."""
    found = []
    for owner in (content, content.get("hyper_parameters")):
        match owner:
            case {"config": {"model": dict(section)}}:
                found.append(section)
    return found


def _unfit(checkpoint: CheckpointFile, name: str, what: str) -> UserError:
    return UserError(checkpoint.path, f"its {name} {what}", "save the checkpoint again with `.clone()` of that tensor")
