{{%AUTOESCAPE context="HTML"}}
{{#is_possible}}
{{#harms}}
<div class="alert"><p>{{harm_text}}</p>
{{#has_cancelled}}
<p>{{cancelled_text}}</p>
{{/has_cancelled}}
{{#has_no_contact}}
<p>{{no_contact_text}}</p>
{{/has_no_contact}}
</div>
<div class="wide" role="region" aria-label="{{w_bookings}}" tabindex="0">
<table>
<thead><tr><th scope="col">{{w_office}}</th><th scope="col">{{w_day}}</th><th scope="col">{{w_reason}}</th><th
 scope="col" class="n">{{w_bookings}}</th><th scope="col" class="n">{{w_people}}</th><th scope="col"
 class="n">{{w_no_contact}}</th><th scope="col">{{w_then}}</th></tr></thead>
<tbody>
{{#groups}}
<tr><th scope="row">{{group_office}}</th><td>{{group_day}}</td><td>{{group_reason}}</td><td
 class="n">{{group_bookings}}</td><td class="n">{{group_people}}</td><td class="n">{{group_no_contact}}</td>
<td>{{group_then}}</td></tr>
{{/groups}}
</tbody></table></div>
<details><summary>{{w_list}}</summary>
<div class="wide" role="region" aria-label="{{w_list}}" tabindex="0">
<table>
<thead><tr><th scope="col">{{w_code2}}</th><th scope="col">{{w_office}}</th><th scope="col">{{w_day}}</th><th
 scope="col">{{w_hour}}</th><th scope="col">{{w_service}}</th><th scope="col" class="n">{{w_people}}</th></tr></thead>
<tbody>
{{#lines}}
<tr><th scope="row">{{line_code}}</th><td>{{line_office}}</td><td>{{line_day}}</td><td>{{line_hours}}</td>
<td>{{line_service}}</td><td
 class="n">{{line_people}}</td></tr>
{{/lines}}
</tbody></table></div>
{{#has_more}}
<p>{{more}}</p>
{{/has_more}}
</details>
{{/harms}}
{{#harmless}}
<p class="note">{{w_preview_none}}</p>
{{/harmless}}
{{/is_possible}}
<h2>{{w_change_of}}</h2>
{{#has_why}}
<p>{{w_why}}: {{why}}</p>
{{/has_why}}
<p>{{w_valid_from}}: {{valid_from}}</p>
{{#changed}}
<section class="changed" aria-label="{{subject}}"><h3>{{subject}}</h3>
<div class="two"><div><h4>{{w_before}}</h4><pre tabindex="0">{{before:pre_escape}}</pre></div>
<div><h4>{{w_after}}</h4><pre
 tabindex="0">{{after:pre_escape}}</pre></div></div></section>
{{/changed}}
{{#can_commit}}
<form method="post" action="/change">
<input type="hidden" name="form" value="{{form_token}}"><input type="hidden" name="base" value="{{base}}"><input
 type="hidden" name="print" value="{{print}}"><input type="hidden" name="from_ms" value="{{from_ms}}"><input
 type="hidden" name="why" value="{{why}}"><input type="hidden" name="back" value="{{back}}"><input type="hidden"
 name="parts" value="{{parts}}">
{{#hidden_parts}}
<input type="hidden" name="{{subject_field}}" value="{{part_subject}}"><textarea hidden
 name="{{document_field}}">{{part_document:pre_escape}}</textarea>
{{/hidden_parts}}
<p class="actions"><button class="button{{#harms}} danger{{/harms}}" type="submit">{{commit_name}}</button><a
 class="button quiet" href="{{back}}">{{w_back}}</a></p>
</form>
{{/can_commit}}
{{#can_decide}}
<form method="post" action="{{decide_link}}">
<input type="hidden" name="form" value="{{form_token}}"><input type="hidden" name="print" value="{{print}}">
<p class="actions"><button class="button danger" type="submit" name="do" value="agree">{{w_agree}}</button><button
 class="button quiet" type="submit" name="do" value="refuse">{{w_refuse}}</button></p>
</form>
{{/can_decide}}
{{#is_own}}
<p class="note">{{w_own_request}}</p>
{{/is_own}}
{{#can_take_back}}
<form method="post" action="{{take_back_link}}"><input type="hidden" name="form" value="{{form_token}}">
<p class="actions"><button class="button quiet" type="submit">{{w_take_back}}</button></p></form>
{{/can_take_back}}
