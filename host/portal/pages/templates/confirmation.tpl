{{%AUTOESCAPE context="HTML"}}
{{#instead}}
<div class="alert bad" role="alert"><p>{{instead_text}}</p>
<p><a href="{{booking_link}}/instead">{{instead_open}}</a></p></div>
{{/instead}}
{{#expected}}
<p class="lead done">{{done_text}}</p>
{{/expected}}
{{#happened}}
<p class="note">{{what_happened}}</p>
{{/happened}}
{{#has_day}}
{{>day}}
{{/has_day}}
<article class="ticket" data-code="{{code}}" data-qr="{{qr}}" data-day="{{kept_day}}" data-from="{{kept_from}}"
 data-to="{{kept_to}}" data-zone="{{kept_zone}}" data-office="{{office_name}}" data-where="{{address}}"
 data-service="{{service_name}}" data-people="{{people}}">
<div class="qr"><img src="{{booking_link}}/qr.png" width="232" height="232" alt="{{qr_alt}}"></div>
<p class="code-label">{{code_label}}</p>
<p class="code">{{code}}</p>
<p class="hint">{{qr_hint}}</p>
{{>rows}}
</article>
<p class="actions"><button class="button" type="button" data-print hidden>{{print}}</button>
<a class="button quiet" href="{{booking_link}}/code.png" download="{{code}}.png">{{save_png}}</a>
{{#has_pdf}}
<a class="button quiet" href="{{booking_link}}/booking.pdf" download="{{code}}.pdf">{{save_pdf}}</a>
{{/has_pdf}}
<a class="button quiet" href="{{booking_link}}/booking.ics" download="{{code}}.ics">{{save_calendar}}</a></p>
<p class="note">{{save_hint}}</p>
<p class="note" role="status" data-saved data-done="{{kept_done}}" data-lost="{{kept_lost}}"
 data-again="{{kept_again}}" data-failed="{{kept_failed}}" hidden></p>
<p><button class="button quiet" type="button" data-install hidden>{{install}}</button></p>
{{#tell_me}}
{{>on_the_day}}
{{/tell_me}}
{{#has_app}}
<p data-app>{{app_text}} <a href="{{app_link}}">{{app_name}}</a></p>
{{/has_app}}
{{#has_bring}}
<section class="bring"><h2>{{bring_title}}</h2><ul>
{{#bring}}
<li>{{thing}}</li>
{{/bring}}
</ul></section>
{{/has_bring}}
<p>{{arrive}}</p>
{{#manage}}
<section class="manage"><h2>{{manage_title}}</h2><ul>
{{#may_move}}
<li><a href="{{booking_link}}/move">{{move_open}}</a></li>
{{/may_move}}
<li><a href="{{booking_link}}/correct">{{correct_open}}</a></li>
{{#may_cancel}}
<li><a href="{{booking_link}}/cancel">{{cancel_open}}</a></li>
{{/may_cancel}}
</ul>
{{#cancel_over}}
<p class="note">{{cancel_over_text}}</p>
{{/cancel_over}}
{{#has_mail}}
<form method="post" action="{{booking_link}}/send"><input type="hidden" name="form" value="{{form_token}}">
<button class="button quiet" type="submit">{{send_open}}</button></form>
{{/has_mail}}
</section>
{{/manage}}
