{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{{subject}}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; background: #f4f6f9; color: #16202c; font: 16px/1.5 Inter, "Segoe UI", Roboto, Arial,
 sans-serif; -webkit-text-size-adjust: 100%; }
.page { max-width: 560px; margin: 0 auto; padding: 16px; }
.head { background: #0b3d6e; color: #ffffff; border-top: 4px solid #c8102e; border-radius: 12px 12px 0 0;
 padding: 14px 20px; font-size: 20px; font-weight: 600; }
.card { background: #ffffff; border-radius: 0 0 12px 12px; padding: 20px; overflow-wrap: anywhere; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 12px; }
h2 { font-size: 17px; line-height: 1.3; margin: 24px 0 8px; }
p { margin: 0 0 16px; }
a { color: #0b5cad; }
.digits { font: 600 36px/1.2 ui-monospace, Consolas, monospace; letter-spacing: 6px; margin: 0 0 16px; }
.small { font-size: 14px; color: #4a5766; margin: 0; }
.button { display: inline-block; background: #0b5cad; color: #ffffff; font-weight: 600; text-decoration: none;
 border-radius: 10px; padding: 14px 22px; }
.qr { text-align: center; margin: 4px 0 20px; }
.qr img { background: #ffffff; border-radius: 8px; max-width: 100%; height: auto; }
.code { display: block; font-size: 26px; font-weight: 600; letter-spacing: 1px; }
dl { margin: 0 0 20px; border-top: 1px solid #c9d2dc; }
dl div { border-bottom: 1px solid #c9d2dc; padding: 8px 0; }
dt { font-size: 14px; color: #4a5766; }
dd { margin: 0; font-weight: 600; }
ul { margin: 0 0 20px; padding-left: 22px; }
li { margin: 0 0 6px; }
.link { margin: 0 0 8px; }
.foot { padding: 16px 20px; }
@media (prefers-color-scheme: dark) {
 body { background: #10161d; color: #eef2f6; }
 .card { background: #1b2430; }
 a { color: #8ec5ff; }
 a.button { color: #ffffff; }
 .small, dt { color: #b4c0cc; }
 dl, dl div { border-color: #3a4755; }
}
</style>
</head>
<body>
<div class="page" role="article" aria-label="{{subject}}">
<div class="head">{{brand}}</div>
<div class="card">
<h1>{{heading}}</h1>
{{#paragraphs}}
<p>{{paragraph}}</p>
{{/paragraphs}}
{{#has_digits}}
<p class="small">{{digits_label}}</p>
<p class="digits">{{digits}}</p>
{{/has_digits}}
{{#action}}
<p><a class="button" href="{{link}}" style="background:#0b5cad;color:#ffffff">{{link_text}}</a></p>
{{/action}}
{{#has_offers}}
<h2>{{offers_title}}</h2>
<ul>
{{#offers}}
<li><a href="{{link}}">{{link_text}}</a></li>
{{/offers}}
</ul>
{{/has_offers}}
{{#has_qr}}
<div class="qr"><img src="cid:{{qr_id}}" width="240" height="240" alt="{{qr_alt}}">
<b class="code">{{code}}</b><span class="small">{{qr_hint}}</span></div>
{{/has_qr}}
<dl>
{{#rows}}
<div><dt>{{label}}</dt><dd>{{value}}</dd></div>
{{/rows}}
</dl>
{{#has_bring}}
<h2>{{bring_title}}</h2>
<ul>
{{#bring}}
<li>{{thing}}</li>
{{/bring}}
</ul>
{{/has_bring}}
{{#notes}}
<p>{{note}}</p>
{{/notes}}
{{#links}}
<p class="link"><a href="{{link}}">{{link_text}}</a></p>
{{/links}}
</div>
<div class="foot">
{{#footer}}
<p class="small">{{line}}</p>
{{/footer}}
{{#unsubscribe}}
<p class="small">{{unsubscribe_text}} <a href="{{link}}">{{link_text}}</a></p>
{{/unsubscribe}}
</div>
</div>
</body>
</html>
