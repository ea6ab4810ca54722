//! The picture of all problems: in each panel the observations and the curve fitted to them.

use super::data::Observation;
use super::table::{Run, Table};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::error::Error;

type Panel<'a> = DrawingArea<SVGBackend<'a>, Shift>;

const COLUMNS: usize = 4;
const PANEL: (u32, u32) = (300, 220);
const HEADING: u32 = 64;
/// Points a curve is drawn with.
const RESOLUTION: u32 = 240;

const INK: RGBColor = RGBColor(40, 44, 52);
const FAINT: RGBColor = RGBColor(120, 126, 138);
const GRID: RGBColor = RGBColor(236, 238, 242);
const OBSERVED: RGBColor = RGBColor(76, 120, 168);
/// One per curve of a panel; only Nelson has more than one.
const FITTED: [RGBColor; 4] = [
    RGBColor(228, 87, 46),
    RGBColor(226, 160, 30),
    RGBColor(84, 150, 70),
    RGBColor(130, 80, 160),
];

/// An SVG picture with a panel for each problem of the table, with its better fit.
pub fn svg(table: &Table) -> Result<String, Box<dyn Error>> {
    let fits = better_fits(table);
    // One more panel, for the legend.
    let rows = (fits.len() + 1).div_ceil(COLUMNS);
    let size = (
        PANEL.0 * u32::try_from(COLUMNS)?,
        PANEL.1 * u32::try_from(rows)? + HEADING,
    );
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, size).into_drawing_area();
        area.fill(&WHITE)?;
        let (heading, panels) = area.split_vertically(HEADING);
        draw_heading(&heading)?;
        let panels = panels.split_evenly((rows, COLUMNS));
        for (panel, run) in panels.iter().zip(&fits) {
            draw_panel(panel, run)?;
        }
        draw_legend(&panels[fits.len()])?;
        area.present()?;
    }
    Ok(text)
}

/// The run with the smaller sum of squares of every problem.
fn better_fits<'a>(table: &'a Table) -> Vec<&'a Run<'a>> {
    let by_problem = table.runs.chunk_by(|a, b| a.problem.name == b.problem.name);
    let sum = |run: &&Run| run.fit.residual_sum_of_squares;
    by_problem
        .filter_map(|runs| runs.iter().min_by(|a, b| sum(a).total_cmp(&sum(b))))
        .collect()
}

fn draw_heading(area: &Panel) -> Result<(), Box<dyn Error>> {
    let title = ("sans-serif", 22, &INK).into_text_style(area);
    let note = ("sans-serif", 13, &FAINT).into_text_style(area);
    area.draw_text("NIST StRD nonlinear regression", &title, (16, 14))?;
    area.draw_text(
        "Models fitted with generated gradients. At the right of each panel: \
         in how many digits the parameters agree with the certified values.",
        &note,
        (16, 42),
    )?;
    Ok(())
}

fn draw_legend(area: &Panel) -> Result<(), Box<dyn Error>> {
    let note = ("sans-serif", 13, &INK).into_text_style(area);
    area.draw(&observation((62, 46), OBSERVED))?;
    area.draw_text("observed", &note, (84, 39))?;
    let line = vec![(52, 72), (72, 72)];
    area.draw(&PathElement::new(line, FITTED[0].stroke_width(2)))?;
    area.draw_text("fitted", &note, (84, 65))?;
    area.draw_text("nelson: ln y over x1, a color for each x2", &note, (52, 97))?;
    Ok(())
}

fn draw_panel(area: &Panel, run: &Run) -> Result<(), Box<dyn Error>> {
    let problem = run.problem;
    let response = |row: &Observation| problem.model.response(row.response);
    let curves = curves(run);
    let points = curves.iter().flat_map(|curve| &curve.points);
    let predictor = problem.observations.iter().map(|row| row.predictors[0]);
    let observed = problem.observations.iter().map(response);
    let (left, right) = range(predictor, 0.04);
    let (bottom, top) = range(points.map(|&(_, y)| y).chain(observed), 0.08);
    draw_name(area, run)?;
    let mut chart = ChartBuilder::on(area)
        .margin_top(28)
        .margin_right(14)
        .x_label_area_size(22)
        .y_label_area_size(50)
        .build_cartesian_2d(left..right, bottom..top)?;
    chart
        .configure_mesh()
        .x_labels(5)
        .y_labels(5)
        .x_label_formatter(&|x| tick(*x))
        .y_label_formatter(&|y| tick(*y))
        .label_style(("sans-serif", 11, &FAINT))
        .axis_style(FAINT)
        .bold_line_style(GRID)
        .light_line_style(TRANSPARENT)
        .draw()?;
    let several = curves.len() > 1;
    for (curve, color) in curves.into_iter().zip(FITTED.into_iter().cycle()) {
        let rows = problem.observations.iter();
        let rows = rows.filter(|row| row.predictors[1..] == *curve.others);
        let points = rows.map(|row| (row.predictors[0], response(row)));
        let point_color = if several { color } else { OBSERVED };
        chart.draw_series(points.map(|point| observation(point, point_color)))?;
        chart.draw_series(LineSeries::new(curve.points, color.stroke_width(2)))?;
    }
    Ok(())
}

fn draw_name(area: &Panel, run: &Run) -> Result<(), Box<dyn Error>> {
    let name = ("sans-serif", 14, &INK).into_text_style(area);
    let note = ("sans-serif", 11, &FAINT).into_text_style(area);
    let right = note.pos(Pos::new(HPos::Right, VPos::Top));
    area.draw_text(&run.problem.name, &name, (52, 8))?;
    area.draw_text(&format!("{:.1} digits", run.digits()), &right, (286, 11))?;
    Ok(())
}

fn observation<At>(at: At, color: RGBColor) -> Circle<At, i32> {
    Circle::new(at, 3, color.mix(0.45).filled())
}

/// The fitted model over its first predictor.
struct Curve<'a> {
    /// The other predictors, held fixed along the curve.
    others: &'a [f64],
    points: Vec<(f64, f64)>,
}

/// A curve for each combination of predictors other than the first that was observed.
fn curves<'a>(run: &Run<'a>) -> Vec<Curve<'a>> {
    let observations = &run.problem.observations;
    let (left, right) = range(observations.iter().map(|row| row.predictors[0]), 0.0);
    let mut curves: Vec<Curve> = Vec::new();
    for row in observations {
        let others = &row.predictors[1..];
        if curves.iter().any(|curve| curve.others == others) {
            continue;
        }
        let point = |i| {
            let x = left + (right - left) * f64::from(i) / f64::from(RESOLUTION);
            let predictors = [&[x], others].concat();
            (x, run.problem.model.value(&run.fit.parameters, &predictors))
        };
        let points = (0..=RESOLUTION).map(point).filter(|(_, y)| y.is_finite());
        curves.push(Curve {
            others,
            points: points.collect(),
        });
    }
    curves
}

/// The smallest and the largest value, and a margin around them, as a part of their distance.
fn range(values: impl Iterator<Item = f64>, margin: f64) -> (f64, f64) {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let margin = margin * (high - low);
    (low - margin, high + margin)
}

/// A number on an axis, without the digits that binary fractions would add.
fn tick(value: f64) -> String {
    let rounded = format!("{value:.4}");
    let short = rounded.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" {
        "0".to_owned()
    } else {
        short.to_owned()
    }
}
