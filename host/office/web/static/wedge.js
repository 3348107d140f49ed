// A scanner that types (a keyboard wedge). Whatever has the focus, its code is a scan. It is never a search,
// a press of a button, or part of a text that somebody types. It is recognised by its speed and its Enter, or
// because it is a whole QR of ours.
//
// Until it is certain, letters go where they are typed, because those of a fast typist must not be lost. Then
// the place gets its old content back, and the key that ends the scan (or a space, which presses buttons) has
// no other effect.
'use strict';

const wedge = (() => {
  const LONGEST_PAUSE_MS = 150;  // between two keys of one scan, also within a code
  const MEAN_PAUSE_MS = 40;      // no person types six keys in a row at this speed
  const LEAST_KEYS = 6;
  const CODE = '([A-Z0-9]{2}-?[BCDFGHJKMNPQRTVWXY346789]{6}$|AQ1[A-Z2-7]{20})';
  const MAKERS = String.raw`(\][A-Z]\d(\\\d{6})?|[A-Z]|P0\d)`;  // characters that makers put before the data
  const CODES = ['^' + CODE, '^' + MAKERS + CODE].map((one) => new RegExp(one, 'i'));
  const QR_BEGUN = /AQ1[A-Z2-7]{20}/i;
  const WHOLE_QR = /AQ1[A-Z2-7]{151}$/i;

  /** onScan(text): once for each scan. */
  function listen(onScan) {
    // Keys without a long pause between them. A scan may begin inside it, directly after a text that somebody
    // typed: `starts`.
    let burst = null;  // {text, last, starts: [{at, when, place}], silence}

    function held(element) {
      const place = { element, value: null, from: null, to: null };
      if (element && 'value' in element && element.tagName !== 'BUTTON') {
        place.value = element.value;
        try {
          place.from = element.selectionStart;
          place.to = element.selectionEnd;
        } catch { /* this kind of box has none */ }
      }
      return place;
    }
    function giveBack({ element, value, from, to }) {
      if (value !== null && element.value !== value) {
        element.value = value;
        if (element.tagName === 'SELECT') element.dispatchEvent(new Event('change'));
      }
      if (from !== null && element.setSelectionRange) element.setSelectionRange(from, to);
      if (document.activeElement !== element && element && element.isConnected) element.focus({ preventScroll: true });
    }
    /**
     * Where a scan begins in the burst, if there is one: with a code, or with keys that were too fast for a
     * person.
     */
    function scanIn({ text, last, starts }) {
      const fast = ({ at, when }) => {
        const keys = text.length - at;
        return keys >= LEAST_KEYS && (last - when) / (keys - 1) <= MEAN_PAUSE_MS;
      };
      const scan = (start) => fast(start) || QR_BEGUN.test(text.slice(start.at));
      for (const code of CODES) {
        const found = starts.find((start) => code.test(text.slice(start.at)) && scan(start));
        if (found) return found;
      }
      return starts.findLast(scan);
    }
    function forget() {
      if (burst) clearTimeout(burst.silence);
      burst = null;
    }
    function end(start) {
      const scanned = burst.text.slice(start.at);
      forget();
      giveBack(start.place);
      onScan(scanned);
    }
    /** True for a space within a burst that does not go into a text box. */
    function pressesButton(event) {
      return event.key === ' ' && burst && burst.text.length > 1 && burst.starts.at(-1).place.value === null;
    }
    function swallow(event) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }

    document.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      const ends = event.key === 'Enter' || event.key === 'Tab';
      if (!ends && event.key.length !== 1) return;  // Shift, before a capital
      if (burst && event.timeStamp - burst.last > LONGEST_PAUSE_MS) forget();
      if (ends) {
        const start = burst && scanIn(burst);
        if (start) { swallow(event); end(start); } else forget();
        return;
      }
      if (burst && event.repeat) return;  // a key that is held down
      if (!burst) burst = { text: '', last: -Infinity, starts: [], silence: 0 };
      if (event.timeStamp - burst.last > MEAN_PAUSE_MS) {
        burst.starts.push({ at: burst.text.length, when: event.timeStamp, place: held(document.activeElement) });
      }
      burst.text += event.key;
      burst.last = event.timeStamp;
      if (pressesButton(event)) swallow(event);
      clearTimeout(burst.silence);
      // A scanner without a suffix.
      if (WHOLE_QR.test(burst.text)) burst.silence = setTimeout(() => end(scanIn(burst)), LONGEST_PAUSE_MS);
    }, true);
    // Releasing the space key presses a button.
    document.addEventListener('keyup', (event) => { if (pressesButton(event)) swallow(event); }, true);
    // A click ends what was being typed.
    document.addEventListener('pointerdown', forget, true);
  }

  return { listen };
})();
