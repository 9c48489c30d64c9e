"""Sentences with the level an analyst would give them, and the words that give it."""

import pytest

from detente.signals import Reading, read_text

LEVELS = [
    # +4 performed
    ("We hereby lift the ban.", 4, "hereby"),
    ("We signed the agreement on Friday.", 4, "signed"),
    ("We have approved the sale of missiles.", 4, "approved"),
    # +3 categorical
    ("We will lift the sanctions.", 3, "will"),
    ("I promise to release the prisoners.", 3, "promise"),
    ("We're going to lift the tariffs.", 3, "going to"),
    ("I will not hesitate to impose sanctions.", 3, "not hesitate"),
    ("We will sign the agreement.", 3, "will"),
    # +2 conditional
    ("If they pull back we will lift the ban within thirty days.", 2, "will"),
    ("Unless they pull back, we will impose sanctions.", 2, "will"),
    ("We will lift the ban should they pull back.", 2, "will"),
    ("We are ready to lift the ban if they pull back.", 2, "ready"),
    # +1 intention, possibility
    ("We are ready to host talks.", 1, "ready"),
    ("We are considering new sanctions.", 1, "considering"),
    ("We will consider new sanctions.", 1, "consider"),
    ("We might lift the ban.", 1, "might"),
    ("We will probably lift the ban.", 1, "will"),
    ("We are not unwilling to lift the ban.", 1, "not unwilling"),
    ("Never say never.", 1, "Never say never"),
    ("We do not rule out sanctions.", 1, "not rule out"),
    ("We refuse to rule out sanctions.", 1, "refuse to rule out"),
    ("We will never refuse to talk.", 1, "never refuse"),
    # 0 momentum, evaluation
    ("Great progress was made.", 0, "Great progress"),
    ("We're trying to save lives.", 0, "save lives"),
    ("It was a constructive meeting.", 0, "constructive"),
    ("We have a big meeting.", 0, "big meeting"),
    # -1 down-weighting
    ("very unimportant, relatively", -1, "very unimportant, relatively"),
    ("It is not important.", -1, "not important"),
    # -2 refusal to answer
    ("No comment.", -2, "No comment"),
    ("We can't comment on that.", -2, "n't comment"),
    ("We'll see.", -2, "We'll see"),
    ("I'm not going to get ahead of the president.", -2, "get ahead of"),
    # -3 limited denial
    ("No plans at this time.", -3, "No plans"),
    ("We have no plans at this time to ease anything.", -3, "no plans"),
    ("We are not considering it.", -3, "not considering"),
    ("We will not lift the ban until they leave.", -3, "will not"),
    ("I doubt we will lift the ban.", -3, "doubt"),
    ("Any talk of troops is premature.", -3, "premature"),
    ("There will be no ceasefire without guarantees.", -3, "without"),
    # -4 categorical denial
    ("We will not.", -4, "will not"),
    ("we will not", -4, "will not"),
    ("I don't think we will lift the ban.", -4, "n't think we will"),
    ("There is no basis for talks.", -4, "no basis"),
    ("This is unacceptable.", -4, "unacceptable"),
    ("We refuse to consider lifting the ban.", -4, "refuse"),
    ("Nobody will recognise the annexation.", -4, "Nobody will"),
    ("That is out of the question.", -4, "out of the question"),
]


def only(text: str, speaker: str = "") -> Reading:
    (reading,) = read_text(text, speaker=speaker)
    return reading


@pytest.mark.parametrize(("text", "level", "words"), LEVELS, ids=[row[0] for row in LEVELS])
def test_a_sentence_has_its_level_and_the_words_that_give_it(
    text: str, level: int, words: str
) -> None:
    reading = only(text, speaker="Karoline Leavitt")
    assert reading.level == level
    assert words in [span.text for span in reading.spans if span.weight or level == 0]
    assert sum(span.weight for span in reading.spans) == level
    assert reading.low <= level <= reading.high


