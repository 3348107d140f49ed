{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{text}}</p>
<p><a class="button" href="">{{again}}</a></p>
<h2>{{list_title}}</h2>
<p>{{list_text}}</p>
<ul class="cards">
{{#bookings}}
<li><a class="card" href="{{link}}"><span><b>{{date}}</b><span>{{hours}} · {{office_name}}</span></span>
<small{{#is_code}} class="whole"{{/is_code}}>{{state}}</small></a></li>
{{/bookings}}
</ul>
