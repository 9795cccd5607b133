//! Terrains as SVG, compared with the files in `tests/plots`, in the page's own colors. After
//! an intended change, `UPDATE_GOLDEN=1 cargo test --test terrain` rewrites them; look at
//! them before you commit.

use std::path::PathBuf;

use descent::plots::terrain::profile::{Profile, heights_to_show};
use descent::plots::terrain::{Camera, Fog, Levels, Symbol, View};
use descent::plots::{Axis, Color, Terrain, Theme, Tint, Trail};
use ndarray::Array2;
use plotters::prelude::{Color as _, IntoDrawingArea, SVGBackend};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The colors of the page's style sheet.
fn theme(name: &str) -> Theme {
    let css = std::fs::read_to_string(root().join("style/tokens.css")).unwrap();
    let start = css.find(&format!(":root[data-theme=\"{name}\"] {{")).unwrap();
    let block = &css[start..][..css[start..].find('}').unwrap()];
    let lookup = |tint: Tint| {
        let from = block.find(&format!("{}: #", tint.css_property()))?;
        let hex = block[from..].split('#').nth(1)?.get(..6)?;
        let channel = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).ok();
        Some(Color(channel(0)?, channel(2)?, channel(4)?, 1.0))
    };
    for tint in Tint::ALL {
        assert!(lookup(tint).is_some(), "{} has no color in {name}", tint.css_property());
    }
    Theme::from_tints(lookup, "system-ui, sans-serif".to_owned())
}

fn heights(n: usize, (x, y): (&Axis, &Axis), f: impl Fn(f64, f64) -> f64) -> Array2<f32> {
    let at = |axis: &Axis, idx: usize| axis.value_at(idx as f64 / (n - 1) as f64);
    Array2::from_shape_fn((n, n), |(row, col)| f(at(x, col), at(y, row)) as f32)
}

fn svg(terrain: &Terrain, view: View, theme: &Theme, size: (u32, u32)) -> String {
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        root.fill(&theme.color(Tint::Surface).mix(1.0)).unwrap();
        terrain.draw(&root, view, theme, 1.0).unwrap();
        root.present().unwrap();
    }
    svg
}

