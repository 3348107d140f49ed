{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Akun saya · {{office_name}}</title>
<link rel="icon" href="{{icon_svg}}">
<link rel="stylesheet" href="{{office_css}}">
<script defer src="{{feed_js}}"></script>
<script defer src="{{ask_js}}"></script>
<script defer src="{{account_js}}"></script>
</head>
<body>
<header class="top">
  <img src="{{icon_svg}}" alt="" width="40" height="40">
  <p class="brand"><strong>{{office_name}}</strong><small>Akun saya <span lang="en">My account</span></small></p>
  <nav aria-label="Halaman"><a href="/">Loket</a><a href="/entrance">Pintu masuk</a></nav>
  <p class="line"></p>
</header>
<noscript><div class="stale shown">Halaman ini memerlukan JavaScript.
  <span lang="en">This page needs JavaScript.</span></div></noscript>
<main class="people">
<p id="answer" class="answer" role="status" aria-live="assertive"></p>
<section aria-labelledby="sessions-title">
  <h1 id="sessions-title">Tempat saya sedang masuk <i lang="en">Where I am signed in</i></h1>
  <p class="soft">Ada yang bukan Anda? Akhiri, lalu ganti kata sandi. <i lang="en">One that is not you? End it, then
    change your password.</i></p>
  <table><thead><tr><th scope="col">Tempat <i lang="en">Place</i></th><th scope="col">Masuk sejak <i
    lang="en">Since</i></th><th scope="col">Terakhir dipakai <i lang="en">Last used</i></th><th scope="col"><span
    class="sr">Tindakan</span></th></tr></thead><tbody id="sessions"></tbody></table>
</section>
<section class="narrow" aria-labelledby="password-title">
  <h1 id="password-title">Ganti kata sandi <i lang="en">Change the password</i></h1>
  <form id="password-form">
    <input type="text" id="user" autocomplete="username" hidden>
    <label><span>Kata sandi sekarang <i lang="en">Current password</i></span><input id="current" type="password"
      maxlength="128" autocomplete="current-password" required></label>
    <label><span>Kata sandi baru, paling sedikit 12 huruf <i lang="en">New password, at least 12 characters</i></span>
      <input id="password" type="password" maxlength="128" autocomplete="new-password" required></label>
    <button class="primary">Simpan <i lang="en">Store</i></button>
    <p class="soft">Semua sesi Anda yang lain berakhir. <i lang="en">Your other sessions end.</i></p>
  </form>
</section>
</main>
</body>
</html>
