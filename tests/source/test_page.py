"""The Python examples of a Markdown file read as one module."""

import ast
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from agentlint.evaluate import evaluate_project
from agentlint.frameworks import extract
from agentlint.source import Project, SourceModule, parse
from tests.source.tree import write

PAGE = """\
# Words

```python
a = 1
```

```sh
rm -rf /
```

1. A step:

   ```py
   b = a
   ```

````python title="told"
s = "```"
````

```python
abridged = ...,,
```
"""

TEAM = """
```python
from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_ext.models.openai import OpenAIChatCompletionClient

client = OpenAIChatCompletionClient(model="gpt-4o")
team = RoundRobinGroupChat([AssistantAgent("author", client), AssistantAgent("editor", client)])
```

```python
team = RoundRobinGroupChat([planner, ...])
```
"""


def page(text: str) -> SourceModule:
    module = parse(Path("/project/README.md"), "README.md", text.encode())
    assert isinstance(module, SourceModule)
    return module


def test_examples_follow_each_other_and_what_does_not_parse_is_left_out() -> None:
    assert ast.unparse(page(PAGE).tree) == "a = 1\nb = a\ns = '```'"


def test_places_count_within_the_file() -> None:
    module = page(PAGE)
    first, second, third = (module.location(statement) for statement in module.tree.body)
    assert (first.line, first.column) == (4, 1)
    assert (second.line, second.column) == (14, 4)
    assert module.line(third) == 's = "```"'


@given(st.text(alphabet="`~ \n\tpyx=1>"))
def test_any_text_is_a_page(text: str) -> None:
    assert page(text).lines == tuple(text.split("\n"))


def test_a_graph_of_an_example_is_as_one_of_a_test(tmp_path: Path) -> None:
    project = Project.at(
        [write(tmp_path, {"docs/teams.md": TEAM, "README.md": "RoundRobinGroupChat of autogen_agentchat"})]
    )
    (graph,) = extract(project).orchestrations
    assert graph.test
    assert (graph.location.path, graph.location.line) == ("docs/teams.md", 8)
    assert project.python_files() == ()


def test_prose_without_a_construction_is_not_read(tmp_path: Path) -> None:
    project = Project.at([write(tmp_path, {"a.md": "```python\nprint(autogen_agentchat)\n```", "b.py": ""})])
    evaluate_project(project, ("autogen_agentchat",), ("Swarm",), {})
    assert project.pages() == ("a.md",)
    assert project.examples() == ()
