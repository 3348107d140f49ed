// Keeps the pages of an office's day fresh. Without this script they load themselves anew. The page is asked
// for again, and what differs is put in place; a screen reader hears only what changed. It is written for
// browsers of 2017: on an old phone that cannot run it, the page would stand still.
'use strict';

const day = document.querySelector('[data-day]');
const plainTitle = document.title;
const retryMs = 5000;
let heard = Date.now() - Number(day.dataset.age) * 1000;
let next = 0;

/** How old the news is, also when this phone has no network. */
function tellAge() {
  const old = day.querySelector('[data-old]');
  if (!old) return;
  const minutes = Math.floor((Date.now() - heard) / 60000);
  const text = old.dataset.old.replace('{}', minutes);
  const isOld = minutes >= 1 && !day.querySelector('[data-done]');
  if (isOld && old.textContent !== text) old.textContent = text;
  if (old.hidden === isOld) old.hidden = !isOld;
}

function put(fresh) {
  for (const place of Array.from(day.querySelectorAll('[data-live]'))) {
    const newer = fresh.querySelector(`[data-live="${place.dataset.live}"]`);
    if (!newer || newer.isEqualNode(place)) continue;
    // A form has another token each time. Somebody may be at its buttons.
    if ('same' in place.dataset && place.dataset.same === newer.dataset.same) continue;
    if ('same' in place.dataset) place.dataset.same = newer.dataset.same;
    while (place.firstChild) place.removeChild(place.firstChild);
    for (const node of Array.from(newer.childNodes)) place.appendChild(document.importNode(node, true));
  }
  const before = day.dataset.called;
  day.dataset.called = fresh.dataset.called;
  day.dataset.every = fresh.dataset.every;
  heard = Date.now() - Number(fresh.dataset.age) * 1000;
  tellAge();
  showCall(before);
}

let vibrating = 0;

/** Some seconds apart: a phone in a bag is noticed late. */
function vibrate(times) {
  clearTimeout(vibrating);
  const touched = navigator.userActivation && navigator.userActivation.hasBeenActive;
  if (times === 0 || !touched || !navigator.vibrate) return;
  navigator.vibrate([400, 150, 400, 150, 800]);
  vibrating = setTimeout(() => vibrate(times - 1), 6000);
}

/** A call: the tab says it, and a phone whose owner has touched the page trembles. */
function showCall(before) {
  const { called } = day.dataset;
  const title = day.querySelector('[data-state="called"] .my-title');
  document.title = called && title ? `${title.textContent} – ${plainTitle}` : plainTitle;
  if (called !== before) vibrate(called ? 3 : 0);
}

async function look() {
  clearTimeout(next);
  let wait = retryMs;
  try {
    const limit = window.AbortController ? new AbortController() : null;
    const late = setTimeout(() => { if (limit) limit.abort(); }, 10000);
    // Old browsers send no cookie unless they are told to: the form on the page would be of another session.
    const how = { cache: 'no-store', credentials: 'same-origin' };
    if (limit) how.signal = limit.signal;
    const response = await fetch(location.href, how);
    if (response.ok) {
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      clearTimeout(late);
      const fresh = page.querySelector('[data-day]');
      // What the page is about has changed: the booking is over, or the number is known now.
      if (!fresh || 'unknown' in day.dataset) {
        location.reload();
        return;
      }
      put(fresh);
    }
    wait = Number(day.dataset.every) * 1000;
  } catch (lost) {
    // No network, or the portal is away: the page says how old it is, and tries again.
  }
  clearTimeout(next);
  next = setTimeout(look, wait);
}

const updates = day.querySelector('[data-updates]');
if (updates) updates.hidden = false;
showCall('');
tellAge();
setInterval(tellAge, 1000);
next = setTimeout(look, Number(day.dataset.every) * 1000);
// Somebody takes the phone out of the pocket.
document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
// The network is back.
window.addEventListener('online', () => look());
