{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{w_staffing}} · {{title}} · {{office_name}}</title>
<link rel="icon" href="{{icon_svg}}">
<link rel="stylesheet" href="{{office_css}}">
<link rel="stylesheet" href="{{reports_css}}">
<script defer src="{{chart_js}}"></script>
<script defer src="{{reports_js}}"></script>
</head>
<body class="reports">
<a class="skip" href="#staffing">{{w_skip}}</a>
<header class="top">
  <img src="{{icon_svg}}" alt="" width="40" height="40">
  <p class="brand"><strong>{{office_name}}</strong><small>{{w_staffing}}</small></p>
  <nav aria-label="{{w_pages}}"><a href="/live">{{w_today}}</a><a
    href="/staffing" aria-current="page">{{w_staffing}}</a></nav>
  <a class="button on-navy" href="{{here}}lang={{other_lang}}" lang="{{other_lang}}">{{other_language}}</a>
</header>
<main id="staffing" tabindex="-1">
<section class="choose" aria-label="{{w_day}}">
  <a class="button" href="{{earlier}}" rel="prev"><span aria-hidden="true">‹ </span>{{w_earlier}}</a>
  <a class="button" href="{{later}}" rel="next">{{w_later}}<span aria-hidden="true"> ›</span></a>
  <form action="/staffing" method="get">
    {{#keeps_lang}}
    <input type="hidden" name="lang" value="{{lang}}">
    {{/keeps_lang}}
    <label><span>{{w_date}}</span><input type="date" name="date" value="{{date}}" required></label>
    <label><span>{{w_counters}}</span><input type="number" name="counters"
      value="{{counters}}" min="1" max="60"></label>
    <button>{{w_show}}</button>
  </form>
</section>
<div class="title-line"><h1>{{title}}</h1></div>
{{#problem}}
<p class="card nothing" role="status">{{problem_text}}</p>
{{/problem}}
{{#answered}}
<dl class="headlines">
  {{#headlines}}
  <div><dt>{{name}}</dt><dd><b>{{value}}</b> <span>{{note}}</span></dd></div>
  {{/headlines}}
</dl>
{{#notices}}
<p class="notice">{{notice}}</p>
{{/notices}}
<div class="cards">
{{>cards}}
<section class="card" aria-labelledby="basis-title">
  <h2 id="basis-title">{{w_basis}}</h2>
  <ul class="basis">
    {{#basis}}
    <li>{{fact}}</li>
    {{/basis}}
  </ul>
</section>
</div>
{{/answered}}
</main>
</body>
</html>
