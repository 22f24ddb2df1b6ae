"""What the agent gets: groups shown, up to two strengths, and the one idea that would have helped most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workers.empathy import formula, wording
from workers.empathy.across import habit
from workers.empathy.care import best, care
from workers.empathy.finding import DEEDS
from workers.empathy.lexicon import lexicon
from workers.empathy.model import Band, Idea, Strength
from workers.empathy.needs import NEEDS, missing
from workers.empathy.weigh import ONCE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from workers.empathy.context import Reply
    from workers.empathy.weigh import Weighed

GROUPS = {
    "acknowledged": ("acknowledged", "apologised"),
    "validated_feeling": ("validated_feeling",),
    "paraphrased": ("paraphrased", "checked_understanding"),
    "own_words": ("specific", "used_i", "inclusive_we"),
    "owner_and_time": ("action_done", "commitment"),
    "clear_steps": ("clear_steps", "offered_guidance", "gentle_pointer", "recap_for_later", "corrected_kindly"),
    "stayed_calm": ("stayed_calm",),
    "confirmed_fix": ("confirmed_fix",),
    "kind_close": ("open_door", "closing_offer", "thanked"),
}
"""The options of the field "Empathy shown", in their order, and the markers of each."""

BEST_FIRST = (
    *("validated_feeling", "paraphrased", "acknowledged", "corrected_kindly", "commitment", "action_done"),
    *("gentle_pointer", "confirmed_fix", "stayed_calm", "checked_understanding", "apologised", "offered_guidance"),
    *("inclusive_we", "open_door", "recap_for_later", "clear_steps", "invited_story", "asked_specific", "thanked"),
    "closing_offer",
)
"""Markers worth a line of praise, the rarest and most telling first."""

MOST_STRENGTHS = 2
LOOKING = frozenset({"looked", "checked", "read", "asked", "look", "check", "ask", "forwarded", "noted", "passed"})
"""What is done on the way to a result."""
A_MATTER = 4
"""Words from which an apology names what it is for; "I'm sorry" does not."""
SORRY = frozenset({"sorry", "apologize", "apologies", "apology"})
SOLID = 0.7
"""Rules of less weight are not praised."""
LIKELY = 0.5
"""What the reader holds for less likely is not praised, though a rule has found it."""
UNHEARD = frozenset({"acknowledge_first", "say_it_back"})
"""Ideas that would be wrong where it was done, in a sentence that stands in other tickets too."""
HARD_FIRST = 100
"""What caps the score comes before anything else."""
WORTH_SAYING = 6
"""Points below which an idea would only be a remark."""


@dataclass(frozen=True, slots=True)
class Gap:
    """An idea: the needs it would meet and the anti-markers it would remove."""

    slug: str
    needs: frozenset[str] = frozenset()
    against: tuple[str, ...] = ()


GAPS = (
    Gap("do_not_ask_again", against=("asked_to_repeat",)),
    Gap("no_blame", against=("judged", "assumed", "own_opinion")),
    Gap("tone", against=("dismissed_feeling", "raised_voice", "guessed_feeling", "condescended")),
    Gap("acknowledge_first", frozenset({"heard", "feeling"}), ("late_acknowledgement",)),
    Gap("owner_and_time", frozenset({"action"}), ("no_owner", "company_we")),
    Gap("own_words", frozenset({"own words"}), ("scripted",)),
    Gap("say_it_back", frozenset({"heard"})),
    Gap("steps", against=("step_dump",)),
    Gap("confirm_fix", frozenset({"end"}), ("abrupt_end",)),
)


def shown(weighed: Sequence[Weighed]) -> tuple[str, ...]:
    """Return the groups of which a marker counts."""
    markers = {one.marker for one in weighed if one.why is None}
    return tuple(group for group, members in GROUPS.items() if markers & set(members))


def strengths(weighed: Sequence[Weighed]) -> tuple[Strength, ...]:
    """Return at most two strengths, from different sentences, and none from a sentence with an anti-marker."""
    entries = lexicon().markers
    spoilt = {
        one.sentence for one in weighed if entries[one.marker].polarity == "-" and one.marker != "abrupt_end"
    }  # which is about what does not follow, not about the sentence
    deeds = {one.sentence for one in weighed if one.marker in DEEDS}
    solid = [
        one
        for one in weighed
        if one.why in {None, ONCE}
        and one.finding.rule.weight >= SOLID
        and (one.finding.sure is None or one.finding.sure >= LIKELY)
        and one.sentence not in spoilt
        and _deserves(one, deeds)
    ]
    picked: list[Weighed] = []
    for marker in BEST_FIRST:
        one = max((one for one in solid if one.marker == marker), key=_telling, default=None)
        if one and one.sentence not in {other.sentence for other in picked}:
            picked.append(one)
        if len(picked) == MOST_STRENGTHS:
            break
    return tuple(Strength(one.marker, entries[one.marker].note, wording.cut(one.evidence().quote)) for one in picked)


def _deserves(one: Weighed, deeds: AbstractSet[tuple[str, int]]) -> bool:
    """Whether a finding is what the line of praise says, given the sentences in which something is done."""
    if one.marker == "clear_steps":
        return len(one.reply.steps) > 1
    if one.marker == "apologised":
        sorries = sum(word in SORRY for said in one.reply.said for word in said.line.words)
        return sorries <= 1 and len(one.evidence().quote.split()) >= A_MATTER
    return one.marker != "paraphrased" or one.sentence not in deeds


def _telling(one: Weighed) -> tuple[float, bool, bool, int]:
    """Return how much a finding tells: of deeds, the one with a concrete result first; of others, the first."""
    deed = one.marker in DEEDS
    quote = one.evidence().quote.lower()
    looking = deed and not LOOKING.isdisjoint(quote.split())
    return (
        one.finding.rule.weight,
        not looking,
        deed and any(map(str.isdigit, quote)),
        deed and one.finding.said.shared,
    )


def idea(band: Band, replies: Sequence[Reply], weighed: Sequence[Weighed]) -> Idea | None:
    """Return the idea that would have gained most, or None where none is worth saying."""
    if band is Band.STRONG:
        return None
    worths, given = best(weighed), care(replies, weighed)
    gains = [(_against(gap, replies, weighed) + _lacking(gap, replies, worths, given), gap) for gap in GAPS]
    gain, gap = max(gains, key=lambda pair: pair[0])
    if gain < WORTH_SAYING:
        return None
    if gap.slug in UNHEARD and (repeated := habit(weighed)):
        return wording.phrase("own_words", replies, repeated)
    culprit = next((one for marker in gap.against for one in weighed if one.marker == marker and one.counted), None)
    return wording.phrase(gap.slug, replies, culprit)


def _against(gap: Gap, replies: Sequence[Reply], weighed: Sequence[Weighed]) -> float:
    """Return the points of what stands against the reply."""
    hard = any(one.marker in gap.against and formula.caps(one, replies) for one in weighed)
    return formula.cost(weighed, gap.against) + HARD_FIRST * hard


def _lacking(gap: Gap, replies: Sequence[Reply], worths: Mapping[str, float], given: float) -> float:
    """Return the points that are lost to what is missing, and those of the care that would meet it."""
    unmet = missing(replies, worths, (need for need in NEEDS if need.name in gap.needs))
    return formula.MISSING * unmet + formula.risen(given + unmet / 2) - formula.risen(given)
