"""What can be broken in a source: every mutant of a file, and which of all mutants a seed picks."""
import hashlib
import re
from dataclasses import dataclass

from source_tokens import statement_start, tokens_of


@dataclass(frozen=True)
class Mutant:
    file: str
    line: int  # from 1
    code: str  # the line as it is, without the white space around it
    change: str  # "< -> <=", "removed: x = 1;"; with " #2" where it is the second of its kind on the line
    start: int  # the characters from start to end
    end: int
    put: str  # become these

    def applied(self, text):
        return text[: self.start] + self.put + text[self.end :]

    def __str__(self):
        return f"{self.file}:{self.line}: {self.change}"


_COMPARISONS = {
    "<": ("<=", ">="),
    "<=": ("<", ">"),
    ">": (">=", "<="),
    ">=": (">", "<"),
    "==": ("!=",),
    "!=": ("==",),
}
_SWAPPED = {"&&": "||", "||": "&&", "+": "-", "-": "+", "+=": "-=", "-=": "+="}
# No statement that begins with one of these is removed: it declares, or it is part of a larger one.
_NOT_REMOVED = set(
    "if for while do switch return case default using typedef static constexpr const auto struct class union enum"
    " template goto static_assert try catch else public private protected co_return unsigned signed int char bool"
    " void double float long short volatile namespace friend typename extern inline operator new".split()
)
_ACTING = {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "++", "--", "("}
_LOGS = {"spdlog", "SPDLOG_INFO", "SPDLOG_WARN", "SPDLOG_ERROR", "SPDLOG_DEBUG"}
_LONGEST_REMOVED = 6  # lines


def mutants_of(file, text):
    """Every mutant of this text, in the order of the text."""
    tokens = tokens_of(text)
    quiet = _quiet(tokens)
    found = []
    for index, token in enumerate(tokens):
        if quiet[index]:
            continue
        for change, start, end, put in _of_token(tokens, index):
            found.append((token.line, change, start, end, f"!({text[start:end]})" if put is None else put))
    lines = text.split("\n")
    return _named(file, lines, found)


def _named(file, lines, found):
    seen, mutants = {}, []
    for line, change, start, end, put in sorted(found, key=lambda one: (one[2], one[3], one[4])):
        count = seen[line, change] = seen.get((line, change), 0) + 1
        name = change if count == 1 else f"{change} #{count}"
        mutants.append(Mutant(file, line, lines[line - 1].strip(), name, start, end, put))
    return mutants


def _quiet(tokens):
    """True for tokens that no mutant may touch: enums' bodies, static_assert, attributes, what is only logged, and
    space reserved in advance, which nobody can tell from space taken later."""
    quiet = [False] * len(tokens)

    def silence(first, last):
        for place in range(first, last + 1):
            quiet[place] = True

    def silence_statement(first, index):
        last = index
        while last + 1 < len(tokens) and not (tokens[last].text == ";" and tokens[last].inside == tokens[index].inside):
            last += 1
        silence(first, last)

    for index, token in enumerate(tokens):
        before = tokens[index - 1].text
        if token.brace == "enum":
            silence(index, token.partner)
        elif token.text == "[" and tokens[index + 1].text == "[":
            silence(index, token.partner)
        elif token.kind != "word":
            continue
        elif token.text == "static_assert" and tokens[index + 1].text == "(":
            silence(index, tokens[index + 1].partner)
        elif token.text in _LOGS and before in ("{", "}", ";", ")", "else"):
            silence_statement(index, index)
        elif token.text == "reserve" and before in (".", "->") and tokens[index + 1].text == "(":
            silence_statement(statement_start(tokens, index), index)
    return quiet


def _of_token(tokens, index):
    token = tokens[index]
    if token.kind == "mark":
        yield from _of_mark(tokens, index)
    elif token.kind == "number":
        yield from _of_number(tokens, index)
    elif token.kind == "string":
        yield from _of_sql(token)
    elif token.kind == "word":
        yield from _of_word(tokens, index)
    if _begins_statement(tokens, index):
        yield from _removed_statement(tokens, index)


