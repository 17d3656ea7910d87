"""Detectron2's model zoo keeps weights as pickles; a pickle can execute anything.

This reader admits dictionaries, lists, text, numbers and arrays of numbers. Even those it does
not let the pickle build: it notes their bytes, and only then makes arrays of them.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from segcore.errors import InputError


class _Kind:
    """The note of a numpy dtype: code such as "f4", byte order set by its state."""

    def __init__(self, code: str, *_: object) -> None:
        if code not in ("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "b1"):
            raise pickle.UnpicklingError(f"it holds an array of {code!r:.40}")
        self.code = code

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.code = ("<" if state[1] == "|" else state[1]) + self.code.lstrip("<>=")


class _Array:
    """The note of a numpy array: its state, taken apart when all has been read."""

    state: tuple[Any, ...] = ()

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.state = state

    def array(self) -> NDArray[Any]:
        _, shape, kind, columns_first, content = self.state
        if isinstance(content, str):  # how Python 2 pickled bytes
            content = content.encode("latin1")
        flat = np.frombuffer(bytearray(content), dtype=np.dtype(kind.code))
        native = flat.astype(flat.dtype.newbyteorder("="))
        return native.reshape(shape, order="F" if columns_first else "C").copy()


def _reconstruct(*_: object) -> _Array:
    return _Array()


def _scalar(kind: _Kind, content: bytes) -> float:
    return float(np.frombuffer(content, dtype=np.dtype(kind.code))[0])


def _latin1(text: str, encoding: str = "latin1") -> bytes:
    """How Python 3 pickles bytes for Python 2: the only use of `_codecs.encode` let through."""
    if encoding != "latin1":
        raise pickle.UnpicklingError(f"it asks for the encoding {encoding!r:.40}")
    return text.encode("latin1")


_ADMITTED = {
    ("_codecs", "encode"): _latin1,
    ("collections", "OrderedDict"): OrderedDict,
    ("numpy", "dtype"): _Kind,
    ("numpy", "ndarray"): _Array,
    **{
        (f"numpy.{core}.multiarray", name): stand_in
        for core in ("core", "_core")
        for name, stand_in in (("_reconstruct", _reconstruct), ("scalar", _scalar))
    },
}


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401
        if (module, name) not in _ADMITTED:
            raise pickle.UnpicklingError(f"it asks for {module}.{name}, which is not a number")
        return _ADMITTED[module, name]

    def persistent_load(self, pid: object) -> NoReturn:
        raise pickle.UnpicklingError(f"it asks for something outside itself ({pid!r:.40})")


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays in a model zoo file by name.

    Raises InputError when the file is broken or asks for anything but numbers; nothing in it runs.
    """
    try:
        with path.open("rb") as file:
            content = _Reader(file, encoding="latin1").load()
        weights = content.get("model", content)
        arrays = {str(k): v.array() for k, v in weights.items() if isinstance(v, _Array)}
    except FileNotFoundError:
        raise InputError(f"The weights {path} do not exist.") from None
    except Exception as error:  # a pickle can fail in every way there is
        raise InputError(f"The weights {path} were not read: {error}.") from error
    if not arrays:
        raise InputError(f"The weights {path} hold no arrays.")
    return arrays
