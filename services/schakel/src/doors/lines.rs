//! Lines as input: a CSV file or JSON over REST, a stream of messages over gRPC. A line is lenient, so that
//! a broken one breaks nothing but itself: what it says is for the operation to read.

use schakel_application::FieldError;
use serde_json::{Map, Value, json};

use crate::problem::{Kind, Problem};

/// The name under which the input holds its lines.
const LINES: &str = "lines";
/// The name under which a line from a file holds its number there.
pub const NUMBER: &str = "line";
/// The mark that some programs put before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// How the lines of an operation come in.
#[derive(Clone, Copy, Debug)]
pub struct Lines {
    /// What the header row of a file may name; the fields of a line, all of them texts.
    pub columns: &'static [&'static str],
    /// The most lines.
    pub max_lines: usize,
    /// The largest body, in bytes.
    pub max_bytes: usize,
    /// A file, with its header row.
    pub example: &'static str,
}

/// The lines of an input.
pub fn of(input: &Value) -> &[Value] {
    input[LINES].as_array().map_or(&[], Vec::as_slice)
}

/// The input that these lines are.
pub fn input(lines: Vec<Value>) -> Value {
    json!({ LINES: lines })
}

impl Lines {
    /// Whether so many lines are taken.
    ///
    /// # Errors
    /// [`Kind::TooLarge`] when they are not.
    pub fn holds(&self, lines: usize) -> Result<(), Problem> {
        match lines <= self.max_lines {
            true => Ok(()),
            false => Err(Kind::TooLarge.into()),
        }
    }

    /// The input in a CSV file (RFC 4180), its cells separated by commas or semicolons as its header row
    /// is; UTF-8. A cell holds no line break here: so an unclosed quote breaks its own line alone.
    ///
    /// # Errors
    /// When it is no CSV file, its header does not fit, or it has too many lines.
    pub fn read_csv(&self, bytes: &[u8]) -> Result<Value, Problem> {
        let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        let mut rows = text.split(|byte| *byte == b'\n').map(without_return);
        let mut header = Header::read(rows.next().unwrap_or_default(), self.columns)?;
        let lines = rows.zip(2_u32..).filter_map(|(row, number)| header.line(row, number));
        let lines: Vec<_> = lines.take(self.max_lines + 1).collect();
        self.holds(lines.len())?;
        Ok(input(lines))
    }
}

fn without_return(row: &[u8]) -> &[u8] {
    row.strip_suffix(b"\r").unwrap_or(row)
}

struct Header {
    rows: Rows,
    names: Vec<String>,
}

impl Header {
    fn read(row: &[u8], columns: &[&str]) -> Result<Self, Problem> {
        let no_text = |byte: &u8| byte.is_ascii_control() && *byte != b'\t';
        if std::str::from_utf8(row).is_err() || row.iter().any(no_text) {
            return Err(Kind::NotCsv.into());
        }
        // What Excel writes where the comma is for decimals.
        let mut rows = Rows::separated_by(if row.contains(&b';') { b';' } else { b',' });
        let names = rows.cells(row);
        let is_known = |name: &String| columns.contains(&name.as_str());
        let is_new = |index: usize| !names[..index].contains(&names[index]);
        if names.is_empty() || !names.iter().all(is_known) || !(0..names.len()).all(is_new) {
            return Err(unfit_header(columns));
        }
        Ok(Self { rows, names })
    }

    /// The line that a row is, if it says something. One with more or fewer cells than the header is a
    /// line of which nothing can be read.
    fn line(&mut self, row: &[u8], number: u32) -> Option<Value> {
        if self.rows.is_blank(row) {
            return None;
        }
        let mut line = Map::from_iter([(NUMBER.to_owned(), number.into())]);
        let cells = self.rows.cells(row);
        if cells.len() == self.names.len() {
            let said = self.names.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
            line.extend(said.map(|(name, cell)| (name.clone(), cell.into())));
        }
        Some(Value::Object(line))
    }
}

/// Takes rows apart, each on its own. The reader is made once: that costs more than a row.
struct Rows {
    separator: u8,
    reader: csv_core::Reader,
}

impl Rows {
    fn separated_by(separator: u8) -> Self {
        let terminator = csv_core::Terminator::Any(b'\n');
        let reader = csv_core::ReaderBuilder::new().delimiter(separator).terminator(terminator).build();
        Self { separator, reader }
    }

    fn is_blank(&self, row: &[u8]) -> bool {
        row.iter().all(|byte| *byte == self.separator || byte.is_ascii_whitespace())
    }

    /// The cells of a row. What is not UTF-8 shows as U+FFFD.
    fn cells(&mut self, row: &[u8]) -> Vec<String> {
        self.reader.reset();
        let (mut text, mut ends) = (vec![0; row.len()], vec![0; row.len() + 1]);
        let (_, _, written, ended) = self.reader.read_record(row, &mut text, &mut ends);
        // No more input: that ends the last cell.
        let (_, _, _, last) = self.reader.read_record(&[], &mut text[written..], &mut ends[ended..]);
        ends.truncate(ended + last);
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let cells = starts.zip(&ends).map(|(start, end)| text.get(start..*end).unwrap_or_default());
        cells.map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect()
    }
}

fn unfit_header(columns: &[&str]) -> Problem {
    let detail = format!("must name columns, each once, of: {}", columns.join(", "));
    Problem::invalid(vec![FieldError::new("header", "columns", detail)])
}

#[cfg(test)]
mod tests;
