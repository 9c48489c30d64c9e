"""What the command says and saves: words, shapes, refusals, and files whole or not at all."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from broken_starter import broken
from small_case import CASE, NO_RAID, Edit
from small_design import AUTOMATIC, cost

from detente.answers.design import Ask, design_answer
from detente.answers.model import Answer
from detente.answers.saving import save_package
from detente.case import open_case
from detente.case.editing import Set
from detente.design import GOALS
from detente.design.bounds import bound_of
from detente.design.proposal import Question
from detente.design.written import sheet_of
from detente.errors import DetenteError
from detente.findings.as_text import as_text
from detente.findings.from_claims import Findings

Asked = Callable[..., Answer]


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    """Asks the starter case once, after some edits; goal and options as on the command line."""

    def ask(*edits: Edit, goal: str = "least-relief", more: Ask | None = None) -> Answer:
        case = broken(tmp_path, *edits)
        return design_answer(Findings(case, seed=1, draws=60), "first", goal, more)

    return ask


def question(**given) -> Ask:
    return Ask(Question(**given))


def test_the_answer_tells_an_aide_what_he_needs(asked):
    answer = asked(cost(0.5), AUTOMATIC)
    story = " ".join(answer.data["story"])
    assert "It holds with relief worth" in answer.data["words"]
    for said in ("What signing is worth to each", "It begins in month", "could take and keep"):
        assert said in story
    assert "The dearest red line is AL:withdrawal-first: 10% more opening saves" in story


def test_a_step_saves_what_the_price_says_where_it_is_small_enough(asked):
    answer = asked(cost(0.5), AUTOMATIC)
    (line,) = answer.data["red_lines"]
    step = answer.data["steps"]["AL:withdrawal-first"]
    assert 0 < step <= 0.1 * line["price"] + 1e-9  # the price falls as the line moves


def test_without_room_it_names_what_cannot_all_stand(asked):
    answer = asked(cost(0.54), AUTOMATIC)
    assert answer.data["verdict"] == "no-room"
    words = answer.data["conflict"]["words"]
    assert words.startswith(
        "These two cannot all stand: BO must gain from signing; AL's red line withdrawal-first."
    )
    assert "Moving AL's withdrawal-first by 0.39 of its opening is enough." in words


def test_dropping_a_line_is_valued_by_solving_anew(asked):
    edits = (cost(0.5), AUTOMATIC)
    answer = asked(*edits, more=question(drop=("AL:withdrawal-first",)))
    (drop,) = answer.data["drops"]
    assert answer.data["red_lines"] == ()
    assert 0 < drop["brings"] <= drop["price"]
    assert "its price at the margin said" in " ".join(answer.data["story"])


def test_dropping_a_line_can_make_room(asked):
    answer = asked(cost(0.54), AUTOMATIC, more=question(drop=("AL:withdrawal-first",)))
    assert answer.data["verdict"] == "holds"
    assert (
        "Without AL:withdrawal-first there is room; with it there is none." in answer.data["story"]
    )


def test_a_line_about_terms_changes_no_opening(asked):
    answer = asked(cost(0.3), more=question(drop=("BO:no-foreign-courts",)))
    assert answer.data["drops"][0]["price"] is None
    assert any("is about terms" in line for line in answer.data["story"])


def test_a_bound_is_kept_and_costs(asked, tmp_path):
    case = broken(tmp_path, cost(0.3), AUTOMATIC)
    found = Findings(case, seed=1, draws=60)
    free = design_answer(found, "first", "least-relief").data
    bound = question(bounds=(bound_of("oil-embargo=0.8.."),))
    tied = design_answer(found, "first", "least-relief", bound).data
    last = {data["schedule"][-1]["open"]["oil-embargo"] for data in (free, tied)}
    assert min(last) < 0.8 <= max(last) + 1e-6
    assert tied["relief_pv"] > free["relief_pv"]


def test_numbers_that_are_varied_serve_the_goal(tmp_path):
    seldom = (CASE, "low: 0.3, mode: 0.5, high: 0.7", "low: 0, mode: 0.001, high: 0.7")
    case = broken(tmp_path, seldom)
    found = Findings(case, seed=1, draws=60)
    name = "triggers.attack.detected+"
    without = design_answer(found, "first", "least-relief").data
    varied = design_answer(found, "first", "least-relief", question(vary=(name,))).data
    assert without["verdict"] == "no-room"
    assert varied["verdict"] == "holds"
    (setting,) = varied["settings"]
    assert setting["name"] == name
    assert 0 < setting["size"] <= 1
    assert setting["tried"] >= 9


LESS, MORE = bound_of("oil-embargo=..0.2"), bound_of("oil-embargo=0.5..")
NEAR = question(drop=("AL:withdrawal",))
REFUSED = {
    "goal": ("most-peace", None, 'no goal "most-peace"; there is: least-relief'),
    "line": ("least-relief", NEAR, 'did you mean "AL:withdrawal-first"'),
    "valve": ("least-relief", question(bounds=(bound_of("oil=0..1"),)), 'no valve "oil"'),
    "bounds": ("least-relief", question(bounds=(MORE, LESS)), "0.5 and at most 0.2 cannot both be"),
    "number": ("least-relief", question(vary=("triggers.attack.seen",)), 'no number "triggers'),
    "robust": ("most-slack", question(robust=0.1), "goes with the goal least-relief"),
    "party": ("frontier", Ask(parties="BO,XX"), 'no party "XX"'),
    "parties": ("frontier", Ask(parties="BO,BO"), "give two that differ"),
    "name": ("repair", Ask(save="no/slash"), "is no name for a package"),
    "taken": ("repair", Ask(save="first"), "packages/first.yaml is there already"),
}


@pytest.mark.parametrize(("goal", "more", "message"), REFUSED.values(), ids=REFUSED)
def test_bad_input_says_what_and_how(asked, goal, more, message):
    with pytest.raises(DetenteError, match=message):
        asked(cost(0.3), goal=goal, more=more)


@pytest.mark.parametrize("words", ["oil", "oil=1", "oil=a..b", "=0..1", "oil=0..2", "oil=-1..1"])
def test_a_bound_that_is_none_is_refused(words):
    with pytest.raises(DetenteError) as found:
        bound_of(words)
    assert found.value.said("--{}".format).startswith(f'--bound "{words}"')


def test_a_repair_is_saved_whole_and_can_be_briefed(asked, tmp_path):
    answer = asked(NO_RAID, goal="repair", more=Ask(save="mended"))
    path = Path(answer.data["saved"])
    assert path.name == "mended.yaml"
    again = open_case(str(path.parent.parent))
    found = Findings(again, seed=1, draws=20)
    assert found.hold("mended").holds[0]
    assert not found.hold("first").holds[0]
    assert sorted(p.name for p in path.parent.iterdir()) == ["first.yaml", "mended.yaml"]


def test_what_is_no_solution_is_not_saved(asked, tmp_path):
    with pytest.raises(DetenteError, match="there is no solution to save"):
        asked(cost(0.6), AUTOMATIC, more=Ask(save="dream"))
    assert not list(tmp_path.rglob("dream.yaml"))


def test_what_would_break_the_case_is_not_saved(tmp_path):
    case = broken(tmp_path)
    edits = [Set(("modules", 0, "promised_by"), ["nobody"])]
    with pytest.raises(DetenteError, match="would not be read again"):
        save_package(case, sheet_of(case, "first"), edits, "bad", "Bad")
    assert sorted(p.name for p in (case.folder / "packages").iterdir()) == ["first.yaml"]


def test_a_point_of_a_frontier_is_saved_and_is_that_point(asked):
    answer = asked(cost(0.3), AUTOMATIC, goal="frontier", more=Ask(save="point", point=2))
    point = [p for line in answer.data["frontiers"] for p in line["points"]][1]
    assert point["point"] == 2
    again = open_case(str(Path(answer.data["saved"]).parent.parent))
    held = Findings(again, seed=1, draws=20).hold("point")
    assert held.holds[0]
    assert held.relief[0, 1] == pytest.approx(point["relief"], abs=1e-4)
    assert held.slack[0].min() == pytest.approx(point["slack"], abs=1e-4)


def test_a_point_that_is_not_there_is_refused(asked):
    with pytest.raises(DetenteError, match="to save one, give 1 to"):
        asked(cost(0.3), AUTOMATIC, goal="frontier", more=Ask(save="point", point=999))


@pytest.mark.parametrize("goal", GOALS)
def test_every_answer_is_plain_json_and_the_same_again(asked, tmp_path, goal):
    case = broken(tmp_path, cost(0.4), AUTOMATIC)
    one, two = (as_text(design_answer(Findings(case, 1, 40), "first", goal).data) for _ in range(2))
    data = json.loads(one)
    assert one == two
    assert data["goal"] == goal
    assert data["package"] == "first"


def test_robust_is_checked_on_fresh_draws(asked):
    answer = asked(cost(0.2), AUTOMATIC, more=question(robust=0.5))
    robust = answer.data["robust"]
    assert robust["fresh"]["draws"] >= 40
    assert any("fresh draws" in line for line in answer.data["story"])
    assert robust["price"] >= -1e-6  # relief beyond the least that holds at the mode
    assert any("robustness costs" in line for line in answer.data["story"])


def test_choosing_writes_the_modules_anew(asked):
    answer = asked(cost(0.45), AUTOMATIC, more=question(choose=True))
    assert answer.data["verdict"] == "holds"
    assert set(answer.data["begins"]) == {"oil", "reserves"}
    assert any(line.startswith("In this order:") for line in answer.data["story"])
