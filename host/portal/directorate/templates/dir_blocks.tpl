{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{w_blocks_text}}</p>
{{#has_blocks}}
<div class="wide" role="region" aria-label="{{w_blocks}}" tabindex="0">
<table>
<thead><tr><th scope="col">{{w_nik}}</th><th scope="col">{{w_why}}</th><th scope="col">{{w_who}}</th><th
 scope="col">{{w_last_day}}</th><th scope="col">{{w_state}}</th>{{#may_change}}<th
 scope="col">{{w_lift}}</th>{{/may_change}}</tr></thead>
<tbody>
{{#blocks}}
<tr><th scope="row">{{nik}}</th><td>{{why}}</td><td>{{who}}</td><td>{{until}}</td><td><span
 class="state {{state_class}}">{{state}}</span></td>{{#may_change}}<td>{{#can_lift}}<form class="inline" method="post"
 action="{{lift_link}}"><input type="hidden" name="form" value="{{form_token}}"><input name="why" maxlength="300"
 aria-label="{{lift_label}}" placeholder="{{w_why}}" required><button class="small"
 type="submit">{{w_lift}}</button></form>{{/can_lift}}</td>{{/may_change}}</tr>
{{/blocks}}
</tbody></table></div>
{{/has_blocks}}
{{#no_blocks}}
<p class="note">{{w_no_blocks}}</p>
{{/no_blocks}}
{{#may_change}}
<h2>{{w_block}}</h2>
<form class="narrow" method="post" action="/blocks">
<input type="hidden" name="form" value="{{form_token}}">
<div class="field"><label for="nik">{{w_nik}}</label><p class="hint" id="nik-hint">{{w_nik_hint}}</p><input id="nik"
 name="nik" inputmode="numeric" maxlength="24" autocomplete="off" aria-describedby="nik-hint" required></div>
<div class="field"><label for="until">{{w_last_day}}</label><input type="date" id="until" name="until"
 value="{{until_typed}}" required></div>
<div class="field"><label for="why">{{w_why}}</label><p class="hint" id="why-hint">{{w_why_hint}}</p><input id="why"
 name="why" value="{{why_typed}}" maxlength="300" aria-describedby="why-hint" required></div>
<button class="button danger" type="submit">{{w_block}}</button>
</form>
{{/may_change}}
