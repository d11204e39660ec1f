//! A document as PDF for everybody: tagged, with an outline and a language, as PDF/UA-1 and PDF/A-2 demand
//! (ISO 14289-1, ISO 19005-2). The library refuses to write what does not fit either.

mod font;
mod layout;
mod write;

use super::document::Document;
use font::Fonts;

/// Why no PDF was written: a mistake in what was laid out, never of what is told.
#[derive(Debug, thiserror::Error)]
#[error("no PDF could be written: {0}")]
pub struct PdfError(String);

impl Document {
    /// As PDF, on A4.
    ///
    /// # Errors
    /// When what was laid out does not fit the standards.
    pub fn to_pdf(&self) -> Result<Vec<u8>, PdfError> {
        let fonts = Fonts::load().ok_or_else(|| PdfError("the fonts cannot be read".to_owned()))?;
        write::write(self, layout::lay_out(self, &fonts), &fonts)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::{Bar, Block, Chart, Document, KeyFigure, Note, Part, Row, Section, Shape, Table};

    fn section(heading: &str, rows: usize) -> Section {
        let bars = (0..rows).map(|at| Bar {
            label: format!("Één – {at}"),
            length: u64::try_from(at).unwrap_or_default(),
            figure: format!("{at} · 12,5 %"),
        });
        let row = |at: u8| Row {
            label: format!("Rij {at}"),
            depth: at % 3,
            cells: vec!["1.601".into(), "–".into()],
        };
        Section {
            heading: Some(heading.to_owned()),
            parts: vec![
                Part::Text("Het oordeel van de casushouder bij de afsluiting. ".repeat(5)),
                Part::Chart(Chart { title: heading.to_owned(), shape: Shape::Bars, bars: bars.collect() }),
                Part::Table(Table {
                    columns: vec!["Soort".into(), "Aantal".into(), "Aandeel".into()],
                    rows: (0..4).map(row).collect(),
                }),
            ],
        }
    }

    fn document(sections: usize) -> Document {
        let figure = |label: &str| KeyFigure { figure: "1.601".into(), label: label.to_owned() };
        let sections = (0..sections).map(|at| Block::Section(section(&format!("Deel {at}"), 5)));
        Document {
            sender: "Zorg- en Veiligheidshuis".into(),
            title: "Factsheet 2025 – Leiden".into(),
            date: chrono::NaiveDate::from_ymd_opt(2026, 1, 31).unwrap(),
            blocks: [Block::KeyFigures(vec![figure("meldingen"), figure("personen")])]
                .into_iter()
                .chain(sections)
                .chain([Block::Pair(vec![section("Links", 3), section("Rechts", 2), section("Onder", 1)])])
                .collect(),
            notes: vec![Note { subject: Some("Toelichting".into()), text: "Afgeschermd. ".repeat(60) }],
        }
    }

    #[test]
    fn what_is_laid_out_fits_the_standards_on_one_page_and_on_many() {
        for (sections, pages) in [(0, "1"), (8, "3")] {
            let pdf = document(sections).to_pdf().unwrap();
            assert!(pdf.starts_with(b"%PDF-1.7"));
            let text = String::from_utf8_lossy(&pdf);
            let counted = text.split("/Count ").nth(1).and_then(|it| it.split('/').next());
            assert_eq!(counted, Some(pages));
            for part in ["pdfuaid:part", "pdfaid:part", "/StructTreeRoot", "nl-NL"] {
                assert!(text.contains(part), "{part}");
            }
        }
    }

    #[test]
    fn the_same_document_is_the_same_file() {
        assert_eq!(document(2).to_pdf().unwrap(), document(2).to_pdf().unwrap());
    }
}
