"""Lines that a machine wrote or reads: code, commands, logs, stack traces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workers.empathy.lines import Line

_FENCES = ("```", "~~~")
_TRACE = "Traceback (most recent call last)"
# Code and logs begin with one of these, or hold one of the signs: a cheap test that mostly says no.
_FIRST = frozenset('0123456789[{}()],;/*#$>@"~.<')
_BEGINNINGS = (
    *("Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ", "Dec "),
    *("ERROR", "FATAL", "DEBUG", "TRACE", "Traceback", "at ", "File ", "Caused by", "bp-", "PS ", "def ", "class "),
    *("sudo ", "git ", "npm ", "pip", "curl ", "wget ", "ssh ", "chmod ", "docker ", "kubectl ", "apt", "brew "),
    *("systemctl ", "cd ", "mkdir ", "rm ", "SELECT ", "INSERT ", "DELETE ", "CREATE "),
)
_UUID_DASHES = 4
_LOG = re.compile(
    r"""(?:
    \[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d                        # a date and a time with seconds
    |\[?\d\d:\d\d:\d\d[.,\]\s]
    |[A-Z][a-z]{2}\s{1,2}\d{1,2}\s\d\d:\d\d:\d\d\s              # syslog
    |\[(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL|TRACE|CRITICAL)\]
    |(?:ERROR|FATAL|DEBUG|TRACE)[\s:]
    |(?:bp-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]+$                # an identifier alone
    |0x[0-9a-fA-F]{4}
    |at\s[\w.$<>/]+\s?\(                                        # stack traces
    |File\s"[^"]+",\sline\s\d
    |Caused\sby:\s
    |\.\.\.\s\d+\smore$
    |[\w.]{0,80}[a-z](?:Error|Exception)(?::\s|$)
    )""",
    re.VERBOSE,
)
_CODE = re.compile(
    r"""(?:
    (?:[{}()\[\];,]+|\*/)$                                      # brackets alone
    |\#!|>>>\s|\$\s[a-z]|PS\s[A-Z]:\\                             # prompts
    |(?:sudo|git|npm|pip3?|curl|wget|ssh|chmod|docker|kubectl|apt(?:-get)?|brew|systemctl|cd|mkdir|rm)\s[^.?!]*?(?:\s-{1,2}\w|[/\\])
    |[\w$\[\]"'][\w.$\[\]"'-]{1,60}\s?[+:]?=(?![>=])\s?\S{1,80}(?:(?:\s\S{1,60}){0,2}$|.*;$|\s\w{1,60}=)
    |"[\w. -]{1,60}"\s?:\s                                      # JSON
    |(?:import|function|public|private|return|const|var|let)\s.*[;{]$
    |(?:def|class)\s[\w.]+\s?(?:\(.*)?:$
    |(?:SELECT\s.*\sFROM|INSERT\sINTO|DELETE\sFROM|CREATE\sTABLE)\s
    |</[A-Za-z][^<>]{0,200}>$|<[A-Za-z!?][^<>]{0,200}[/="?-][^<>]{0,200}>$
    |@(?:import|namespace|media)\s|/\*|//\s
    |[a-z-]{2,30}\s?:\s?[^;:]{1,60};$                           # a style
    |[A-Z]:\\\S+(?:\s\S+){0,3}$                                 # a path alone
    |~?/[\w.<>-]+/[\w./<>-]*$
    )""",
    re.VERBOSE,
)


def mark(lines: Sequence[Line], reasons: list[str | None]) -> None:
    """Mark the lines of code and logs."""
    _mark_fences(lines, reasons)
    for at, line in enumerate(lines):
        if reasons[at] or not _may_be(line.text):
            continue
        if _LOG.match(line.text):
            reasons[at] = "log"
        elif line.text[-1] == "{" or _CODE.match(line.text):
            reasons[at] = "code"
        elif line.text.startswith(_TRACE):
            _mark_trace(lines, reasons, at)
    _mark_between(lines, reasons)


def _may_be(text: str) -> bool:
    return (
        text[0] in _FIRST
        or text[-1] in "{;"
        or text.startswith(_BEGINNINGS)
        or any(sign in text for sign in ("=", "Error", "Exception", ":\\"))
        or text.count("-") >= _UUID_DASHES
    )


def _mark_fences(lines: Sequence[Line], reasons: list[str | None]) -> None:
    fences = [at for at, line in enumerate(lines) if line.text.startswith(_FENCES) and not reasons[at]]
    for first, last in zip(fences[::2], fences[1::2], strict=False):
        reasons[first : last + 1] = ["code"] * (last + 1 - first)


def _mark_trace(lines: Sequence[Line], reasons: list[str | None], at: int) -> None:
    """Mark a trace: its title, the indented lines, and one more with the error."""
    reasons[at] = "log"
    for after in range(at + 1, len(lines)):
        reasons[after] = "log"
        if lines[after].indent <= lines[at].indent and not lines[after].text.startswith("File "):
            return


def _mark_between(lines: Sequence[Line], reasons: list[str | None]) -> None:
    """Mark one line between two of code as code."""
    for at in range(1, len(lines) - 1):
        before, after = reasons[at - 1], reasons[at + 1]
        same_block = lines[at - 1].block == lines[at + 1].block
        if not reasons[at] and before == after == "code" and same_block and lines[at].text[-1] not in ".?!":
            reasons[at] = "code"
