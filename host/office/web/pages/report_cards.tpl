{{%AUTOESCAPE context="HTML"}}
{{#tables}}
<section class="card" aria-labelledby="title-{{id}}" data-report="{{id}}" data-stacked="{{stacked}}"
  data-graded="{{graded}}">
  <div class="card-top"><h2 id="title-{{id}}">{{table_title}}</h2>
    <button type="button" class="quiet toggle" aria-expanded="true" aria-controls="table-{{id}}" hidden>{{w_table}}
      <span class="sr">{{table_title}}</span></button>
    <a class="button quiet" href="{{csv}}" download>CSV <span class="sr">{{table_title}}</span></a></div>
  <div class="chart" hidden><canvas role="img" aria-label="{{w_chart}}: {{table_title}}. {{w_below}}"></canvas></div>
  <div class="figures" id="table-{{id}}" role="group" aria-labelledby="title-{{id}}" tabindex="0">
  <table><thead><tr><th scope="col">{{first_column}}</th>
    {{#columns}}
    <th scope="col" class="num" data-unit="{{unit}}" data-drawn="{{drawn}}">{{column}}</th>
    {{/columns}}
    </tr></thead><tbody>
    {{#rows}}
    <tr><th scope="row">{{label}}</th>
      {{#cells}}
      <td class="num" data-value="{{value}}">{{shown}}</td>
      {{/cells}}
    </tr>
    {{/rows}}
  </tbody></table></div>
</section>
{{/tables}}
