{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{text}}</p>
<ul class="cards" data-own>
{{#bookings}}
<li><a class="card" href="{{link}}"><span><b>{{date}}</b><span>{{hours}} · {{office_name}}</span></span>
<small{{#is_code}} class="whole"{{/is_code}}>{{state}}</small></a></li>
{{/bookings}}
</ul>
<p><button class="button quiet" type="button" data-install hidden>{{install}}</button></p>
{{#has_bookings}}
<form method="post" action="/own/forget" data-forget><input type="hidden" name="form" value="{{form_token}}">
<p>{{forget_text}}</p>
<button class="button quiet" type="submit">{{forget}}</button></form>
{{/has_bookings}}