fn check(name: &str, actual: &str) {
    let path = root().join(format!("tests/plots/{name}.svg"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        actual == expected,
        "{} is no longer what is drawn. If that is meant: UPDATE_GOLDEN=1 cargo test --test terrain",
        path.display()
    );
}

/// Two valleys of different depth, and two paths on them, one of which leaves the map.
fn valleys(x: f64, y: f64) -> f64 {
    0.5 * (x * x - 1.0).powi(2) + 0.6 * y * y + 0.25 * x
}

const DOWN: [(f64, f64); 6] =
    [(0.3, 1.4), (0.35, 0.9), (0.55, 0.5), (0.75, 0.28), (0.86, 0.15), (0.9, 0.08)];
const AWAY: [(f64, f64); 5] = [(0.3, 1.4), (-0.4, 0.7), (-0.9, -0.4), (-1.4, -1.2), (-2.6, -1.6)];

fn trails() -> [Trail<'static>; 2] {
    [
        Trail {
            points: &DOWN,
            tint: Tint::Runner1,
            symbol: Symbol::Disc,
            arrow: Some((1.0, -0.4)),
        },
        Trail {
            points: &AWAY[..4],
            tint: Tint::Runner2,
            symbol: Symbol::Star,
            arrow: Some(AWAY[4]),
        },
    ]
}

#[test]
fn two_valleys() {
    let (x, y) = (Axis::linear(-2.0, 2.0), Axis::linear(-2.0, 2.0));
    let heights = heights(25, (&x, &y), valleys);
    let levels = Levels::fit(&heights, 12);
    let trails = trails();
    let (labels, is_isotropic) = (["x", "y"], true);
    let clear = Terrain {
        heights: &heights,
        x: &x,
        y: &y,
        labels,
        is_isotropic,
        levels: &levels,
        trails: &trails,
        fog: None,
    };
    let fog = Some(Fog { at: DOWN[5], reach: 0.15 });
    let foggy = Terrain { fog, trails: &trails[..1], ..clear };
    // Fewer cells: a relief's file has one shape for each.
    let coarse = self::heights(17, (&x, &y), valleys);
    let few = Levels::fit(&coarse, 8);
    let relief = View::Relief(Camera::default());
    let solid = Terrain { heights: &coarse, levels: &few, ..clear };
    for name in ["light", "dark"] {
        let theme = theme(name);
        let size = (360, 340);
        check(&format!("terrain_map_{name}"), &svg(&clear, View::Map, &theme, size));
        check(&format!("terrain_relief_{name}"), &svg(&solid, relief, &theme, size));
        if name == "light" {
            check("terrain_fog", &svg(&foggy, View::Map, &theme, size));
            check("terrain_relief_fog", &svg(&Terrain { fog, ..solid }, relief, &theme, size));
        }
    }
}

#[test]
fn a_ravine_shows() {
    let (x, y) = (Axis::linear(-2.0, 2.0), Axis::linear(-1.0, 3.0));
    let heights = heights(21, (&x, &y), |x, y| (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2));
    let levels = Levels::fit(&heights, 12);
    let terrain = Terrain {
        heights: &heights,
        x: &x,
        y: &y,
        labels: ["w₁", "w₂"],
        is_isotropic: true,
        levels: &levels,
        trails: &[],
        fog: None,
    };
    let theme = theme("light");
    check("terrain_ravine", &svg(&terrain, View::Map, &theme, (360, 340)));
    let camera = Camera::new(2.4, 0.8);
    check("terrain_ravine_relief", &svg(&terrain, View::Relief(camera), &theme, (360, 340)));
}

#[test]
fn a_row_of_heights_is_a_curve() {
    let x = Axis::linear(-2.4, 2.4);
    let f = |x: f64| x.powi(4) / 4.0 - x * x + 0.3 * x;
    let heights: Vec<f32> = (0..=120).map(|i| f(x.value_at(f64::from(i) / 120.0)) as f32).collect();
    let points = [2.1, 1.7, 1.5, 1.36].map(|x| (x, f(x)));
    let trails = [Trail {
        points: &points,
        tint: Tint::Runner1,
        symbol: Symbol::Disc,
        arrow: Some((1.0, points[3].1)),
    }];
    let y = heights_to_show(&heights);
    let clear = Profile {
        heights: &heights,
        x: &x,
        y: &y,
        labels: ["x", "f(x)"],
        trails: &trails,
        tangents: &[(points[3].0, points[3].1, 0.1, Tint::Runner1)],
        fog: None,
    };
    let draw = |profile: &Profile, theme: &Theme| {
        let mut svg = String::new();
        {
            let root = SVGBackend::with_string(&mut svg, (400, 260)).into_drawing_area();
            root.fill(&theme.color(Tint::Surface).mix(1.0)).unwrap();
            profile.draw(&root, theme, 1.0).unwrap();
            root.present().unwrap();
        }
        svg
    };
    check("profile_light", &draw(&clear, &theme("light")));
    check("profile_dark", &draw(&clear, &theme("dark")));
    let fog = Some(Fog { at: points[3], reach: 0.08 });
    check("profile_fog", &draw(&Profile { fog, ..clear }, &theme("light")));
}

/// The ball at the back of a hill is covered by it; turned around it is in front.
#[test]
fn what_is_under_a_pointer_is_where_it_is_drawn() {
    let (x, y) = (Axis::linear(-1.0, 1.0), Axis::linear(0.0, 4.0));
    let heights = heights(33, (&x, &y), |x, y| (-4.0 * x * x - (y - 2.0).powi(2)).exp());
    let levels = Levels::fit(&heights, 8);
    let terrain = Terrain {
        heights: &heights,
        x: &x,
        y: &y,
        labels: ["x", "y"],
        is_isotropic: false,
        levels: &levels,
        trails: &[],
        fog: None,
    };
    let theme = Theme::light();
    let views = (0..8).map(|turn| View::Relief(Camera::new(f64::from(turn) * 0.785, 0.9)));
    for view in views.chain([View::Map]) {
        let mut svg = String::new();
        let root = SVGBackend::with_string(&mut svg, (400, 300)).into_drawing_area();
        let places = terrain.draw(&root, view, &theme, 1.0).unwrap().unwrap();
        // On the top of the hill nothing is in the way.
        for (at_x, at_y) in [(0.0, 2.0), (0.05, 2.1)] {
            let (left, top) = places.of(at_x, at_y).unwrap();
            let (back_x, back_y) = places.at(left, top).unwrap();
            assert!((back_x - at_x).abs() < 0.05 && (back_y - at_y).abs() < 0.1, "{view:?}");
        }
        assert_eq!(places.at(1.0, 1.0), None);
        assert_eq!(places.of(1.5, 2.0), None);
    }
}

#[test]
fn no_height_and_no_size_stops_the_drawing() {
    let theme = Theme::light();
    let odd = [0.0, -1.0, 1e-30, 1e30, f32::NAN, f32::INFINITY, f32::NEG_INFINITY];
    let axis = Axis::linear(-1.0, 1.0);
    let wild: Vec<(f64, f64)> = [0.0, 0.5, f64::NAN, 1e300, -0.5, f64::INFINITY, 0.1, -7.0]
        .windows(2)
        .map(|pair| (pair[0], pair[1]))
        .collect();
    let trails = [Trail {
        points: &wild,
        tint: Tint::Runner3,
        symbol: Symbol::Cross,
        arrow: Some((f64::NAN, 1e300)),
    }];
    for shape in [(0, 0), (1, 5), (2, 2), (7, 3)] {
        for a in odd {
            for b in odd {
                let heights =
                    Array2::from_shape_fn(
                        shape,
                        |(row, col)| if (row + col) % 2 == 0 { a } else { b },
                    );
                let levels = Levels::fit(&heights, 9);
                for fog in [None, Some(Fog { at: (f64::NAN, 0.0), reach: f64::NAN })] {
                    let terrain = Terrain {
                        heights: &heights,
                        x: &axis,
                        y: &axis,
                        labels: ["x", "y"],
                        is_isotropic: true,
                        levels: &levels,
                        trails: &trails,
                        fog,
                    };
                    for view in [View::Map, View::Relief(Camera::new(4.0, 0.0))] {
                        for size in [(0, 0), (1, 1), (90, 300), (200, 160)] {
                            svg(&terrain, view, &theme, size);
                        }
                    }
                }
            }
        }
    }
}

/// In a bowl from low down: the far slope is seen, the near one is behind its rim.
#[test]
fn a_ball_behind_the_terrain_shines_through_and_is_not_painted_over_it() {
    let axis = Axis::linear(-3.0, 3.0);
    let heights = heights(33, (&axis, &axis), |x, y| x * x + y * y);
    let levels = Levels::fit(&heights, 12);
    let theme = theme("light");
    let drawn = |at: (f64, f64)| {
        let points = [at];
        let tint = Tint::Runner1;
        let arrow = Some((0.5 * at.0, 0.5 * at.1));
        let trails = [Trail { points: &points, tint, symbol: Symbol::Disc, arrow }];
        let terrain = Terrain {
            heights: &heights,
            x: &axis,
            y: &axis,
            labels: ["x", "y"],
            is_isotropic: true,
            levels: &levels,
            trails: &trails,
            fog: None,
        };
        let camera = Camera::default().turned(0.0, -0.2);
        svg(&terrain, View::Relief(camera), &theme, (400, 300))
    };
    let Color(r, g, b, _) = theme.color(Tint::Runner1);
    let opaque = format!("opacity=\"1\" fill=\"#{r:02X}{g:02X}{b:02X}\"");
    let n = |svg: String| svg.matches(&opaque).count();
    assert!(n(drawn((0.0, 2.0))) > 0);
    assert_eq!(n(drawn((0.0, -2.0))), 0);
}
