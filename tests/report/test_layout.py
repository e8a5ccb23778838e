"""Where the boxes and arrows of a picture go."""

from collections import defaultdict
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from agentlint.report.layout import GAP, STEP, Layout, layout

graphs = st.integers(1, 9).flatmap(
    lambda count: st.tuples(
        st.lists(st.floats(20, 300), min_size=count, max_size=count),
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=20, unique=True),
    )
)


def test_a_chain_goes_straight_down() -> None:
    plan = layout([60, 100, 80], [(0, 1), (1, 2)])
    assert len({x for x, _ in plan.centres}) == 1
    assert [y for _, y in plan.centres] == [STEP / 2, STEP * 3 / 2, STEP * 5 / 2]


def test_an_arrow_back_goes_up() -> None:
    plan = layout([60, 60], [(0, 1), (1, 0)])
    (_, first), (_, second) = plan.routes[1]
    assert first > second


@given(graphs)
def test_every_arrow_leads_from_its_source_to_its_target(graph: tuple[list[float], list[tuple[int, int]]]) -> None:
    widths, arcs = graph
    plan = layout(widths, arcs)
    assert [(route[0], route[-1]) for route in plan.routes] == [
        (plan.centres[source], plan.centres[target]) for source, target in arcs
    ]


@given(graphs)
def test_no_boxes_touch_and_all_are_within_the_page(graph: tuple[list[float], list[tuple[int, int]]]) -> None:
    widths, arcs = graph
    plan = layout(widths, arcs)
    for spans in rows(plan, widths).values():
        assert all(after - before >= GAP - 0.01 for (_, before), (after, _) in pairwise(sorted(spans)))
        assert all(left >= -0.01 and right <= plan.width + 0.01 for left, right in spans)
    assert all(0 < y < plan.height for _, y in plan.centres)


def rows(plan: Layout, widths: list[float]) -> dict[float, list[tuple[float, float]]]:
    """From where to where the boxes of each layer reach."""
    found: defaultdict[float, list[tuple[float, float]]] = defaultdict(list)
    for (x, y), width in zip(plan.centres, widths, strict=True):
        found[y].append((x - width / 2, x + width / 2))
    return found
