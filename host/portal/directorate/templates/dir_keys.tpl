{{%AUTOESCAPE context="HTML"}}
<p class="lead">{{w_keys_text}}</p>
{{#has_keys}}
{{>keys_table}}
<p class="actions"><a class="button quiet" href="/keys/list">{{w_keys_list}}</a></p>
<p class="hint">{{w_keys_list_hint}}</p>
{{/has_keys}}
{{#no_keys}}
<p class="note">{{w_no_keys}}</p>
{{/no_keys}}
