"""The text embedding in the weight files of s1 (GPT) and s2 (SoVITS): one row per symbol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vocab_sync.checkpoint.files import CheckpointFile
from vocab_sync.checkpoint.pickles import Call, Storage
from vocab_sync.errors import UserError

if TYPE_CHECKING:
    import torch

_NAMES = {
    "s1": "model.ar_text_embedding.word_embeddings.weight",
    "s2": "enc_p.text_embedding.weight",
}
_DTYPES = {
    "HalfStorage": "float16",
    "BFloat16Storage": "bfloat16",
    "FloatStorage": "float32",
    "DoubleStorage": "float64",
}


@dataclass(frozen=True, slots=True)
class TextEmbedding:
    """The text embedding of an open checkpoint.

    Attributes:
        checkpoint: the file.
        kind: ``s1`` or ``s2``.
        storage: where its numbers are.
        rows: number of rows, one per symbol.
        width: numbers in a row.
    """

    checkpoint: CheckpointFile
    kind: str
    storage: Storage
    rows: int
    width: int

    def read(self) -> torch.Tensor:
        """Return the numbers, (rows, width), in the dtype of the file.

        Raises:
            UserError: some are missing, NaN or infinite.
        """
        import torch  # noqa: PLC0415 - takes seconds, and status does without

        dtype: torch.dtype = getattr(torch, _DTYPES[self.storage.type.name])
        data = bytearray(self.checkpoint.read_storage(self.storage.key))
        if len(data) != self.rows * self.width * dtype.itemsize:
            raise self._unfit("the text embedding is not as long as its shape says", "get the file again")
        numbers = torch.frombuffer(data, dtype=dtype).view(self.rows, self.width)
        if not numbers.isfinite().all():
            raise self._unfit("NaN or infinity in the text embedding", "use a checkpoint of an earlier epoch")
        return numbers

    def set_rows(self, rows: int) -> None:
        """Change the number of rows in the checkpoint's content, tensor and configuration alike."""
        content = self.checkpoint.content
        tensor: Call = content["weight"][_NAMES[self.kind]]
        storage = Storage(self.storage.type, self.storage.key, self.storage.location, rows * self.width)
        arguments = (storage, 0, (rows, self.width), *tensor.arguments[3:])
        content["weight"][_NAMES[self.kind]] = Call(tensor.function, arguments)
        if self.kind == "s1":
            content["config"]["model"]["phoneme_vocab_size"] = rows

    def _unfit(self, what: str, remedy: str) -> UserError:
        return UserError(self.checkpoint.path, what, remedy)


def find_text_embedding(checkpoint: CheckpointFile) -> TextEmbedding:
    """Return the text embedding of a weight file; its kind is told from the contents.

    Raises:
        UserError: no weight file of s1 or s2, a tensor that is not stored alone and in row order, or a
            configuration that contradicts it.
    """
    path, content = checkpoint.path, checkpoint.content
    weights = content.get("weight") if isinstance(content, dict) else None
    kinds = [kind for kind, name in _NAMES.items() if isinstance(weights, dict) and name in weights]
    if not isinstance(weights, dict) or len(kinds) != 1:
        raise UserError(
            path,
            "no s1 or s2 weight file with a text embedding",
            "give one of GPT_weights*, SoVITS_weights* or the pretrained models, no LoRA or training state",
        )
    kind = kinds[0]
    match weights[_NAMES[kind]]:
        case Call(
            function=function,
            arguments=(Storage() as storage, 0, (int(rows), int(width)), (int(step), 1), *_),
        ) if (
            function.name == "_rebuild_tensor_v2"
            and step == width
            and storage.length == rows * width
            and storage.type.name in _DTYPES
            and sum(_lies_in(storage, tensor) for tensor in weights.values()) == 1
        ):
            pass
        case _:
            raise UserError(
                path,
                "its text embedding shares its storage, is not contiguous or is no floating-point matrix",
                "save the checkpoint again with `.clone()` of that tensor",
            )
    if kind == "s1" and (size := _phoneme_vocab_size(content)) != rows:
        raise UserError(
            path,
            f"its config says phoneme_vocab_size {size}, its text embedding has {rows} rows",
            "use the file as GPT-SoVITS saved it",
        )
    return TextEmbedding(checkpoint, kind, storage, rows, width)


def _lies_in(storage: Storage, tensor: object) -> bool:
    match tensor:
        case Call(arguments=(Storage(key=key), *_)):
            return key == storage.key
    return False


def _phoneme_vocab_size(content: dict[str, Any]) -> object:
    match content.get("config"):
        case {"model": {"phoneme_vocab_size": size}}:
            return size
    return None
