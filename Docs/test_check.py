#!/usr/bin/env python3
"""check.py finds what it is to find: python3 Docs/test_check.py"""
import pathlib
import tempfile
import unittest

import check

GUIDE = """# A guide

Of 442 rows 12.3 % are old, 0.5 of them; it took 2 days in 1981.
<!-- numbers: 1981 -->

```console
$ echo 'rows 442'; echo 'share 0.1234'; echo 'took 3.2 s'; echo 'half 0.5'
rows 442
…
took … s
half 0.5
$ cd Examples
$ ls Models/schools.csv
Models/schools.csv
```
"""


class Checks(unittest.TestCase):
    def problems(self, text, **options):
        with tempfile.TemporaryDirectory() as folder:
            self.path = pathlib.Path(folder).resolve() / "Guide.md"
            self.path.write_text(text)
            found = check.check(self.path, pathlib.Path("/nonexistent"), **options).problems
            self.text = self.path.read_text()
        return [problem.split(":", 1)[1] for problem in found]

    def test_what_is_right_passes(self):
        self.assertEqual(self.problems(GUIDE), [])

    def test_a_stale_number_of_a_block_is_told_and_renewed(self):
        stale = GUIDE.replace("\nrows 442", "\nrows 441")
        self.assertEqual(self.problems(stale), ["8: now it is: rows 442"])
        self.assertEqual(self.problems(stale, update=True), ["8: now it is: rows 442"])
        self.assertEqual(self.text, GUIDE)

    def test_lines_that_are_missing_or_too_many_are_told(self):
        self.assertEqual(self.problems(GUIDE.replace("\nModels/schools.csv\n", "\n")), ["14: now it is: Models/schools.csv"])
        self.assertEqual(self.problems(GUIDE.replace("$ cd Examples", "$ cd Examples\nx")), ["13: now it is: nothing more"])
        self.assertEqual(self.problems(GUIDE.replace("$ cd Examples", "more\n$ cd Examples"))[-1:], ["12: now it is: nothing more"])

    def test_a_stale_number_of_the_prose_is_told(self):
        self.assertEqual(self.problems(GUIDE.replace("12.3 %", "12.4 %")), ["3: nothing printed 12.4"])
        self.assertEqual(self.problems(GUIDE.replace("442 rows", "1 442 rows")), ["3: nothing printed 1442"])
        columns = "# A guide\n\nFrom 25 to 346, of 442.\n\n```console\n$ echo 442 25 346\n442 25 346\n```\n"
        self.assertEqual(self.problems(columns), [])
        self.assertEqual(self.problems(GUIDE.replace("<!-- numbers: 1981 -->", "")), ["3: nothing printed 1981"])

    def test_errors_are_meant_or_told(self):
        fails = "# A guide\n\n<!-- fails -->\n```console\n$ echo so >&2; exit 65\nso\n```\n"
        self.assertEqual(self.problems(fails), [])
        self.assertIn("ends with 65", self.problems(fails.replace("<!-- fails -->", ""))[0])
        self.assertIn("ends with 0", self.problems(fails.replace("exit 65", "exit 0"))[0])

    def test_slow_blocks_wait(self):
        slow = "# A guide\n\nIt is 43.\n\n<!-- slow -->\n```console\n$ echo 42\n43\n```\n"
        self.assertEqual(self.problems(slow), [])
        self.assertEqual(self.problems(slow, slow=True), ["8: now it is: 42", "3: nothing printed 43"])
        needs = slow.replace("slow", "needs: false")
        self.assertEqual(self.problems(needs), [])
        self.assertEqual(len(self.problems(needs.replace("false", "true"))), 2)

    def test_pictures_are_those_that_are_made(self):
        with tempfile.TemporaryDirectory() as place:
            kept = pathlib.Path(place).resolve() / "p.svg"
            kept.write_text("old\n")
            text = f"# A guide\n\n![p]({kept})\n\n```console\n$ echo new > p.svg\n```\n"
            self.assertEqual(self.problems(text), ["3: the picture p.svg is drawn otherwise now"])
            self.problems(text, update=True)
            self.assertEqual(kept.read_text(), "new\n")
            self.assertEqual(self.problems(text), [])


if __name__ == "__main__":
    unittest.main()
