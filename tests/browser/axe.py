"""Looks through the page that the browser shows with axe: what keeps people out, by WCAG 2.2 A and AA."""
import lzma
import os

HERE = os.path.dirname(os.path.abspath(__file__))
WHAT = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        "resultTypes": ["violations"]}


def violations(driver, contrast=True):
    """A line for each; none is well. Without `contrast` where the browser paints in colours that axe cannot see."""
    with lzma.open(os.path.join(HERE, "axe", "axe_core.js.xz"), "rt", encoding="utf-8") as file:
        script = file.read()
    # The debugger's way in: the pages' own policy allows no script from elsewhere.
    driver.execute_cdp_cmd("Runtime.evaluate", {"expression": script})
    options = dict(WHAT, rules={"color-contrast": {"enabled": contrast}})
    return driver.execute_async_script(
        "const done = arguments[1]; axe.run(document, arguments[0]).then((found) => done(found.violations.flatMap("
        "(one) => one.nodes.map((node) => `${one.id}: ${node.target.join(' ')}: ${node.failureSummary}`))))", options)
