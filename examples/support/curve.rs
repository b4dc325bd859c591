//! Curves as an SVG picture.

use std::fmt::Write;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 50.0;

/// Name, colour and points.
pub type Curve<'a> = (&'a str, &'a str, &'a [(f64, f64)]);

/// Curves over axes that start at 0; the vertical one reaches 1 or as far as the curves do.
pub fn svg(title: &str, label: &str, curves: &[Curve<'_>]) -> String {
    let last = curves.iter().flat_map(|c| c.2).map(|p| p.0).fold(1.0, f64::max);
    let x = |value: f64| LEFT + value / last * (WIDTH - LEFT - RIGHT);
    let highest = curves.iter().flat_map(|c| c.2).map(|p| p.1).fold(1.0, f64::max);
    let steps = (highest * 5.0).ceil();
    let y = |value: f64| HEIGHT - BOTTOM - value * 5.0 / steps * (HEIGHT - TOP - BOTTOM);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"white\"/>\n\
         <text x=\"{}\" y=\"24\" text-anchor=\"middle\" font-size=\"16\">{title}</text>\n",
        WIDTH / 2.0
    );
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    for tick in 0..=steps as u32 {
        let value = f64::from(tick) / 5.0;
        let level = y(value);
        line(format!(
            "<line x1=\"{LEFT}\" x2=\"{}\" y1=\"{level:.1}\" y2=\"{level:.1}\" stroke=\"#ddd\"/>\n\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{value:.1}</text>",
            WIDTH - RIGHT,
            LEFT - 8.0,
            level + 4.0
        ));
    }
    for tick in 0..=6 {
        let at = last * f64::from(tick) / 6.0;
        line(format!("<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{at:.0}</text>", x(at), HEIGHT - BOTTOM + 20.0));
    }
    line(format!("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{label}</text>", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10.0));
    for (at, (name, colour, points)) in curves.iter().enumerate() {
        let mut path = String::new();
        for (px, py) in *points {
            write!(path, "{:.1},{:.1} ", x(*px), y(*py)).expect("a string takes text");
        }
        line(format!("<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>", path.trim_end()));
        let middle = y(0.5) + 20.0 * at as f64;
        line(format!(
            "<line x1=\"{0}\" x2=\"{1}\" y1=\"{2}\" y2=\"{2}\" stroke=\"{colour}\" stroke-width=\"2\"/>\n<text x=\"{3}\" y=\"{4}\">{name}</text>",
            WIDTH - 130.0,
            WIDTH - 105.0,
            middle,
            WIDTH - 98.0,
            middle + 4.0
        ));
    }
    out.push_str("</svg>\n");
    out
}
