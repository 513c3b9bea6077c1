"""Whether draws are right: as near to the stationary law of stochastic gradient Langevin dynamics as the C reference's."""
from runner.targets import LIBRARY, USER, Finder

# Sampling errors of two runs of the same length may differ by half.
MOST = 1.5


def text(results):
    rows = results.samplers()
    find = Finder(rows)
    checked, wrong = 0, []
    for row, lines in sorted(rows.items()):
        reference = find.fastest(row.case, row.mode, 1, "c-")
        if row.peer not in (LIBRARY, USER) or row.mode == "calm" or reference is None:
            continue
        ours, theirs = error(lines), error(rows[reference])
        checked += 1
        if ours > MOST * theirs:
            wrong.append(f"{row.peer} {row.case} {row.mode}, {row.chains} chains: {ours:.3g} against {theirs:.3g}")
    if not checked:
        return ""
    if wrong:
        return "**Draws farther from their law than C's:** " + "; ".join(wrong) + "."
    return f"The draws of all {checked} rows of ours are as near to their law as C's (at most {MOST} times its error)."


def error(lines):
    """The relative distance of covariances; the network's final loss."""
    last = lines[max(lines)]
    return last.get("cov_vs_sgld", last.get("loss_of_mean_of_last_tenth"))
