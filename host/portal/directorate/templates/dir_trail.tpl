{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{w_trail_text}}</p>
<form class="as-of-form" method="get" action="/plan"><label for="at">{{w_as_of}} (WIB)</label><input
 type="datetime-local" id="at" name="at" value="{{at}}" required><button class="button quiet"
 type="submit">{{w_show}}</button></form>
<div class="wide" role="region" aria-label="{{w_trail}}" tabindex="0">
<table>
<thead><tr><th scope="col">{{w_nr}}</th><th scope="col">{{w_made_at}}</th><th scope="col">{{w_valid_from}}</th><th
 scope="col">{{w_who}}</th><th scope="col">{{w_requests}}</th><th scope="col">{{w_subjects}}</th><th
 scope="col">{{w_why}}</th></tr></thead>
<tbody>
{{#changes}}
<tr><th scope="row"><a href="{{change_link}}" aria-label="{{change_name}}">{{nr}}</a></th><td>{{made_at}}</td>
<td>{{valid_from}}{{#to_come}} <span
 class="state">{{w_to_come}}</span>{{/to_come}}</td><td>{{who}}</td><td>{{agreed}}</td><td>{{subjects}}</td>
<td>{{why}}</td></tr>
{{/changes}}
</tbody></table></div>
<p class="actions"><a class="button quiet" href="/keys">{{w_keys}}</a></p>