def _replaced(token, put):
    return f"{token.text} -> {put}", token.start, token.end, put


def _of_mark(tokens, index):
    token = tokens[index]
    if index == 0 or tokens[index - 1].text == "operator":
        return
    binary = token.spaced_before and token.spaced_after and not token.angled
    if token.text in _COMPARISONS and binary:
        for put in _COMPARISONS[token.text]:
            yield _replaced(token, put)
    elif token.text in _SWAPPED and binary:
        text_beside = "string" in (tokens[index - 1].kind, tokens[index + 1].kind)
        if not text_beside:
            yield _replaced(token, _SWAPPED[token.text])
    elif token.text == "!" and not token.angled:
        yield f"removed: ! of {tokens[index + 1].text}", token.start, token.end, ""
    elif token.text == "." and tokens[index - 1].text in ("{", ",") and tokens[index + 1].kind == "word":
        yield from _removed_initializer(tokens, index)


def _removed_initializer(tokens, index):
    if index + 2 >= len(tokens) or tokens[index + 2].text not in ("=", "{"):
        return
    last = index
    while tokens[last + 1].text != "," and tokens[last + 1].partner != tokens[index].inside:
        last += 1
        if tokens[last].partner > last:
            last = tokens[last].partner
    if tokens[last].line - tokens[index].line >= _LONGEST_REMOVED:
        return
    value = "".join(token.text for token in tokens[index + 3 : last + 1])
    if value in ("{}", "0", "nullptr", "std::nullopt", "false"):
        return  # most often what it is without the initializer too
    end = tokens[last + 1].end if tokens[last + 1].text == "," else tokens[last].end
    yield f"removed: .{tokens[index + 1].text}", tokens[index].start, end, ""


