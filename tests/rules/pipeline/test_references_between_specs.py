"""The rules that follow ``specRef``: MS701, MS702, MS704, MS706 and MS708, over the files of one run."""

from pathlib import Path

import pytest

from modelspec_lint.linter.discover import discover, read_found
from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.testing import brief, lint_sources, lint_text, merge
from modelspec_lint.rules.pipeline import (
    dependency_cycle,
    dependency_slower_than_budget,
    interface_mismatch,
    spec_ref_escapes,
    spec_ref_not_found,
)

RULES = (
    spec_ref_not_found,
    spec_ref_escapes,
    dependency_cycle,
    interface_mismatch,
    dependency_slower_than_budget,
)


def spec(name, *dependencies, target=None, task="text-generation", steps=()):
    """Write a specification whose dependencies begin on line 24."""
    pipeline = {"dependencies": list(dependencies)}
    if steps:
        pipeline["preprocess"] = {"steps": list(steps)}
    scaling = f"operations: {{scaling: {{targetLatencyMsP95: {target}}}}}," if target else ""
    return merge(
        f"metadata: {{name: {name}}}\n"
        f"spec: {{identity: {{model: {{task: {task}}}}}, pipeline: {pipeline!r}, {scaling}}}\n"
    )


class Written(str):
    """Text that writes itself into a list without quotes."""

    __slots__ = ()
    __repr__ = str.__str__


def d(on=None, id="other", role="custom", required=True, takes=None, gives=None, budget=None):
    """Write a dependency."""
    interface = {"inputType": takes, "outputType": gives, "maxLatencyMs": budget}
    interface = {name: value for name, value in interface.items() if value is not None}
    entry = {"id": id, "role": role}
    entry |= {"specRef": on} if on is not None else {}
    entry |= {} if required else {"required": False}
    return Written(str(entry | ({"interface": interface} if interface else {})).replace("False", "false"))


def judged(**files):
    sources = [read_source(f"{name}.modelspec.yaml", text.encode()) for name, text in files.items()]
    return lint_sources(sources, RULES)


def said(result):
    return [
        f"{each.file.partition('.')[0]} {line}"
        for each, line in zip(result.verdicts, brief(result.verdicts), strict=True)
    ]


