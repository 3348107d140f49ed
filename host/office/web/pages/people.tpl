{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Petugas · {{office_name}}</title>
<link rel="icon" href="{{icon_svg}}">
<link rel="stylesheet" href="{{office_css}}">
<script defer src="{{feed_js}}"></script>
<script defer src="{{ask_js}}"></script>
<script defer src="{{people_js}}"></script>
</head>
<body>
<header class="top">
  <img src="{{icon_svg}}" alt="" width="40" height="40">
  <p class="brand"><strong>{{office_name}}</strong><small>Petugas dan mesin
    <span lang="en">People and machines</span></small></p>
  <nav aria-label="Halaman"><a href="/">Loket</a><a href="/entrance">Pintu masuk</a></nav>
  <p class="line"></p>
</header>
<noscript><div class="stale shown">Halaman ini memerlukan JavaScript.
  <span lang="en">This page needs JavaScript.</span></div></noscript>
<main class="people">
<p id="answer" class="answer" role="status" aria-live="assertive"></p>
<section aria-labelledby="people-title">
  <h1 id="people-title">Petugas <i lang="en">People</i></h1>
  <button type="button" class="primary" id="add">Tambah… <i lang="en">Add</i></button>
  <table><thead><tr><th scope="col">Nama <i lang="en">Name</i></th><th scope="col">Peran <i lang="en">Roles</i></th>
    <th scope="col">Cara masuk <i lang="en">Signs in with</i></th><th scope="col"><span class="sr">Tindakan</span></th>
    </tr></thead><tbody id="people"></tbody></table>
</section>
<section aria-labelledby="machines-title">
  <h1 id="machines-title">Mesin yang terdaftar <i lang="en">Enrolled machines</i></h1>
  <p class="soft">Mesin didaftarkan dari halaman masuk di mesin itu sendiri. <i lang="en">A machine is enrolled from
    its own sign-in page.</i></p>
  <table><thead><tr><th scope="col">Mesin <i lang="en">Machine</i></th><th scope="col">Didaftarkan oleh <i
    lang="en">Enrolled by</i></th><th scope="col"><span class="sr">Tindakan</span></th></tr></thead>
    <tbody id="machines"></tbody></table>
</section>
</main>
</body>
</html>
