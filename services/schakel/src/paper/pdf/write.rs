//! From what stands on pages to a file.

use chrono::{Datelike, NaiveDate};
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Paint, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag, TagGroup, TagTree};
use krilla::{Document as Pdf, SerializeSettings, tagging};

use super::PdfError;
use super::font::{Fonts, Weight};
use super::layout::{Ink, Laid, MARGIN, Mark, Node, PAGE};
use crate::paper::document::Document;

const LANGUAGE: &str = "nl-NL";
/// Red, green and blue.
type Colour = [u8; 3];

const BLACK: Colour = [17, 17, 17];
const BLUE: Colour = [29, 79, 118];
const GREY: Colour = [118, 118, 118];

pub(super) fn write(document: &Document, laid: Laid, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let mut pdf = Pdf::new_with(settings()?);
    let mut writing = Writing { fonts, leaves: vec![None; laid.leaves], outline: Outline::new() };
    let many = laid.pages.len();
    for (at, marks) in laid.pages.iter().enumerate() {
        let size = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| wrong("the page"))?;
        let mut page = pdf.start_page_with(size);
        let mut surface = page.surface();
        marks.iter().for_each(|mark| writing.draw(&mut surface, at, mark));
        writing.number(&mut surface, at + 1, many);
        surface.finish();
        page.finish();
    }
    let mut tree = TagTree::new().with_lang(Some(LANGUAGE.to_owned()));
    for node in laid.tree {
        tree.push(writing.node(node)?);
    }
    pdf.set_tag_tree(tree);
    pdf.set_outline(writing.outline);
    let metadata = Metadata::new()
        .title(document.title.clone())
        .authors(vec![document.sender.clone()])
        .creation_date(moment(document.date))
        .language(LANGUAGE.to_owned())
        .creator("Schakel".to_owned());
    pdf.set_metadata(metadata);
    pdf.finish().map_err(|error| PdfError(format!("{error:?}")))
}

/// The beginning of a day.
fn moment(day: NaiveDate) -> DateTime {
    let part = |number: u32| u8::try_from(number).unwrap_or(1);
    let year = u16::try_from(day.year()).unwrap_or_default();
    DateTime::new(year).month(part(day.month())).day(part(day.day())).hour(0).minute(0).second(0)
}

fn wrong(what: &str) -> PdfError {
    PdfError(format!("{what} does not fit"))
}

fn settings() -> Result<SerializeSettings, PdfError> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .with_archival_validator(Archival::A2_A)
        .finish()
        .map_err(|error| PdfError(format!("{error:?}")))?;
    Ok(SerializeSettings { configuration, ..SerializeSettings::default() })
}

struct Writing<'a> {
    fonts: &'a Fonts,
    leaves: Vec<Option<Identifier>>,
    outline: Outline,
}

impl Writing<'_> {
    fn draw(&mut self, surface: &mut Surface<'_>, page: usize, mark: &Mark) {
        if let Ink::Heading { title } = &mark.ink {
            let here = XyzDestination::new(page, Point::from_xy(mark.x, mark.y));
            self.outline.push_child(OutlineNode::new(title.clone(), here));
            return;
        }
        let id = surface.start_tagged(match mark.leaf {
            Some(_) => ContentTag::Span(SpanTag::empty()),
            None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        });
        self.ink(surface, mark);
        surface.end_tagged();
        if let Some(leaf) = mark.leaf {
            self.leaves[leaf] = Some(id);
        }
    }

    fn ink(&self, surface: &mut Surface<'_>, mark: &Mark) {
        match &mark.ink {
            Ink::Text { text, size, weight, is_coloured } => {
                fill(surface, if *is_coloured { BLUE } else { BLACK });
                let face = self.fonts.face(*weight);
                let start = Point::from_xy(mark.x, mark.y);
                surface.draw_glyphs(start, &face.glyphs(text), face.font.clone(), text, *size, false);
            }
            Ink::Bar { width, height } => {
                fill(surface, BLUE);
                rectangle(surface, mark, *width, *height);
            }
            Ink::Rule { width, thickness } => {
                fill(surface, if *thickness > 1.0 { BLUE } else { GREY });
                rectangle(surface, mark, *width, *thickness);
            }
            Ink::Frame { width, height } => {
                surface.set_fill(None);
                surface.set_stroke(Some(Stroke { paint: paint(GREY), width: 0.7, ..Stroke::default() }));
                rectangle(surface, mark, *width, *height);
            }
            Ink::Heading { .. } => {}
        }
    }

    fn number(&self, surface: &mut Surface<'_>, page: usize, many: usize) {
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::PageNumber)));
        fill(surface, BLACK);
        let text = format!("{page} / {many}");
        let face = self.fonts.face(Weight::Regular);
        let start = Point::from_xy(PAGE.0 - MARGIN - face.width(&text, 7.0), PAGE.1 - 24.0);
        surface.draw_glyphs(start, &face.glyphs(&text), face.font.clone(), &text, 7.0, false);
        surface.end_tagged();
    }

    fn node(&mut self, node: Node) -> Result<tagging::Node, PdfError> {
        match node {
            Node::Leaf(leaf) => {
                let id = self.leaves[leaf].take().ok_or_else(|| wrong("what is not on a page"))?;
                Ok(tagging::Node::Leaf(id))
            }
            Node::Group(tag, nodes) => {
                let nodes = nodes.into_iter().map(|node| self.node(node)).collect::<Result<_, _>>()?;
                Ok(tagging::Node::Group(TagGroup::with_children(tag, nodes)))
            }
        }
    }
}

fn paint([red, green, blue]: Colour) -> Paint {
    rgb::Color::new(red, green, blue).into()
}

fn fill(surface: &mut Surface<'_>, colour: Colour) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill { paint: paint(colour), ..Fill::default() }));
}

fn rectangle(surface: &mut Surface<'_>, mark: &Mark, width: f32, height: f32) {
    let Some(rectangle) = Rect::from_xywh(mark.x, mark.y, width, height) else { return };
    let mut path = PathBuilder::new();
    path.push_rect(rectangle);
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}