def on_disk(root: Path, files: dict[str, str], *named: str):
    """Write files below a folder and lint those that are named, else all of them."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    found = discover([str(root / each) for each in named] or [str(root)])
    assert not found.problems
    return lint_sources([read_found(each) for each in found.paths], RULES)


# --- MS701 ------------------------------------------------------------------------------------------------


def test_a_name_and_a_path_of_the_run_are_found_whatever_the_order_of_the_files():
    for order in (("chat", "guard"), ("guard", "chat")):
        files = {
            "chat": spec(
                "chat", d("guard"), d("guard.modelspec.yaml", id="b"), d("./guard.modelspec.yaml", id="c")
            ),
            "guard": spec("guard"),
        }
        assert said(judged(**{name: files[name] for name in order})) == []


def test_a_name_that_no_spec_has_is_told_with_the_nearest():
    (verdict,) = judged(chat=spec("chat", d("prompt-gaurd")), guard=spec("prompt-guard")).verdicts
    assert brief([verdict]) == ["25:16 warning[MS701] No specification is named `prompt-gaurd`."]
    assert verdict.help == ("did you mean `prompt-guard`?",)


def test_a_path_that_leads_to_no_file_is_told():
    (verdict,) = judged(chat=spec("chat", d("guards/guard.yaml"))).verdicts
    assert brief([verdict]) == ["25:16 warning[MS701] `guards/guard.yaml` leads to no file."]
    assert verdict.help == ("a path is relative to the file that it stands in",)


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("{{ .Values.guard }}", "it is filled in when the file is deployed"),
        ("${GUARD_SPEC}", "it is filled in when the file is deployed"),
        ("https://example.com/guard.yaml", "an address outside of the repository is not followed"),
    ],
)
def test_what_cannot_be_followed_is_undecided(reference, reason):
    result = judged(chat=spec("chat", d(reference)))
    assert said(result) == []
    assert [(each.code, each.pointer, each.reason) for each in result.undecided] == [
        ("MS701", "/spec/pipeline/dependencies/0/specRef", reason)
    ]


def test_a_path_on_standard_input_is_undecided_and_a_name_is_not():
    text = spec("chat", d("guards/guard.yaml"), d("nobody", id="b"))
    result = lint_text(text, RULES, path="<stdin>")
    assert [each.reason for each in result.undecided] == ["standard input lies in no folder"]
    assert brief(result.verdicts) == ["28:16 warning[MS701] No specification is named `nobody`."]


def test_an_empty_reference_and_no_reference_are_silent():
    assert said(judged(chat=spec("chat", d(""), d(id="b")))) == []


def test_a_file_beside_is_found_though_it_is_not_linted(tmp_path):
    files = {"chat.modelspec.yaml": spec("chat", d("guards/guard.yaml")), "guards/guard.yaml": spec("guard")}
    assert said(on_disk(tmp_path, files, "chat.modelspec.yaml")) == []


def test_a_name_is_found_in_the_repository_though_its_file_is_not_linted(tmp_path):
    (tmp_path / ".git").mkdir()
    files = {"a/chat.modelspec.yaml": spec("chat", d("guard")), "b/guard.modelspec.yaml": spec("guard")}
    assert said(on_disk(tmp_path, files, "a/chat.modelspec.yaml")) == []


def test_without_a_repository_a_name_is_only_looked_for_in_the_run(tmp_path):
    files = {"a/chat.modelspec.yaml": spec("chat", d("guard")), "b/guard.modelspec.yaml": spec("guard")}
    (verdict,) = on_disk(tmp_path, files, "a/chat.modelspec.yaml").verdicts
    assert brief([verdict]) == ["25:16 warning[MS701] No specification is named `guard`."]


def test_a_file_that_holds_no_spec_and_a_folder_are_told(tmp_path):
    files = {
        "chat.modelspec.yaml": spec("chat", d("values.yaml"), d("guards/", id="b")),
        "values.yaml": "replicas: 3\n",
        "guards/guard.yaml": spec("guard"),
    }
    result = on_disk(tmp_path, files, "chat.modelspec.yaml")
    assert brief(result.verdicts) == [
        "25:16 warning[MS701] `values.yaml` leads to a file that holds no ModelSpec.",
        "28:16 warning[MS701] `guards/` leads to no file.",
    ]
    assert result.verdicts[1].help == ("it leads to a folder",)


def test_a_file_that_cannot_be_read_is_undecided(tmp_path):
    files = {"chat.modelspec.yaml": spec("chat", d("guard.modelspec.yaml")), "guard.modelspec.yaml": "a: [\n"}
    result = on_disk(tmp_path, files, "chat.modelspec.yaml")
    assert said(result) == []
    assert [each.reason for each in result.undecided] == ["the file that it leads to cannot be read"]


def test_a_path_from_the_root_of_the_repository_is_told_how_it_is_written(tmp_path):
    (tmp_path / ".git").mkdir()
    files = {
        "specs/chat.modelspec.yaml": spec("chat", d("guards/guard.yaml")),
        "guards/guard.yaml": spec("guard"),
    }
    (verdict,) = on_disk(tmp_path, files, "specs/chat.modelspec.yaml").verdicts
    assert verdict.help == ("a path is relative to the file that it stands in: ../guards/guard.yaml",)


def test_a_path_with_backslashes_is_told_how_paths_are_written():
    (verdict,) = judged(chat=spec("chat", d("guards\\\\guard.yaml"))).verdicts
    assert verdict.help == ("paths are written with `/`",)


# --- MS708 ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reference", ["/etc/specs/guard.yaml", "~/guard.yaml", "C:/specs/guard.yaml", "file:///specs/guard.yaml"]
)
def test_a_path_of_one_machine_escapes(reference):
    assert said(judged(chat=spec("chat", d(reference)))) == [
        f"chat 25:16 error[MS708] `{reference}` is a path of one machine, and no part of the repository."
    ]


def test_a_path_out_of_the_repository_escapes_also_where_a_file_is_there(tmp_path):
    (tmp_path / "mine" / ".git").mkdir(parents=True)
    files = {
        "mine/specs/chat.modelspec.yaml": spec("chat", d("../../other/guard.yaml")),
        "other/guard.yaml": spec("guard"),
    }
    result = on_disk(tmp_path, files, "mine/specs/chat.modelspec.yaml")
    assert brief(result.verdicts) == [
        "25:16 error[MS708] `../../other/guard.yaml` leads out of the repository."
    ]


def test_a_path_that_leaves_the_folder_but_not_the_repository_is_silent(tmp_path):
    (tmp_path / ".git").mkdir()
    files = {"specs/chat.modelspec.yaml": spec("chat", d("../guard.yaml")), "guard.yaml": spec("guard")}
    assert said(on_disk(tmp_path, files, "specs/chat.modelspec.yaml")) == []


def test_without_a_repository_the_working_folder_bounds_what_lies_below_it(tmp_path, monkeypatch):
    files = {
        "specs/a/chat.modelspec.yaml": spec("chat", d("../guard.yaml"), d("../../guard.yaml", id="b")),
        "specs/guard.yaml": spec("guard"),
    }
    monkeypatch.chdir(tmp_path)
    (tmp_path / "guard.yaml").write_text(spec("guard"))
    assert said(on_disk(tmp_path, files, "specs/a/chat.modelspec.yaml")) == []
    monkeypatch.chdir(tmp_path / "specs")
    assert brief(on_disk(tmp_path, files, "specs/a/chat.modelspec.yaml").verdicts) == [
        "28:16 error[MS708] `../../guard.yaml` leads out of the repository."
    ]


# --- MS702 ------------------------------------------------------------------------------------------------


def test_a_cycle_is_told_once_at_its_first_spec_in_path_order_with_every_step():
    files = {
        "c": spec("gamma", d("alpha")),
        "a": spec("alpha", d(id="none"), d("beta")),
        "b": spec("beta", d("c.modelspec.yaml")),
        "e": spec("outside", d("alpha")),
    }
    for order in ("abce", "ecba"):
        (verdict,) = judged(**{name: files[name] for name in order}).verdicts
        assert said_one(verdict) == (
            "a.modelspec.yaml 27:16 error[MS702] `alpha` depends on itself: "
            "`alpha` -> `beta` -> `gamma` -> `alpha`."
        )
        assert [(each.file, each.span.line, each.message) for each in verdict.related] == [
            ("b.modelspec.yaml", 25, "`beta` depends on `gamma`"),
            ("c.modelspec.yaml", 25, "`gamma` depends on `alpha`"),
        ]


def said_one(verdict):
    return f"{verdict.file} {brief([verdict])[0]}"


def test_a_cycle_over_an_optional_dependency_is_a_warning():
    (verdict,) = judged(a=spec("a", d("b")), b=spec("b", d("a", required=False))).verdicts
    assert brief([verdict]) == ["25:16 warning[MS702] `a` depends on itself: `a` -> `b` -> `a`."]
    assert [each.message for each in verdict.related] == ["`b` depends on `a`, but can do without"]


def test_a_cycle_of_required_dependencies_goes_before_a_shorter_optional_one():
    verdicts = judged(
        a=spec("a", d("b"), d("a", id="self", required=False)), b=spec("b", d("c")), c=spec("c", d("a"))
    ).verdicts
    assert brief(verdicts) == ["25:16 error[MS702] `a` depends on itself: `a` -> `b` -> `c` -> `a`."]


def test_two_groups_of_specs_are_two_cycles_and_a_diamond_is_none():
    verdicts = judged(
        a=spec("a", d("b"), d("c", id="x")),
        b=spec("b", d("d")),
        c=spec("c", d("d")),
        d=spec("d"),
        e=spec("e", d("e")),
        f=spec("f", d("g")),
        g=spec("g", d("f")),
    ).verdicts
    assert [said_one(each).partition(": ")[2] for each in verdicts] == ["`e` -> `e`.", "`f` -> `g` -> `f`."]


def test_a_cycle_through_a_file_that_is_not_linted_is_found(tmp_path):
    files = {
        "chat.modelspec.yaml": spec("chat", d("guard.modelspec.yaml")),
        "guard.modelspec.yaml": spec("guard", d("chat.modelspec.yaml")),
    }
    (verdict,) = on_disk(tmp_path, files, "chat.modelspec.yaml").verdicts
    assert brief([verdict]) == ["25:16 error[MS702] `chat` depends on itself: `chat` -> `guard` -> `chat`."]
    assert Path(verdict.related[0].file).name == "guard.modelspec.yaml"
    assert verdict.related[0].span.line == 25


def test_a_name_that_two_specs_have_makes_no_cycle():
    files = {"a": spec("a", d("b")), "b": spec("b", d("a")), "c": spec("b")}
    assert said(judged(**files)) == []


# --- MS706 ------------------------------------------------------------------------------------------------


def test_a_target_above_the_budget_contradicts_it():
    (verdict,) = judged(
        chat=spec("chat", d("guard", id="prompt-guard", budget=500)), guard=spec("guard", target=800)
    ).verdicts
    assert said_one(verdict) == (
        "chat.modelspec.yaml 27:23 error[MS706] `prompt-guard` has 500 ms, and its own target is 800 ms."
    )
    assert [(each.file, each.message) for each in verdict.related] == [("guard.modelspec.yaml", "800 ms")]
    assert verdict.help == ("a budget of 800 ms or more here, or a faster target there",)


@pytest.mark.parametrize("target", [500, 499, None])
def test_a_target_within_the_budget_or_none_is_silent(target):
    files = {"chat": spec("chat", d("guard", budget=500)), "guard": spec("guard", target=target)}
    assert said(judged(**files)) == []


def test_budgets_count_along_a_chain_of_specs_without_targets():
    verdicts = judged(
        a=spec("a", d("b", id="b", budget=500)),
        b=spec("b", d("c", id="c")),
        c=spec("c", d("d", id="d", budget=600), d("d", id="optional", required=False, budget=900)),
        d=spec("d"),
    ).verdicts
    assert [said_one(each) for each in verdicts] == [
        "a.modelspec.yaml 27:23 error[MS706] `b` has 500 ms, and it waits for `c`, "
        "which may wait 600 ms for `d`."
    ]
    assert [(each.file, each.span.line) for each in verdicts[0].related] == [("c.modelspec.yaml", 27)]


def test_a_dependency_may_not_wait_longer_for_another_than_it_is_given():
    (verdict,) = judged(a=spec("a", d("b", id="b", budget=500)), b=spec("b", d(id="c", budget=600))).verdicts
    assert brief([verdict]) == ["27:23 error[MS706] `b` has 500 ms, and it may itself wait 600 ms for `c`."]


def test_a_target_at_the_end_of_a_chain_counts():
    (verdict,) = judged(
        a=spec("a", d("b", id="b", budget=500)), b=spec("b", d("c", id="c")), c=spec("c", target=900)
    ).verdicts
    assert brief([verdict]) == [
        "27:23 error[MS706] `b` has 500 ms, and it waits for `c`, whose target is 900 ms."
    ]


def test_a_chain_that_leads_back_to_itself_ends():
    verdicts = judged(a=spec("a", d("b", budget=5)), b=spec("b", d("c")), c=spec("c", d("b"))).verdicts
    assert [each.code for each in verdicts] == ["MS702"]


# --- MS704 ------------------------------------------------------------------------------------------------


def test_an_input_that_nothing_gives_is_told_with_what_stands_before_it():
    (verdict,) = judged(
        chat=spec(
            "chat", d(id="guard", takes="text", gives="text"), d(id="search", takes="embedding", gives="text")
        )
    ).verdicts
    assert brief([verdict]) == [
        "31:20 warning[MS704] `search` takes embedding, which nothing before it gives, nor the request."
    ]
    assert [(each.span.line, each.message) for each in verdict.related] == [
        (27, "`guard` before it gives text")
    ]


@pytest.mark.parametrize(
    "dependencies",
    [
        [d(id="a", takes="text", gives="embedding"), d(id="b", takes="embedding", gives="text")],
        [d(id="a", takes="text", gives="embedding"), d(id="b", takes="text", gives="score")],
        [d(id="a", takes="audio", gives="text"), d(id="b", takes="text", gives="label")],
        [d(id="a", takes="audio", gives="text"), d(id="b", takes="audio", gives="label")],
        [d(id="a", takes="text", gives="text"), d(id="b", takes="Text")],
        [d(id="a", takes="text"), d(id="b", takes="embedding")],
        [d(id="a", takes="text", gives="json"), d(id="b", takes="embedding")],
        [d(id="a", takes="text", gives="text"), d(id="b", takes="tensor")],
        [d(id="a", takes="embedding")],
        [
            d(id="ocr", role="input", takes="image", gives="text"),
            d(id="asr", role="input", takes="audio", gives="text"),
            d(id="nsfw", role="guardrail", takes="image", gives="label"),
        ],
    ],
)
def test_inputs_that_something_gives_or_may_give_are_silent(dependencies):
    assert said(judged(chat=spec("chat", *dependencies))) == []


def test_steps_before_and_an_unknown_task_leave_the_list_alone():
    chain = [d(id="a", takes="text", gives="text"), d(id="b", takes="embedding")]
    steps = [Written("{name: embed, type: embedder}")]
    assert said(judged(chat=spec("chat", *chain, steps=steps))) == []
    assert said(judged(chat=spec("chat", *chain, task="soothsaying"))) == []


def test_a_referenced_task_gives_and_takes_only_what_it_can():
    verdicts = judged(
        chat=spec("chat", d("rank", id="rank", takes="image", gives="video")),
        rank=spec("rank", task="rerank"),
    ).verdicts
    assert brief(verdicts) == [
        "27:20 warning[MS704] `rank` takes image here, and its task text-ranking takes text.",
        "28:21 warning[MS704] `rank` gives video here, and its task text-ranking gives score or text.",
    ]
    assert [each.related[0].file for each in verdicts] == ["rank.modelspec.yaml"] * 2


@pytest.mark.parametrize(
    ("task", "takes", "gives"),
    [
        ("text-generation", "text", "label"),
        ("text-generation", "text", "score"),
        ("rerank", "text", "score"),
        ("rerank", "text", "text"),
        ("embedding", "text", "embedding"),
        ("guardrail", "text", "label"),
        ("asr", "audio", "text"),
        ("text-classification", "text", "score"),
        ("soothsaying", "image", "video"),
    ],
)
def test_what_a_referenced_task_can_do_is_silent(task, takes, gives):
    files = {"chat": spec("chat", d("other", takes=takes, gives=gives)), "other": spec("other", task=task)}
    assert said(judged(**files)) == []
