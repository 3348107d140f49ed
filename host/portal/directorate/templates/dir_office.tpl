{{%AUTOESCAPE context="HTML"}}
{{#is_known}}
<h2>{{w_plan}}</h2>
<form class="as-of-form" method="get" action="{{office_link}}"><label for="at">{{w_as_of}} ({{zone}})</label><input
 type="datetime-local" id="at" name="at" value="{{at}}"><button class="button quiet"
 type="submit">{{w_show}}</button></form>
{{#has_as_of}}
<p class="note" role="status">{{as_of}}</p>
{{/has_as_of}}
<div class="wide" role="region" aria-label="{{w_plan}}" tabindex="0">
<table>
<thead><tr><th scope="col">{{w_hour}}</th><th scope="col">{{w_slot_days}}</th>
{{#services}}
<th scope="col" class="n">{{service_name}}</th>
{{/services}}
<th scope="col">{{w_first}}</th><th scope="col">{{w_last}}</th></tr></thead>
<tbody>
{{#slots}}
<tr><th scope="row">{{slot_hours}}</th><td>{{slot_days}}</td>
{{#quotas}}
<td class="n">{{quota}}</td>
{{/quotas}}
<td>{{slot_first}}</td><td>{{slot_last}}</td></tr>
{{/slots}}
</tbody>
<tfoot><tr><th scope="row" colspan="2">{{w_places_week}}</th>
{{#weeks}}
<td class="n">{{week}}</td>
{{/weeks}}
<td colspan="2"></td></tr></tfoot>
</table>
</div>
<p>{{w_release}}: {{release}}</p>
{{#has_keys}}
<h2>{{w_key_of_office}}</h2>
<p class="hint">{{w_keys_text}}</p>
{{>keys_table}}
{{/has_keys}}
{{/is_known}}
{{#may_change}}
<h2>{{w_edit}}</h2>
<form method="post" action="{{form_target}}">
<input type="hidden" name="form" value="{{form_token}}"><input type="hidden" name="base" value="{{base}}"><input
 type="hidden" name="rows" value="{{rows}}">
<fieldset class="set"><legend>{{w_details}}</legend><div class="grid">
{{#new_office}}
<div class="field"><label for="code">{{w_code2}}</label><p class="hint" id="code-hint">{{w_code2_hint}}</p><input
 id="code" name="code" value="{{code}}" maxlength="2" pattern="[A-Z0-9]{2}" aria-describedby="code-hint" required></div>
{{/new_office}}
<div class="field"><label for="name">{{w_name}}</label><input id="name" name="name" value="{{name}}" maxlength="60"
 required></div>
<div class="field"><label for="city">{{w_city}}</label><input id="city" name="city" value="{{city}}"
 maxlength="60"></div>
<div class="field"><label for="address">{{w_address}}</label><input id="address" name="address" value="{{address}}"
 maxlength="200"></div>
<div class="field"><label for="phone">{{w_phone}}</label><input id="phone" name="phone" value="{{phone}}"
 maxlength="26"></div>
<div class="field"><label for="map">{{w_map}}</label><input id="map" name="map" value="{{map}}" maxlength="500"></div>
<div class="field"><label for="zone">{{w_zone}}</label><select id="zone" name="zone">
{{#zones}}
<option{{#chosen}} selected{{/chosen}}>{{zone_name}}</option>
{{/zones}}
</select></div>
</div>
<div class="field narrow"><label for="last_day">{{w_last_visit}}</label><p class="hint"
 id="last-hint">{{w_last_visit_hint}}</p><input type="date" id="last_day" name="last_day" value="{{last_day}}"
 aria-describedby="last-hint"></div>
<fieldset class="ticks"><legend>{{w_channels}}</legend><label><input type="checkbox" name="web"{{#web}}
 checked{{/web}}> {{w_web}}</label><label><input type="checkbox" name="by_whatsapp"{{#by_whatsapp}}
 checked{{/by_whatsapp}}> {{w_whatsapp}}</label></fieldset>
</fieldset>
<fieldset class="set"><legend>{{w_slots}}</legend><p class="hint">{{w_slots_hint}}</p>
{{#has_parts}}
<p class="hint">{{w_most_hint}}</p>
{{/has_parts}}
{{#rows_of_slots}}
<fieldset class="row"><legend>{{row_name}}</legend>
<div class="ticks" role="group" aria-label="{{w_slot_days}}">{{#row_days}}<label><input type="checkbox"
 name="{{field}}"{{#on}} checked{{/on}}> {{day_name}}</label>{{/row_days}}</div>
<div class="cells">
<label>{{w_from}}<input name="{{from_field}}" value="{{from}}" size="5" maxlength="5" inputmode="numeric"
 placeholder="08:00"></label>
<label>{{w_to}}<input name="{{to_field}}" value="{{to}}" size="5" maxlength="5" inputmode="numeric"
 placeholder="10:00"></label>
{{#row_quotas}}
<label>{{quota_name}}<input name="{{quota_field}}" value="{{quota_value}}" size="5" maxlength="4"
 inputmode="numeric"></label>
{{/row_quotas}}
{{#row_most}}
<label>{{most_name}}<input name="{{most_field}}" value="{{most_value}}" size="5" maxlength="4"
 inputmode="numeric"></label>
{{/row_most}}
<label>{{w_first}}<input type="date" name="{{first_field}}" value="{{first}}"></label>
<label>{{w_last}}<input type="date" name="{{last_field}}" value="{{last}}"></label>
</div></fieldset>
{{/rows_of_slots}}
</fieldset>
<fieldset class="set"><legend>{{w_release}}</legend><p class="hint">{{w_release_hint}}</p>
<div class="ticks"><label><input type="checkbox" name="release_own"{{#release_own}} checked{{/release_own}}>
 {{w_release_own}}</label></div>
<div class="ticks" role="group" aria-label="{{w_release_days}}">{{#release_days}}<label><input type="checkbox"
 name="{{field}}"{{#on}} checked{{/on}}> {{day_name}}</label>{{/release_days}}</div>
<div class="cells"><label>{{w_release_time}}<input name="release_time" value="{{release_time}}" size="5" maxlength="5"
 placeholder="08:00"></label><label>{{w_days_ahead}}<input name="release_ahead" value="{{release_ahead}}" size="4"
 maxlength="3" inputmode="numeric"></label></div>
</fieldset>
<div class="grid">
<div class="field"><label for="why">{{w_why}}</label><p class="hint" id="why-hint">{{w_why_hint}}</p><input id="why"
 name="why" value="{{why}}" maxlength="300" aria-describedby="why-hint" required></div>
<div class="field"><label for="valid_from">{{w_valid_from}}</label><p class="hint"
 id="from-hint">{{w_valid_from_hint}}</p><input type="datetime-local" id="valid_from" name="valid_from"
 value="{{valid_from}}" aria-describedby="from-hint"></div>
</div>
<button class="button" type="submit">{{w_preview}}</button>
</form>
{{/may_change}}
