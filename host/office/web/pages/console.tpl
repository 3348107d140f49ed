{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="id" data-feed="connecting">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Loket · {{office_name}}</title>
<link rel="icon" href="{{icon_svg}}">
<link rel="stylesheet" href="{{office_css}}">
<script defer src="{{feed_js}}"></script>
<script defer src="{{ask_js}}"></script>
<script defer src="{{console_js}}"></script>
</head>
<body>
<a class="skip" href="#work">Langsung ke loket</a>
<header class="top">
  <img src="{{icon_svg}}" alt="" width="40" height="40">
  <p class="brand"><strong>{{office_name}}</strong><small>Konsol petugas
    <span lang="en">Officer console</span></small></p>
  <nav aria-label="Halaman"><a href="/" aria-current="page">Loket</a><a href="/entrance">Pintu masuk</a></nav>
  <p class="line" role="status"><span class="dot"></span><span class="live">Langsung</span><span
    class="wait">Menyambung…</span><span class="gone">Terputus</span></p>
  <p class="clock"><time id="clock">--.--</time> <span id="zone"></span></p>
</header>
<div class="stale" role="alert">
  <strong>Data lama.</strong> Sambungan ke layanan terputus sejak pukul <span data-feed-since></span>; yang tampil belum
  tentu benar. <span lang="en">Connection lost: what you see may be out of date.</span></div>
<noscript><div class="stale shown">Konsol memerlukan JavaScript.
  <span lang="en">The console needs JavaScript.</span></div></noscript>
<div id="alarms" class="alarms" aria-live="polite"></div>

<main class="console">
  <section id="work" class="work" aria-labelledby="counter-title">
    <form class="place" id="place">
      <label><span>Loket <i lang="en">Counter</i></span><select id="counter"></select></label>
      <label id="officer-label"><span>Petugas <i lang="en">Officer</i></span><select id="officer"></select></label>
      <button type="button" id="login" aria-describedby="officer-label"></button>
      <div class="state"><span id="state" class="chip">–</span>
        <button type="button" class="quiet" data-command="open_counter">Buka <i lang="en">Open</i></button>
        <button type="button" class="quiet" data-command="pause_counter">Jeda <i lang="en">Pause</i></button>
        <button type="button" class="quiet" data-command="close_counter">Tutup <i lang="en">Close</i></button></div>
    </form>

    <div class="now" id="now" data-phase="free">
      <h1 id="counter-title" class="sr">Loket</h1>
      <p class="phase"><span id="phase-id">Kosong</span> <i lang="en" id="phase-en">Free</i></p>
      <p class="number" id="number" aria-live="polite">–</p>
      <p class="about" id="about">&nbsp;</p>
    </div>

    <div class="actions" role="group" aria-label="Perintah untuk loket ini">
      <button class="primary" data-command="call_next"><b id="next-label">Panggil berikutnya</b><i lang="en"
        id="next-label-en">Call next</i><kbd>F2</kbd></button>
      <button data-command="recall"><b>Panggil lagi</b><i lang="en">Recall</i><kbd>F4</kbd></button>
      <button data-command="start"><b>Mulai</b><i lang="en">Start</i><kbd>F8</kbd></button>
      <button data-command="finish"><b>Selesai</b><i lang="en">Done</i><kbd>F9</kbd></button>
      <button data-command="no_show"><b>Tidak hadir</b><i lang="en">No-show</i><kbd>F10</kbd></button>
      <button data-command="park"><b>Tunda…</b><i lang="en">Park</i></button>
      <button data-command="transfer"><b>Pindahkan…</b><i lang="en">Transfer</i></button>
      <button data-command="cancel_call"><b>Batalkan panggilan…</b><i lang="en">Cancel call</i></button>
      <button data-command="undo_finish"><b>Batalkan selesai</b><i lang="en">Undo done</i></button>
      <button data-command="serve_direct"><b>Layani langsung…</b><i lang="en">Serve directly</i></button>
    </div>
    <p id="answer" class="answer" role="status" aria-live="assertive"></p>
  </section>

  <section class="lists" aria-label="Antrean">
    <div class="tabs" role="tablist">
      <button role="tab" id="tab-waiting" aria-controls="list" aria-selected="true" data-list="waiting">Menunggu <span
        class="count" id="count-waiting">0</span></button>
      <button role="tab" id="tab-missed" aria-controls="list" aria-selected="false" tabindex="-1"
        data-list="missed">Terlewat <span class="count" id="count-missed">0</span></button>
      <button role="tab" id="tab-parked" aria-controls="list" aria-selected="false" tabindex="-1"
        data-list="parked">Ditunda <span class="count" id="count-parked">0</span></button>
    </div>
    <div id="list" role="tabpanel" aria-labelledby="tab-waiting" tabindex="0">
      <table><thead><tr><th scope="col">Nomor</th><th scope="col">Layanan</th><th scope="col" class="num">Di depan</th>
        <th scope="col" class="num">Perkiraan</th><th scope="col"><span class="sr">Tindakan</span></th></tr></thead>
        <tbody id="rows"></tbody></table>
      <p id="empty" class="empty" hidden>Tidak ada. <span lang="en">None.</span></p>
    </div>
  </section>

  <section class="all" aria-label="Semua loket"><div class="head"><h2>Semua loket <i lang="en">All counters</i></h2>
    <p id="day" class="soft"></p>
    <button type="button" class="quiet" id="day-button">Hari layanan… <i lang="en">Office day</i></button></div>
    <ol id="counters"></ol></section>
</main>

</body>
</html>
