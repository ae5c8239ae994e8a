"""Reads a model file for the twin: comments, extends, scenarios, catalogues, units, dates, curves.

    model = load("models/centers/harbin_china_mobile.json", scenario="half-idle")
    model.numbers["fleets.first.cards"]      # 9000.0, by the paths libroi uses
    model.fields["fleets.first.cards"]       # Field(kind, unit, low, high)
    model.tree["fleets"]["first"]["phase"]   # structure: texts, counts, choices, curves without their numbers

No checks beyond what it needs: refusing bad files is the library's task. Of a power bill prepared from files it reads
the model that the library has resolved and written.
"""

import calendar
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from twin_schema import ABSENT, CENTER, REQUIRED, Optional

DEVICES = Path(__file__).parents[2] / "libroi" / "capacity" / "devices.json"  # what the library carries itself
MONEY = {"money": 1.0, "元": 1.0, "万元": 1e4, "百万元": 1e6, "亿元": 1e8}
MONEY |= {"thousand money": 1e3, "million money": 1e6, "billion money": 1e9}
FACTORS = {
    **{name: ("money", factor) for name, factor in MONEY.items()},
    "W": ("power", 1e-3), "kW": ("power", 1.0), "MW": ("power", 1e3), "GW": ("power", 1e6),
    "kWh": ("energy", 1.0), "MWh": ("energy", 1e3),
    "kVA": ("apparent", 1.0), "MVA": ("apparent", 1e3), "kvar": ("reactive", 1.0),
    "L": ("volume", 1.0), "m3": ("volume", 1e3), "kg": ("mass", 1.0), "t": ("mass", 1e3),
    "TFLOPS": ("compute", 1e-3), "PFLOPS": ("compute", 1.0), "EFLOPS": ("compute", 1e3),
    "1": ("share", 1.0), "%": ("share", 0.01),
    "month": ("time", 1.0), "year": ("time", 12.0), "day": ("day", 1.0), "hour": ("hour", 1.0),
    "ms": ("hour", 1.0 / 3.6e6), "second": ("hour", 1.0 / 3600.0), "minute": ("hour", 1.0 / 60.0),
    "rack": ("rack", 1.0), "server": ("server", 1.0), "rack-month": ("rack-month", 1.0),
    **dict.fromkeys(("card", "node", "core", "vCPU"), ("card", 1.0)),
    **{f"{word}-hour": ("card-hour", 1.0) for word in ("card", "node", "core", "vCPU")},
    **{f"{word}-month": ("card-month", 1.0) for word in ("card", "node")},
    "m2": ("area", 1.0), "GB": ("memory", 1.0),
    "kW-day": ("power-day", 1.0), "kW-month": ("power-month", 1.0), "MW-month": ("power-month", 1e3),
    "kVA-month": ("apparent-month", 1.0), "kvar-month": ("reactive-month", 1.0),
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    kind: str
    unit: str
    low: float
    high: float


@dataclass
class Model:
    path: Path
    tree: dict
    numbers: dict = field(default_factory=dict)
    fields: dict = field(default_factory=dict)
    scenarios: list = field(default_factory=list)


def parse(text):
    """JSON with comments and trailing commas."""
    pattern = r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/|,(?=(?:\s|//[^\n]*|/\*.*?\*/)*[}\]])'
    text = re.sub(pattern, lambda found: found[0] if found[0][0] == '"' else " ", text, flags=re.DOTALL)
    return json.loads(text.lstrip("\ufeff"))


def merged(target, patch):
    """Merge patch: members of the patch replace, null removes, objects merge."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


def read_raw(path):
    raw = parse(path.read_text(encoding="utf-8"))
    if "data" in raw:
        raw["data"] = {kind: str(path.parent / name) for kind, name in raw["data"].items()}
    if "extends" in raw:
        base = read_raw(path.parent / raw.pop("extends"))
        raw = merged(base, raw)
    return raw


def load(path, scenario=None):
    path = Path(path)
    raw = read_raw(path)
    scenarios = raw.pop("scenarios", {})
    if scenario is not None:
        raw = merged(raw, scenarios[scenario])
    catalogues = {"devices": parse(DEVICES.read_text(encoding="utf-8"))}
    catalogues |= {kind: parse(Path(name).read_text(encoding="utf-8")) for kind, name in raw.pop("data", {}).items()}
    reader = Reader(raw, catalogues)
    model = Model(path, {}, reader.numbers, reader.fields, list(scenarios))
    model.tree = reader.group(raw, CENTER, "")
    return model


class Reader:
    def __init__(self, raw, catalogues):
        year, month = raw["start"].split("-")
        self.start = 12 * int(year) + int(month) - 1
        self.currency = raw["currency"]
        self.catalogues = catalogues
        self.numbers = {}
        self.fields = {}

    def group(self, raw, schema, prefix):
        node = {}
        for name, entry in schema.items():
            path = prefix + name
            value = raw.get(name)
            if isinstance(entry, list):
                node[name] = {key: self.group(item, entry[0], f"{path}.{key}.") for key, item in (value or {}).items()}
            elif isinstance(entry, Optional) and value is None:
                node[name] = None
            elif isinstance(entry, dict):
                if name in ("device", "reference") and isinstance(value, str):
                    value = {"chip": value} | self.catalogues["devices"][value]
                node[name] = self.group(value or {}, entry, path + ".")
            else:
                node[name] = self.leaf(value, entry, path)
        return node

    def leaf(self, value, entry, path):
        kind, unit, low, high, fallback = entry
        if value is None:
            if fallback == REQUIRED:
                raise ValueError(f"{path} is missing")
            if fallback == ABSENT:
                return None
            value = fallback
        if kind in "tcrmf":
            return value["value"] if isinstance(value, dict) else value
        self.fields[path] = Field(kind, unit, low, high)
        if kind == "v":
            del self.fields[path]
            return self.curve(value, entry, path)
        factor = 1.0
        if isinstance(value, dict):
            factor = self.factor(value.get("unit", unit), unit) if kind != "d" else 1.0
            value = value["value"]
        if kind == "i":
            del self.fields[path]
            return int(value)
        if kind == "y":
            del self.fields[path]
            values = value if isinstance(value, list) else [value] * 12
            for i, item in enumerate(values):
                self.put(f"{path}.{i}", self.amount(item, unit, factor), entry)
            return path
        if kind == "d":
            value = self.months(value)
        self.put(path, value * factor, entry)
        return path

    def amount(self, value, unit, factor):
        """A number, times a factor unless it names a unit of its own."""
        if isinstance(value, dict):
            factor = self.factor(value["unit"], unit) if "unit" in value else factor
            value = value["value"]
        return value * factor

    def put(self, path, value, entry):
        self.numbers[path] = float(value)
        self.fields[path] = Field(*entry[:4])

    def months(self, value):
        """Months after the start of a date, or a number of months as it stands."""
        if not isinstance(value, str):
            return float(value)
        year, month, day = ([int(part) for part in value.split("-")] + [1])[:3]
        return 12 * year + month - 1 - self.start + (day - 1) / calendar.monthrange(year, month)[1]

    def curve(self, value, entry, path):
        """Numbers under their paths; returns what kind of curve it is."""
        if not isinstance(value, dict):
            value = {"value": value}
        factor = self.factor(value.get("unit", entry[1]), entry[1])
        shape = {"path": path, "index": value.get("index", ""), "labels": [], "interpolation": "step"}
        growth = ("n", "1/year", -0.99, 10.0)
        if "points" in value:
            shape["kind"] = "points"
            shape["interpolation"] = value.get("interpolation", "step")
            ordered = sorted(value["points"].items(), key=lambda point: self.months(point[0]))
            for label, number in ordered:
                shape["labels"].append(label)
                self.put(f"{path}.points.{label}", self.amount(number, entry[1], factor), ("n", *entry[1:4]))
                self.put(f"{path}.points.{label}.date", self.months(label), ("d", "month", -1200, 2400))
        elif "monthly" in value:
            shape["kind"] = "monthly"
            shape["labels"] = [str(i) for i in range(len(value["monthly"]))]
            for label, number in zip(shape["labels"], value["monthly"], strict=True):
                self.put(f"{path}.monthly.{label}", self.amount(number, entry[1], factor), ("n", *entry[1:4]))
        elif "growth" in value:
            shape["kind"] = "growth"
            self.put(f"{path}.start", self.amount(value["start"], entry[1], factor), ("n", *entry[1:4]))
            self.put(f"{path}.growth", self.amount(value["growth"], growth[1], 1.0), growth)
        else:
            shape["kind"] = "constant"
            self.put(path, self.amount(value.get("value", value.get("start")), entry[1], factor), ("n", *entry[1:4]))
        if shape["index"]:
            at = value.get("price_date", 0.0)
            at = at["value"] if isinstance(at, dict) else at
            self.put(f"{path}.price_date", self.months(at), ("d", "month", -1200, 2400))
        return shape

    def factor(self, given, wanted):
        """How many `wanted` one `given` is."""
        if given == "1" and wanted in ("rack", "card", "server"):  # a plain number of things
            return 1.0
        factor = 1.0
        pairs = list(zip(given.split("/"), wanted.split("/"), strict=False))
        if given.count("/") != wanted.count("/"):
            pairs = [(given.split("/")[0], wanted.split("/")[0])]
        for position, (one, other) in enumerate(pairs):
            dimension_one, scale_one = self.scale(one)
            dimension_other, scale_other = self.scale(other)
            if dimension_one != dimension_other:
                raise ValueError(f"unit {given} does not fit {wanted}")
            ratio = scale_one / scale_other
            factor = factor * ratio if position == 0 else factor / ratio
        return factor

    def scale(self, name):
        if name.endswith(self.currency):
            name = name.removesuffix(self.currency) + "money"
        return FACTORS[name]
