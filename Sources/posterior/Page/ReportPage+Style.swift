extension ReportPage {
  /// How the page looks. Lines have widths of the screen whatever the size of a picture; letters grow with it.
  static let style: Markup = """
    :root{--back:#fff;--front:#1b1b1f;--soft:#5a5f69;--rule:#c9ccd3;--card:#f6f7f9;--yes:#00664b;--limited:#8a5200;\
    --no:#a8270b;--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#cc79a7;--c4:#e69f00;--c5:#56b4e9;--c6:#7a6a00;--c7:#444}
    @media(prefers-color-scheme:dark){:root{--back:#15171c;--front:#e8e9ed;--soft:#a9aeb9;--rule:#454a55;\
    --card:#1e2128;\
    --yes:#4fd1a5;--limited:#f2b45c;--no:#ff8e70;--c0:#56b4e9;--c1:#ff8c42;--c2:#2ec99a;--c3:#e79bc4;--c4:#f2c14e;\
    --c5:#9ad7ff;--c6:#d3cb5a;--c7:#c8c8c8}}
    *{box-sizing:border-box}
    body{margin:0 auto;max-width:1120px;padding:0 16px 40px;background:var(--back);color:var(--front);\
    font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
    h1{font-size:1.6rem;line-height:1.25;margin:24px 0 4px}
    h2{font-size:1.25rem;line-height:1.3;margin:40px 0 4px}
    h3{font-size:1rem;margin:16px 0 4px}
    .how,header p,footer,.missing{color:var(--soft);max-width:75ch;margin:0 0 12px}
    .verdict{border:1px solid;border-left-width:8px;border-radius:6px;padding:12px 16px;margin:20px 0;\
    background:var(--card)}
    .verdict h2{margin:0;font-size:1.2rem}
    .verdict ul{margin:8px 0 0;padding-left:20px}
    .verdict p{margin:8px 0 0}
    .verdict.yes{border-color:var(--yes)}.verdict.yes h2{color:var(--yes)}
    .verdict.limited{border-color:var(--limited)}.verdict.limited h2{color:var(--limited)}
    .verdict.no{border-color:var(--no)}.verdict.no h2{color:var(--no)}
    .wide{overflow-x:auto}
    table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem}
    th,td{padding:3px 10px;text-align:right;border-bottom:1px solid var(--rule);white-space:nowrap}
    th:first-child{text-align:left;padding-left:0}
    tbody th{font-weight:600;white-space:normal;min-width:6em;max-width:40vw;position:sticky;left:0;\
    background:var(--back)}
    .grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr));gap:16px;align-items:start}
    .card{background:var(--card);border-radius:6px;padding:8px 12px;break-inside:avoid}
    .card h3{margin:0}
    details{margin-top:16px}
    summary{cursor:pointer;padding:6px 0;font-weight:600}
    :focus-visible{outline:3px solid var(--c0);outline-offset:2px}
    .legend{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:0 0 10px;padding:0;font-size:.9rem}
    .key{width:24px;height:12px}
    dl{display:grid;grid-template-columns:minmax(90px,max-content) 1fr;gap:2px 16px;margin:0;font-size:.9rem}
    dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere;min-width:0}
    pre{background:var(--card);padding:10px 12px;border-radius:6px;overflow-x:auto;font-size:.85rem;\
    overflow-wrap:normal}
    svg{display:block;width:100%;height:auto}
    .key{display:inline-block}
    svg text{font-size:55px;fill:var(--front)}
    svg path{vector-effect:non-scaling-stroke;fill:none;stroke-width:1.4px;stroke-linejoin:round}
    .axis{stroke:var(--soft);stroke-width:1px}
    .even{stroke:var(--soft);stroke-dasharray:4 3;stroke-width:1px}
    .line{stroke:var(--c)}.key .line{stroke-width:3px}
    .trace{stroke:var(--c);stroke-width:.8px;stroke-opacity:.85}
    svg .fill{fill:var(--c);fill-opacity:.4}
    svg .shape{fill:var(--c0);fill-opacity:.25;stroke:var(--c0);stroke-width:1px}
    .thin{stroke:var(--front);stroke-width:1.2px}
    .thick{stroke:var(--front);stroke-width:4px}
    .median{stroke:var(--c1);stroke-width:7px;stroke-linecap:round}
    .dots{stroke:var(--c0);stroke-width:3.5px;stroke-linecap:round;stroke-opacity:.5}
    .crosses{stroke:var(--c1);stroke-width:2px}
    .c0{--c:var(--c0)}.c1{--c:var(--c1)}.c2{--c:var(--c2)}.c3{--c:var(--c3)}.c4{--c:var(--c4)}.c5{--c:var(--c5)}\
    .c6{--c:var(--c6)}.c7{--c:var(--c7)}
    @media(max-width:480px){dl{grid-template-columns:1fr}dt{margin-top:6px}body{padding:0 12px 32px}}
    @media print{:root{--back:#fff;--front:#000;--soft:#444;--rule:#bbb;--card:#fff}body{max-width:none;font-size:11pt}\
    .wide{overflow:visible}table{font-size:8pt}section,.card,svg{break-inside:avoid-page}section{break-inside:auto}\
    details::details-content{content-visibility:visible;block-size:auto}summary{list-style:none}}

    """
}
