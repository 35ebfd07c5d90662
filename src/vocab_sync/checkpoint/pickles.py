"""The pickle inside a torch checkpoint, read into inert objects and written back as it was.

A pickle names functions and runs them. Here no name is ever looked up: an admitted one becomes a
:class:`Global`, calling it a :class:`Call`, and both are written back as what they stand for. The two
exceptions are ``collections.OrderedDict``, which is used as the dict it is, and ``utils.HParams``, the
configuration class of a GPT-SoVITS tree, which becomes an inert record of the same attributes.
"""

from __future__ import annotations

import io
import pickle
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

_TORCH_TYPES = ("Double", "Float", "Half", "BFloat16", "Long", "Int", "Short", "Char", "Byte", "Bool")
_TORCH_DTYPES = (
    *("float64", "float32", "float16", "bfloat16"),
    *("int64", "int32", "int16", "int8", "uint8", "bool"),
)
_ADMITTED: Final = frozenset(
    {
        ("torch._utils", "_rebuild_tensor_v2"),
        ("torch._utils", "_rebuild_parameter"),
        ("torch", "Size"),
        ("torch", "device"),
        ("_codecs", "encode"),
        *(("torch", f"{name}Storage") for name in _TORCH_TYPES),
        *(("torch", name) for name in _TORCH_DTYPES),
        *(("pathlib", f"{kind}Path") for kind in ("Posix", "Windows", "PurePosix", "PureWindows")),
        *((module, name) for module in ("builtins", "__builtin__") for name in ("set", "frozenset", "complex")),
    }
)


class ForbiddenGlobal(pickle.UnpicklingError):
    """A pickle that names something no checkpoint needs."""


class Inert:
    """Base of the stand-ins; a pickle cannot set their state."""

    __slots__ = ()

    def __setstate__(self, state: object) -> None:
        """Refuse, for what is written back would differ from what the name stands for."""
        raise pickle.UnpicklingError("a pickle that changes a function or a tensor")


@dataclass(frozen=True, eq=False)
class Global(Inert):
    """A function or class by the name the pickle gives it."""

    module: str
    name: str

    def __call__(self, *arguments: object) -> Call:
        """Note down the call."""
        return Call(self, arguments)


@dataclass(frozen=True, eq=False)
class Call(Inert):
    """A call that torch.load would make."""

    function: Global
    arguments: tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class Storage(Inert):
    """A reference to the numbers of a tensor: storage type, record name, device, count of numbers."""

    type: Global
    key: str
    location: str
    length: int


class HParams:
    """``utils.HParams`` of a GPT-SoVITS tree: attributes and nothing else."""


def loads(data: bytes) -> Any:
    """Return what ``data`` describes, without running anything.

    Raises:
        ForbiddenGlobal: it names something besides tensors, plain containers, paths and ``utils.HParams``.
        pickle.UnpicklingError: it is damaged.
    """
    try:
        # Names are kept as they are written: protocol 2 has Python 2's, as __builtin__.
        return _Unpickler(io.BytesIO(data), fix_imports=False, encoding="utf-8").load()
    except pickle.UnpicklingError:
        raise
    except Exception as error:  # the pickle machine raises whatever its malformed operands lead to
        raise pickle.UnpicklingError(f"damaged pickle ({type(error).__name__}: {error})") from error


def dumps(content: Any) -> bytes:
    """Return the pickle, in torch's protocol 2, of what ``loads`` returned."""
    buffer = io.BytesIO()
    _Pickler(buffer, protocol=2, fix_imports=False).dump(content)
    return buffer.getvalue()


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("utils", "HParams"):
            return HParams
        if (module, name) in _ADMITTED:
            return Global(module, name)
        raise ForbiddenGlobal(f"{module}.{name}")

    def persistent_load(self, pid: Any) -> Storage:
        match pid:
            case ("storage", Global() as kind, str(key), str(location), int(length)):
                return Storage(kind, key, location, length)
        raise pickle.UnpicklingError("a reference to something else than a storage")


if TYPE_CHECKING:

    class _PythonPickler(pickle.Pickler):
        dispatch: ClassVar[dict[type, Callable[..., None]]]

        def write(self, data: bytes) -> None: ...
        def save(self, obj: Any) -> None: ...
        def memoize(self, obj: Any) -> None: ...
else:
    # The C pickler imports each name it writes; the one in Python can be taught to write it as given.
    _PythonPickler = pickle._Pickler


class _Pickler(_PythonPickler):
    dispatch: ClassVar = _PythonPickler.dispatch.copy()

    def persistent_id(self, obj: Any) -> Any:
        if isinstance(obj, Storage):
            return ("storage", obj.type, obj.key, obj.location, obj.length)
        return None

    def _save_global(self, obj: Global) -> None:
        self.write(pickle.GLOBAL + f"{obj.module}\n{obj.name}\n".encode())
        self.memoize(obj)

    def _save_call(self, obj: Call) -> None:
        self.save(obj.function)
        self.save(obj.arguments)
        self.write(pickle.REDUCE)
        self.memoize(obj)

    def _save_hparams(self, obj: HParams) -> None:
        self.save(_HPARAMS)
        self.write(pickle.EMPTY_TUPLE + pickle.NEWOBJ)
        self.memoize(obj)
        self.save(vars(obj))
        self.write(pickle.BUILD)

    dispatch[Global] = _save_global
    dispatch[Call] = _save_call
    dispatch[HParams] = _save_hparams


_HPARAMS = Global("utils", "HParams")
