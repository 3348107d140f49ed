// What the visitors read: the answers of the last seconds, which of them is large, and how the numbers on it
// stand now. Without a page: visitor.js draws it large, entrance.js small for the clerk.
'use strict';

const IDLE_AFTER_MS = 25000;
const READABLE_MS = 20000;  // an answer can be read for this long (values/snapshot.hpp: entrance_readable)

const visitorAnswers = (() => {
  const KINDS = { admitted: 'yes', walk_in: 'yes', shown_again: 'yes', already_used: 'used' };
  const kindOf = (answer) => KINDS[answer.outcome] || 'no';
  /** True if a person who reads `answer` does not need `earlier` any more. */
  const saysAgain = (answer, earlier) => (earlier.numbers.length > 0
    ? earlier.numbers.every((number) => answer.numbers.includes(number)) : earlier.message_id === answer.message_id);

  let answers = [];         // newest first: as in the feed, with `since` by this machine's clock
  const known = new Set();  // seq of the answers that were shown here
  let office = null;        // the latest version of the feed; a smaller one means that the office was restarted
  let said = null;          // another message: {since, small, outcome, message_id, message_en}
  let noticed = '';         // the feed's notice that was shown

  const by = (one, other) => other.since - one.since || other.seq - one.seq;

  /**
   * Adds answers of the feed, or of a check made here. The time of answers from before this page was opened
   * counts from when they were given.
   */
  function take(fresh) {
    const now = performance.now();
    const first = known.size === 0;
    for (const answer of fresh) {
      if (known.has(answer.seq)) continue;
      known.add(answer.seq);
      const age = first ? Math.max(0, officeTime.now() - answer.at) : 0;
      if (answer.outcome) answers.push({ ...answer, kind: kindOf(answer), since: now - age });
    }
    answers.sort(by);
  }

  /** A message that is no answer of the queue. A small one never takes the place of a number. */
  function say(outcome, message_id, message_en, small = false) {
    said = { since: performance.now(), small, outcome, kind: 'no', numbers: [], message_id, message_en };
  }

  function notice(one, first) {
    const key = one ? `${one.seq} ${one.at}` : '';
    if (key === noticed) return;
    noticed = key;
    if (!one || (first && officeTime.now() - one.at > READABLE_MS)) return;
    if (one.outcome === 'shown_again') {
      answers.push({ ...one, seq: -one.seq, kind: 'yes', since: performance.now() });
      answers.sort(by);
    } else {
      say(one.outcome, one.message_id, one.message_en, one.outcome === 'not_a_code');
    }
  }

  function hear(snapshot) {
    const first = office === null;
    if (!first && snapshot.version < office) { known.clear(); answers = []; }
    office = snapshot.version;
    take([snapshot.entrance, ...snapshot.entrance.before]);
    notice(snapshot.entrance.notice, first);
  }

  /**
   * {large, notice, before, again}: the newest answer is large, or nothing. A number that was just given
   * stays large before a message about a scan that is no code: `notice`. `before`: the others, which people
   * may still be reading. `again`: ms after which it will be different by itself.
   */
  function now() {
    const at = performance.now();
    answers = answers.filter((answer, i) => at - answer.since < (i === 0 ? IDLE_AFTER_MS : READABLE_MS) &&
      !answers.slice(0, i).some((newer) => saysAgain(newer, answer)));
    if (said && at - said.since >= IDLE_AFTER_MS) said = null;
    const [latest] = answers;
    if (said && latest && latest.since > said.since) said = null;
    const keepNumber = said && said.small && latest && latest.numbers.length > 0 && at - latest.since < READABLE_MS;
    const beside = said && !keepNumber;
    const ends = answers.flatMap((answer) => [answer.since + READABLE_MS, answer.since + IDLE_AFTER_MS])
      .concat(said ? [said.since + IDLE_AFTER_MS] : []).filter((end) => end > at);
    return {
      large: beside ? said : latest || null,
      notice: keepNumber ? said : null,
      before: beside ? answers.filter((answer) => at - answer.since < READABLE_MS) : answers.slice(1),
      again: ends.length > 0 ? Math.min(...ends) - at + 1 : null,
    };
  }

  /** The first of these numbers that is still in the queue, as the snapshot has it. */
  function ticketOf(numbers, snapshot) {
    return (snapshot && snapshot.tickets.find((one) => numbers.includes(one.number) || numbers.includes(one.was))) ||
      null;
  }

  /** How long it waits, in the words of the page. */
  function waitWords(language, { wait }) {
    if (!wait) return words.in(language, 'no_estimate');
    if (wait.high === 0) return words.in(language, 'soon');
    return wait.low === wait.high || wait.low === 0
      ? words.in(language, 'about_minutes', { high: wait.high })
      : words.in(language, 'minutes', { low: wait.low, high: wait.high });
  }

  return { take, say, hear, now, ticketOf, waitWords, tookBack() { said = null; } };
})();
