{{%AUTOESCAPE context="HTML"}}
{{#expected}}
<p class="lead done">{{done_text}}</p>
{{/expected}}
{{#happened}}
<p class="note">{{what_happened}}</p>
{{/happened}}
<article class="ticket">
<div class="qr"><img src="{{booking_link}}/qr.png" width="232" height="232" alt="{{qr_alt}}"></div>
<p class="code-label">{{code_label}}</p>
<p class="code">{{code}}</p>
<p class="hint">{{qr_hint}}</p>
{{>rows}}
</article>
<p class="actions"><button class="button" type="button" data-print hidden>{{print}}</button></p>
<p class="note">{{save_hint}}</p>
{{#has_bring}}
<section class="bring"><h2>{{bring_title}}</h2><ul>
{{#bring}}
<li>{{thing}}</li>
{{/bring}}
</ul></section>
{{/has_bring}}
<p>{{arrive}}</p>
{{#cancel_over}}
<p class="note">{{cancel_over_text}}</p>
{{/cancel_over}}
{{#may_cancel}}
<details class="cancel"><summary>{{cancel_open}}</summary>
<form method="post" action="{{booking_link}}/cancel">
<input type="hidden" name="form" value="{{form_token}}">
<p>{{cancel_text}}</p>
{{#has_cancel_until}}
<p>{{cancel_until}}</p>
{{/has_cancel_until}}
<button class="button danger" type="submit">{{cancel_do}}</button></form></details>
{{/may_cancel}}
