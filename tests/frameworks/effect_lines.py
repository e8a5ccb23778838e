"""What a node does as the lines of a suite: one for each effect, in program order of its kind."""

from collections.abc import Iterator

from agentlint.graph.effects import Content, Effects, Handler, Repeat, WayOut, Where


def told(effects: Effects) -> Iterator[str]:
    """The effects, each as a line that a reader of the program would agree with."""
    for read in effects.reads:
        yield f"reads {read.key}" + " if it is there" * read.optional
    for change in effects.mutations:
        yield f"changes {change.key} in place: {_made(change.content)}"
    for call in effects.models:
        held = f" held to {call.schema}({', '.join(call.fields)})" if call.schema else ""
        tools = f" with {', '.join(call.tools)}" if call.tools else ""
        forced = " by force" * call.forced
        yield f"asks {call.model}{held}{tools}{forced}: {_made(call.content)}{_around(call.where)}"
    for reach in effects.outside:
        yield f"reaches {reach.what} ({reach.reach}, time limit {reach.timeout}){_around(reach.where)}"
    for reading in effects.readings:
        yield f"takes text by {reading.how}{_around(reading.where)}"
    for gathering in effects.gatherings:
        yield f"waits by {gathering.how}" + ", failures contained" * gathering.contained
    for repeat in effects.repeats:
        yield _repeat(repeat)
    for handler in effects.handlers:
        yield _handler(handler)
    for failure in effects.failures:
        yield f"raises {failure.what or 'again'}{_around(failure.where)}"
    for pause in effects.pauses:
        yield f"pauses by {pause.how}{_around(pause.where)}"
    for exit in effects.exits:
        yield _way_out(exit)


def _made(content: Content) -> str:
    parts = [str(source) for source in content.sources]
    parts += [f"of {path}" for path in content.paths]
    parts += [f"{content.step:+g}"] if content.step is not None else []
    parts += ["limited"] if content.limited else []
    return " ".join(parts)


def _around(where: Where) -> str:
    words = ["in a loop"] * bool(where.loops) + ["in a try"] * bool(where.guards)
    words += ["in a handler"] * bool(where.rescues) + [f"within {name}" for name in where.holds]
    words += [_if(where)] if where.condition else []
    return "".join(f", {word}" for word in words)


def _if(place: Where | WayOut) -> str:
    tests = (f"{'' if test.holds else 'not '}{test.text}" for test in place.condition)
    return "if " + " and ".join(tests)


def _repeat(repeat: Repeat) -> str:
    rounds = f"{repeat.count} times" if repeat.count is not None else "to its end" if repeat.finite else "without end"
    who = f", left by {', '.join(repeat.decided_by)}" if repeat.decided_by else ""
    return f"repeats by {repeat.how} {rounds}{who}"


def _handler(handler: Handler) -> str:
    how = [word for word in ("raises", "goes_on", "again") if getattr(handler, word)]
    how += ["gives back"] if handler.exits else []
    return f"catches {', '.join(handler.catches) or 'everything'}: {', '.join(how)}"


def _way_out(exit: WayOut) -> str:
    what = [f"{write.key} = {'unchanged' if write.echo else _made(write.content)}" for write in exit.writes]
    what += ["all of the state"] if exit.whole else []
    what += [] if exit.complete else ["what is not known"]
    if not exit.update:
        what = [_made(exit.returns)] if exit.returns.sources else ["no value"]
    return f"gives {'; '.join(what) or 'nothing'}" + (f", {_if(exit)}" if exit.condition else "")
