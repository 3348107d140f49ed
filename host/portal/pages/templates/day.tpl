{{%AUTOESCAPE context="HTML"}}
<section class="today" data-day data-every="{{fresh_every}}" data-age="{{age}}" data-called="{{called}}">
<div role="status" aria-live="polite" data-live="said">
{{#numbers_today}}
<div class="my" data-state="{{number_state}}">
<p class="code-label">{{number_label}}</p>
<p class="my-number">{{number_now}}</p>
{{#has_was}}
<p class="hint">{{number_was}}</p>
{{/has_was}}
<p class="my-title">{{number_title}}</p>
{{#has_detail}}
<p class="my-detail">{{number_detail}}</p>
{{/has_detail}}
</div>
{{/numbers_today}}
</div>
<p class="note warn" role="status" data-old="{{old_text}}"{{#fresh_news}} hidden{{/fresh_news}}>{{old_now}}</p>
<div data-live="hall">
{{#others_wait}}
<h2>{{calls_title}}</h2>
{{#none_called}}
<p>{{none_called_text}}</p>
{{/none_called}}
{{#some_called}}
<ol class="calls">
{{#calls}}
<li{{#mine}} class="mine"{{/mine}}><span>{{call}}</span> <span>{{call_clock}}</span></li>
{{/calls}}
</ol>
{{/some_called}}
<ul class="lines">
{{#lines}}
<li><b>{{line_name}}</b> <span>{{line_waiting}}</span>{{#has_line_wait}}
<span>{{line_wait}}</span>{{/has_line_wait}}</li>
{{/lines}}
</ul>
{{/others_wait}}
<p class="as-of"{{#never_old}} data-done{{/never_old}}>{{as_of}}</p>
</div>
<p class="as-of" data-updates hidden>{{updates}}</p>
</section>
