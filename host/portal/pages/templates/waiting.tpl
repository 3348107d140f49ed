{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{text}}</p>
<dl class="rows">
<div><dt>{{office_row}}</dt><dd>{{office_name}}</dd></div>
<div><dt>{{service_row}}</dt><dd>{{service_name}}</dd></div>
<div><dt>{{date_row}}</dt><dd>{{date}}</dd></div>
<div><dt>{{people_label}}</dt><dd>{{people}}</dd></div>
</dl>
{{#may_leave}}
<form method="post" action="{{target}}/leave">
<input type="hidden" name="form" value="{{form_token}}">
<button class="button quiet" type="submit">{{leave}}</button></form>
{{/may_leave}}
