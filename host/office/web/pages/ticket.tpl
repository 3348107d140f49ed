{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{language}}" data-feed="connecting">
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
  <p class="brand"><strong>{{office_name}}</strong><small>{{text_queue}}</small></p>
  <p class="line" role="status"><span class="dot"></span><span class="live">{{text_live}}</span><span
    class="wait">{{text_connecting}}</span><span class="gone">{{text_lost}}</span></p></header>
<div class="stale" role="alert">
  <strong>{{text_old}}</strong> {{text_since}} <span data-feed-since></span>. {{text_watch}}</div>
<main class="ticket" id="ticket" data-number="{{number}}" data-state="{{state}}">
  <div class="hall-notices" id="notices" role="status">
    {{#notices}}
    <p{{#emergency}} class="emergency"{{/emergency}} lang="{{notice_language}}">{{notice}}</p>
    {{/notices}}
  </div>
  <p class="soft">{{text_yours}}</p>
  <h1 class="number" id="number">{{now}}</h1>
  <p class="soft" id="was" hidden>{{text_renumbered}} {{number}}</p>
  <p class="service">{{service}}</p>
  <div class="how" role="status" aria-live="assertive">
    <p class="title" id="title">{{title}}</p>
    <p class="detail" id="detail">{{detail}}</p>
  </div>
  <section class="recent" aria-labelledby="latest"><h2 id="latest">{{text_latest}}</h2>
    <ol id="calls"></ol></section>
  <p class="soft small">{{text_updates}}</p>
  <p class="language"><a href="?lang={{other}}" lang="{{other}}" hreflang="{{other}}">{{other_name}}</a></p>
</main>
</body>
</html>
