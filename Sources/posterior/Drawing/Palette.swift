import Foundation

/// Colours by their names, and how pictures look in them. Series have Okabe and Ito's, which colour-blind readers can
/// tell apart.
enum Palette {
  private static let light = [
    "back": "#fff", "front": "#1b1b1f", "soft": "#5a5f69", "rule": "#c9ccd3", "card": "#f6f7f9", "yes": "#00664b",
    "limited": "#8a5200", "no": "#a8270b", "c0": "#0072b2", "c1": "#d55e00", "c2": "#009e73", "c3": "#cc79a7",
    "c4": "#e69f00", "c5": "#56b4e9", "c6": "#7a6a00", "c7": "#444",
  ]
  private static let dark = [
    "back": "#15171c", "front": "#e8e9ed", "soft": "#a9aeb9", "rule": "#454a55", "card": "#1e2128", "yes": "#4fd1a5",
    "limited": "#f2b45c", "no": "#ff8e70", "c0": "#56b4e9", "c1": "#ff8c42", "c2": "#2ec99a", "c3": "#e79bc4",
    "c4": "#f2c14e", "c5": "#9ad7ff", "c6": "#d3cb5a", "c7": "#c8c8c8",
  ]

  /// The colours as variables of a page, light or dark as its reader likes.
  static let variables = Markup(
    stringLiteral: ":root{\(list(light))}\n@media(prefers-color-scheme:dark){:root{\(list(dark))}}\n")

  /// How pictures look, in a page that has the variables. Widths are in units of a ``Path``.
  static let rules = Markup(stringLiteral: text)

  /// The same in light colours, for a file that stands alone.
  static let plainRules = Markup(
    stringLiteral: light.reduce("text{font-family:Helvetica,Arial,\"DejaVu Sans\",sans-serif}\n" + text) {
      $0.replacing("var(--\($1.key))", with: $1.value)
    })

  private static func list(_ colours: [String: String]) -> String {
    colours.sorted { $0.key < $1.key }.map { "--\($0.key):\($0.value)" }.joined(separator: ";")
  }

  private static let text = """
    svg text{font-size:55px;fill:var(--front)}
    svg path{fill:none;stroke-width:7px;stroke-linejoin:round}
    svg .axis{stroke:var(--soft);stroke-width:5px}
    svg .even{stroke:var(--soft);stroke-dasharray:20 15;stroke-width:5px}
    svg .line{stroke:currentColor}
    svg .dashed{stroke-dasharray:30 18;stroke-width:5px}
    svg .dotted{stroke-dasharray:7 15;stroke-width:6px}
    svg .trace{stroke:currentColor;stroke-width:4px;stroke-opacity:.85}
    svg .fill{fill:currentColor;fill-opacity:.4}
    svg .shape{fill:var(--c0);fill-opacity:.25;stroke:var(--c0);stroke-width:5px}
    svg .thin{stroke:var(--front);stroke-width:6px}
    svg .thick{stroke:var(--front);stroke-width:20px}
    svg .median{stroke:var(--c1);stroke-width:35px;stroke-linecap:round}
    svg .dots{stroke:var(--c0);stroke-width:17px;stroke-linecap:round;stroke-opacity:.5}
    svg .crosses{stroke:var(--c1);stroke-width:10px}
    svg .bar{stroke:currentColor;stroke-width:5px}
    svg .mark{fill:currentColor;stroke:currentColor;stroke-width:5px}
    svg .layer{fill:var(--c0);fill-opacity:.11;shape-rendering:crispEdges}
    .plain{color:var(--soft)}
    .c0{color:var(--c0)}.c1{color:var(--c1)}.c2{color:var(--c2)}.c3{color:var(--c3)}.c4{color:var(--c4)}\
    .c5{color:var(--c5)}.c6{color:var(--c6)}.c7{color:var(--c7)}

    """
}
