#!/usr/bin/env python3
"""Packs the command for machines without Swift: a Debian package, and a tarball.

    python3 Examples/Packaging/package.py FOLDER
    apt-get install ./FOLDER/posterior_*.deb

Both have the command with Swift's runtime in it, its manual and completions for bash, zsh and fish. The package takes GSL
from Debian's libgsl; the tarball has it inside, and needs glibc, as new as the one here, and libgcc.
"""
import argparse
import gzip
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from manual import ROOT, manual

COMPLETIONS = {"bash": "usr/share/bash-completion/completions/posterior",
               "zsh": "usr/share/zsh/vendor-completions/_posterior",
               "fish": "usr/share/fish/vendor_completions.d/posterior.fish"}


def run(*command, **options):
    words = [str(word) for word in command]
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{done.stdout}\n{' '.join(words)} failed")
    return done.stdout.strip()


def last_commit(form, otherwise):
    """What `git log` says of the last commit; something else where the sources are no clone of one's own."""
    said = subprocess.run(["git", "-C", str(ROOT), "log", "-1", f"--format={form}"], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True)
    return said.stdout.strip() or otherwise


def write(path, contents, mode=0o644):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
    path.chmod(mode)


def build(swift, destination, environment=None):
    """Builds the command with Swift's runtime in it, and puts it somewhere without its symbols."""
    options = ["-c", "release", "--static-swift-stdlib", "--product", "posterior", *swift.split()]
    variables = {**os.environ, **(environment or {})}
    print(run("swift", "build", "--package-path", ROOT, *options, env=variables))
    folder = run("swift", "build", "--package-path", ROOT, *options, "--show-bin-path", env=variables)
    destination.parent.mkdir(parents=True, exist_ok=True)
    run("strip", "--strip-unneeded", "-o", destination, pathlib.Path(folder, "posterior"))


def build_alone(swift, destination):
    """The same with libgsl and libstdc++ in it: they are found first in a folder that has them as archives alone."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ["libgsl.a", "libgslcblas.a", "libstdc++.a"]:
            archive = run("clang", f"--print-file-name={name}")
            if not os.path.isabs(archive):
                sys.exit(f"{name} is not here: install libgsl-dev and libstdc++-dev")
            pathlib.Path(folder, name).symlink_to(archive)
        write(pathlib.Path(folder, "gsl.pc"),
              f"Name: GSL\nDescription: GSL\nVersion: 2\nLibs: -L{folder} -lgsl -lgslcblas -lm\n")
        build(swift, destination, {"PKG_CONFIG_PATH": folder})


def add_documents(root, version, copyright):
    """The manual, completions, licences and changes below a root's usr/share."""
    command = root / "usr/bin/posterior"
    def packed(text):
        return gzip.compress(text.encode(), mtime=0)
    for name, text in manual(command, version).items():
        write(root / f"usr/share/man/man1/{name}.gz", packed(text))
    for shell, path in COMPLETIONS.items():
        write(root / path, run(command, "--generate-completion-script", shell) + "\n")
    write(root / "usr/share/doc/posterior/copyright", copyright)
    write(root / "usr/share/doc/posterior/changelog.gz", packed((ROOT / "CHANGELOG.md").read_text()))


