{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Masuk · {{office_name}}</title>
<link rel="icon" href="{{icon_svg}}">
<link rel="stylesheet" href="{{office_css}}">
<script defer src="{{feed_js}}"></script>
<script defer src="{{sign_in_js}}"></script>
</head>
<body>
<header class="top">
  <img src="{{icon_svg}}" alt="" width="40" height="40">
  <p class="brand"><strong>{{office_name}}</strong><small>Petugas masuk <span lang="en">Staff sign-in</span></small></p>
</header>
<noscript><div class="stale shown">Halaman ini memerlukan JavaScript.
  <span lang="en">This page needs JavaScript.</span></div></noscript>
<main class="sign-in">
<p id="machine-line" class="soft" hidden>Mesin ini <i lang="en">This machine</i>: <strong id="machine"></strong></p>
<p id="answer" class="answer" role="status" aria-live="assertive"></p>

<section id="enter" hidden aria-labelledby="enter-title">
  <h1 id="enter-title">Masuk <i lang="en">Sign in</i></h1>
  <form id="enter-form">
    <label><span>Nama pengguna <i lang="en">User name</i></span><input id="user" name="user" maxlength="32"
      autocomplete="username" autocapitalize="none" spellcheck="false" required></label>
    <label id="pin-label" hidden><span>PIN, 6 angka <i lang="en">PIN, 6 digits</i></span><input id="pin" name="pin"
      type="password" inputmode="numeric" pattern="[0-9]{6}" maxlength="6" autocomplete="off"></label>
    <label id="password-label"><span>Kata sandi <i lang="en">Password</i></span><input id="password" name="password"
      type="password" maxlength="128" autocomplete="current-password"></label>
    <button class="primary">Masuk <i lang="en">Sign in</i></button>
    <button type="button" class="quiet" id="use-password" hidden>Pakai kata sandi <i lang="en">Use password</i></button>
  </form>
</section>

<section id="code" hidden aria-labelledby="code-title">
  <h1 id="code-title">Kode sekali pakai <i lang="en">One-time code</i></h1>
  <form id="code-form">
    <label><span>Dari aplikasi autentikator, atau kode pemulihan <i lang="en">From the app, or a recovery
      code</i></span><input id="one-time" maxlength="40" autocomplete="one-time-code" autocapitalize="none"
      required></label>
    <button class="primary">Lanjut <i lang="en">Go on</i></button>
  </form>
</section>

<section id="set-up" hidden aria-labelledby="set-up-title">
  <h1 id="set-up-title">Pasang faktor kedua <i lang="en">Set up the second factor</i></h1>
  <div id="secret-part">
  <p>Ketik kunci ini di aplikasi autentikator, atau buka tautannya di ponsel itu.
    <i lang="en">Type this key into the authenticator app, or open the link on that phone.</i></p>
  <p><code id="secret" class="secret"></code></p>
  <p><a id="secret-link" href="#">Buka di aplikasi <i lang="en">Open in the app</i></a></p>
  </div>
  <form id="set-up-form">
    <label><span>Kode yang sekarang tampil <i lang="en">The code that it shows now</i></span><input id="first-code"
      inputmode="numeric" maxlength="6" autocomplete="one-time-code" required></label>
    <button class="primary">Lanjut <i lang="en">Go on</i></button>
  </form>
  <div id="recovery-part" hidden>
    <p>Simpan kode pemulihan ini; masing-masing berlaku sekali dan tidak ditampilkan lagi.
      <i lang="en">Keep these recovery codes; each is good once, and they are not shown again.</i></p>
    <ul id="recovery" class="secret"></ul>
    <p><a id="after-set-up" class="primary" href="/">Lanjut <i lang="en">Go on</i></a></p>
  </div>
</section>

<section id="here" hidden aria-labelledby="here-title">
  <h1 id="here-title">Selamat datang, <span id="hello"></span></h1>
  <form id="pin-form">
    <label><span>PIN baru untuk mesin ini <i lang="en">New PIN for this machine</i></span><input id="new-pin"
      type="password" inputmode="numeric" pattern="[0-9]{6}" maxlength="6" autocomplete="off" required></label>
    <button>Simpan PIN <i lang="en">Store the PIN</i></button>
  </form>
  <form id="enrol-form">
    <label><span>Nama mesin ini <i lang="en">Name of this machine</i></span><input id="machine-name" maxlength="80"
      placeholder="Loket 3" required></label>
    <label><span>Loket (boleh kosong) <i lang="en">Counter, may be empty</i></span><input id="machine-counter"
      inputmode="numeric" pattern="[0-9]*" maxlength="4"></label>
    <label class="tick"><input id="machine-entrance" type="checkbox"><span>Layar pengunjung atau kios di pintu masuk:
      memeriksa kode pesanan tanpa petugas masuk <i lang="en">A visitor's screen or kiosk: takes booking codes with
      nobody signed in</i></span></label>
    <button>Daftarkan mesin ini <i lang="en">Enrol this machine</i></button>
  </form>
  <p id="open-entrance" class="buttons" hidden>
    <button type="button" id="open-visitor">Keluar dan buka layar pengunjung <i lang="en">Sign out, open the visitor's
      screen</i></button>
    <button type="button" id="open-kiosk">Keluar dan buka kios <i lang="en">Sign out, open the kiosk</i></button></p>
  <p><a id="go-on" class="primary" href="/">Mulai bekerja <i lang="en">Start work</i></a></p>
</section>

<section id="link" hidden aria-labelledby="link-title">
  <details>
  <summary id="link-title">Punya kode sekali pakai dari pengelola? <i lang="en">A once-only code from the
    administrator?</i></summary>
  <form id="link-form">
    <label><span>Kode <i lang="en">Code</i></span><input id="link-code" maxlength="100" autocapitalize="none"
      spellcheck="false" required></label>
    <label><span>Kata sandi baru, paling sedikit 12 huruf <i lang="en">New password, at least 12 characters</i></span>
      <input id="link-password" type="password" maxlength="128" autocomplete="new-password"></label>
    <label><span>atau PIN baru di mesin ini <i lang="en">or a new PIN at this machine</i></span><input id="link-pin"
      type="password" inputmode="numeric" maxlength="6" autocomplete="off"></label>
    <p class="soft">Hanya untuk akun pertama: <i lang="en">For the first account only:</i></p>
    <label><span>Nama pengguna <i lang="en">User name</i></span><input id="link-user" maxlength="32"
      autocapitalize="none" spellcheck="false"></label>
    <label><span>Nama <i lang="en">Name</i></span><input id="link-name" maxlength="80"></label>
    <button>Simpan <i lang="en">Store</i></button>
  </form>
  </details>
</section>
</main>
</body>
</html>
