{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="id" data-feed="connecting">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pintu masuk · {{office_name}}</title>
<link rel="icon" href="{{icon_svg}}">
<link rel="stylesheet" href="{{office_css}}">
<script defer src="{{feed_js}}"></script>
<script defer src="{{ask_js}}"></script>
<script defer src="{{wedge_js}}"></script>
<script defer src="{{entrance_js}}"></script>
</head>
<body>
<a class="skip" href="#code">Langsung ke kode</a>
<header class="top">
  <img src="{{icon_svg}}" alt="" width="40" height="40">
  <p class="brand"><strong>{{office_name}}</strong><small>Pintu masuk <span lang="en">Entrance</span></small></p>
  <nav aria-label="Halaman"><a href="/">Loket</a><a href="/entrance" aria-current="page">Pintu masuk</a></nav>
  <p class="line" role="status"><span class="dot"></span><span class="live">Langsung</span><span
    class="wait">Menyambung…</span><span class="gone">Terputus</span></p>
  <p class="clock"><time id="clock">--.--</time> <span id="zone"></span></p>
</header>
<div class="stale" role="alert">
  <strong>Data lama.</strong> Sambungan ke layanan terputus sejak pukul <span data-feed-since></span>; yang tampil belum
  tentu benar. <span lang="en">Connection lost: what you see may be out of date.</span></div>
<noscript><div class="stale shown">Halaman ini memerlukan JavaScript.
  <span lang="en">This page needs JavaScript.</span></div></noscript>

<main class="entrance">
  <section class="said" id="said" data-kind="idle" role="status" aria-live="assertive" aria-label="Jawaban">
    <p class="big" id="said-number">Silakan pindai kode Anda</p>
    <p class="id" id="said-id"></p>
    <p class="en" lang="en" id="said-en">Please scan your code</p>
    <p class="wait" id="said-wait"></p>
    <p class="when" id="said-when"></p>
    <p class="notice" id="said-notice" hidden></p>
    <div class="before" id="said-before" aria-live="off" hidden><p>Sebelumnya <i lang="en">Before</i></p>
      <ul id="said-before-list"></ul></div>
  </section>

  <section class="desk" aria-label="Meja petugas">
    <form id="code-form" autocomplete="off"><h2>Kode antrean <i lang="en">Booking code</i></h2>
      <div class="row"><label class="grow"><span class="sr">Kode antrean</span><input id="code" name="code"
        maxlength="300" placeholder="AD-QFJ8BD" autocapitalize="characters" spellcheck="false" autofocus
        required></label>
      <button class="primary">Masuk <i lang="en">Check in</i></button></div>
      <div class="row"><label class="grow"><span>Golongan <i lang="en">Class</i></span><select
        id="code-class"></select></label>
      <label class="few"><span>Orang yang hadir <i lang="en">People here</i></span><select
        id="code-people"></select></label></div>
      <p id="force" class="missed" aria-live="polite" hidden></p>
    </form>
    <form id="find-form" autocomplete="off"><h2>Cari nama <i lang="en">By name and hour</i></h2>
      <div class="row"><label class="grow"><span class="sr">Nama</span><input id="name" name="name" maxlength="100"
        placeholder="Nama" required></label>
      <label><span class="sr">Jam</span><input id="hour" name="hour" inputmode="numeric" size="5" maxlength="5"
        pattern="([01]?[0-9]|2[0-3])[.:][0-5][0-9]" placeholder="08.00" title="08.00"></label>
      <button>Cari <i lang="en">Find</i></button></div>
      <ul id="found" class="found" aria-live="polite"></ul>
    </form>
    <form id="walk-form"><h2>Tanpa pesanan <i lang="en">Walk-in</i></h2>
      <div class="row"><label class="grow"><span class="sr">Layanan</span><select id="walk-service"></select></label>
      <label class="grow"><span class="sr">Golongan</span><select id="walk-class"></select></label></div>
      <div class="row"><label class="grow" id="walk-reason-label"><span class="sr">Alasan</span><select
        id="walk-reason"></select></label>
      <button>Beri nomor <i lang="en">Give number</i></button></div>
    </form>
    <form id="number-form" autocomplete="off"><h2>Nomor antrean <i lang="en">Queue number</i></h2>
      <div class="row"><label class="grow"><span class="sr">Nomor antrean</span><input id="number" name="number"
        maxlength="5" placeholder="A012" autocapitalize="characters" spellcheck="false" pattern="[A-Za-z][0-9]{3,4}"
        title="A012" required></label>
      <button>Lihat <i lang="en">Look up</i></button></div>
      <div id="number-says" class="says" aria-live="polite" hidden></div>
      <p id="missed" class="missed" hidden></p>
    </form>
    <section class="lines"><h2>Antrean sekarang <i lang="en">Queue now</i></h2><ul id="services"></ul></section>
  </section>
</main>

</body>
</html>
