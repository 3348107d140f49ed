// One number on its owner's phone, kept up to date. The texts are those of ticket_page.cpp, in the page's
// language.
'use strict';

const page = document.getElementById('ticket');
const number = page.dataset.number;
const english = document.documentElement.lang === 'en';
const say = (id, en) => (english ? en : id);

/** [state, title, detail] */
function words(ticket, snapshot) {
  if (!ticket)
    return [
      'gone',
      say('Tidak ada dalam antrean', 'Not in the queue'),
      say(
        'Nomor ini sudah selesai, dibatalkan, atau bukan nomor hari ini. Tanyakan kepada petugas di pintu masuk.',
        'This number is done, cancelled, or not of today. Please ask the staff at the entrance.',
      ),
    ];
  const counter = snapshot.counters.find((one) => one.id === ticket.counter);
  const place = counter ? counter.name : `Loket ${ticket.counter}`;
  const wait = ticket.wait;
  const until = ticket.until && officeTime.clock(ticket.until);
  switch (ticket.phase) {
    case 'called':
      return [
        'called',
        say(`Silakan menuju ${place}`, `Please go to ${place}`),
        say('Anda dipanggil sekarang', 'You are being called now'),
      ];
    case 'serving':
      return ['serving', say(`Sedang dilayani di ${place}`, `Being served at ${place}`), ''];
    case 'parked':
      return [
        'parked',
        say('Ditunda', 'On hold'),
        say('Petugas akan memanggil Anda kembali', 'The officer will call you back'),
      ];
    case 'missed':
      return [
        'missed',
        say('Terlewat', 'Missed'),
        say(
          'Anda sudah dipanggil. Segera temui petugas di pintu masuk.',
          'You were called. Please see the staff at the entrance now.',
        ),
      ];
    default: {
      let title =
        ticket.ahead === 0
          ? say('Anda berikutnya', 'You are next')
          : say(`${ticket.ahead} nomor sebelum Anda`, `${ticket.ahead} ahead of you`);
      let detail = '';
      if (wait)
        detail =
          wait.high === 0
            ? say('sebentar lagi', 'any moment now')
            : say(`kira-kira ${wait.low}–${wait.high} menit lagi`, `about ${wait.low}–${wait.high} more minutes`);
      if (until) {
        title = say('Menunggu jam Anda', 'Waiting for your hour');
        detail =
          say(`dipanggil mulai pukul ${until}`, `called from ${until.replace('.', ':')} on`) +
          (wait ? `, ${detail}` : '');
      }
      return ['waiting', title, detail];
    }
  }
}

function set(id, text) {
  const place = document.getElementById(id);
  if (place.textContent !== text) place.textContent = text;
}

// A call vibrates three times, some seconds apart: a phone in a bag is noticed late. Also when the line was
// lost while the call came.
let calledAs = 0;
let vibrating = 0;
function vibrate(times) {
  clearTimeout(vibrating);
  if (times === 0 || !navigator.vibrate) return;
  navigator.vibrate([400, 150, 400, 150, 800]);
  vibrating = setTimeout(() => vibrate(times - 1), 6000);
}

let noticed = '';

/** What the supervisor tells everybody; a screen reader hears only what is new. */
function showNotices(notices) {
  const told = JSON.stringify(notices);
  if (told === noticed) return;
  noticed = told;
  document.getElementById('notices').replaceChildren(
    ...notices.map((one) => {
      const inEnglish = english && one.text_en !== '';
      const text = make('p', one.severity === 'emergency' ? 'emergency' : '', inEnglish ? one.text_en : one.text_id);
      text.lang = inEnglish ? 'en' : 'id';
      return text;
    }),
  );
}

feed.follow((snapshot) => {
  showNotices(snapshot.notices || []);
  const ticket = snapshot.tickets.find((one) => one.number === number || one.was === number);
  const now = ticket ? ticket.number : number;
  set('number', now);
  document.getElementById('was').hidden = now === number;
  const [state, title, detail] = words(ticket, snapshot);
  page.dataset.state = state;
  set('title', title);
  set('detail', detail);
  const counter = ticket && snapshot.counters.find((one) => one.number === now);
  const call = state === 'called' && counter ? counter.call : 0;
  if (call !== calledAs) vibrate(call === 0 ? 0 : 3);
  document.title = state === 'called' ? '🔔 ' + title : now + ' · ' + title;
  calledAs = call;
  document.getElementById('calls').replaceChildren(
    ...snapshot.calls.slice(0, 4).map((one) => {
      const at = snapshot.counters.find((counterView) => counterView.id === one.counter);
      return make(
        'li',
        one.number === now ? 'mine' : '',
        make('b', '', one.number),
        make('span', '', at ? at.name : String(one.counter)),
      );
    }),
  );
});
