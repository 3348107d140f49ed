#!/usr/bin/python3
"""Tests of tidy.py: each rule on a small tree that keeps it and on one that does not."""
import contextlib
import io
import pathlib
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import tidy


class WithATree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="antrean-tidy-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.git("init", "--quiet")

    def git(self, *arguments):
        command = ["git", "-C", str(self.root), "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def write_files(self, texts):
        for name, text in texts.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def found(self, rule):
        return [f"{file}:{line}: {text}" for file, line, text in tidy.RULES[rule](tidy.Tree(self.root))]

    def assert_found(self, rule, *starts):
        """Exactly one finding begins with each of `starts`, in any order."""
        found = sorted(self.found(rule))
        self.assertEqual(len(found), len(starts), found)
        for finding, start in zip(found, sorted(starts)):
            self.assertTrue(finding.startswith(start), f"{finding}\ndoes not begin with\n{start}")


class Needs(WithATree):
    def house(self, **needs):
        needs = {"queue": "values fmt::fmt", "board_on_bus": "board", "test": "queue", **needs}
        self.write_files({
            "CMakeLists.txt": "add_subdirectory(host)\nadd_subdirectory(tests)\n",
            "host/CMakeLists.txt": f"""
antrean_library(values FOLDER values)
antrean_library(queue FOLDER queue SOURCES plan.cpp NEEDS {needs["queue"]})
antrean_library(board FOLDER board)
antrean_library(board_on_bus FOLDER board SOURCES bus_board.cpp NEEDS {needs["board_on_bus"]})
""",
            "host/values/words.hpp": "#include <string>\n",
            "host/queue/plan.hpp": '#include "values/words.hpp"\n',
            "host/queue/plan.cpp": '#include "queue/plan.hpp"\n#include <fmt/format.h>\n#include <boost/asio.hpp>\n',
            "host/board/board.hpp": "",
            "host/board/bus_board.hpp": '#include "board/board.hpp"\n',
            "host/board/bus_board.cpp": '#include "board/bus_board.hpp"\n',
            "tests/CMakeLists.txt": f"antrean_test(queue SOURCES test_plan.cpp NEEDS {needs['test']})\n",
            "tests/office.hpp": '#include "queue/plan.hpp"\n',
            "tests/test_plan.cpp": '#include "office.hpp"\n#include <CppUTest/TestHarness.h>\n',
        })

    def test_a_house_where_each_target_names_what_it_includes(self):
        self.house()
        self.assert_found("needs")

    def test_a_room_that_is_included_and_not_named(self):
        self.house(queue="fmt::fmt")
        self.assert_found("needs", "host/queue/plan.hpp:1: queue includes values/words.hpp of values and does not name "
                                   "it; add values to the NEEDS of queue (host/CMakeLists.txt:3)")

    def test_a_library_that_is_included_and_not_named(self):
        self.house(queue="values")
        self.assert_found("needs", "host/queue/plan.cpp:2: queue includes fmt/format.h of fmt::fmt and does not")

    def test_a_test_program_names_what_its_headers_include(self):
        self.house(test="values")
        self.assert_found("needs", "tests/CMakeLists.txt:1: test_queue names values in NEEDS and includes no",
                          "tests/office.hpp:1: test_queue includes queue/plan.hpp of queue and does not name it")

    def test_an_implementation_beside_its_interface_names_the_interface(self):
        self.house(board_on_bus="values")
        self.assert_found("needs", "host/CMakeLists.txt:5: board_on_bus names values in NEEDS and includes no",
                          "host/board/bus_board.hpp:1: board_on_bus includes board/board.hpp of board")

    def test_a_header_belongs_to_the_target_that_compiles_the_source_beside_it(self):
        self.house(test="queue board")
        self.write_files({"tests/test_plan.cpp": '#include "office.hpp"\n#include "board/bus_board.hpp"\n'})
        self.assert_found("needs", "tests/CMakeLists.txt:1: test_queue names board in NEEDS and includes no",
                          "tests/test_plan.cpp:2: test_queue includes board/bus_board.hpp of board_on_bus")

    def test_the_header_of_a_header_only_room_counts(self):
        self.house()
        self.write_files({"host/values/words.hpp": '#include "board/board.hpp"\n'})
        self.assert_found("needs", "host/values/words.hpp:1: values includes board/board.hpp of board")


class Names(WithATree):
    def test_names_as_they_should_be(self):
        self.write_files({
            "host/office/queue/plan.cpp": "", "host/base/http/server.cpp": "", "drivers/led_board/led_board.cpp": "",
            "tests/queue/test_plan.cpp": "TEST(Plans, WhoWaitsKeepsTheOrder) {\n}\nIGNORE_TEST(Plans, Later) {}\n",
            "tests/office/queue/test_calls.cpp": "TEST(Calls, AreMadeInOrder) {}\n",
            "tests/http/test_server.cpp": "TEST(Servers,\n     StopWhenTold) {}\n",
            "tests/drivers/test_led_board.cpp": "TEST(Boards, Show) {}\n",
            "tests/faults/test_kill.cpp": "TEST(Kills, LoseNothing) {}\n",
            "tests/queue/office.hpp": "", "config/cmake/AntreanTargets.cmake": "",
        })
        self.assert_found("names")

    def test_files(self):
        self.write_files({"host/Plan.cpp": "", "host/page-one.js": "", "host/plan.cpp": ""})
        self.assert_found("names", "host/Plan.cpp:1: the file's name is not in snake_case", "host/page-one.js:1: ")

    def test_files_and_folders_of_tests(self):
        self.write_files({"host/office/queue/plan.cpp": "", "tests/queue/plan_test.cpp": "TEST(Plans, Fit) {}\n",
                          "tests/lines/test_plan.cpp": "TEST(Plans, Fit) {}\n"})
        self.assert_found("names", "tests/lines/test_plan.cpp:1: no source folder is called so",
                          "tests/queue/plan_test.cpp:1: a file with tests is called test_<unit>.cpp; "
                          "rename it to test_plan.cpp")

    def test_tests(self):
        self.write_files({"host/queue/plan.cpp": "", "tests/queue/test_plan.cpp":
                          "TEST(Plans, Fit) {}\nTEST(Plans, who_waits_keeps_2_things) {}\n"})
        self.assert_found("names", "tests/queue/test_plan.cpp:2: the test's name is not in CamelCase; "
                                   "call it WhoWaitsKeeps2Things")


class Lines(WithATree):
    def test_lines_that_are_short_enough(self):
        self.write_files({
            "a.cpp": "x" * 120 + "\n//" + "x" * 108 + "\nint a;  //" + "x" * 110 + "\n",
            "a.md": "é" * 120 + "\n# " + "x" * 118, "b.txt": "x" * 500, "tests/fuzz/corpus/a.c": "x" * 500,
            "dev": "x" * 120 + "\n#" + "x" * 109, "table.md": "| " + "x" * 300 + " |\n",
            "a.css": "/* x\n" + "x" * 110 + "\n*/\n" + "x" * 120 + "\na { b: c } /* " + "x" * 100 + " */\n",
        })
        self.assert_found("lines")

    def test_code_and_text(self):
        for name in ("a.hpp", "b.py", "c.sh", "dev", "d.cmake", "e/CMakeLists.txt", "f.md", "g.js", "h.css", "i.html"):
            self.write_files({name: "short\n" + "x" * 121})
        starts = [f"{name}:2: a line of 121 characters; write it in at most 120" for name in tidy.Tree(self.root).files]
        self.assertEqual(len(starts), 10)
        self.assert_found("lines", *starts)

    def test_comments(self):
        self.write_files({"a.cpp": "  // " + "x" * 106, "b.py": "#" + "x" * 110,
                          "c.html": "<!-- a\n" + "x" * 111 + "\n-->",
                          "d.css": "/* " + "x" * 105 + " */\n" + "/*\n" + "x" * 111 + "\n*/ a {}\n"})
        self.assert_found("lines", "a.cpp:1: a comment of 111 characters; write it in at most 110", "b.py:1: a comment",
                          "c.html:2: a comment", "d.css:1: a comment of 111", "d.css:3: a comment")


class Headings(WithATree):
    def commit(self, heading):
        self.git("commit", "--quiet", "--allow-empty", "-m", heading)
        return self.git("rev-parse", "HEAD")

    def found(self, rule):
        with contextlib.redirect_stdout(io.StringIO()) as said:
            findings = super().found(rule)
        self.said = said.getvalue()
        return findings

    def test_only_those_after_the_commit_are_looked_at(self):
        since = self.commit("queue: " + "x" * 100)
        self.commit("queue: " + "é" * 65)
        with mock.patch.object(tidy, "HEADINGS_SINCE", since):
            self.assert_found("headings")
            long_one = self.commit("queue: " + "x" * 66)
            self.assert_found("headings", f"commit {long_one[:7]}:1: a heading of 73 characters")
        self.assertEqual(self.said, "")

    def test_a_clone_without_the_commit_says_so(self):
        self.commit("queue: " + "x" * 100)
        self.assert_found("headings")
        self.assertIn("are not checked: commit 4ef20db is not known here", self.said)

    def test_a_shallow_clone_says_so(self):
        since = self.commit("queue: first")
        self.commit("queue: " + "x" * 100)
        with tempfile.TemporaryDirectory(prefix="antrean-tidy-") as copy:
            self.git("clone", "--quiet", "--depth", "1", f"file://{self.root}", copy)
            self.root = pathlib.Path(copy)
            with mock.patch.object(tidy, "HEADINGS_SINCE", since):
                self.assert_found("headings")
        self.assertIn("are not checked: this is a shallow clone", self.said)


class Templates(WithATree):
    def test_those_that_escape_and_what_is_no_template(self):
        self.write_files({"host/portal/pages/a.tpl": tidy.PRAGMA + "\n<p>{{NAME}}</p>\n",
                          "host/portal/pages/error.html": "<p>Sorry</p>\n", "host/web/static/a.html": "{{NAME}}\n"})
        self.assert_found("templates")

    def test_those_that_do_not(self):
        self.write_files({"host/portal/pages/a.tpl": "<p>Sorry</p>\n" + tidy.PRAGMA,
                          "host/office/web/pages/b.html": "<p>{{NAME}}</p>\n"})
        self.assert_found("templates", "host/portal/pages/a.tpl:1: a template that does not escape by itself",
                          "host/office/web/pages/b.html:1: ")


class Words(WithATree):
    def test_old_names(self):
        self.write_files({"host/a.cpp": "int x;\nint old_name;\nint old_names;\n",
                          "display/b.md": "An old_name, a lobby.\n", "host/c.md": "A lobby.\n",
                          "CHANGELOG.md": "old_name is new_name\n"})
        self.assert_found("words")
        old = [(r"\bold_name\b", "new_name", ""), (r"\blobby\b", "hall", "host/")]
        with mock.patch.object(tidy, "OLD_WORDS", old):
            self.assert_found("words", "host/a.cpp:2: the old name 'old_name'; use 'new_name'", "display/b.md:1: ",
                              "host/c.md:1: the old name 'lobby'; use 'hall'")


class TheCommand(WithATree):
    def run_tool(self, *arguments):
        return subprocess.run([sys.executable, str(HERE / "tidy.py"), "--root", str(self.root), *arguments],
                              capture_output=True, text=True)

    def test_findings_give_1(self):
        self.write_files({"a.md": "short\n" + "x" * 121, "B.cpp": ""})
        ran = self.run_tool()
        self.assertEqual(ran.returncode, 1, ran.stderr)
        self.assertIn("a.md:2: a line of 121 characters; write it in at most 120\n", ran.stdout)
        self.assertIn("tidy: names 1, lines 1\n", ran.stdout)
        self.assertEqual(self.run_tool("--rule", "templates").returncode, 0)

    def test_no_findings_give_0(self):
        self.write_files({"a.md": "short\n"})
        ran = self.run_tool("--rule", "lines", "--rule", "names")
        self.assertEqual((ran.returncode, ran.stdout, ran.stderr), (0, "", ""))

    def test_a_folder_without_git_is_refused(self):
        with tempfile.TemporaryDirectory(prefix="antrean-tidy-") as folder:
            self.root = pathlib.Path(folder)
            ran = self.run_tool()
        self.assertNotEqual(ran.returncode, 0)
        self.assertIn("no git checkout", ran.stderr)


if __name__ == "__main__":
    unittest.main()
