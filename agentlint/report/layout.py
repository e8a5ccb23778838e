"""A layered layout: where the boxes of a graph stand, and through which points its arrows go.

The classic scheme of Sugiyama, Tagawa and Toda (1981): arrows that go back are turned round, each box stands one layer
below the lowest that leads to it, boxes are ordered in their layers by the mean place of their neighbours, and arrows
over several layers pass between the boxes of each. The outcome depends on nothing but the order of what is given.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

GAP = 36.0
"""Pixels between two boxes of a layer."""
STEP = 92.0
"""Pixels from one layer to the next."""
SWEEPS = 12
"""How often the order of the layers is improved, down and up in turn. More than this changes little."""

Point = tuple[float, float]
Arc = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """Centres of the boxes in pixels, the points of each arrow from source to target, and the size of it all."""

    centres: tuple[Point, ...]
    routes: tuple[tuple[Point, ...], ...]
    width: float
    height: float


def layout(widths: Sequence[float], arcs: Sequence[Arc]) -> Layout:
    """Lay out boxes of ``widths`` pixels with arrows between them, given as indices of boxes."""
    back = _backward(len(widths), arcs)
    down = [(target, source) if index in back else (source, target) for index, (source, target) in enumerate(arcs)]
    ranks = _ranks(len(widths), [arc for arc in down if arc[0] != arc[1]])
    chains = list(_chains(len(widths), down, ranks))
    sizes = [*widths, *(12.0 for chain in chains for _ in chain[1:-1])]
    layers: list[list[int]] = [[] for _ in range(max(ranks, default=0) + 1)]
    for box, rank in enumerate(ranks):
        layers[rank].append(box)
    for chain in chains:
        for below, place in enumerate(chain[1:-1], 1):
            layers[ranks[chain[0]] + below].append(place)
    links = [link for chain in chains for link in pairwise(chain) if link[0] != link[1]]
    _order(layers, links)
    across = _across(layers, sizes, links)
    depth = {place: rank * STEP + STEP / 2 for rank, layer in enumerate(layers) for place in layer}
    left = min((across[place] - sizes[place] / 2 for place in across), default=0.0) - GAP
    right = max((across[place] + sizes[place] / 2 for place in across), default=0.0) + GAP
    points = [(across[place] - left, depth[place]) for place in range(len(sizes))]
    routes = [
        tuple(points[place] for place in (reversed(chain) if index in back else chain))
        for index, chain in enumerate(chains)
    ]
    return Layout(tuple(points[: len(widths)]), tuple(routes), right - left, STEP * len(layers))


def _backward(count: int, arcs: Sequence[Arc]) -> frozenset[int]:
    """The arrows that lead back to where a walk in the given order is still on its way."""
    ways: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for index, (source, target) in enumerate(arcs):
        ways[source].append((index, target))
    back: set[int] = set()
    done: set[int] = set()
    for root in range(count):
        if root in done:
            continue
        path, walk = {root}, [(root, iter(ways[root]))]
        while walk:
            box, rest = walk[-1]
            for index, target in rest:
                if target in path:
                    back.add(index)
                elif target not in done:
                    path.add(target)
                    walk.append((target, iter(ways[target])))
                    break
            else:
                walk.pop()
                path.discard(box)
                done.add(box)
    return frozenset(back)


def _ranks(count: int, arcs: Sequence[Arc]) -> list[int]:
    """The layer of each box: the longest way to it. ``arcs`` have no cycle."""
    waiting = [0] * count
    after: defaultdict[int, list[int]] = defaultdict(list)
    for source, target in arcs:
        waiting[target] += 1
        after[source].append(target)
    ranks = [0] * count
    ready = [box for box in range(count) if not waiting[box]]
    for box in ready:
        for target in after[box]:
            ranks[target] = max(ranks[target], ranks[box] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return ranks


def _chains(count: int, arcs: Sequence[Arc], ranks: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Each arrow as the places that it passes, with one of its own in every layer between its ends."""
    free = count
    for source, target in arcs:
        between = max(ranks[target] - ranks[source] - 1, 0)
        yield (source, *range(free, free + between), target)
        free += between


def _order(layers: list[list[int]], links: Sequence[Arc]) -> None:
    """Sort each layer by the mean place of the neighbours in the layer before it, down and up in turn."""
    above, below = _neighbours(links)
    for sweep in range(SWEEPS):
        near, order = (above, layers[1:]) if sweep % 2 == 0 else (below, layers[-2::-1])
        place = {one: index for layer in layers for index, one in enumerate(layer)}
        for layer in order:
            mean = {
                one: sum(place[other] for other in near[one]) / len(near[one]) if near[one] else float(place[one])
                for one in layer
            }
            layer.sort(key=mean.__getitem__)
            place.update({one: index for index, one in enumerate(layer)})


def _across(layers: list[list[int]], sizes: Sequence[float], links: Sequence[Arc]) -> dict[int, float]:
    """Where everything stands from left to right: near its neighbours, in order, and apart."""
    above, below = _neighbours(links)
    across: dict[int, float] = {}
    for layer in layers:
        across.update(_apart(layer, sizes, dict.fromkeys(layer, 0.0)))
    for sweep in range(SWEEPS):
        near, order = (above, layers[1:]) if sweep % 2 == 0 else (below, layers[-2::-1])
        for layer in order:
            wanted = {
                one: sum(across[other] for other in near[one]) / len(near[one]) if near[one] else across[one]
                for one in layer
            }
            across.update(_apart(layer, sizes, wanted))
    return across


def _apart(layer: Sequence[int], sizes: Sequence[float], wanted: Mapping[int, float]) -> dict[int, float]:
    """The nearest to the wanted places at which nothing touches: the mean of pushing to the right and to the left."""
    gaps = [(sizes[one] + sizes[other]) / 2 + GAP for one, other in pairwise(layer)]
    rightward = [wanted[one] for one in layer]
    for index, gap in enumerate(gaps, 1):
        rightward[index] = max(rightward[index], rightward[index - 1] + gap)
    leftward = [wanted[one] for one in layer]
    for index in range(len(gaps) - 1, -1, -1):
        leftward[index] = min(leftward[index], leftward[index + 1] - gaps[index])
    return {one: (right + left) / 2 for one, right, left in zip(layer, rightward, leftward, strict=True)}


def _neighbours(links: Sequence[Arc]) -> tuple[Mapping[int, list[int]], Mapping[int, list[int]]]:
    above: defaultdict[int, list[int]] = defaultdict(list)
    below: defaultdict[int, list[int]] = defaultdict(list)
    for upper, lower in links:
        above[lower].append(upper)
        below[upper].append(lower)
    return above, below
