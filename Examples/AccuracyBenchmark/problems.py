"""The problems: a model, its data, and the minibatches and learning rates at which samplers are compared on it.

To add one, add an entry to `named`. Data come from a file, or from a function that makes them from a seed.
"""
import csv
import json
import math
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


class Refused(Exception):
    """What is wrong, in one line."""


def read(path):
    try:
        return json.loads(path.read_text())
    except ValueError as error:
        raise Refused(f"{path}: this is no JSON: {error}")


@dataclass
class Problem:
    name: str
    title: str
    model: str  # A model file, or the name of a model that the command knows.
    data: object  # A CSV file, or a function that gives the table's rows, the header first.
    batch: int
    rates: str = ""  # Without: the command's own.
    options: list = field(default_factory=list)  # Further options of the command: of data, noise and constants.
    exact: bool = False  # The posterior is known exactly.
    same_as: str = ""  # A problem whose reference has the draws too, of these parameters and others:
    parameters: tuple = ()
    moments: list = None  # Means and standard deviations known from elsewhere: name, mean, sd.

    def words(self, folder):
        """The command's arguments that name the model and its data."""
        return [self.model, "--data", folder / "data.csv", *self.options]

    def write_data(self, path):
        """The problem's table as a CSV file, which other programs read too."""
        if callable(self.data):
            with open(path, "w", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(self.data())
        else:
            path.write_bytes(Path(self.data).read_bytes())


def outliers():
    source = random.Random(1)
    scale = lambda i: 10 if i % 10 == 0 else 1
    return [["y"]] + [[round(source.gauss(3, scale(i)), 4)] for i in range(200)]


def rare_events():
    source = random.Random(2)
    rows = [[source.gauss(0, 1), source.gauss(0, 1)] for _ in range(400)]
    # The three largest of utilities with Gumbel noise: drawn without replacement, in proportion to exp(x1).
    utility = [row[0] - math.log(-math.log(source.random())) for row in rows]
    least = sorted(utility)[-3]
    return [["x1", "x2", "event"]] + [
        [round(row[0], 4), round(row[1], 4), int(u >= least)] for row, u in zip(rows, utility)]


def banana():
    source = random.Random(3)
    return [["y"]] + [[round(source.gauss(1, 2), 4)] for _ in range(100)]


def funnel():
    source = random.Random(4)
    means = [source.gauss(1, 1) for _ in range(10)]
    return [["group", "y"]] + [[f"g{j}", round(source.gauss(means[j], 3), 4)] for j in range(10) for _ in range(4)]


def named():
    own, models = HERE / "problems", ROOT / "Examples/Models"
    return [
        Problem("linear_regression", "Linear regression on the diabetes data, d = 6", "linear-regression",
                ROOT / "Sources/PosteriorData/Resources/diabetes.csv", 13, "0.02,0.1,0.5",
                ["--target", "progression", "--features", "sex,bmi,bp,hdl,ltg", "--standardize"], exact=True),
        Problem("outliers", "A mean and a scale among outliers, d = 2", str(own / "outliers.model"), outliers, 10,
                "2.5e-5,1e-4,4e-4,1.6e-3"),
        Problem("rare_events", "Logistic regression, 3 events in 400, d = 3", str(own / "rare_events.model"),
                rare_events, 20, "0.001,0.005,0.02,0.1"),
        Problem("banana", "A banana, d = 2", str(own / "banana.model"), banana, 10, "2e-5,1e-4,5e-4,2e-3"),
        Problem("funnel_noncentred", "A hierarchy, not centred, d = 12", str(own / "funnel_noncentred.model"), funnel, 5,
                "0.002,0.01,0.05"),
        Problem("funnel_centred", "The same hierarchy, centred: a funnel, d = 12", str(own / "funnel_centred.model"), funnel, 5,
                "0.0002,0.001,0.005", same_as="funnel_noncentred", parameters=("mu", "tau", "theta")),
        Problem("network", "Two tanh units on a bump, d = 7", str(own / "network.model"), models / "bump.csv", 10,
                "3e-7,1.5e-6,6e-6"),
        Problem("eight_schools", "Eight schools, not centred, d = 10", str(models / "eight_schools.model"),
                models / "schools.csv", 2),
    ]


def of_posteriordb(folder):
    """The problems whose tables and reference moments, NAME.csv and NAME.json, are in a folder."""
    problems = []
    for model in sorted((HERE / "posteriordb").glob("*.model")):
        table, reference = (Path(folder) / f"{model.stem}.{end}" for end in ("csv", "json"))
        if not (table.exists() and reference.exists()):
            continue
        known, names = read(reference), re.findall(r"\w+", model.read_text())
        try:
            constants = [f"{name}={x}" for name, x in known["constants"].items() if name in names]
            moments = [(p["name"], p["mean"], p["sd"]) for p in known["parameters"]]
        except (KeyError, TypeError, AttributeError):
            raise Refused(f"{reference}: give constants, and parameters with a name, a mean and an sd each")
        problems.append(Problem(
            model.stem, "A posterior of posteriordb", str(model), table, max(1, (len(open(table).readlines()) - 1) // 34),
            options=[word for constant in constants for word in ("--constant", constant)], moments=moments))
    if not problems:
        raise Refused(f"{folder} has no table and moments of posteriordb, such as sblri-blr.csv and sblri-blr.json")
    return problems
