#!/usr/bin/env python3
"""Runs the command of the packages that package.py has made, each in an empty root (as root, or where users may unshare).

    python3 Examples/Packaging/check.py FOLDER

The Debian package gets the libraries of the packages that it depends on and nothing else, the tarball those of libc6.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# A space of one's own for mounts and processes.
INSIDE = ["unshare", "--mount", "--pid", "--fork", *(["--map-root-user"] if os.geteuid() != 0 else [])]


def output(*command, **options):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          **options)
    if done.returncode != 0:
        sys.exit(f"{done.stdout}\n{' '.join(map(str, command))} failed with {done.returncode}")
    return done.stdout


def closure(packages):
    """Packages, and all that they depend on, of those that are installed here."""
    found, open_ends = set(), list(packages)
    while open_ends:
        name = open_ends.pop()
        said = subprocess.run(["dpkg-query", "-W", "-f=${Pre-Depends},${Depends}", name], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
        if name in found or said.returncode != 0:
            continue
        found.add(name)
        open_ends += re.findall(r"(?:^|[,|])\s*([a-z0-9][a-z0-9+.-]+)", said.stdout)
    return sorted(found)


def add_libraries(root, packages):
    """The shared libraries of some packages; everything lies below usr, as in Debian today."""
    for name in ["lib", "lib64"]:
        (root / "usr" / name).mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(f"usr/{name}")
    for package in packages:
        for path in output("dpkg-query", "-L", package).splitlines():
            if ".so" not in path or not os.path.isfile(path):
                continue
            place = root / os.path.join("usr", path.removeprefix("/usr").lstrip("/"))
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, place)


def check(root, packages):
    """Asks the command of a root for its version and for draws."""
    add_libraries(root, packages)
    (root / "tmp").mkdir()
    (root / "proc").mkdir()
    # Swift's runtime reads a program's arguments from /proc.
    inside = [*INSIDE, "sh", "-c", 'mount -t proc proc "$0/proc" && exec chroot "$0" /usr/bin/posterior "$@"', root]
    environment = {"PATH": os.environ["PATH"]}
    version = output(*inside, "--version", env=environment).strip()
    run = "/tmp/run"
    output(*inside, "sample", "linear-regression", "--sampler", "sgworld", "--learning-rate", "0.05", "--draws", "200",
           "--quiet", "--output", run, env=environment)
    table = output(*inside, "diagnose", run, env=environment)
    if "bmi" not in table:
        sys.exit(f"'diagnose' does not show the run's parameters:\n{table}")
    check_completion(root / "usr/share/bash-completion/completions/posterior")
    print(f"posterior {version}, with {' '.join(packages)}")


def check_completion(script):
    """Holds it that bash completes the name of a file behind an option that takes one."""
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "houses of 1990.csv").touch()
        line = "posterior sample linear-regression --data ho"
        said = output("bash", "-c", f"""
            source '{script}'
            COMP_LINE='{line}' COMP_POINT={len(line)} COMP_WORDS=({line}) COMP_CWORD=4
            _posterior posterior ho --data
            printf '%s\\n' "${{COMPREPLY[@]}}" """, cwd=folder)
    if said.strip() != "houses of 1990.csv":
        sys.exit(f"bash completes '{line}' by '{said.strip()}'")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path, help="where the packages are")
    folder = parser.parse_args().folder
    rights = subprocess.run([*INSIDE, "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if rights.returncode != 0:
        print("not run in an empty root: this user may not make one here (unshare, mount)")
        return
    package, = folder.glob("posterior_*.deb")
    archive, = folder.glob("posterior-*.tar.xz")
    with tempfile.TemporaryDirectory() as space:
        root = pathlib.Path(space, "debian")
        output("dpkg-deb", "-x", package, root)
        depends = re.findall(r"(?:^|, )([a-z0-9.+-]+)", output("dpkg-deb", "-f", package, "Depends"))
        check(root, closure(depends))
        root = pathlib.Path(space, "tarball")
        (root / "usr").mkdir(parents=True)
        output("tar", "-xf", archive, "-C", root / "usr", "--strip-components=1")
        check(root, closure(["libc6"]))


if __name__ == "__main__":
    main()
