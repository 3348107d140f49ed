{{%AUTOESCAPE context="HTML"}}
<section class="tell-me"{{#only_push}} hidden{{/only_push}}><h2>{{tell_title}}</h2>
<p>{{tell_text}}</p>
{{#has_push}}
<form method="post" action="{{booking_link}}/push" data-push="{{push_key}}" data-told="{{push_told}}"
 data-start="{{push_start}}" data-end="{{push_end}}" data-on="{{push_on}}" data-off="{{push_off}}"
 data-denied="{{push_denied}}" data-many="{{push_many}}" data-failed="{{push_failed}}" hidden>
<input type="hidden" name="form" value="{{form_token}}">
<button class="button quiet" type="submit">{{push_start}}</button>
<p class="said" role="status" data-said></p></form>
{{/has_push}}
{{#may_mail}}
<form method="post" action="{{booking_link}}/mail-me"><input type="hidden" name="form" value="{{form_token}}">
<input type="hidden" name="on" value="{{mail_value}}">
<button class="button quiet" type="submit">{{mail_do}}</button></form>
{{#mails}}
<p class="said">{{mail_on}}</p>
{{/mails}}
{{/may_mail}}
</section>
