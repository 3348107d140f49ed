{{%AUTOESCAPE context="HTML"}}
<div class="wide" role="region" aria-label="{{w_keys}}" tabindex="0">
<table>
<thead><tr><th scope="col">{{w_office}}</th><th scope="col">{{w_fingerprint}}</th><th
 scope="col">{{w_key_since}}</th><th scope="col">{{w_state}}</th><th scope="col">{{w_key_notes}}</th>{{#may_change}}<th
 scope="col">{{w_key_decide}}</th>{{/may_change}}</tr></thead>
<tbody>
{{#keys}}
<tr><th scope="row"><a href="{{key_office_link}}">{{key_office}}</a></th>
<td><code class="fingerprint">{{fingerprint}}</code><details
 class="whole-key"><summary>{{w_key_whole}}</summary><code>{{key}}</code></details></td>
<td>{{key_since}}</td><td><span class="state {{key_class}}">{{key_state}}</span></td>
<td>{{#key_notes}}<p class="entry">{{key_note}}</p>{{/key_notes}}</td>
{{#may_change}}
<td>{{#can_decide_key}}<form class="inline" method="post" action="/keys"><input type="hidden" name="form"
 value="{{form_token}}"><input type="hidden" name="office" value="{{key_code}}"><input type="hidden" name="key"
 value="{{key}}"><input name="why" maxlength="300" aria-label="{{key_why_label}}" placeholder="{{w_why}}"
 required>{{#can_confirm_key}}<button class="small" type="submit" name="do"
 value="confirm">{{w_key_confirm}}</button>{{/can_confirm_key}}<button class="small" type="submit" name="do"
 value="refuse">{{w_key_refuse}}</button></form>{{/can_decide_key}}</td>
{{/may_change}}
</tr>
{{/keys}}
</tbody></table></div>
