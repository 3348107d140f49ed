{{%AUTOESCAPE context="HTML"}}
<section class="today" data-day data-every="{{fresh_every}}" data-age="{{age}}" data-called="{{called}}">
<div role="status" data-live="notices">
{{#hall_notices}}
<p class="hall-notice{{#emergency}} emergency{{/emergency}}" lang="{{hall_notice_language}}">{{hall_notice}}</p>
{{/hall_notices}}
</div>
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
<div data-live="feedback" data-same="{{feedback_state}}">
{{#feedback_asked}}
<form class="feedback" method="post" action="{{feedback_page}}/feedback">
<input type="hidden" name="form" value="{{feedback_token}}">
<fieldset><legend>{{feedback_question}}</legend>
<p class="hint">{{feedback_text}}</p>
<div class="answers">
{{#answers}}
<button class="button quiet" type="submit" name="feedback" value="{{answer_value}}">{{answer}}</button>
{{/answers}}
</div></fieldset></form>
{{/feedback_asked}}
{{#feedback_elsewhere}}
<p><a class="button quiet" href="{{feedback_page}}">{{feedback_link}}</a></p>
{{/feedback_elsewhere}}
{{#feedback_given}}
<p class="note good">{{feedback_thanks}}</p>
{{/feedback_given}}
</div>
<p class="note warn" role="status" data-old="{{old_text}}"{{#fresh_news}} hidden{{/fresh_news}}>{{old_now}}</p>
<div data-live="hall">
{{#paused}}
<p class="note">{{pause}}</p>
{{/paused}}
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
