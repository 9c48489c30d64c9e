"""A verb is written once: every door asks the same questions, with the same words."""

import inspect
import re
from typing import get_args

import pytest
import typer

from detente.answers import VERBS, family
from detente.answers.signature import plain_type
from detente.answers.verbs.settlements import GoalName
from detente.cli import app
from detente.design import GOALS
from detente.errors import DetenteError, InputError, Place, Problem
from detente.mcp import make_server
from detente.notebook.desk import Desk

COMMANDS = typer.main.get_group(app).commands
OPEN = [verb for verb in VERBS if not verb.local]  # to those who may give no file
names = pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)


def test_names_are_the_verbs_own():
    assert len({verb.name for verb in VERBS}) == len(VERBS)
    assert {verb.of for verb in VERBS} - {""} <= {verb.name for verb in VERBS}


@names
def test_every_verb_is_told_what_its_parameters_mean(verb):
    assert re.match(r"[A-Z].*\.$", verb.help.partition("\n")[0])
    for asked in verb.asked:
        assert asked.told.help, asked.name
        assert asked.required or isinstance(asked.default, plain_default(asked)), asked.name


def plain_default(asked):
    if asked.many or asked.pair:
        return tuple
    return (asked.kind, type(None)) if asked.kind is not float else (float, int, type(None))


@names
def test_the_command_line_has_the_verb_and_its_parameters(verb):
    command = COMMANDS[verb.of or verb.name]
    known = {param.name for param in command.params}
    assert {asked.name for asked in verb.asked if asked.told.spoken} <= known
    assert not verb.by or verb.by in known
    assert verb.example.split(" ")[0] == (verb.of or verb.name)


@names
def test_help_says_what_the_verb_says(verb):
    command = COMMANDS[verb.of or verb.name]
    helps = {param.name: param.help for param in command.params if hasattr(param, "help")}
    for asked in verb.asked:
        if asked.told.spoken and asked.name in helps:
            told = [one.told.help for v in family(by_name(verb.of or verb.name)) for one in v.asked
                    if one.name == asked.name]  # fmt: skip
            assert helps[asked.name] in told


def by_name(name):
    return next(verb for verb in VERBS if verb.name == name)


@names
def test_the_notebook_has_the_verb_and_its_parameters(verb):
    signature = inspect.signature(getattr(Desk, verb.name))
    asked = set(signature.parameters) - {"self", "draws"}
    assert asked - {"draws"} == {one.name for one in verb.asked} - {"draws"}
    for one in verb.asked:
        assert signature.parameters[one.name].annotation == plain_type(one)
    assert getattr(Desk, verb.name).__doc__ == verb.help


def test_the_assistants_server_has_every_open_verb():
    tools = {tool.name: tool for tool in make_server()._tool_manager.list_tools()}
    assert set(tools) == {verb.name for verb in OPEN}
    for verb in OPEN:
        tool = tools[verb.name]
        asked = {one.name for one in verb.asked if not one.local}
        own = {"case", "seed", "draws"}
        assert set(tool.parameters["properties"]) - own == asked - own
        assert tool.description == verb.help


def test_goals_are_those_of_the_room():
    assert get_args(GoalName) == GOALS


def test_an_error_names_its_parameters_as_each_door_does():
    """What is at fault stands first, what mends it last; each in the door's own spelling."""
    why = by_name("why")
    fault = DetenteError("is no decision", "write RU@14", option="why")
    assert fault.said("--{}".format) == "--why is no decision; write RU@14"
    assert fault.said(why.parameter) == "question is no decision; write RU@14"
    assert str(fault) == "is no decision; write RU@14"
    mend = DetenteError("cannot be written", "choose another place", by="out")
    assert mend.said("--{}".format) == "cannot be written; choose another place (--out)"
    several = InputError([Problem(Place("a.csv", 2), "is a", "name it", "as"), PLAIN])
    assert several.said("--{}".format) == "a.csv:2: is a; name it (--as)\nb.csv: is b; leave it out"
    assert str(several) == "a.csv:2: is a; name it\nb.csv: is b; leave it out"


PLAIN = Problem(Place("b.csv"), "is b", "leave it out")


def test_a_notebook_says_a_parameter_as_it_is_typed_there():
    with pytest.raises(DetenteError, match=r'^veto= "XX" has no vote'):
        vars(Desk)["law"](object(), on="2025-08-16", veto="XX")
