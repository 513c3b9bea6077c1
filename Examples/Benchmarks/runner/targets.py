"""What the library means to reach, and whether it does: a ratio in each round, and their median."""
from dataclasses import dataclass
from statistics import median

from runner.programs import SINGLE_JAX
from runner.results import (
    by_round, cpu_seconds, microseconds, ratios, wall_microseconds, written_microseconds)

LIBRARY, USER, WRITTEN, SINGLE = "swift", "swift-user", "swift-written", "swift-single"
SAMPLERS = {"fresh": "SGLD", "reshuffled": "SGWORLD"}


@dataclass
class Finding:
    """A ratio against its target: at most, or at least, some number."""
    what: str
    ours: dict
    theirs: dict
    than: str
    is_upper: bool
    target: float

    @property
    def ratios(self):
        return ratios(self.ours, self.theirs) if self.is_upper else ratios(self.theirs, self.ours)

    @property
    def is_met(self):
        return median(self.ratios) <= self.target if self.is_upper else median(self.ratios) >= self.target


def sampling(results):
    rows = results.samplers()
    find = Finder(rows)
    for case, chains, name in (("A", 1, "small linear"), ("B", 4, "wide linear, 4 chains"), ("C", 1, "logistic"),
                               ("C", 8, "logistic, 8 chains"), ("D", 1, "network")):
        for mode, sampler in SAMPLERS.items():
            what = f"{case}, {name}: {sampler}"
            ours = find.one(case, LIBRARY, mode, chains, 1)
            yield from find.compare(what, ours, find.fastest(case, mode, 1, "c-"), 1.5, is_upper=True)
            peers, factor = ("blackjax", 20) if case == "A" else ("", 3)
            yield from find.compare(what, ours, find.fastest(case, mode, 1, peers), factor, is_upper=False)
            two = find.one(case, LIBRARY, mode, chains, 2)
            what += ", 2 threads"
            yield from find.compare(what, two, find.fastest(case, mode, 2, ""), 3, is_upper=False)
            yield from find.compare(what, two, ours, 1, is_upper=True, value=wall_microseconds)
            single, what = find.one(case, SINGLE, mode, chains, 1), f"{case}, {name}: {sampler}, single precision"
            yield from find.compare(what, single, find.fastest(case, mode, 1, ""), 3, is_upper=False)
            yield from find.compare(what, single, find.fastest(case, mode, 1, SINGLE_JAX), 1.5, is_upper=False)
    for case in "AC":
        for mode, sampler in SAMPLERS.items():
            user, ours = find.one(case, USER, mode, 1, 1), find.one(case, LIBRARY, mode, 1, 1)
            yield from find.compare(f"{case}: {sampler}, a user's model", user, ours, 2, is_upper=True)


def written(results):
    """Models as they are written, against the fastest program of JAX."""
    find = Finder(results.samplers())
    for case in "AD":
        for mode in "with-replacement", "reshuffled":
            ours = find.one(case, WRITTEN, mode, 1, 1)
            yield from find.compare(f"{case} as it is written, {mode}", ours, find.fastest(case, mode, 1, "jax"), 3,
                                    is_upper=False)
    rows = results.written()
    for what, batch, target in ("SGLD", 100, 1.8), ("full gradient", 10_000, 1.2):
        group = {peer: by_round(lines, written_microseconds) for (peer, model, of, size), lines in rows.items()
                 if (model, of, size) == ("counts by group", what, batch)}
        peers = [peer for peer in group if peer != LIBRARY]
        if LIBRARY in group and peers:
            fastest = min(peers, key=lambda peer: median(group[peer].values()))
            yield Finding(f"counts by group: {what}, B = {batch}", group[LIBRARY], group[fastest], fastest, False, target)


class Finder:
    def __init__(self, rows):
        self.rows = rows

    def one(self, case, peer, mode, chains, cores):
        return next((r for r in self.rows if (r.case, r.peer, r.mode, r.chains, r.cores)
                     == (case, peer, mode, chains, cores)), None)

    def fastest(self, case, mode, cores, prefix):
        """The fastest row of the peers whose names begin so ("": all but C), of any number of chains, on as many cores and
        with minibatches of the same kind; fresh subsets, which no peer has, are held against those with replacement."""
        # numpyro's steps are leapfrog steps, which compare with nothing.
        strangers = ("swift", "numpyro") + (() if prefix else ("c-", SINGLE_JAX))
        candidates = [
            r for r in self.rows if r.case == case and r.cores == cores and r.peer.startswith(prefix)
            and not r.peer.startswith(strangers) and r.mode.startswith("reshuffled") == (mode == "reshuffled")]
        return min(candidates, key=lambda r: median(by_round(self.rows[r], microseconds).values()), default=None)

    def compare(self, what, ours, theirs, target, is_upper, value=microseconds):
        if ours is None or theirs is None:
            return
        names = {LIBRARY: "the built-in model" if ours.peer == USER else "1 thread"}
        than = names.get(theirs.peer, f"{theirs.peer} {theirs.mode}")
        finding = Finding(
            what, by_round(self.rows[ours], value), by_round(self.rows[theirs], value), than, is_upper, target)
        if finding.ratios:
            yield finding


def diagnostics(results):
    rows = results.diagnostics()
    for diagnostic, peer, target, is_upper in (
            ("ESS bulk + tail + R-hat rank", "arviz", 10, False),
            ("W1 and W2 exact 1-D", "numpy", 2, True),
            ("sliced W2, 100 projections", "numpy", 1.5, True),
            ("kNN KL", "scipy", 2, False),
            ("EMD exact", "POT", 1, True),
            ("Sinkhorn, reg 0.01 x median cost", "POT", 1, True)):
        ours, theirs = rows.get((LIBRARY, diagnostic)), rows.get((peer, diagnostic))
        if ours and theirs:
            yield Finding(diagnostic, by_round(ours, cpu_seconds), by_round(theirs, cpu_seconds), peer, is_upper, target)
