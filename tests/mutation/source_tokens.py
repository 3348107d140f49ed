"""C and C++ source as tokens, with what a mutator must know of each: its brackets, and whether a space is beside it.

Not a parser. It leans on what clang-format does to every source of this house: comparisons have a space on both sides,
the brackets of templates have none inside.
"""
import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)
  | (?P<directive>^[ \t]*\#(?:\\\n|[^\n])*)
  | (?P<raw>(?:u8|[uUL])?R"(?P<fence>[^()\\\s]{0,16})\(.*?\)(?P=fence)"\w*)
  | (?P<string>(?:u8|[uUL])?"(?:\\.|[^"\\\n])*"\w*)
  | (?P<character>(?:u8|[uUL])?'(?:\\.|[^'\\\n])+'\w*)
  | (?P<number>(?:0[xX][0-9a-fA-F']+|0[bB][01']+
      |(?:\d[\d']*)?\.\d[\d']*(?:[eE][+-]?\d+)?|\d[\d']*(?:\.(?!\w))?(?:[eE][+-]?\d+)?)\w*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<mark><=>|->\*|\.\.\.|<<=|>>=|::|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||\+=|-=|\*=|/=|%=|&=|\|=|\^=|\S)
  | (?P<space>\s+)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)

OPENING = {"(": ")", "[": "]", "{": "}"}
CLOSING = set(OPENING.values())
_TYPE_WORDS = {"struct", "class", "union", "namespace", "enum", "extern"}
_BEFORE_BLOCK = {")", "}", "]", "else", "do", "try", "const", "noexcept", "override", "mutable"}


@dataclass
class Token:
    kind: str  # string (raw ones too), character, number, word, mark
    text: str
    start: int
    end: int
    line: int  # from 1
    spaced_before: bool
    spaced_after: bool = False
    partner: int = -1  # of a bracket: the other one's index
    inside: int = -1  # index of the innermost bracket around it; -1: none
    brace: str = ""  # of "{": block, type, enum or value
    angled: bool = False  # among the arguments of a template


def tokens_of(text):
    """All tokens but comments, preprocessor lines and white space, with brackets matched and braces told apart."""
    tokens, at, line, spaced = [], 0, 1, True
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"line {line}: no token begins at {text[at:at + 20]!r}")
        kind, piece = match.lastgroup, match.group()
        kind = "raw" if kind == "fence" else kind
        if kind in ("comment", "directive", "space"):
            spaced = True
            if tokens:
                tokens[-1].spaced_after = True
        else:
            tokens.append(Token("string" if kind == "raw" else kind, piece, at, match.end(), line, spaced))
            spaced = False
        line += piece.count("\n")
        at = match.end()
    _match_brackets(tokens)
    _mark_angled(tokens)
    for index, token in enumerate(tokens):
        if token.text == "{" and token.kind == "mark":
            token.brace = _kind_of_brace(tokens, index)
    return tokens


def statement_start(tokens, index):
    """Index of the first token of what `index` stands in, within its own brackets."""
    at = index
    while at > 0:
        before = tokens[at - 1]
        if before.kind == "mark":
            if before.text in CLOSING and before.partner >= 0:
                if before.text == "}" and tokens[before.partner].brace in ("block", "type", "enum"):
                    return at
                at = before.partner
                continue
            if before.text in OPENING or before.text == ";":
                return at
        at -= 1
    return at


def _match_brackets(tokens):
    open_ones = []
    for index, token in enumerate(tokens):
        token.inside = open_ones[-1] if open_ones else -1
        if token.kind != "mark":
            continue
        if token.text in OPENING:
            open_ones.append(index)
        elif token.text in CLOSING:
            if not open_ones or OPENING[tokens[open_ones[-1]].text] != token.text:
                raise ValueError(f"line {token.line}: '{token.text}' closes nothing")
            partner = open_ones.pop()
            token.partner, tokens[partner].partner = partner, index
            token.inside = tokens[partner].inside


def _mark_angled(tokens):
    open_at = []  # the bracket around each "<" that is still open
    for index, token in enumerate(tokens):
        if open_at and token.kind == "mark" and token.text in (";", "{"):
            open_at = [] if token.text == ";" else open_at
        if token.kind == "mark" and token.text == "<" and not token.spaced_after and index > 0:
            before = tokens[index - 1]
            if (before.kind == "word" and not token.spaced_before) or before.text == "template":
                open_at.append(token.inside)
                token.angled = True
                continue
        if not open_at:
            continue
        token.angled = True
        if token.kind == "mark" and token.inside == open_at[-1]:
            if token.text == ">":
                open_at.pop()
            elif token.text == ">>":
                del open_at[-2:]


def _kind_of_brace(tokens, index):
    if index == 0:
        return "block"
    before = tokens[index - 1]
    if before.kind == "mark" and before.text in ("(", "[", ",", "="):
        return "value"
    if before.text == "{":
        return "value" if before.brace == "value" else "block"
    start = statement_start(tokens, index)
    head = tokens[start:index]
    words = {token.text for token in head
             if token.kind == "word" and token.inside == tokens[index].inside and not token.angled}
    if before.text in _BEFORE_BLOCK:
        return "value" if before.text == "]" and not _ends_lambda_captures(tokens, index - 1) else "block"
    if words & _TYPE_WORDS:
        return "enum" if "enum" in words else "type"
    if before.kind == "mark" and before.text in (";", ":") or not head:
        return "block"
    # A trailing return type; a member reached through "->" stands in an expression, where no ")" is right
    # before it.
    for place in range(len(head) - 1, 0, -1):
        if head[place].text == "->" and head[place - 1].text in (")", "mutable", "noexcept", "const"):
            return "block"
    return "value"


def _ends_lambda_captures(tokens, index):
    opening = tokens[index].partner
    return opening == 0 or tokens[opening - 1].kind == "mark" and tokens[opening - 1].text not in (")", "]") or (
        tokens[opening - 1].text == "return")
