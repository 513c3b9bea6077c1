#!/usr/bin/env python3
"""Samples linear regression on packed sets of several sizes in little memory: the time of a step, bytes read and peak memory.

    python3 Examples/LargerThanMemory/measure.py --folder sets --rows 1e5 1e6 2e7 --memory 512M
    python3 Examples/LargerThanMemory/measure.py --folder sets --rows 2e7 --cache 1G

Sets are made in the folder where they are not there yet (8 GB for 2e7 rows of 50 features), in the form of `posterior
pack`: table.json and shards of float64. Each row of the table is the difference between a long run and a short one, so
that what comes before the first step does not count; the median of several. Needs NumPy.

With --cache the system's cache of files and the process together have no more than that, by a control group, which root
can make: rows then come from the disk each time.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
import zlib
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
BATCH = 500


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posterior", type=Path, default=ROOT / ".build/release/posterior", help="the command")
    parser.add_argument("--folder", type=Path, default=Path("sets"), help="where the sets are")
    parser.add_argument("--rows", type=float, nargs="+", default=[1e5, 1e6], help="N of each set")
    parser.add_argument("--columns", type=int, default=50, help="features of a row")
    parser.add_argument("--memory", default="512M", help="what rows may take; a smaller set is given a tenth of its size")
    parser.add_argument("--samplers", nargs="+", default=["sgworld", "calm"])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--cache", help="what the cache of files and the process may take together; no bound unless given")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def make(folder, rows, columns):
    """A set of standard normal features and a response of them with unit noise."""
    making = folder.with_name(folder.name + ".new")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    width = columns + 1
    block = 1 << (int((1 << 20) / (8 * width)).bit_length() - 1)
    shard = (1 << 26) // (8 * width * block) * block
    random = np.random.default_rng(7)
    weights = 0.3 * random.normal(size=columns)
    shards, sums, squares, done = [], np.zeros(width), np.zeros(width), 0
    while done < rows:
        count = min(shard, rows - done)
        table = np.empty((count, width))
        table[:, :columns] = random.standard_normal((count, columns))
        table[:, columns] = table[:, :columns] @ weights + random.standard_normal(count)
        np.save(making / f"rows-{len(shards) + 1}.npy", table)
        shards.append({"rows": count, "crc32": f"{zlib.crc32(table.tobytes()):08x}"})
        sums, squares, done = sums + table.sum(0), squares + (table * table).sum(0), done + count
    means = sums / rows
    names = [f"x{j + 1}" for j in range(columns)] + ["y"]
    described = [
        {"name": name, "missing": 0, "mean": mean, "standardDeviation": (square / rows - mean * mean) ** 0.5,
         "designEffect": 1.0}
        for name, mean, square in zip(names, means, squares)
    ]
    (making / "table.json").write_text(json.dumps(
        {"format": 1, "rows": rows, "blockRows": block, "shuffleSeed": 7, "columns": described, "shards": shards}))
    making.rename(folder)


def size(folder):
    return sum(file.stat().st_size for file in folder.glob("rows-*.npy"))


def byte_count(text):
    return int(text[:-1]) << {"M": 20, "G": 30}[text[-1]]


def control_group(limit):
    """The file by which a process joins a group of so many bytes; None without a limit."""
    if limit is None:
        return None
    first = Path("/sys/fs/cgroup/memory")
    folder = (first if first.exists() else first.parent) / "larger-than-memory"
    folder.mkdir(exist_ok=True)
    (folder / ("memory.limit_in_bytes" if first.exists() else "memory.max")).write_text(str(byte_count(limit)))
    return folder / "cgroup.procs"


def start(command, group):
    join = None if group is None else lambda: group.write_text(str(os.getpid()))
    return subprocess.Popen([str(word) for word in command], preexec_fn=join, stdout=subprocess.PIPE)


def read_speed(folder, group):
    """Bytes a second of reading the shards one after another, a megabyte at a time, in a process of its own."""
    process = start([sys.executable, __file__, "--read", folder], group)
    return float(process.communicate()[0])


def read(folder):
    buffer, begun = bytearray(1 << 20), time.monotonic()
    for path in sorted(folder.glob("rows-*.npy")):
        with open(path, "rb", buffering=0) as file:
            while file.readinto(buffer):
                pass
    return size(folder) / (time.monotonic() - begun)


def run(settings, folder, sampler, draws, memory, group):
    """Wall seconds and peak kilobytes of a chain of so many epochs."""
    command = [
        settings.posterior, "sample", "linear-regression", "--data", folder, "--target", "y", "--no-intercept",
        "--noise-sd", "1", "--memory", memory, "--sampler", sampler, "--learning-rate", "1e-9", "--batch-size",
        str(BATCH), "--chains", "1", "--draws", str(draws), "--warm-up", "0", "--quiet", "--no-summary", "--output",
        settings.folder / "run", "--overwrite",
    ]
    begun = time.monotonic()
    process = start(command, group)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"the command failed on {folder}")
    return time.monotonic() - begun, usage.ru_maxrss


def main():
    settings = options()
    if settings.read:
        return print(read(settings.read))
    group = control_group(settings.cache)
    settings.folder.mkdir(parents=True, exist_ok=True)
    print("| N | bytes | sampler | µs a step | GB/s | of plain reading | peak MB |\n|--:|--:|---|--:|--:|--:|--:|")
    for rows in map(int, settings.rows):
        folder = settings.folder / f"{rows}x{settings.columns}"
        if not folder.exists():
            make(folder, rows, settings.columns)
        total = size(folder)
        memory = settings.memory
        if 2 * total <= byte_count(memory):
            memory = f"{max(1, total // 10 >> 20)}M"
        more = max(4, int(2e7) // rows)
        for sampler in settings.samplers:
            steps, speeds, peaks = [], [], []
            read_speed(folder, group)  # From here on the system's cache has what it can hold.
            for _ in range(settings.repeats):
                reading = read_speed(folder, group)
                short, _ = run(settings, folder, sampler, 1, memory, group)
                long, peak = run(settings, folder, sampler, 1 + more, memory, group)
                steps.append((long - short) / (more * rows / BATCH) * 1e6)
                speeds.append((more * total / (long - short), reading))
                peaks.append(peak / 1024)
            speed, share = (statistics.median(values) for values in
                            ([own for own, _ in speeds], [own / plain for own, plain in speeds]))
            print(f"| {rows:.0e} | {total / 1e9:.2f} GB | {sampler} | {statistics.median(steps):.0f} | {speed / 1e9:.1f} "
                  f"| {share:.0%} | {max(peaks):.0f} |", flush=True)


if __name__ == "__main__":
    main()
