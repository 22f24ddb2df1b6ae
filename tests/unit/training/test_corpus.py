"""The corpus: every file can be read, ids are unique, and each label has examples enough in several voices."""

from __future__ import annotations

from collections import Counter, defaultdict

from config.cli.evaluation.corpus import AGENT_LABELS, load
from tests.training.sources import CORPUS

CONVERSATIONS = [
    one for path in sorted(CORPUS.glob("*.txt")) for one in load(path.read_text("utf-8").splitlines(), path.name)
]
SENTENCES = [(one, sentence) for one in CONVERSATIONS for turn in one.turns for sentence in turn.sentences]
LEAST, LEAST_VOICES = 50, 15


def test_ids_are_unique() -> None:
    assert [name for name, times in Counter(one.id for one in CONVERSATIONS).items() if times > 1] == []


def test_there_are_thousands_of_sentences_in_many_voices() -> None:
    assert len(SENTENCES) > 10_000
    assert len({one.voice for one in CONVERSATIONS}) > 100


def test_each_label_has_examples_in_several_voices() -> None:
    voices: defaultdict[str, set[str]] = defaultdict(set)
    times: Counter[str] = Counter()
    for one, sentence in SENTENCES:
        times.update(sentence.labels)
        for label in sentence.labels:
            voices[label].add(one.voice)
    assert {label: times[label] for label in AGENT_LABELS if times[label] < LEAST} == {}
    assert {label for label in AGENT_LABELS if len(voices[label]) < LEAST_VOICES} == set()


def test_few_sentences_come_twice() -> None:
    texts = Counter(sentence.text for _, sentence in SENTENCES if sentence.labels)
    twice = sum(times - 1 for times in texts.values())
    assert twice < len(SENTENCES) / 200
