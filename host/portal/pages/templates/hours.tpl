{{%AUTOESCAPE context="HTML"}}
<p class="lead"><strong>{{office_name}}</strong> · {{date}}</p>
{{#no_slots}}
<p class="note warn">{{no_slots_text}}</p>
{{/no_slots}}
<ul class="cards hours">
{{#slots}}
{{#bookable}}
<li><a class="card slot{{#few}} few{{/few}}" href="{{link}}"><b>{{hours}}</b><span class="places">{{places}}</span>
<svg class="fill" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
<rect width="100" height="4" class="all"/><rect width="{{percent}}" height="4" class="free"/></svg></a></li>
{{/bookable}}
{{#not_bookable}}
<li><span class="card slot off"><b>{{hours}}</b><span class="badge {{kind}}">{{state}}</span></span></li>
{{/not_bookable}}
{{/slots}}
</ul>
{{#elsewhere}}
<p class="note">{{elsewhere_text}}</p>
{{/elsewhere}}
{{#may_wait}}
<p><a class="button quiet" href="{{wait_link}}">{{wait_open}}</a></p>
{{/may_wait}}
{{#other_day}}
<p class="note">{{offer}} <a href="{{day_link}}">{{day}}</a></p>
{{/other_day}}
<p><a href="{{dates_link}}">{{choose_other_day}}</a></p>
{{>others_part}}
