{{%AUTOESCAPE context="HTML"}}
{{#instead}}
<div class="alert bad"><p>{{instead_text}}</p></div>
{{/instead}}
<p class="note warn">{{saved_text}}</p>
<article class="ticket">
<div class="qr"><img src="{{booking_link}}/qr.png" width="232" height="232" alt="{{qr_alt}}"></div>
<p class="code-label">{{code_label}}</p>
<p class="code">{{code}}</p>
<p class="hint">{{qr_hint}}</p>
{{>rows}}
</article>
{{#has_bring}}
<section class="bring"><h2>{{bring_title}}</h2><ul>
{{#bring}}
<li>{{thing}}</li>
{{/bring}}
</ul></section>
{{/has_bring}}
<p>{{arrive}}</p>
<p class="actions"><a class="button quiet" href="{{booking_link}}">{{saved_reload}}</a></p>
<p class="as-of">{{saved_as_of}}</p>
