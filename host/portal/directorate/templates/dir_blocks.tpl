{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{w_blocks_text}}</p>
{{#has_blocks}}
<div class="wide" role="region" aria-label="{{w_blocks}}" tabindex="0">
<table>
<thead><tr><th scope="col">{{w_block_who}}</th><th scope="col">{{w_block_what}}</th><th
 scope="col">{{w_why}}</th><th scope="col">{{w_who}}</th><th scope="col">{{w_made_at}}</th><th
 scope="col">{{w_last_day}}</th><th scope="col">{{w_state}}</th>{{#may_change}}<th
 scope="col">{{w_lift}}</th>{{/may_change}}</tr></thead>
<tbody>
{{#blocks}}
<tr><th scope="row">{{who_is}}</th><td>{{what}}</td><td>{{why}}</td><td>{{who}}</td><td>{{since}}</td>
<td>{{until}}</td><td><span
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
<fieldset class="ticks column"><legend>{{w_block_what}}</legend>
<label><input type="radio" name="what" value="person"{{#is_person}} checked{{/is_person}}> {{w_block_person}}</label>
<label><input type="radio" name="what" value="contact"{{#is_contact}} checked{{/is_contact}}>
 {{w_block_contact}}</label>
<label><input type="radio" name="what" value="network"{{#is_network}} checked{{/is_network}}>
 {{w_block_network}}</label>
</fieldset>
<div class="field"><label for="blocked">{{w_block_who}}</label><p class="hint" id="who-hint">{{w_block_hint}}</p><input
 id="blocked" name="who" value="{{who_typed}}" maxlength="120" autocomplete="off" aria-describedby="who-hint"
 required></div>
<div class="field"><label for="until">{{w_last_day}}</label><input type="date" id="until" name="until"
 value="{{until_typed}}" required></div>
<div class="field"><label for="why">{{w_why}}</label><p class="hint" id="why-hint">{{w_why_hint}}</p><input id="why"
 name="why" value="{{why_typed}}" maxlength="300" aria-describedby="why-hint" required></div>
<button class="button danger" type="submit">{{w_block}}</button>
</form>
{{/may_change}}
