"""`evaluate`: what it measures, what it prints, and what it never prints unless told."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from config.cli import evaluate as command
from config.cli.evaluation import installed
from tests.machine import ROOT
from tests.unit.config.cli.assessed import GOOD
from tests.unit.config.cli.evaluation.test_trained import needs_training
from workers.empathy.model import Assessment, Band, Conversation, Evidence

if TYPE_CHECKING:
    from tests.unit.config.cli.conftest import Run

SHARED = Path(os.environ.get("HEARD_SHARED") or ROOT.parent / "shared")
GOLD = SHARED / "data" / "dev" / "gold_helpdesk.jsonl"

CUSTOMER = {"role": "customer", "body": "My parcel is lost."}
REPLY = "Sorry about the parcel. Thanks for the number. Obviously lost."


def line(labels: dict[str, object], body: str = REPLY, **more: object) -> str:
    return json.dumps({"messages": [CUSTOMER, {"role": "agent", "body": body}], "labels": labels} | more)


def found(marker: str, message: str = "2", why: str | None = None) -> Evidence:
    return Evidence(marker, f"en.{marker}.1", "+", message, 0, 5, REPLY[:5], counted=why is None, why=why)


def by_hand(conversation: Conversation) -> Assessment:
    """A scorer that takes its evidence, score and feeling from the id, such as "apologised 60 frustrated"."""
    words = (conversation.id or "").split()
    marker, score, feeling = words if len(words) == len(GIVEN) else GIVEN
    if marker == "crash":
        raise KeyError("Anna Example")
    band = Band.NEEDS_A_LOOK if int(score) < 35 else Band.GOOD
    evidence = (found(marker), found("judged", "1"), found("scripted", why="said twice"))
    return replace(GOOD, id=conversation.id, score=int(score), band=band, customer_feeling=feeling, evidence=evidence)


@pytest.fixture
def scorer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "assess", by_hand)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "own.jsonl"


def measured(run: Run, file: Path, *lines: str, words: tuple[str, ...] = ()) -> dict[str, Any]:
    file.write_text("\n".join(lines))
    done = run("evaluate", "--json", *words, str(file))
    assert (done.exit_code, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    assert isinstance(result, dict)
    return result


def rows(result: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["label"]: row for row in result["labels"]}


FELT = (("none_expressed", "I hate this awful mess.", "anger"), ("worried", "What a lovely day!", "joy"))
THANKS = ("thanked", "thanked?", "apologised")
GIVEN = ("thanked", "50", "none_expressed")
SIX = (
    line({"apo": "Sorry"}, id="apologised 80 frustrated", feel=1, emp=3, band="good"),
    line({"apo": True}, id="apologised 70 thankful", feel=0, emp=2, band="good"),
    line({"apo": True}, id="thanked 60 worried", feel=0, emp=1, band="good"),
    line({"scr": "Thanks"}, id="apologised 20 none_expressed", feel=1, emp=0, band="look"),
    line({}, id="thanked 10 none_expressed", feel=0, emp=0, band="na"),
    line({}, id="thanked 50 none_expressed", feel=0, emp=0, band="na"),
)


@pytest.mark.usefixtures("scorer")
class TestFigures:
    def test_a_row_for_each_label_of_the_last_message(self, run: Run, file: Path) -> None:
        result = measured(run, file, *SIX)
        apology = rows(result)["apo"]
        assert (apology["n"], apology["found"]) == (3, 3)
        assert [apology[name]["value"] for name in ("precision", "recall", "f1", "macro_f1", "auc")] == [0.6667] * 5
        assert 0 <= apology["f1"]["low"] < 0.6667 < apology["f1"]["high"] <= 1
        assert "jdg" not in rows(result), "evidence of an earlier message is no evidence of the labelled one"
        assert rows(result)["scr"]["found"] == 0, "nor is what does not count"

    def test_the_baselines_read_the_same_replies(self, run: Run, file: Path) -> None:
        plain = line({}, body="Great, what a happy outcome.", id="used_i 50 none_expressed")
        both = rows(measured(run, file, line({"apo": True}, id="used_i 50 none_expressed"), plain))["apo"]
        assert (both["f1"]["value"], both["auc"]["value"]) == (0, 0.5)
        assert both["baselines"]["keywords"] == {"f1": 1, "macro_f1": 1, "auc": 1}
        assert both["baselines"]["vader"]["auc"] == 0, "stock VADER ranks an apology below cheer"

    def test_the_whole(self, run: Run, file: Path) -> None:
        result = measured(run, file, *SIX)
        empathy, bands, feeling = result["whole"]
        assert (empathy["n"], empathy["heard"]["value"]) == (6, 0.9411)
        assert set(empathy["baselines"]) >= {"keywords", "vader"}
        assert (bands["n"], bands["heard"]["value"]) == (4, 1)
        assert (feeling["n"], feeling["heard"]["value"]) == (6, 0.5)
        assert (result["conversations"], result["na"], result["na_needs_a_look"]) == (6, 2, 1)

    def test_marker_ids_are_measured_one_by_one(self, run: Run, file: Path) -> None:
        result = measured(run, file, line({"apologised": "Sorry"}, id="apologised 80 worried"), line({}))
        assert {name: (row["n"], row["found"]) for name, row in rows(result).items()} == {
            "apologised": (1, 1),
            "thanked": (0, 1),
        }

    def test_false_alarms_where_there_is_nothing_to_judge(self, run: Run, file: Path) -> None:
        calm = [line({}, id="thanked 50 x", band="na"), line({"thx": True}, id="thanked 50 x", band="na")]
        calm += [line({}, id="apologised 50 x", band="na"), line({}, id="used_i 50 x", band="na")]
        alarms = measured(run, file, *calm, line({}, id="judged 50 x", band="look"))["neutral"]
        assert alarms == {"n": 4, "any": 500, "labels": {"thx": 333.3333, "apo": 250}}
        file.write_text("\n".join(calm))
        said = run("evaluate", str(file)).stdout
        assert "false alarms per 1,000 neutral replies (of 4): 500 with any; thx 333, apo 250\n" in said

    def test_where_nobody_judged_there_are_no_neutral_replies(self, run: Run, file: Path) -> None:
        result = measured(run, file, line({"apo": True}))
        assert (result["neutral"], result["whole"]) == (None, [])

    def test_calm_replies_without_labels_show_false_alarms(self, run: Run, file: Path) -> None:
        assert rows(measured(run, file, line({}), line({})))["thanked"]["precision"]["value"] == 0


@pytest.mark.usefixtures("scorer")
class TestSets:
    def test_politeness_is_measured_by_the_score(self, run: Run, file: Path) -> None:
        def asked(name: str, label: int, score: float) -> str:
            return json.dumps({"id": name, "text": "Could you?", "label": label, "score": score})

        lines = [asked("used_i 80 x", 1, 2.5), asked("used_i 60 x", 0, 0.5), asked("used_i 20 x", -1, -2)]
        result = measured(run, file, *lines)
        polite = rows(result)["polite"]
        assert (polite["n"], polite["found"], polite["f1"]["value"], polite["auc"]["value"]) == (1, 1, 1, 1)
        (ranked,) = result["whole"]
        assert (ranked["measure"], ranked["n"], ranked["heard"]["value"]) == ("Spearman with politeness", 3, 1)

    def test_a_customers_feeling_is_measured_beside_vader(self, run: Run, file: Path) -> None:
        lines = [{"id": f"used_i 50 {feeling}", "text": text, "labels": [label]} for feeling, text, label in FELT]
        (feeling,) = measured(run, file, *map(json.dumps, lines))["whole"]
        assert (feeling["n"], feeling["heard"]["value"], feeling["baselines"]["vader"]) == (2, 0, 1)

    def test_shapes_are_measured_together_each_in_its_own_rows(self, run: Run, file: Path) -> None:
        peer = {"id": "apologised 50 x", "text": "So sorry.", "labels": {"er": 2, "ex": 0}}
        comment = {"id": "judged 50 x", "text": "Clever you.", "labels": {"condescending": 1, "dismissive": 0}}
        comment["labels"] |= {"hostile": 0, "sarcastic": 0, "antagonize": 0}
        result = measured(run, file, SIX[0], json.dumps(peer), json.dumps(comment), words=("--errors", "9"))
        assert (rows(result)["er"]["n"], rows(result)["er"]["found"]) == (1, 1)
        assert (rows(result)["condescending"]["found"], rows(result)["any of these"]["n"]) == (1, 1)
        others = {"dismissive", "hostile", "sarcastic", "antagonize"}
        assert {one["label"] for one in result["errors"]} == others, "and none for a row that joins them"

    def test_the_corpus_is_read_as_plain_text(self, run: Run, file: Path) -> None:
        head = "# bike-1 | voice: x | channel: chat | english: fluent"
        file.write_text(f"{head}\nC: It fell off. [upset]\nA: Sorry! [apologised]\n= empathy 1, band mixed\n")
        result = json.loads(run("evaluate", "--json", str(file)).stdout)
        assert {name: (row["n"], row["found"]) for name, row in rows(result).items()} == {
            "apologised": (1, 0),
            "thanked": (0, 1),
        }

    def test_a_reply_that_readers_differ_about_is_left_out_of_that_row(self, run: Run, file: Path) -> None:
        head = "# bike-{} | voice: x | channel: chat | english: fluent"
        talks = [
            f"{head.format(at)}\nC: Hi.\nA: Hi. [{label}]\n= empathy 1, band na\n" for at, label in enumerate(THANKS)
        ]
        result = measured(run, file, *talks)
        thanks = rows(result)["thanked"]
        assert (thanks["n"], thanks["found"], thanks["precision"]["value"]) == (1, 2, 0.5)
        assert (result["conversations"], result["neutral"]["labels"]) == (3, {"thanked": 1000})


@pytest.mark.usefixtures("scorer")
def test_a_limit_takes_the_same_part_of_each_file(run: Run, file: Path) -> None:
    lines = [line({}, id=f"used_i {number} x") for number in range(30)]
    whole = [measured(run, file, *lines, words=("--limit", "7")) for _ in range(2)]
    assert whole[0] == whole[1]
    assert whole[0]["conversations"] == 7


@pytest.mark.usefixtures("scorer")
def test_what_is_not_installed_has_no_column_and_a_line_that_says_how(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "_module", lambda _: None)
    result = measured(run, file, *SIX)
    assert set(rows(result)["apo"]["baselines"]) == {"keywords", "vader"}
    assert result["absent"] == [installed.LEARN]
    said = run("evaluate", str(file)).stdout
    assert "TF-IDF" not in said
    assert said.endswith(f"\n\nnot here: {installed.LEARN}\n")


def test_a_folder_that_holds_no_model_is_wrong_usage(run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_model(_: str) -> None:
        raise KeyError("tokenizer")

    library = SimpleNamespace(StaticModel=SimpleNamespace(from_pretrained=no_model))
    monkeypatch.setattr(installed, "_module", {"sklearn.linear_model": library, "model2vec": library}.get)
    file.write_text(SIX[0])
    done = run("evaluate", "--embedding", str(file.parent), str(file))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Invalid value for --embedding: no model in this folder that can be opened (KeyError)" in done.stderr


@needs_training
@pytest.mark.usefixtures("scorer")
def test_trained_baselines_stand_beside_the_others(run: Run, file: Path) -> None:
    sad = line({"apo": True}, "So sorry about the lamp that broke.", id="apologised 80 x", emp=1)
    plain = line({}, "Open the menu and press the key.", id="used_i 50 x", emp=0)
    talks = [json.loads(one) | {"group": number} for number, one in enumerate([plain, sad] * 10)]
    result = measured(run, file, *map(json.dumps, talks))
    assert result["whole"][0]["baselines"]["tfidf"] > 0.8
    assert rows(result)["apo"]["baselines"]["tfidf"] == {"f1": 1, "macro_f1": 1, "auc": 1}
    assert result["absent"] == [installed.EMBED]
    assert "TF-IDF" in run("evaluate", str(file)).stdout


@pytest.mark.usefixtures("scorer")
class TestErrors:
    def test_the_costliest_come_first(self, run: Run, file: Path) -> None:
        errors = measured(run, file, *SIX, words=("--errors", "3"))["errors"]
        assert [(one["kind"], one["label"], one["line"], one["cost"]) for one in errors] == [
            ("miss", "apo", 3, 15),
            ("false alarm", "apo", 4, 15),
            ("false alarm", "thx", 3, 10),
        ]
        assert (errors[1]["marker"], errors[1]["start"], errors[1]["end"]) == ("apologised", 0, 5)
        assert (errors[0]["start"], errors[0]["file"]) == (None, str(file))

    def test_a_miss_says_why_its_evidence_did_not_count(self, run: Run, file: Path) -> None:
        errors = measured(run, file, *SIX, words=("--errors", "99"))["errors"]
        (miss,) = (one for one in errors if one["label"] == "scr")
        assert (miss["not_counted"], miss["start"], miss["end"]) == ("said twice", 24, 30)

    @pytest.mark.parametrize("json_too", [(), ("--json",)])
    def test_no_text_unless_told(self, run: Run, file: Path, json_too: tuple[str, ...]) -> None:
        file.write_text("\n".join(SIX))
        silent = run("evaluate", *json_too, "--errors", "99", str(file)).stdout
        told = run("evaluate", *json_too, "--errors", "99", "--with-text", str(file)).stdout
        for words in ("Sorry", "Thanks", "parcel"):
            assert words not in silent
        assert "Sorry" in told
        assert "own.jsonl:3" in silent or json_too


@pytest.mark.usefixtures("scorer")
class TestBadInput:
    def test_good_lines_go_on(self, run: Run, file: Path) -> None:
        file.write_text("\n".join([line({"sorry": True}), SIX[0], line({}, id="crash 1 x"), SIX[1]]))
        done = run("evaluate", str(file))
        assert done.exit_code == 1
        assert done.stdout.startswith("2 conversations")
        first, second = done.stderr.splitlines()
        assert first.startswith(f"heard evaluate: {file}: line 1: labels: expected codes such as ack")
        assert re.search(r"line 3: Heard failed on this one; please report KeyError at \S+\.py:\d+$", second)

    def test_programs_get_objects(self, run: Run, file: Path) -> None:
        file.write_text(line({"apo": 1}))
        done = run("evaluate", "--json", str(file))
        assert (done.exit_code, done.stdout) == (1, "")
        assert {"file": str(file), "line": 1, "field": "labels.apo"}.items() <= json.loads(done.stderr).items()

    def test_an_empty_file_is_one(self, run: Run, file: Path) -> None:
        file.write_text("\n")
        done = run("evaluate", str(file))
        assert (done.exit_code, done.stdout) == (1, "")
        assert "nothing to evaluate" in done.stderr


def test_files_are_measured_together(run: Run, file: Path) -> None:
    file.write_text(line({"apo": "Sorry"}))
    other = file.with_name("other.jsonl")
    other.write_text(line({"thx": "Thanks"}))
    done = run("evaluate", "--errors", "9", str(file), str(other))
    assert done.exit_code == 0
    assert done.stdout.startswith("2 conversations")


@pytest.mark.parametrize("page", ["help", "docs/command-line.md"])
def test_the_documented_example_is_read(run: Run, file: Path, page: str) -> None:
    text = run("evaluate", "--help").stdout if page == "help" else (ROOT / page).read_text()
    examples = [one for one in re.findall(r'^ *\{"[^`]*?\n(?=\n|```)', text, re.MULTILINE) if '"labels"' in one]
    assert examples
    for example in examples:
        result = measured(run, file, json.dumps(json.loads(example)))
        assert rows(result)


def test_the_documented_corpus_is_read(run: Run, file: Path) -> None:
    (block,) = re.findall(
        r"^```text\n(# .*?)^```", (ROOT / "docs/command-line.md").read_text(), re.MULTILINE | re.DOTALL
    )
    file.write_text(block)
    done = run("evaluate", "--json", str(file))
    assert (done.exit_code, done.stderr) == (0, "")
    assert {name for name, row in rows(json.loads(done.stdout)).items() if row["n"]} == {
        "acknowledged",
        "action_done",
    }


@pytest.mark.skipif(not GOLD.exists(), reason=f"no {GOLD.name}: set HEARD_SHARED to the folder with data/dev")
def test_the_gold_set_is_read_whole_and_beats_both_baselines(run: Run) -> None:
    done = run("evaluate", "--json", str(GOLD))
    assert (done.exit_code, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    lines = GOLD.read_text().splitlines()
    assert result["conversations"] == len(lines)
    given = [json.loads(one)["labels"] for one in lines]
    assert rows(result)["apo"]["n"] == sum("apo" in labels for labels in given)
    empathy = result["whole"][0]
    assert empathy["heard"]["value"] > empathy["baselines"]["keywords"] > empathy["baselines"]["vader"]
    assert rows(result)["ack or val"]["f1"]["low"] > rows(result)["ack or val"]["baselines"]["keywords"]["f1"]
    assert result == json.loads(run("evaluate", "--json", str(GOLD)).stdout)
