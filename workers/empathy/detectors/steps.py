"""Steps: laid out so that they can be followed, dumped in one block, or put before any kind word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.empathy.finding import Place, whole
from workers.empathy.signals import count, says

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workers.empathy.context import Reply, Said
    from workers.empathy.finding import Finding

DUMP, DUMP_IN_CHAT = 6, 4
"""Steps in one paragraph that nobody can follow any more; in chat they are followed while one reads."""
HEARD = frozenset({"acknowledged", "paraphrased", "validated_feeling", "apologised"})
GOING_ALONG = frozenset({"offered_guidance", "inclusive_we"})


def clear_steps(reply: Reply, _: Sequence[Finding]) -> Iterator[Place]:
    """Yield the first step, unless the steps are a dump."""
    if reply.steps and not _dumped(reply):
        yield whole(reply.steps[0])


def step_dump(reply: Reply, _: Sequence[Finding]) -> Iterator[Place]:
    """Yield the first sentence of a paragraph with too many steps."""
    dumped = _dumped(reply)
    if dumped:
        yield whole(dumped)


def steps_first(reply: Reply, found: Sequence[Finding]) -> Iterator[Place]:
    """Yield the first step where a feeling was expressed and nothing before the step takes it up."""
    if not (reply.before.upset and reply.steps and reply.number == 0):
        return
    heard = min((one.said.index for one in found if one.marker in HEARD), default=len(reply.said))
    if heard > reply.steps[0].index:
        yield whole(reply.steps[0])


def gentle_pointer(reply: Reply, found: Sequence[Finding]) -> Iterator[Place]:
    """Yield a pointer to the documentation with an offer to go along, in the same sentence or the next."""
    along = {one.said.index for one in found if one.marker in GOING_ALONG}
    along |= {said.index for said in reply.said if says("stays", said.line)}
    for said in reply.said:
        if says("document", said.line) and along & {said.index, said.index + 1}:
            yield whole(said)
            return


def _dumped(reply: Reply) -> Said | None:
    """Return the first sentence of the first paragraph of prose that holds too many steps."""
    first: dict[int, Said] = {}
    total: dict[int, int] = {}
    for said in reply.said:
        if said.sentence.kind != "prose":
            continue
        paragraph = said.sentence.paragraph
        first.setdefault(paragraph, said)
        total[paragraph] = total.get(paragraph, 0) + max(count("imperative", said.line), int(said.step))
    many = DUMP_IN_CHAT if reply.chat else DUMP
    return next((first[paragraph] for paragraph, steps in total.items() if steps >= many), None)