def _of_number(tokens, index):
    token = tokens[index]
    if token.angled:
        return
    if tokens[index - 1].text == "=" and tokens[index + 1].text == ";" and tokens[index - 2].text in (
            ")", "const", "noexcept", "override"):
        return  # a pure virtual function
    plain = token.text.replace("'", "")
    real = re.fullmatch(r"(\d*\.\d*(?:[eE][+-]?\d+)?)(\w*)", plain)
    if real:
        yield _replaced(token, f"{float(real.group(1)) * 2 or 1.0}{real.group(2)}")
        return
    whole = re.fullmatch(r"(0[xX])([0-9a-fA-F]+)([uUlL]*)", plain) or re.fullmatch(r"()(\d+)([a-zA-Z_]\w*)?", plain)
    if not whole:
        return
    base = 16 if whole.group(1) else 10
    value, suffix = int(whole.group(2), base), whole.group(3) or ""
    if _is_duration(tokens, index, suffix):
        values = [value * 2, value // 2]  # one more or less is nothing that anybody could tell
    else:
        values = [value + 1] + ([value - 1] if value > 0 else []) + ([value * 2] if value > 1 else [])
    for other in dict.fromkeys(other for other in values if other != value):
        digits = f"{whole.group(1)}{other:0{len(whole.group(2))}x}" if base == 16 else str(other)
        yield _replaced(token, digits + suffix)


_DURATIONS = set("nanoseconds microseconds milliseconds seconds minutes hours Nanoseconds MonotonicTime".split())


def _is_duration(tokens, index, suffix):
    """250ms; seconds{3}; constexpr milliseconds pause{250}."""
    if suffix in ("h", "min", "s", "ms", "us", "ns"):
        return True
    if tokens[index - 1].text not in ("{", "(") or index < 3:
        return False
    named = tokens[index - 3].text in _DURATIONS and tokens[index - 2].kind == "word"
    return named or tokens[index - 2].text in _DURATIONS


def _of_word(tokens, index):
    token = tokens[index]
    if token.text in ("true", "false") and not token.angled and tokens[index - 2].text != "noexcept":
        yield _replaced(token, "false" if token.text == "true" else "true")
    elif token.text in ("min", "max") and [before.text for before in tokens[index - 2 : index]] in (
            ["std", "::"], ["ranges", "::"]):
        yield _replaced(token, "max" if token.text == "min" else "min")
    elif token.text == "if":
        yield from _of_early_return(tokens, index)


def _of_early_return(tokens, index):
    """`if (...) return ...;`, with or without braces: the condition negated, and the return removed."""
    at = index + 1
    if tokens[at].text == "constexpr":
        return
    condition, last = at, tokens[at].partner
    body = last + 1
    braced = tokens[body].text == "{"
    leave = body + 1 if braced else body
    if tokens[leave].text not in ("return", "co_return", "continue", "break", "throw"):
        return
    end = leave
    while not (tokens[end].text == ";" and tokens[end].inside == tokens[leave].inside):
        end += 1
    if braced and tokens[body].partner != end + 1:
        return
    if tokens[end].line - tokens[leave].line < _LONGEST_REMOVED:
        gone = " ".join(tokens[place].text for place in range(leave, min(end, leave + 2)))
        yield f"removed: {gone} ...;", tokens[leave].start, tokens[end].end, "" if braced else "{}"
    # With a part that declares, only what follows it is a condition.
    first = condition + 1
    for place in range(condition + 1, last):
        if tokens[place].text == ";" and tokens[place].inside == condition:
            first = place + 1
        elif tokens[place].text == "=" and tokens[place].inside == condition and first == condition + 1:
            declares = True
            for later in range(place, last):
                if tokens[later].text == ";" and tokens[later].inside == condition:
                    declares = False
            if declares:
                return
    if first == last - 1 and tokens[first].kind == "number":
        return
    yield "condition negated", tokens[first].start, tokens[last - 1].end, None  # None: what is there, negated


def _begins_statement(tokens, index):
    token = tokens[index]
    if token.inside < 0 or tokens[token.inside].brace != "block":
        return False
    before = tokens[index - 1]
    if before.kind == "mark" and before.text in ("{", ";"):
        return before.text == ";" or before.brace == "block"
    if before.text == "}":
        return tokens[before.partner].brace in ("block", "type", "enum")
    if before.text == "else":
        return True
    if before.text == ")":  # of if, for, while; not of a call or a cast
        opening = before.partner
        return opening > 0 and tokens[opening - 1].text in ("if", "for", "while", "constexpr", "switch")
    if before.text == ":":
        start = statement_start(tokens, index - 1)
        return tokens[start].text in ("case", "default")
    return False


def _removed_statement(tokens, index):
    token = tokens[index]
    if token.kind == "word" and token.text in _NOT_REMOVED or token.kind not in ("word", "mark"):
        return
    if token.text in ("{", "}", ";", "["):
        return
    end, acts = index, False
    while not (tokens[end].text == ";" and tokens[end].inside == token.inside):
        if tokens[end].inside == token.inside and tokens[end].text in _ACTING:
            acts = True
        if tokens[end].brace == "block":
            return  # a lambda: more than one statement
        end += 1
        if end >= len(tokens) or tokens[end].text == "}" and tokens[end].partner == token.inside:
            return
    leaves = token.text in ("break", "continue", "throw") or token.text in ("delete", "co_await")
    if not (acts or leaves) or _declares(tokens, index, end) or tokens[end].line - token.line >= _LONGEST_REMOVED:
        return
    if token.text in ("break", "continue", "throw") and _is_early_return(tokens, index):
        return  # has its own mutants
    alone = tokens[index - 1].text not in ("{", "}", ";", ":")
    gone = _shortened(tokens, index, end)
    yield f"removed: {gone}", token.start, tokens[end].end, "{}" if alone else ""


def _shortened(tokens, index, end):
    text = ""
    for place in range(index, end + 1):
        if place > index and (tokens[place].spaced_before):
            text += " "
        text += tokens[place].text
    return text if len(text) <= 60 else text[:56].rstrip() + " ...;"


def _is_early_return(tokens, index):
    before = index - 1
    if tokens[before].text == "{":
        before -= 1
    return tokens[before].text == ")" and tokens[tokens[before].partner - 1].text == "if"


def _declares(tokens, index, end):
    """A type, then a name: `Foo x`, `a::Foo<B>& x`, `Foo* x`, `Foo x{...}`."""
    if tokens[index].text in ("co_await", "throw", "delete", "this", "break", "continue"):
        return False
    at = index
    while at < end:
        if tokens[at].kind != "word":
            return False
        at += 1
        if tokens[at].text == "<" and tokens[at].angled:
            depth = 0
            while at < end:
                depth += {"<": 1, ">": -1, ">>": -2}.get(tokens[at].text, 0)
                at += 1
                if depth <= 0:
                    break
        if tokens[at].text != "::":
            break
        at += 1
    while tokens[at].text in ("*", "&", "&&") and not tokens[at].spaced_before:
        at += 1
    return tokens[at].kind == "word"


# A text that begins like a statement, or like the next piece of one.
_SQL = re.compile(
    r'^\w*"(?:\w*\()?\s*(SELECT|INSERT|UPDATE|DELETE FROM|WHERE|ORDER BY|AND|SET|VALUES|RETURNING|FROM|ON CONFLICT)\b'
    r"|excluded\.")
_SQL_CHANGES = [
    (re.compile(r"(?<= )(<=|>=|<>|<|>)(?= )"), {"<": ("<=",), "<=": ("<",), ">": (">=",), ">=": (">",), "<>": ("=",)}),
    (re.compile(r"(?<= )(AND)(?= )"), {"AND": ("OR",)}),
    (re.compile(r"(?<= )([+-])(?= )"), {"+": ("-",), "-": ("+",)}),
    (re.compile(r"(?<= )(NOT )"), {"NOT ": ("",)}),
    (re.compile(r"\b(max|min)(?=\()"), {"max": ("min",), "min": ("max",)}),
    (re.compile(r"(?<= )(DESC)\b"), {"DESC": ("ASC",)}),
]


def _of_sql(token):
    """The conditions of a statement in SQL: much of what the stores promise is said there."""
    text = token.text
    if not _SQL.search(text) or "CREATE " in text or "PRAGMA" in text:
        return
    for pattern, changes in _SQL_CHANGES:
        for match in pattern.finditer(text):
            if match.group(1) == "AND" and re.search(r"BETWEEN \S+ $", text[: match.start()]):
                continue
            for put in changes[match.group(1)]:
                yield (f"in SQL: {match.group(1).strip()} -> {put or 'nothing'}", token.start + match.start(1),
                       token.start + match.end(1), put)
    for match in re.finditer(r"(?<![?\w.'])(\d+)(?![\w.'])", text):
        if text[: match.start()].endswith("SELECT "):
            continue  # only whether there is a row is asked
        put = str(int(match.group(1)) + 1)
        yield f"in SQL: {match.group(1)} -> {put}", token.start + match.start(1), token.start + match.end(1), put
    for match in re.finditer(r"(?<= )=(?= )", text):
        words = re.findall(r"\b(WHERE|AND|SET|ON|OR)\b", text[: match.start()])
        if words and words[-1] in ("WHERE", "AND", "OR"):
            yield "in SQL: = -> <>", token.start + match.start(), token.start + match.end(), "<>"


def chosen(mutants, seed, count):
    """`count` mutants on different lines (None: all mutants), the same ones for the same seed and sources.

    Each line that can be broken is as likely as any other, whatever number of mutants it has. A line's place in the
    order depends on the line alone, so that a change elsewhere leaves most of a seed's mutants as they were.
    """
    if count is None:
        return list(mutants)
    lines = {}
    for mutant in mutants:
        lines.setdefault((mutant.file, mutant.line), []).append(mutant)
    ranked, twins = [], {}
    for (file, line), there in lines.items():
        code = there[0].code
        twin = twins[file, code] = twins.get((file, code), 0) + 1
        number = _number(seed, file, code, twin)
        ranked.append((number, file, line, there[number % len(there)]))
    ranked.sort(key=lambda one: one[:3])
    return sorted((one[3] for one in ranked[:count]), key=lambda mutant: (mutant.file, mutant.start))


def _number(*parts):
    return int.from_bytes(hashlib.sha256("\0".join(map(str, parts)).encode()).digest()[:8], "big")
