{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>{{error_prefix}}{{title}} – {{w_brand}}</title>
<link rel="icon" href="{{icon_file}}" type="image/svg+xml">
<link rel="stylesheet" href="{{portal_css}}">
<link rel="stylesheet" href="{{directorate_css}}">
</head>
<body class="directorate">
<a class="skip" href="#isi">{{w_skip}}</a>
<header><div class="bar">
<a class="brand" href="/"><svg class="logo" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true"
 focusable="false">
<rect width="40" height="40" rx="9" fill="#fff"/>
<path d="M9 12h16M9 20h22M9 28h11" stroke="#0b3d6e" stroke-width="4" stroke-linecap="round"/>
<circle cx="29.5" cy="28" r="3.5" fill="#c8102e"/>
</svg><span><strong>{{w_brand}}</strong></span></a>
<div class="who">{{#has_person}}<span>{{person}} <small>{{roles}}</small></span>
<form method="post" action="/sign-out"><input type="hidden" name="form" value="{{form_token}}"><button
 class="lang" type="submit">{{w_sign_out}}</button></form>{{/has_person}}
<nav class="langs" aria-label="{{w_language}}">{{#languages}}{{#current}}<span class="lang" aria-current="true"
 lang="{{code}}">{{word}}</span>{{/current}}{{#other}}<a class="lang" href="{{language_link}}" hreflang="{{code}}"
 lang="{{code}}" aria-label="{{language_name}}">{{word}}</a>{{/other}}{{/languages}}</nav></div>
</div></header>
{{#has_person}}
<nav class="rooms" aria-label="{{w_nav}}"><ul>
{{#rooms}}
<li><a href="{{room_link}}"{{#here}} aria-current="page"{{/here}}>{{room_name}}{{#counted}} <b
 class="count">{{count}}</b>{{/counted}}</a></li>
{{/rooms}}
</ul></nav>
{{/has_person}}
<main id="isi">
{{#has_back}}
<a class="back" href="{{back_link}}"><span aria-hidden="true">←</span> {{back_name}}</a>
{{/has_back}}
<h1>{{title}}</h1>
{{#has_said}}
<p class="lead done" role="status">{{said}}</p>
{{/has_said}}
{{#has_problems}}
<div class="alert" role="alert">
{{#problems}}
<p>{{problem}}</p>
{{/problems}}
</div>
{{/has_problems}}
{{>main}}
</main>
</body>
</html>
