{{%AUTOESCAPE context="HTML"}}
<p>{{room_lead}}</p>
<dl class="summary">
{{#rows}}
<div><dt>{{label}}</dt><dd>{{value}}</dd></div>
{{/rows}}
</dl>
<p class="note">{{room_stay}}</p>
<p><a class="button" href="{{again_link}}">{{room_again}}</a></p>
