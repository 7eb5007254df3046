"""The development pages as examples: elements, anchors, labels, weights, the fold of each page's site."""

import gzip
import json
import random
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from attrs import frozen
from docflow_html.article.anchors import Anchors, read_anchors
from docflow_html.article.elements import Elements, elements_of
from docflow_html.article.names import NameReader
from docflow_html.article.numbers import Floats
from docflow_html.page.parse import parse
from docflow_html.page.walk import walk
from labels import from_body, from_strings, word_counts

__all__ = ["FOLDS", "Sample", "read_samples"]

FOLDS = 5
_SEED = 7
_TIMES = {"sh": 2.5, "wo": 2}
"""Small sets count more, so that the 470 pages of `wx` do not decide alone."""
_ARCHIVE = re.compile(r"^.*web\.archive\.org/web/[^/]*/")


@frozen(eq=False)
class Sample:
    """A page: `label` is the share of gold words in a block (-1: unknown), `weight` what the block counts."""

    id: str
    set: str
    fold: int
    elements: Elements
    anchors: Anchors
    label: Floats
    weight: Floats
    words: Floats


def read_samples(data: Path) -> list[Sample]:
    """Return the pages of the folder that have text, in the order of `gold.jsonl.gz`."""
    with gzip.open(data / "gold.jsonl.gz", "rt", encoding="utf-8") as stream:
        gold = [json.loads(line) for line in stream]
    folds = _folds(gold)
    reader = NameReader()
    samples = [_sample(data, row, folds[_site(row)], reader) for row in gold]
    return [sample for sample in samples if len(sample.label)]


def _sample(data: Path, row: dict[str, Any], fold: int, reader: NameReader) -> Sample:
    with gzip.open(data / "html" / f"{row['id']}.html.gz", "rt", encoding="utf-8") as stream:
        tree = parse(stream.read())
    elements = elements_of(walk(tree, hidden=True, note=reader.note, nodes=False), reader)
    texts = [line.text for line in elements.lines]
    body = row["body"]
    label = from_strings(texts, row["with"], row["without"]) if body is None else from_body(texts, body)
    labels, words = np.array(label, np.float32), np.array(word_counts(texts), np.float32)
    return Sample(
        row["id"], row["set"], fold, elements, read_anchors(tree), labels, _weights(row, labels, words), words
    )


def _weights(row: dict[str, Any], labels: Floats, words: Floats) -> Floats:
    """Return what each block counts: about the share of the page's F1 that it costs, at most 30 %."""
    if row["body"] is None:
        weights = np.full(len(labels), 4.0, np.float32)
    else:
        gold = max(float((words * np.clip(labels, 0, 1)).sum()), 60.0)
        weights = np.minimum(100 * words / gold, 30) + 0.1
        weights = weights * _TIMES.get(row["set"], 1)
    return np.asarray(np.where(labels >= 0, weights, 0), np.float32)


def _folds(gold: list[dict[str, Any]]) -> dict[str, int]:
    sites = sorted({_site(row) for row in gold})
    random.Random(_SEED).shuffle(sites)  # noqa: S311 - folds are no secret
    return {site: number % FOLDS for number, site in enumerate(sites)}


def _site(row: dict[str, Any]) -> str:
    """Return the registrable part of a page's host, roughly: pages of one site stay together."""
    url = _ARCHIVE.sub("", (row["url"] or row["id"]).removeprefix("hard::"))
    host = urlsplit(url if "//" in url else f"//{url}").hostname or row["id"]
    parts = host.split(".")
    return ".".join(parts[-2:] if len(parts) < 3 or len(parts[-2]) > 3 else parts[-3:])
