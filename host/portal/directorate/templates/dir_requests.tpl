{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{w_requests_text}}</p>
{{#has_requests}}
<div class="wide" role="region" aria-label="{{w_requests}}" tabindex="0">
<table>
<thead><tr><th scope="col">{{w_nr}}</th><th scope="col">{{w_when}}</th><th scope="col">{{w_who}}</th><th
 scope="col">{{w_subjects}}</th><th scope="col">{{w_why}}</th><th scope="col">{{w_bookings}}</th><th
 scope="col">{{w_state}}</th></tr></thead>
<tbody>
{{#requests}}
<tr><th scope="row"><a href="{{request_link}}" aria-label="{{request_name}}">{{request_id}}</a></th>
<td>{{made_at}}</td><td>{{who}}</td><td>{{subjects}}</td><td>{{why}}</td><td>{{bookings}}</td><td><span
 class="state {{state_class}}">{{state}}</span></td></tr>
{{/requests}}
</tbody></table></div>
{{/has_requests}}
{{#no_requests}}
<p class="note">{{w_no_requests}}</p>
{{/no_requests}}
