{{%AUTOESCAPE context="HTML"}}
<dl class="rows">
{{#has_numbers}}
<div><dt>{{numbers_row}}</dt><dd><b>{{numbers}}</b></dd></div>
{{/has_numbers}}
<div><dt>{{date_row}}</dt><dd>{{date}}</dd></div>
<div><dt>{{hour_row}}</dt><dd>{{hours}}</dd></div>
<div><dt>{{office_row}}</dt><dd>{{office_name}}{{#has_address}}<small>{{address}}</small>{{/has_address}}</dd></div>
<div><dt>{{service_row}}</dt><dd>{{service_name}}</dd></div>
{{#has_person}}
<div><dt>{{name_row}}</dt><dd>{{name}}</dd></div>
<div><dt>{{nik_row}}</dt><dd>•••• •••• •••• {{nik_last4}}</dd></div>
{{#companions}}
<div><dt>{{companions_row}}</dt><dd>{{companion}}</dd></div>
{{/companions}}
{{/has_person}}
</dl>
