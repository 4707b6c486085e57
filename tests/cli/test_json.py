"""What programs read: the published keys of every `--json` answer, and times as of any day."""

from pathlib import Path

from tests.cli.conftest import Planner


def test_plan_read_prints_the_published_keys(planner: Planner, small_plan: Path) -> None:
    draft = planner("plan", "read", str(small_plan), "--json", "--with-text").json

    assert draft["source"] == {
        "name": "要点.txt",
        "format": "txt",
        "sha256": draft["source"]["sha256"],
        "characters": len(draft["text"]),
    }
    assert (draft["title"], draft["year"], draft["issuer"]) == ("青禾市2024年法治建设工作要点", 2024, "青禾市司法局")
    assert [(section["number"], section["title"]) for section in draft["sections"]] == [
        ("一", "规范决策"),
        ("二", "规范执法"),
    ]
    assert (
        "".join(draft["text"][start:end] for start, end in (part["span"] for part in draft["parts"])) == draft["text"]
    )
    task = draft["tasks"][2]
    assert {"kind", "number", "section", "title", "body", "span", "measures", "units", "deadlines", "targets"} <= set(
        task
    )
    assert (task["number"], task["section"], task["title"]) == ("（三）", "二、规范执法", "评查执法案卷")
    assert [(u["name"], u["role"], u["collective"]) for u in task["units"]] == [
        ("市司法局", "lead", False),
        ("市公安局", "responsible", False),
        ("市财政局", "cooperating", False),
    ]
    checkpoint = task["checkpoints"][0]
    assert (checkpoint["kind"], checkpoint["due_source"], checkpoint["value"], checkpoint["unit"]) == (
        "frequency",
        "text",
        1,
        "次",
    )
    assert checkpoint["due"] == ["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31"]


def test_without_text_the_text_is_left_out(planner: Planner, small_plan: Path) -> None:
    assert "text" not in planner("plan", "read", str(small_plan), "--json").json


def test_task_show_prints_the_published_keys(confirmed: Planner) -> None:
    task = confirmed("task", "show", "2024-01", "--as-of", "2024-07-05", "--json").json

    assert {
        "code",
        "section",
        "title",
        "body",
        "state",
        "light",
        "assignments",
        "deadlines",
        "checkpoints",
        "entries",
        "extensions",
    } <= set(task)
    assert (task["code"], task["section"], task["state"]) == ("2024-01", "一、规范决策", "active")
    assert task["light"] == {
        "colour": "red",
        "reason": "市司法局、市财政局：考核点2024-01.1（6月底前完成规范性文件清单编制）应于2024-06-30达成，已逾期5天",
        "since": "2024-06-30",
        "whose": ["市司法局", "市财政局"],
        "cause": "checkpoint_overdue",
        "due": "2024-06-30",
        "days": 5,
        "original": None,
        "days_original": 0,
    }
    assert [(a["unit"], a["role"], a["collective"], a["proposed"]) for a in task["assignments"]] == [
        ("市司法局", "responsible", False, False),
        ("市财政局", "responsible", False, False),
        ("各县（市、区）政府", "responsible", True, False),
        ("市司法局", "lead", False, True),
    ]
    assert [point["code"] for point in task["checkpoints"]] == ["2024-01.1", "2024-01.2"]


def test_progress_prints_the_published_keys(confirmed: Planner) -> None:
    logged = confirmed(
        *("progress", "log", "2024-01", "--unit", "市司法局", "--period", "2024Q2", "--status", "推进中"),
        *(
            "--text",
            "编制清单，审查文件３件。",
            "--figure",
            "审查率=３/３件",
            "--problem",
            "报送迟",
            "--next",
            "继续审查",
        ),
        *("--evidence", "文号:青司发〔2024〕3号", "--as-of", "2024-07-03", "--json"),
    ).json["entries"]
    listed = confirmed("progress", "list", "--as-of", "2024-07-03", "--json").json["entries"]

    assert listed == logged
    entry = logged[0]
    assert {key: entry[key] for key in entry if key not in ("figures", "id")} == {
        "task": "2024-01",
        "unit": "市司法局",
        "period": "2024Q2",
        "revision": 1,
        "status": "in_progress",
        "text": "编制清单，审查文件３件。",
        "problem": "报送迟",
        "cause": "",
        "next": "继续审查",
        "support": "",
        "evidence": ["文号：青司发〔2024〕3号"],
        "review": "pending",
        "review_reason": "",
        "reviewed_by": "",
        "on_behalf": False,
        "by": "王敏",
        "on": "2024-07-03",
        "no_change": False,
        "source": "",
    }
    assert [(f["name"], f["value"], f["part"], f["whole"], f["unit"], f["from_text"]) for f in entry["figures"]] == [
        ("审查率", 100, 3, 3, "件", False),
    ]


def test_status_prints_the_published_keys(confirmed: Planner) -> None:
    page = confirmed("status", "--as-of", "2024-07-05", "--json").json

    published = {"as_of", "lights", "late", "due_soon", "missing", "decisions"}
    assert published | {"late_by_original", "out_of_action"} <= set(page)
    assert page["as_of"] == "2024-07-05"
    assert page["lights"] == {"red": 2, "yellow": 2, "not_due": 0, "green": 0, "none": 0}
    assert [(notice["task"], notice["days"], notice["days_original"]) for notice in page["late"]] == [
        ("2024-03", 96, 0),
        ("2024-01", 5, 0),
    ]
    assert {(row["task"], row["unit"]) for row in page["missing"]} == {
        ("2024-01", "市司法局"),
        ("2024-01", "市财政局"),
        ("2024-02", "市政府办公室"),
        ("2024-03", "市司法局"),
        ("2024-03", "市公安局"),
        ("2024-03", "市财政局"),
        ("2024-04", "市公安局"),
    }
    assert [notice["kind"] for notice in page["decisions"]] == ["roster_unset", "roster_unset"]


def test_an_act_is_seen_from_its_day_on(confirmed: Planner) -> None:
    confirmed("task", "assign", "2024-02", "--unit", "市司法局", "--role", "牵头", "--as-of", "2024-05-10")

    def leads(day: str) -> list[str]:
        task = confirmed("task", "show", "2024-02", "--as-of", day, "--json").json
        return [a["unit"] for a in task["assignments"] if a["role"] == "lead" and not a["proposed"]]

    assert (leads("2024-05-09"), leads("2024-05-10")) == ([], ["市司法局"])


def test_audit_log_tells_who_did_what(confirmed: Planner) -> None:
    confirmed(
        *("task", "extend", "2024-02", "--to", "2025-01-31", "--reason", "会议延后", "--as-of", "2024-11-01"),
        actor="李强",
    )
    event = confirmed("audit", "log", "--target", "2024-02", "--json").json["events"][-1]

    assert {key: event[key] for key in ("on", "actor", "verb", "target", "before", "after", "reason")} == {
        "on": "2024-11-01",
        "actor": "李强",
        "verb": "task:extend",
        "target": "2024-02",
        "before": "2024-12-31",
        "after": "2025-01-31",
        "reason": "会议延后",
    }


def test_a_word_is_found_at_any_width(confirmed: Planner) -> None:
    assert confirmed("unit", "show", "各县(市、区)政府", "--json").json["unit"]["name"] == "各县（市、区）政府"
    assert confirmed("task", "show", "２０２４-01", "--json").json["code"] == "2024-01"
