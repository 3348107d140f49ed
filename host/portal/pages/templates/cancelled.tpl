{{%AUTOESCAPE context="HTML"}}
<p class="note warn">{{cancelled_text}}</p>
<article class="ticket gone" data-gone="{{why_gone}}">
<p class="code-label">{{code_label}}</p>
<p class="code"><s>{{code}}</s></p>
{{>rows}}
</article>
<p><a class="button" href="/">{{book_again}}</a></p>
