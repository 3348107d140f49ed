// One number on its owner's phone, kept up to date. The texts are those of ticket_page.cpp.
'use strict';

const page = document.getElementById('ticket');
const number = page.dataset.number;
let calledAs = 0;

function words(ticket, snapshot) {
  if (!ticket)
    return [
      'gone',
      'Tidak ada dalam antrean',
      'Not in the queue',
      'Nomor ini sudah selesai, dibatalkan, atau bukan nomor hari ini. Tanyakan kepada petugas di pintu masuk.',
      'This number is done, cancelled, or not of today. Please ask the staff at the entrance.',
    ];
  const counter = snapshot.counters.find((one) => one.id === ticket.counter);
  const place = counter ? counter.name : `Loket ${ticket.counter}`;
  const wait = ticket.wait;
  const until = ticket.until && officeTime.clock(ticket.until);
  switch (ticket.phase) {
    case 'called':
      return [
        'called',
        `Silakan menuju ${place}`,
        `Please go to ${place}`,
        'Anda dipanggil sekarang',
        'You are being called now',
      ];
    case 'serving':
      return ['serving', `Sedang dilayani di ${place}`, `Being served at ${place}`, '', ''];
    case 'parked':
      return ['parked', 'Ditunda', 'On hold', 'Petugas akan memanggil Anda kembali', 'The officer will call you back'];
    case 'missed':
      return [
        'missed',
        'Terlewat',
        'Missed',
        'Anda sudah dipanggil. Segera temui petugas di pintu masuk.',
        'You were called. Please see the staff at the entrance now.',
      ];
    default: {
      let title =
        ticket.ahead === 0
          ? ['Anda berikutnya', 'You are next']
          : [`${ticket.ahead} nomor sebelum Anda`, `${ticket.ahead} ahead of you`];
      let detail = ['', ''];
      if (wait)
        detail =
          wait.high === 0
            ? ['sebentar lagi', 'any moment now']
            : [`kira-kira ${wait.low}–${wait.high} menit lagi`, `about ${wait.low}–${wait.high} more minutes`];
      if (until) {
        title = ['Menunggu jam Anda', 'Waiting for your hour'];
        detail = [
          `dipanggil mulai pukul ${until}` + (wait ? `, ${detail[0]}` : ''),
          `called from ${until} on` + (wait ? `, ${detail[1]}` : ''),
        ];
      }
      return ['waiting', ...title, ...detail];
    }
  }
}

function set(id, text) {
  const place = document.getElementById(id);
  if (place.textContent !== text) place.textContent = text;
}

feed.follow((snapshot) => {
  const ticket = snapshot.tickets.find((one) => one.number === number || one.was === number);
  const now = ticket ? ticket.number : number;
  set('number', now);
  document.getElementById('was').hidden = now === number;
  const [state, titleId, titleEn, detailId, detailEn] = words(ticket, snapshot);
  page.dataset.state = state;
  set('title-id', titleId);
  set('title-en', titleEn);
  set('detail-id', detailId);
  set('detail-en', detailEn);
  const counter = ticket && snapshot.counters.find((one) => one.number === now);
  const call = state === 'called' && counter ? counter.call : 0;
  if (call !== calledAs && call !== 0) {
    document.title = '🔔 ' + titleId;
    if (navigator.vibrate) navigator.vibrate([400, 150, 400, 150, 800]);
  } else if (state !== 'called') {
    document.title = now + ' · ' + titleId;
  }
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
