//! The curve of a training as an SVG picture.

use plotters::prelude::*;

const LOSS: RGBColor = RGBColor(0xb5, 0x48, 0x2a);
const ACCURACY: RGBColor = RGBColor(0x2a, 0x6f, 0xb5);

/// Values by epoch.
pub type Curve = Vec<(u64, f64)>;

/// Draws the loss, its axis on the left, and the accuracy, if there is one, its axis on the right.
///
/// # Errors
/// What the library reports.
pub fn svg(title: &str, loss: &Curve, accuracy: &Curve) -> Result<String, String> {
    let mut out = String::new();
    draw(&mut out, title, loss, accuracy).map_err(|e| e.to_string())?;
    Ok(out)
}

fn draw(out: &mut String, title: &str, loss: &Curve, accuracy: &Curve) -> Result<(), Box<dyn std::error::Error>> {
    let last = loss.last().map_or(1, |p| p.0).max(1) as f64;
    let (mut low, mut high) = loss.iter().fold((0.0f64, 0.0f64), |(low, high), p| (low.min(p.1), high.max(p.1)));
    // Room above the curve; a curve that is 0 throughout still needs an axis.
    if high == low {
        high = low + 1.0;
    }
    let room = 0.05 * (high - low);
    (low, high) = (if low < 0.0 { low - room } else { low }, high + room);
    let area = SVGBackend::with_string(out, (720, 420)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption(title, ("sans-serif", 18))
        .margin(14)
        .x_label_area_size(40)
        .y_label_area_size(62)
        .right_y_label_area_size(if accuracy.is_empty() { 0 } else { 54 })
        .build_cartesian_2d(0.0..last, low..high)?
        .set_secondary_coord(0.0..last, 0.0..1.05);
    chart
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(BLACK.mix(0.12))
        .light_line_style(TRANSPARENT)
        .x_desc("epoch")
        .y_desc("loss")
        .x_label_formatter(&|x| format!("{x}"))
        .y_label_formatter(&|y| short(*y))
        .label_style(("sans-serif", 13))
        .draw()?;
    let points = |curve: &Curve| -> Vec<(f64, f64)> { curve.iter().map(|(epoch, y)| (*epoch as f64, *y)).collect() };
    let key = |colour: RGBColor| move |(x, y)| PathElement::new(vec![(x, y), (x + 22, y)], colour.stroke_width(2));
    chart.draw_series(LineSeries::new(points(loss), LOSS.stroke_width(2)))?.label("loss").legend(key(LOSS));
    if !accuracy.is_empty() {
        chart.configure_secondary_axes().y_desc("accuracy").label_style(("sans-serif", 13)).y_label_formatter(&|y| short(*y)).draw()?;
        chart.draw_secondary_series(LineSeries::new(points(accuracy), ACCURACY.stroke_width(2)))?.label("accuracy").legend(key(ACCURACY));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::MiddleRight)
        .background_style(WHITE.mix(0.8))
        .border_style(BLACK.mix(0.2))
        .label_font(("sans-serif", 13))
        .draw()?;
    area.present()?;
    Ok(())
}

/// Labels of an axis: plain where that is short.
fn short(y: f64) -> String {
    match y.abs() {
        0.0 => "0".to_owned(),
        1e-3..1e5 => format!("{}", (y * 1e6).round() / 1e6),
        _ => format!("{y:.1e}"),
    }
}
