#!/usr/bin/python3
"""Tests of ./dev mutate: what it breaks in a source, and that it finds what a test of a small house does not notice."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from house import House
from mutants import chosen, mutants_of


def changes(code):
    return [mutant.change for mutant in mutants_of("a.cpp", code)]


def in_function(code):
    return changes("void f() {\n" + code + "\n}\n")


def text_after(code, change):
    found = [mutant for mutant in mutants_of("a.cpp", code) if mutant.change == change]
    assert len(found) == 1, changes(code)
    return found[0].applied(code)


class WhatIsBroken(unittest.TestCase):
    def test_comparisons_at_their_boundary_and_turned_round(self):
        self.assertEqual(in_function("return a < b;"), ["< -> <=", "< -> >="])
        self.assertEqual(in_function("return a >= b;"), [">= -> <", ">= -> >"])
        self.assertEqual(in_function("return a == b;"), ["== -> !="])

    def test_and_or_plus_minus_not(self):
        self.assertEqual(in_function("return (a && !b) || c;"), ["&& -> ||", "removed: ! of b", "|| -> &&"])
        self.assertEqual(in_function("return a + b - c;"), ["+ -> -", "- -> +"])

    def test_constants(self):
        self.assertEqual(in_function("return 7;"), ["7 -> 14", "7 -> 6", "7 -> 8"])
        self.assertEqual(in_function("return 0;"), ["0 -> 1"])
        self.assertEqual(in_function("return 0x0fU;"), ["0x0fU -> 0x0eU", "0x0fU -> 0x10U", "0x0fU -> 0x1eU"])
        self.assertEqual(in_function("return 0.5;"), ["0.5 -> 1.0"])
        self.assertEqual(in_function("return true;"), ["true -> false"])

    def test_durations_are_halved_and_doubled(self):
        self.assertEqual(changes("constexpr milliseconds pause{1'000};"), ["1'000 -> 2000", "1'000 -> 500"])
        self.assertEqual(in_function("wait = 3s;"), ["removed: wait = 3s;", "3s -> 1s", "3s -> 6s"])

    def test_min_and_max_but_not_limits(self):
        self.assertEqual(in_function("return std::min(a, b);"), ["min -> max"])
        self.assertEqual(in_function("return std::numeric_limits<int>::max();"), [])

    def test_statements(self):
        self.assertEqual(in_function("x = y;"), ["removed: x = y;"])
        self.assertEqual(in_function("++x;"), ["removed: ++x;"])
        self.assertEqual(in_function("a.b->c(d);"), ["removed: a.b->c(d);"])
        self.assertEqual(in_function("co_await rest();"), ["removed: co_await rest();"])
        self.assertEqual(in_function("for (;;) {\n  take(x,\n       y);\n}"), ["removed: take(x, y);"])

    def test_a_statement_that_stands_alone_leaves_an_empty_block(self):
        code = "void f() {\n  if (a) b = c;\n}\n"
        self.assertEqual(text_after(code, "removed: b = c;"), "void f() {\n  if (a) {}\n}\n")

    def test_declarations_stay(self):
        for code in ("int x = y;", "Foo x{y};", "auto x = y();", "a::Foo<B, C>& x = y;", "Foo* x = y();", "Foo x(y);"):
            self.assertEqual(in_function(code), [], code)

    def test_early_returns(self):
        code = "int f() {\n  if (a) return b;\n  return c;\n}\n"
        self.assertEqual(changes(code), ["condition negated", "removed: return b ...;"])
        self.assertIn("if (!(a)) return b;", text_after(code, "condition negated"))
        self.assertIn("if (a) {}\n", text_after(code, "removed: return b ...;"))
        self.assertEqual(in_function("if (a) {\n  return;\n}"), ["condition negated", "removed: return ...;"])

    def test_what_a_condition_declares_is_not_negated(self):
        self.assertEqual(in_function("if (auto* x = f()) return x;"), ["removed: return x ...;"])
        code = "void f() {\n  if (auto x = f(); x.bad) return;\n}\n"
        self.assertIn("if (auto x = f(); !(x.bad)) return;", text_after(code, "condition negated"))

    def test_initializers(self):
        code = "auto x = Foo{.a = b, .c = d(e)};"
        self.assertEqual(changes(code), ["removed: .a", "removed: .c"])
        self.assertEqual(text_after(code, "removed: .a"), "auto x = Foo{ .c = d(e)};")
        self.assertEqual(changes("auto x = Foo{.a = {}, .b = nullptr};"), [])

    def test_conditions_in_sql(self):
        self.assertEqual(changes('auto s = "UPDATE t SET a = ?1 WHERE b = ?2 AND c >= 3";'),
                         ["in SQL: = -> <>", "in SQL: AND -> OR", "in SQL: >= -> >", "in SQL: 3 -> 4"])
        self.assertEqual(changes('auto s = "a person AND another = 2";'), [])

    def test_nothing_in_comments_texts_enums_templates_logs_and_preprocessor(self):
        for code in ("// a < b\n/* a < b && c */", 'auto s = "a < b 3";', "auto s = R\"(a < b && 7)\";",
                     "auto&& x = y;", "enum class K { a = 1, b = 2 };", "std::array<int, 4> a;",
                     "template <int N = 3>\nclass A;",
                     "#if A < 3 && B\n#endif", "static_assert(a < 3);", "[[nodiscard]] bool operator==(const A& a);",
                     "struct A {\n  virtual int f() = 0;\n};"):
            self.assertEqual(changes(code), [], code)
        self.assertEqual(in_function('spdlog::info("{}", a < 3);'), [])
        self.assertEqual(in_function("all.reserve(a.size() + 2);"), [])

    def test_two_of_a_kind_on_a_line_are_told_apart(self):
        self.assertEqual(in_function("return a == b && c == d;"), ["== -> !=", "&& -> ||", "== -> != #2"])


class WhatIsChosen(unittest.TestCase):
    def setUp(self):
        self.text = (HERE / "toy/counting/counting.cpp").read_text()

    def test_the_same_seed_chooses_the_same(self):
        mutants = mutants_of("a.cpp", self.text)
        self.assertEqual(chosen(mutants, 5, 6), chosen(mutants, 5, 6))
        self.assertNotEqual(chosen(mutants, 5, 6), chosen(mutants, 6, 6))

    def test_one_mutant_a_line(self):
        lines = [mutant.line for mutant in chosen(mutants_of("a.cpp", self.text), 1, 100)]
        self.assertEqual(len(lines), len(set(lines)))

    def test_a_change_elsewhere_leaves_the_others_chosen(self):
        before = chosen(mutants_of("a.cpp", self.text), 9, 100)
        after = chosen(mutants_of("a.cpp", "int first = 1;\n" + self.text), 9, 100)
        self.assertEqual([(mutant.code, mutant.change) for mutant in before],
                         [(mutant.code, mutant.change) for mutant in after if mutant.code != "int first = 1;"])


class WhichTests(unittest.TestCase):
    def test_follow_from_what_needs_what(self):
        house = House(HERE.parents[1])
        distances = house.distances_to(house.libraries_in("host/office/queue"))
        self.assertEqual(distances["test_queue"], 1)
        self.assertEqual(distances["test_maintenance"], 2)
        self.assertNotIn("test_codes", distances)


class ASmallHouse(unittest.TestCase):
    """The whole way: a copy is made, broken, built and run."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="antrean-toy-")
        cls.toy = pathlib.Path(cls.folder.name) / "toy"
        shutil.copytree(HERE / "toy", cls.toy)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def mutate(self, *arguments):
        tool = [sys.executable, str(HERE / "mutate.py"), "--root", str(self.toy), "--lists", str(self.toy)]
        return subprocess.run([*tool, *arguments], capture_output=True, text=True)

    def test_survivors_are_found_and_the_rest_is_counted_apart(self):
        before = (self.toy / "counting/counting.cpp").read_text()
        tried = {}
        listed = self.mutate("--all", "--list").stdout
        wanted = ["counting.cpp:8: < -> <= ", "counting.cpp:8: < -> >= ", "counting.cpp:15: removed: ++number; ",
                  "counting.cpp:25: == -> != ", "counting.cpp:31: + -> - ", "counting.hpp:8: 50 -> 100 "]
        only = []
        for change in wanted:
            only += ["--only", re.search(rf"^ *(\d+) counting/{re.escape(change)}", listed, re.MULTILINE).group(1)]
        ran = self.mutate("--all", "--jobs", "1", "--grace", "4", "--goal", "90", *only)
        self.assertEqual(ran.returncode, 1, ran.stdout + ran.stderr)
        for number, outcome in re.findall(r"^ *(\d+) (killed|time-out|survived|invalid) ", ran.stdout, re.MULTILINE):
            tried[number] = outcome
        self.assertEqual([tried.get(number) for number in only[1::2]],
                         [None, "killed", "time-out", "survived", "invalid", None], ran.stdout)
        survived = ran.stdout.split("SURVIVED")[1]
        self.assertIn("counting/counting.cpp:25: == -> !=", survived)
        self.assertIn("tally.full = tally.seen == most;", survived)
        self.assertIn("ran test_counting", survived)
        self.assertRegex(ran.stdout, r"(?m)^counting +6 +1 +1 +1 +1 +1 +1 +66\.7 %$")
        self.assertEqual((self.toy / "counting/counting.cpp").read_text(), before)

    def test_a_score_that_reaches_the_goal_ends_well(self):
        listed = self.mutate("--all", "--list").stdout
        number = re.search(r"^ *(\d+) counting/counting\.cpp:8: < -> >= ", listed, re.MULTILINE).group(1)
        ran = self.mutate("--all", "--jobs", "1", "--only", number)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)

    def test_each_of_several_seeds_has_to_reach_the_goal(self):
        seeds = {}
        for seed in range(1, 60):
            listed = self.mutate("1", "--seed", str(seed), "--list").stdout
            for wanted in ("counting.cpp:25: == -> !=", "counting.cpp:8: < -> >="):
                if wanted in listed:
                    seeds.setdefault(wanted, seed)
        weak, strong = seeds["counting.cpp:25: == -> !="], seeds["counting.cpp:8: < -> >="]
        ran = self.mutate("1", "--jobs", "1", "--goal", "50", "--seed", str(weak), "--seed", str(strong))
        self.assertEqual(ran.returncode, 1, ran.stdout + ran.stderr)
        self.assertIn(f"seed {weak}: 0.0 %", ran.stdout)
        self.assertIn(f"seed {strong}: 100.0 %", ran.stdout)

    def test_a_room_that_does_not_exist_is_named(self):
        ran = self.mutate("--room", "kitchen")
        self.assertEqual(ran.returncode, 2)
        self.assertIn("no room is called kitchen; there are: counting", ran.stderr)


if __name__ == "__main__":
    unittest.main()
