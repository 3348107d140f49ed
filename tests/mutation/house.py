"""What the CMake files say: which target a folder or a source belongs to, what needs what, and so which tests see a
room. ./dev mutate uses it, and tests/tidy.
"""
import pathlib
import re
from dataclasses import dataclass, field

_CALL = re.compile(
    r"^[ \t]*(add_subdirectory|antrean_library|antrean_program|antrean_test|fuzz_target|add_library|"
    r"target_link_libraries)\s*\(", re.MULTILINE)
_WORDS = set("FOLDER SOURCES NEEDS ASIO OPTIMIZED TIMEOUT PUBLIC PRIVATE INTERFACE STATIC OBJECT".split())


@dataclass
class Target:
    name: str
    folder: pathlib.Path
    needs: set = field(default_factory=set)
    is_test: bool = False  # made by antrean_test
    has_door: bool = False  # made by antrean_library: its headers are included as "<folder name>/<header>"
    sources: list = field(default_factory=list)
    file: pathlib.Path = None  # the CMakeLists.txt that declares it, and where
    line: int = 0


class House:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.targets = {}
        self._read(self.root / "CMakeLists.txt")

    def _read(self, file):
        text = re.sub(r"(?<!\\)#[^\n]*", "", file.read_text())
        for call in _CALL.finditer(text):
            end, depth = call.end(), 1
            while depth and end < len(text):
                depth += {"(": 1, ")": -1}.get(text[end], 0)
                end += 1
            words = re.findall(r'"[^"]*"|[^\s()]+', text[call.end() : end - 1])
            if call.group(1) == "add_subdirectory":
                self._read(file.parent / words[0] / "CMakeLists.txt")
            elif words and "$" not in words[0]:
                self._take(call.group(1), words, file, text.count("\n", 0, call.start(1)) + 1)

    def _take(self, function, words, file, line):
        here = file.parent
        if function == "fuzz_target":  # tests/fuzz/CMakeLists.txt
            name = words[0]
            words = [f"replay_{name}", "SOURCES", f"fuzz_{name}.cpp", "replay.cpp", *words[1:]]
        parts, key = {"": []}, ""
        for word in words[1:]:
            if word in _WORDS:
                key = word
                parts.setdefault(key, [])
            else:
                parts[key].append(word)
        name = f"test_{words[0]}" if function == "antrean_test" else words[0]
        target = self.targets.setdefault(name, Target(name, here))
        if function == "target_link_libraries":
            for kind in ("", "PUBLIC", "PRIVATE", "INTERFACE"):
                target.needs.update(parts.get(kind, []))
            return
        target.is_test = function == "antrean_test"
        target.folder = (here / parts["FOLDER"][0]).resolve() if parts.get("FOLDER") else here
        target.has_door = function == "antrean_library"
        target.file, target.line = file, line
        for key in ("SOURCES", "STATIC", "OBJECT"):
            target.sources += [(target.folder / name).resolve() for name in parts.get(key, []) if "$" not in name]
        target.needs.update(parts.get("NEEDS", []))

    def distances_to(self, goals):
        """Of every target that needs one of `goals`: over how many NEEDS; 1 is a target that names it itself."""
        distances, edge, steps = {}, set(goals), 0
        while edge:
            steps += 1
            edge = {name for name, target in self.targets.items()
                    if target.needs & edge and name not in distances and name not in goals}
            distances.update(dict.fromkeys(edge, steps))
        return distances

    def libraries_in(self, folder):
        """The libraries whose folder this is, or lies in it."""
        folder = (self.root / folder).resolve()
        return {name for name, target in self.targets.items()
                if not target.is_test and target.folder.is_relative_to(folder)}
