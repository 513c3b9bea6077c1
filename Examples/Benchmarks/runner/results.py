"""The numbers of a run, by round."""
import json
from collections import defaultdict
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, order=True)
class Row:
    """What a sampler's rows of several rounds have in common."""
    case: str
    peer: str
    mode: str
    chains: int
    cores: int


class Results:
    def __init__(self, machine):
        self.machine, self.loads, self.lines = machine, [], []

    def add(self, number, line):
        self.lines.append(line | {"round": number})

    def write(self, path):
        with open(path, "w") as file:
            json.dump({"machine": self.machine, "loads": self.loads, "lines": self.lines}, file, indent=1)

    @classmethod
    def read(cls, path):
        with open(path) as file:
            content = json.load(file)
        results = cls(content["machine"])
        results.loads, results.lines = content["loads"], content["lines"]
        return results

    def samplers(self):
        """Of each row the lines, by round."""
        rows = defaultdict(dict)
        for line in self.lines:
            if "case" in line:
                row = Row(line["case"], line["peer"], line["mode"], line["chains"], line["cores"])
                rows[row][line["round"]] = line
        return rows

    def diagnostics(self):
        """Of each peer and diagnostic the lines, by round."""
        rows = defaultdict(dict)
        for line in self.lines:
            if "diagnostic" in line:
                rows[line["peer"], line["diagnostic"]][line["round"]] = line
        return rows

    def written(self):
        """Of each program, model, what is timed and minibatch's size the lines, by round."""
        rows = defaultdict(dict)
        for line in self.lines:
            if "model" in line:
                rows[line["peer"], line["model"], line["what"], line["batch"]][line["round"]] = line
        return rows

    def limits(self):
        """Nanoseconds of each of the machine's limits: the median of all rounds."""
        found = defaultdict(list)
        for line in self.lines:
            if "limit" in line:
                found[line["limit"]] += line["nanoseconds"]
        return {name: median(values) for name, values in found.items()}

    def reading(self):
        """Of each file that was read the lines, by round."""
        rows = defaultdict(dict)
        for line in self.lines:
            if "bytes_of_numbers" in line:
                rows[line["file"]][line["round"]] = line
        return rows

    def scaling(self):
        """Of each quantity and mode the lines, by size, all rounds' times together."""
        found = defaultdict(dict)
        for line in self.lines:
            if "quantity" in line:
                sizes = found[line["quantity"], line["mode"]]
                earlier = sizes.get(line["value"], {"us_cpu_per_step": []})
                sizes[line["value"]] = line | {"us_cpu_per_step": earlier["us_cpu_per_step"] + line["us_cpu_per_step"]}
        return found


def microseconds(line):
    """A step of one chain: CPU time on one core, which other work on the machine disturbs less, wall time on several."""
    seconds = line["all_cpu_seconds"] if line["cores"] == 1 else line["all_seconds"]
    return median(seconds) / (line["steps"] * line["chains"]) * 1e6


def wall_microseconds(line):
    return median(line["all_seconds"]) / (line["steps"] * line["chains"]) * 1e6


def written_microseconds(line):
    return line["us_cpu"]


def cpu_seconds(line):
    return median(line["all_cpu_seconds"])


def by_round(lines, value):
    return {number: value(line) for number, line in lines.items()}


def ratios(numerators, denominators):
    """The ratio in each round that has both."""
    return [numerators[k] / denominators[k] for k in sorted(numerators.keys() & denominators.keys())]
