{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{w_days_text}}</p>
<div class="wide" role="region" aria-label="{{w_days}}" tabindex="0">
<table>
<thead><tr><th scope="col">{{w_date}}</th><th scope="col">{{w_until}}</th><th scope="col">{{w_reason}}</th><th
 scope="col">{{w_where}}</th><th scope="col">{{w_bookings}}</th>{{#may_change}}<th scope="col"><span
 class="sr">{{w_remove}}</span></th>{{/may_change}}</tr></thead>
<tbody>
{{#days}}
<tr><th scope="row">{{date}}</th><td>{{until}}</td><td>{{cause}}</td><td>{{where}}</td>
<td>{{bookings}}</td>{{#may_change}}<td
><form
 method="post" action="/days/remove"><input type="hidden" name="form" value="{{form_token}}"><input type="hidden"
 name="base" value="{{base}}"><input type="hidden" name="subject" value="{{subject}}"><button class="small"
 type="submit" aria-label="{{remove_name}}">{{w_remove}}</button></form></td>{{/may_change}}</tr>
{{/days}}
</tbody></table></div>
{{#may_change}}
<h2>{{w_add_closure}}</h2>
<form method="post" action="/days">
<input type="hidden" name="form" value="{{form_token}}"><input type="hidden" name="base" value="{{base}}">
<div class="grid">
<div class="field"><label for="date">{{w_date}}</label><input type="date" id="date" name="date" value="{{date_typed}}"
 required></div>
<div class="field"><label for="until">{{w_until}}</label><p class="hint" id="until-hint">{{w_until_hint}}</p><input
 type="date" id="until" name="until" value="{{until_typed}}" aria-describedby="until-hint"></div>
<div class="field"><label for="name_id">{{w_name_id}}</label><input id="name_id" name="name_id" value="{{name_id}}"
 maxlength="120" required></div>
<div class="field"><label for="name_en">{{w_name_en}}</label><input id="name_en" name="name_en" value="{{name_en}}"
 maxlength="120" required></div>
</div>
<fieldset class="ticks set"><legend>{{w_where}}</legend><p class="hint">{{w_where_hint}}</p>{{#places}}<label><input
 type="checkbox" name="{{place_field}}"{{#on}} checked{{/on}}> {{place_name}}</label>{{/places}}</fieldset>
<fieldset class="ticks set column"><legend>{{w_what_happens}}</legend><label><input type="radio" name="bookings"
 value="told"{{#told}} checked{{/told}}> {{w_told}}</label><label><input type="radio" name="bookings"
 value="cancelled"{{#cancels}} checked{{/cancels}}> {{w_cancelled}}</label></fieldset>
<div class="field"><label for="why">{{w_why}}</label><p class="hint" id="why-hint">{{w_why_hint}}</p><input id="why"
 name="why" value="{{why}}" maxlength="300" aria-describedby="why-hint" required></div>
<button class="button" type="submit">{{w_preview}}</button>
</form>
{{/may_change}}