def copyright_text():
    """Who holds which rights, in Debian's form."""
    data = (ROOT / "Docs/Data.md").read_text()
    bsd = data.partition("BSD 3-Clause License\n")[2].partition("```")[0].strip()
    checkouts = next(path for path in ROOT.glob(".build*/checkouts/TextTable"))
    mit = (checkouts / "LICENSE.md").read_text().partition("\n\n")[2].strip()
    def indented(text):
        return "\n".join(" " + (line.rstrip() or ".") for line in text.splitlines())
    return f"""Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: swift-posterior-sampling

Files: *
Copyright: The swift-posterior-sampling developers
License: GPL-3+
 On Debian the text of the GNU General Public License, version 3, is in
 /usr/share/common-licenses/GPL-3; it is at https://www.gnu.org/licenses/gpl-3.0.

Files: usr/bin/posterior
Copyright: Apple Inc. and the Swift project authors
License: Apache-2.0 with Swift's runtime library exception
 Swift's runtime, Foundation and swift-argument-parser are in the program. On
 Debian the text of the licence is in /usr/share/common-licenses/Apache-2.0; it
 is at https://www.swift.org/LICENSE.txt.

Files: usr/bin/posterior
Copyright: Unicode, Inc.
License: Unicode-3.0
 ICU is in the program, as a part of Foundation:
 https://www.unicode.org/license.txt.

Files: usr/bin/posterior
Copyright: 2016 Cristian Filipov
License: Expat
 TextTable is in the program.
 .
{indented(mit.partition(chr(10) * 2)[2])}

Files: usr/bin/posterior
Copyright: 2007-2026 The scikit-learn developers
License: BSD-3-clause
 The embedded diabetes data are in the program.
 .
{indented(bsd)}
"""


def debian_package(root, folder, version, architecture):
    """Makes the package of a root, and returns its path."""
    with tempfile.TemporaryDirectory() as source:
        write(pathlib.Path(source, "debian/control"), "Source: posterior\n\nPackage: posterior\nArchitecture: any\n")
        (root / "DEBIAN").mkdir()
        depends = run("dpkg-shlibdeps", "-O", "--warnings=0", root / "usr/bin/posterior", cwd=source)
    files = sorted(path for path in root.rglob("*") if path.is_file())
    sums = [f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(root)}\n" for path in files]
    size = sum(path.stat().st_size for path in files) // 1024
    write(root / "DEBIAN/md5sums", "".join(sums))
    write(root / "DEBIAN/control", f"""Package: posterior
Version: {version}
Architecture: {architecture}
Maintainer: {last_commit('%an <%ae>', 'The swift-posterior-sampling developers <nobody@localhost>')}
Installed-Size: {size}
Depends: {depends.removeprefix('shlibs:Depends=')}
Suggests: librsvg2-bin
Section: math
Priority: optional
Description: posterior sampling whose error you can see
 Samples Bayesian posteriors with stochastic-gradient Langevin methods, NUTS
 and other samplers, and measures with error bars how far the draws are from
 the truth as a function of the learning rate.
""")
    package = folder / f"posterior_{version}_{architecture}.deb"
    run("dpkg-deb", "--root-owner-group", "-Zxz", "-z1", "--build", root, package)
    shutil.rmtree(root / "DEBIAN")
    return package


def tarball(root, folder, version, moment):
    """Packs what is below usr, and returns the file's path."""
    name = f"posterior-{version}-linux-{os.uname().machine}"
    shutil.copy(ROOT / "LICENSE", root / "usr/share/doc/posterior")
    path = folder / f"{name}.tar.xz"
    run("tar", "--create", "--use-compress-program=xz -1", "--file", path, "--sort=name", f"--mtime=@{moment}", "--owner=0", "--group=0",
        "--numeric-owner", f"--transform=s,^usr,{name},", "-C", root, "usr")
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path, help="where both are put")
    parser.add_argument("--swift", default="", help="what `swift build` is given besides, such as --scratch-path DIR")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    # The same commit packs to the same bytes.
    changed = str(int((ROOT / "CHANGELOG.md").stat().st_mtime))
    moment = os.environ.setdefault("SOURCE_DATE_EPOCH", last_commit("%ct", changed))
    with tempfile.TemporaryDirectory() as folder:
        root, alone = pathlib.Path(folder, "root"), pathlib.Path(folder, "alone")
        build_alone(options.swift, alone)
        build(options.swift, root / "usr/bin/posterior")
        version = run(root / "usr/bin/posterior", "--version")
        add_documents(root, version, copyright_text())
        print(debian_package(root, options.folder, version, run("dpkg", "--print-architecture")))
        alone.replace(root / "usr/bin/posterior")
        print(tarball(root, options.folder, version, moment))


if __name__ == "__main__":
    main()