def test_the_rare_earths_answer_does_not_slam_the_door() -> None:
    text = "Q: Would you give Russia access to rare earths?\nTRUMP: very unimportant, relatively\n"
    reading = only(text)
    denial = only("We will not.")
    momentum = only("Great progress was made.")
    assert (reading.level, reading.instrument) == (-1, "minerals-rare-earths")
    assert [span.text for span in reading.spans] == ["very unimportant, relatively"]
    assert reading.clarity == "ambivalent"
    assert reading.proposition == "Would you give Russia access to rare earths?"
    assert abs(reading.p_proposition - momentum.p_proposition) < 0.03
    assert denial.p_proposition < reading.p_proposition / 2
    assert reading.p_proposition_low <= reading.p_proposition <= reading.p_proposition_high


def test_a_conditional_offer_keeps_its_condition_and_clock() -> None:
    reading = only("If they pull back we will lift the ban within thirty days.")
    assert reading.condition is not None
    assert reading.condition.text == "they pull back"
    assert reading.condition.consequence == "we will lift the ban within thirty days"
    assert reading.condition.clock_days == 30
    assert reading.instrument == "sanctions-general"
    assert reading.proposition == "lift the ban within thirty days"


@pytest.mark.parametrize(
    ("text", "condition", "days"),
    [
        ("We will lift the ban in 50 days if they leave.", "they leave", 50),
        ("We will lift the ban if they leave within two weeks.", "they leave within two weeks", 14),
        ("We can lift the ban in exchange for a ceasefire.", "a ceasefire", None),
        ("I can exchange it for NATO.", "NATO", None),
        ("If they say no, we will impose sanctions.", "they say no", None),
        ("As long as they fight, we will not lift the ban.", "they fight", None),
        ("It will be determined by their next moves.", "their next moves", None),
    ],
)
def test_conditions(text: str, condition: str, days: int | None) -> None:
    found = only(text, speaker="Karoline Leavitt").condition
    assert found is not None
    assert (found.text, found.clock_days) == (condition, days)


def test_a_condition_names_who_must_act_and_until_when() -> None:
    found = only("If the army pulls back by Friday, we will lift the ban in two weeks.").condition
    assert found is not None
    assert (found.who, found.until, found.clock_days) == ("the army", "by Friday", 14)


@pytest.mark.parametrize("text", ["We'll see if they get along.", "We will lift it if possible."])
def test_an_if_that_sets_no_condition(text: str) -> None:
    assert only(text).condition is None


def test_a_promise_told_of_others_is_theirs() -> None:
    reading = only("The minister said that Moscow would withdraw its troops.", speaker="Trump")
    own = only("We will withdraw our troops.", speaker="Trump")
    assert reading.attributed_to == "The minister"
    assert reading.level == own.level == 3
    assert reading.low <= 0
    assert reading.p_committed < own.p_committed
    assert own.attributed_to is None


def test_nested_reports_name_both_sources_from_the_outside_in() -> None:
    reading = only("Lukashenko said that Putin told him that Moscow would sign.", speaker="Trump")
    assert reading.attributed_to == "Lukashenko > Putin"


def test_a_forecast_about_somebody_else_binds_nobody() -> None:
    assert only("President Putin will make peace.", speaker="Donald Trump").level == 0
    assert only("The United States will make peace.", speaker="Donald Trump").level == 3


def test_in_prose_without_a_known_speaker_the_subject_is_the_source() -> None:
    reading = only("The EU adopted its package.")
    assert (reading.level, reading.attributed_to) == (4, "The EU")


def test_a_guarantee_spoken_of_is_none_given() -> None:
    reading = only("Security guarantees came up in the talks.", speaker="Trump")
    assert (reading.level, reading.spans) == (0, ())


def test_two_voices_in_one_sentence_widen_the_interval() -> None:
    reading = only("We will lift the caps but we will never lift the ban.", speaker="Trump")
    assert reading.high - reading.low >= 2


def test_what_says_nothing_abstains() -> None:
    reading = only("The ceasefire began on a Tuesday.")
    assert (reading.level, reading.low, reading.high) == (0, -2, 2)
    assert reading.abstains
    assert reading.spans == ()
