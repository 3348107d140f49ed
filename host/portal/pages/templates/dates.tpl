{{%AUTOESCAPE context="HTML"}}
<p class="lead"><strong>{{office_name}}</strong> · {{service_name}}</p>
{{#none_free}}
<p class="note warn">{{no_days}}</p>
{{/none_free}}
{{#may_wait}}
<p><a class="button quiet" href="{{wait_link}}">{{wait_open}}</a></p>
{{/may_wait}}
{{#months}}
<table class="month"><caption>{{month}}</caption><thead><tr>
{{#weekdays}}
<th scope="col" abbr="{{weekday}}">{{weekday_short}}</th>
{{/weekdays}}
</tr></thead><tbody>
{{#weeks}}
<tr>
{{#days}}
{{#blank}}
<td></td>
{{/blank}}
{{#free}}
<td><a class="day" href="{{link}}" aria-label="{{date}}, {{state}}"><b>{{number}}</b><small>{{places}}</small></a></td>
{{/free}}
{{#not_free}}
<td><span class="day {{kind}}"><span class="sr">{{date}}, {{state}}</span><b aria-hidden="true">{{number}}</b><small
 aria-hidden="true">{{shown_state}}</small></span></td>
{{/not_free}}
{{/days}}
</tr>
{{/weeks}}
</tbody></table>
{{/months}}
<ul class="legend">
<li><span class="key free">12</span> {{legend_free}}</li>
<li><span class="key full">–</span> {{legend_full}}</li>
<li><span class="key closed"></span> {{legend_closed}}</li>
<li><span class="key later"></span> {{legend_later}}</li>
</ul>
{{#holidays}}
<p class="holiday">{{holiday_date}}: {{holiday}}</p>
{{/holidays}}
{{#more_opens}}
<p class="note">{{next_release}}</p>
{{/more_opens}}
{{#in_line}}
<p class="note">{{line_offer}}</p>
<p><a class="button" href="{{line_link}}">{{line_enter}}</a></p>
{{/in_line}}
{{>others_part}}
