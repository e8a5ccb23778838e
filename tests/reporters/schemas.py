"""What the readers of the formats accept."""

import json
from pathlib import Path

import xmlschema
from jsonschema import Draft4Validator, Draft202012Validator

SCHEMAS = Path(__file__).parents[1] / "schemas"

SARIF = Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text("utf-8")))
GITLAB = Draft202012Validator(json.loads((SCHEMAS / "gitlab-code-quality.json").read_text("utf-8")))
JUNIT = xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd"))
