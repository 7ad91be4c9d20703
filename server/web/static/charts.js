// Draws each table of the report that asks for it. The numbers are those of the table: nothing is fetched, and without
// scripts the table says the same.
(function () {
  "use strict";

  var style = getComputedStyle(document.documentElement);

  function colour(name) {
    return style.getPropertyValue("--hall-" + name).trim();
  }

  function numbers(table, column) {
    return Array.prototype.map.call(table.tBodies[0].rows, function (row) {
      var value = row.cells[column + 1].dataset.value;
      // what is hidden is not drawn
      return value === undefined ? null : Number(value);
    });
  }

  function names(table) {
    return Array.prototype.map.call(table.tBodies[0].rows, function (row) {
      return row.cells[0].textContent;
    });
  }

  function heads(table) {
    return Array.prototype.slice.call(table.tHead.rows[0].cells, 1).map(function (cell) {
      return cell.textContent;
    });
  }

  // [columns drawn, kind of series, lying, stacked]
  var ways = {
    line: { columns: [0, 1], type: "line" },
    bar: { columns: [0, 3, 4], type: "bar" },
    lying: { columns: [0, 4], type: "bar", lying: true },
    rate: { columns: [3, 5], type: "bar", lying: true, most: 100 },
    stack: { columns: [0, 1, 2], type: "bar", lying: true, stacked: true }
  };

  function palette(way) {
    return way.stacked ? ["green", "amber", "red"] : ["main", "amber", "soft"];
  }

  // beside the drawing and not in it, so that it is read out and copied like any text
  function legend(place, table, way) {
    var made = place.previousElementSibling;
    if (!made || !made.classList.contains("legend")) {
      made = document.createElement("p");
      made.className = "legend";
      place.before(made);
      way.columns.forEach(function (column, number) {
        var one = document.createElement("span");
        one.className = "legend-" + palette(way)[number];
        one.textContent = heads(table)[column];
        made.appendChild(one);
      });
    }
  }

  function options(table, way) {
    var soft = colour("soft");
    var line = colour("line");
    var titles = heads(table);
    var few = way.lying ? Math.min(table.tBodies[0].rows.length, 12) : table.tBodies[0].rows.length;
    var labels = { color: soft, fontSize: 12, overflow: "truncate", width: way.lying ? 108 : undefined, hideOverlap: true };
    var category = {
      type: "category",
      data: names(table).slice(0, few),
      inverse: Boolean(way.lying),
      axisLabel: labels,
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false }
    };
    var value = {
      type: "value",
      minInterval: way.most ? undefined : 1,
      max: way.most,
      axisLabel: { color: soft, formatter: way.most ? "{value}%" : "{value}" },
      splitLine: { lineStyle: { color: line } }
    };
    return {
      animation: false,
      color: palette(way).map(colour),
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 4, right: way.lying ? 44 : 14, top: 14, bottom: 4, containLabel: true },
      xAxis: way.lying ? value : category,
      yAxis: way.lying ? category : value,
      series: way.columns.map(function (column, place) {
        return {
          name: titles[column],
          type: way.type,
          data: numbers(table, column).slice(0, few),
          stack: way.stacked ? "all" : undefined,
          barMaxWidth: 16,
          barGap: "20%",
          symbolSize: 5,
          connectNulls: false,
          label: {
            show: way.type === "bar" && !way.stacked && (way.lying || few < 8) && !place,
            position: way.lying ? "right" : "top",
            color: colour("ink"),
            fontSize: 11,
            formatter: way.most ? "{c}%" : "{c}"
          },
          lineStyle: place ? { type: "dashed", width: 1.5 } : { width: 2.5 },
          areaStyle: way.type === "line" && !place ? { opacity: 0.12 } : undefined,
          itemStyle: way.type === "bar" && !way.stacked ? { borderRadius: 3 } : undefined
        };
      })
    };
  }

  function draw() {
    style = getComputedStyle(document.documentElement);
    document.querySelectorAll("[data-chart]").forEach(function (place) {
      var table = document.getElementById(place.dataset.table);
      var way = ways[place.dataset.chart];
      var drawn = way.columns.some(function (column) {
        return numbers(table, column).some(Boolean);
      });
      // everything hidden or nought: the table says it better than an empty frame
      place.hidden = !drawn;
      if (!drawn) {
        return;
      }
      var rows = Math.min(table.tBodies[0].rows.length, 12);
      if (way.lying) {
        place.style.height = 44 + rows * (way.stacked ? 30 : 40) + "px";
      }
      legend(place, table, way);
      var chart = window.echarts.getInstanceByDom(place) || window.echarts.init(place);
      chart.resize();
      chart.setOption(options(table, way), true);
    });
  }

  if (!window.echarts) {
    return;
  }
  document.documentElement.classList.add("drawn");
  draw();
  window.addEventListener("resize", draw);
  // the look of the page follows the device
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
    window.setTimeout(draw, 0);
  });
})();
