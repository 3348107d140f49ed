{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{w_glance_text}}</p>
{{#new_keys}}
<p class="note alarm" role="status"><a href="{{new_key_link}}">{{new_key}}</a></p>
{{/new_keys}}
<div class="wide" role="region" aria-label="{{w_glance}}" tabindex="0">
<table>
<thead><tr><th scope="col">{{w_office}}</th><th scope="col">{{w_state}}</th><th scope="col"
 class="n">{{w_booked}}</th><th scope="col" class="n">{{w_arrived}}</th><th scope="col" class="n">{{w_waiting}}</th><th
 scope="col" class="n">{{w_no_shows}}</th><th scope="col">{{w_contact}}</th><th
 scope="col">{{w_version}}</th></tr></thead>
<tbody>
{{#offices}}
<tr><th scope="row"><a href="{{office_link}}">{{office_name}}</a> <small>{{office_code}}</small></th><td><span
 class="state {{state_class}}">{{state}}</span>{{#closes}} <small>{{closes_on}}</small>{{/closes}}</td>
<td class="n">{{booked}}</td><td class="n">{{arrived}}</td><td class="n">{{waiting}}</td>
<td class="n">{{no_shows}}</td><td>{{contact}}</td><td>{{version}}</td></tr>
{{/offices}}
</tbody>
<tfoot><tr><th scope="row" colspan="2">{{w_total}}</th><td class="n">{{total_booked}}</td><td
 class="n">{{total_arrived}}</td><td class="n">{{total_waiting}}</td><td class="n">{{total_no_shows}}</td><td
 colspan="2"></td></tr></tfoot>
</table>
</div>
{{#may_change}}
<p class="actions"><a class="button danger" href="/announcements">{{w_stop_all}}</a><a class="button quiet"
 href="/new-office">{{w_new_office}}</a></p>
{{/may_change}}
