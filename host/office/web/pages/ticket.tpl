{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="id" data-feed="connecting">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="theme-color" content="#0b3d6e">
<title>{{number}} · {{office_name}}</title>
<link rel="icon" href="{{icon_svg}}">
<link rel="stylesheet" href="{{office_css}}">
<script defer src="{{feed_js}}"></script>
<script defer src="{{ticket_js}}"></script>
<noscript><meta http-equiv="refresh" content="20"></noscript>
</head>
<body class="phone">
<header class="top"><img src="{{icon_svg}}" alt="" width="36" height="36">
  <p class="brand"><strong>{{office_name}}</strong><small>Antrean <span lang="en">Queue</span></small></p>
  <p class="line" role="status"><span class="dot"></span><span class="live">Langsung</span><span
    class="wait">Menyambung…</span><span class="gone">Terputus</span></p></header>
<div class="stale" role="alert">
  <strong>Data lama</strong> sejak pukul <span data-feed-since></span>. Lihat layar TV di ruang tunggu.
  <span lang="en">Out of date: please watch the screen in the hall.</span></div>
<main class="ticket" id="ticket" data-number="{{number}}" data-state="{{state}}">
  <p class="soft">Nomor Anda <span lang="en">Your number</span></p>
  <h1 class="number" id="number">{{now}}</h1>
  <p class="soft" id="was" hidden>Nomor baru; sebelumnya {{number}}
    <span lang="en">New number; it was {{number}}</span></p>
  <p class="service">{{service}}</p>
  <div class="how" role="status" aria-live="assertive">
    <p class="title" id="title-id">{{title_id}}</p>
    <p class="title en" lang="en" id="title-en">{{title_en}}</p>
    <p class="detail" id="detail-id">{{detail_id}}</p>
    <p class="detail en" lang="en" id="detail-en">{{detail_en}}</p>
  </div>
  <section class="recent" aria-label="Panggilan terakhir"><h2>Panggilan terakhir <i lang="en">Latest calls</i></h2>
    <ol id="calls"></ol></section>
  <p class="soft small">Halaman ini memperbarui diri sendiri. <span lang="en">This page updates itself.</span></p>
</main>
</body>
</html>
