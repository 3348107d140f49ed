// Accounts of people and machines: who works here, their roles, once-only codes, who may no longer sign in.
'use strict';

const roles = {
  officer: ['Petugas loket', 'Officer'],
  clerk: ['Petugas pintu masuk', 'Clerk'],
  supervisor: ['Penyelia', 'Supervisor'],
  technician: ['Teknisi', 'Technician'],
  auditor: ['Auditor', 'Auditor'],
};
const place = (id) => document.getElementById(id);

function say(words, good = false) {
  const line = place('answer');
  line.className = 'answer ' + (good ? 'note' : 'no');
  line.replaceChildren(make('b', '', words.id || words.detail || ''), ' ', make('i', '', words.en || ''));
}

function button(id, en, act) {
  const one = make('button', 'quiet', id, ' ', make('i', '', en));
  one.type = 'button';
  one.onclick = act;
  return one;
}

/** One change. A code that it makes is shown once, for the person it is for. */
async function change(body, done) {
  const { ok, answer } = await post('/staff/people', body);
  overIfSignedOut(answer);
  if (!ok) return say(answer);
  say(done, true);
  if (answer.code) {
    const words = make('p', '', 'Sampaikan kode ini kepada ', make('b', '', body.user),
      ' sendiri. Berlaku sekali, dan tidak ditampilkan lagi. ');
    const english = make('i', '', 'Give this code to them alone. It is good once, and is not shown again.');
    english.lang = 'en';
    words.append(english);
    tell('Kode sekali pakai', words, make('p', '', make('code', 'secret', answer.code)),
      make('p', '', 'Dipakai di ', make('b', '', location.origin + '/sign-in')));
  }
  return refresh();
}

const rolesField = (value) => ({
  name: 'roles',
  label: 'Peran · Roles',
  value,
  options: [...Object.entries(roles).map(([key, [id, en]]) => [key, id + ' · ' + en]),
    ['officer clerk', 'Petugas loket dan pintu masuk · Officer and clerk'],
    ['officer supervisor', 'Petugas loket dan penyelia · Officer and supervisor']],
});

function add() {
  ask('Tambah petugas · Add a person', 'Nama pengguna tidak dapat diubah kemudian.', [
    { name: 'user', label: 'Nama pengguna, huruf kecil · User name' },
    { name: 'name', label: 'Nama lengkap · Name' },
    rolesField('officer'),
  ], (values) => change({ do: 'add', ...values }, { id: 'Petugas ditambahkan.', en: 'Added.' }));
}

function personRow(person) {
  const how = [person.password && 'kata sandi', person.second_factor && 'kode sekali pakai',
    person.pins > 0 && 'PIN di ' + person.pins + ' mesin'].filter(Boolean);
  const user = person.user;
  const to = make('td', 'do');
  if (person.disabled) {
    to.append(button('Aktifkan', 'Enable',
      () => change({ do: 'enable', user }, { id: 'Aktif lagi.', en: 'Enabled.' })));
  } else {
    to.append(
      button('Peran…', 'Roles', () => ask('Peran ' + person.name, '', [rolesField(person.roles.join(' '))],
        (values) => change({ do: 'roles', user, ...values }, { id: 'Peran diubah.', en: 'Roles changed.' }))),
      button('Kode baru', 'New code',
        () => change({ do: 'link', user }, { id: 'Kode dibuat.', en: 'A code was made.' })),
      button('Kode PIN', 'PIN code',
        () => change({ do: 'pin_link', user }, { id: 'Kode PIN dibuat.', en: 'A code for a PIN was made.' })),
      button('Keluarkan…', 'Sign out', () => ask('Keluarkan ' + person.name + ' di semua mesin?',
        'Petugas ini dapat masuk lagi seperti biasa.', [],
        () => change({ do: 'sign_out', user }, { id: 'Sudah keluar.', en: 'Signed out.' }))),
      button('Atur ulang…', 'Reset', () => ask('Atur ulang ' + person.name + '?',
        'Kata sandi, PIN dan kode sekali pakai dihapus; petugas ini keluar di semua mesin.', [],
        () => change({ do: 'reset', user }, { id: 'Diatur ulang.', en: 'Reset.' }))),
      button('Nonaktifkan…', 'Disable', () => ask('Nonaktifkan ' + person.name + '?',
        'Petugas ini langsung keluar di semua mesin dan tidak dapat masuk lagi.', [],
        () => change({ do: 'disable', user }, { id: 'Dinonaktifkan.', en: 'Disabled.' }))),
    );
  }
  const row = make('tr', person.disabled ? 'off' : '',
    make('td', '', make('b', '', person.name), ' ', make('span', 'soft', user)),
    make('td', '', person.disabled ? 'Nonaktif' : person.roles.map((role) => (roles[role] || [role])[0]).join(', ')),
    make('td', '', how.join(', ') || 'belum pernah'), to);
  return row;
}

function machineRow(machine) {
  return make('tr', '',
    make('td', '', make('b', '', machine.name), machine.entrance ? ' · layar pengunjung' : ''),
    make('td', '', machine.enrolled_by),
    make('td', 'do', button('Cabut…', 'Withdraw', () => ask('Cabut ' + machine.name + '?',
      'PIN di mesin ini tidak berlaku lagi.', [],
      () => change({ do: 'withdraw', machine: machine.id }, { id: 'Mesin dicabut.', en: 'Withdrawn.' })))));
}

async function refresh() {
  const response = await fetch('/staff/people');
  const told = await response.json();
  if (!response.ok) { overIfSignedOut(told); return say(told); }
  place('people').replaceChildren(...told.people.map(personRow));
  place('machines').replaceChildren(...told.machines.map(machineRow));
}

place('add').onclick = add;
learnMe().then(refresh);
