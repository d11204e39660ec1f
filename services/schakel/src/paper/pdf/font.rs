//! The letters, and how much room they take.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

const REGULAR: &[u8] = include_bytes!("../../../fonts/LiberationSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../../fonts/LiberationSans-Bold.ttf");
/// Stands where a letter is asked for that the font does not have.
const UNKNOWN: char = '?';

/// How heavy letters are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// The fonts of a document.
pub(super) struct Fonts {
    regular: Face,
    bold: Face,
}

/// One font: to write with, and to measure with.
pub(super) struct Face {
    pub(super) font: Font,
    letters: FontRef<'static>,
    units_per_em: f32,
}

impl Fonts {
    pub(super) fn load() -> Option<Self> {
        Some(Self { regular: Face::load(REGULAR)?, bold: Face::load(BOLD)? })
    }

    pub(super) fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }
}

impl Face {
    fn load(data: &'static [u8]) -> Option<Self> {
        let font = Font::new(data.into(), 0)?;
        let letters = FontRef::new(data).ok()?;
        let units_per_em = font.units_per_em();
        Some(Self { font, letters, units_per_em })
    }

    /// The letters of a text, each with the room it takes in a font of size one.
    pub(super) fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let names = self.letters.charmap();
        let room = self.letters.glyph_metrics(Size::unscaled(), LocationRef::default());
        let glyph = |(at, letter): (usize, char)| {
            let glyph = names.map(letter).or_else(|| names.map(UNKNOWN)).unwrap_or_default();
            let advance = room.advance_width(glyph).unwrap_or_default() / self.units_per_em;
            let range = at..at + letter.len_utf8();
            KrillaGlyph::new(GlyphId::new(glyph.to_u32()), advance, 0.0, 0.0, 0.0, range, None)
        };
        text.char_indices().map(glyph).collect()
    }

    /// How wide a text is in this size.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        self.glyphs(text).iter().map(|glyph| glyph.x_advance * size).sum()
    }

    /// A text in lines of at most this width, broken between words; every line but the last ends in its space.
    pub(super) fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split_whitespace() {
            let Some(line) = lines.last_mut() else { break };
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if line.is_empty() || self.width(&longer, size) <= width {
                *line = longer;
            } else {
                line.push(' ');
                lines.push(word.to_owned());
            }
        }
        lines
    }
}
