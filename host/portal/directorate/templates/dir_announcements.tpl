{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{w_announcements_text}}</p>
{{#standing}}
<article class="card plain" aria-label="{{where}}"><p><strong>{{where}}</strong>{{#stops}} <span
 class="state bad">{{w_stopped}}</span>{{/stops}}</p><p lang="id">{{text_id}}</p><p lang="en">{{text_en}}</p>
<p class="as-of">{{since}}</p>
{{#may_change}}
<form method="post" action="/announcements/end"><input type="hidden" name="form" value="{{form_token}}"><input
 type="hidden" name="base" value="{{base}}"><input type="hidden" name="subject" value="{{subject}}"><button
 class="small" type="submit">{{w_end}}</button></form>
{{/may_change}}
</article>
{{/standing}}
{{#none_stand}}
<p class="note">{{w_no_blocks}}</p>
{{/none_stand}}
{{#may_change}}
<h2>{{w_post}}</h2>
<form method="post" action="/announcements">
<input type="hidden" name="form" value="{{form_token}}"><input type="hidden" name="base" value="{{base}}">
<div class="field"><label for="text_id">{{w_text_id}}</label><textarea id="text_id" name="text_id" rows="2"
 maxlength="500" required>{{typed_id}}</textarea></div>
<div class="field"><label for="text_en">{{w_text_en}}</label><textarea id="text_en" name="text_en" rows="2"
 maxlength="500" required>{{typed_en}}</textarea></div>
<fieldset class="ticks set"><legend>{{w_where}}</legend><p class="hint">{{w_where_hint}}</p>{{#places}}<label><input
 type="checkbox" name="{{place_field}}"{{#on}} checked{{/on}}> {{place_name}}</label>{{/places}}</fieldset>
<div class="ticks set"><label><input type="checkbox" name="stops"{{#stops_typed}} checked{{/stops_typed}}>
 {{w_stops}}</label></div>
<div class="field"><label for="why">{{w_why}}</label><p class="hint" id="why-hint">{{w_why_hint}}</p><input id="why"
 name="why" value="{{why}}" maxlength="300" aria-describedby="why-hint" required></div>
<button class="button danger" type="submit">{{w_post}}</button>
</form>
{{/may_change}}
