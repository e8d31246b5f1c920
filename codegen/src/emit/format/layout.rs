//! Where lines break, as prettyplease breaks them.
//!
//! What is to be printed is a list of words, boxes and places where a line may break. A box that
//! does not fit breaks: a consistent one at each of its breaks, an inconsistent one where the next
//! part does not fit any more. Derek Oppen described this in "Prettyprinting", 1980. He reads and
//! prints at once and looks ahead no further than he must; an item is short, so here all of it is
//! read first, and what has to fit is found in one pass from its end.

use std::borrow::Cow;

/// Where a line ends, and how much room one has at least, however deep it is. Both are
/// prettyplease's.
const MARGIN: isize = 89;
const LEAST_ROOM: isize = 60;

/// How far the inside of something stands to the right of it.
pub(super) const INDENT: isize = 4;

/// A width that fits nowhere.
const INFINITE: isize = 0xffff;

/// How a box breaks that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Breaks {
    /// At each of its breaks.
    Consistent,
    /// Where the next part does not fit.
    Inconsistent,
}

/// A place where the line may break.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Break {
    /// Blanks where it does not.
    pub(super) blanks: isize,
    /// How far the next line stands to the right of the box.
    pub(super) offset: isize,
    /// Printed before the end of the line.
    pub(super) before: Option<char>,
    /// Printed at the beginning of the next line.
    pub(super) after: &'static str,
    /// Printed where the line does not break.
    pub(super) instead: Option<char>,
    /// Goes away at the end of a box.
    pub(super) if_nonempty: bool,
    /// Never breaks; it only ends what must fit.
    pub(super) never: bool,
}

#[derive(Debug)]
enum Piece<'t> {
    Word(Cow<'t, str>),
    Break(Break),
    Begin {
        offset: isize,
        breaks: Breaks,
    },
    End,
    /// Prints nothing, and makes the box that it stands in break.
    TooWide,
}

impl Piece<'_> {
    fn width(&self) -> isize {
        match self {
            Self::Word(word) => width(word),
            Self::Break(token) => token.blanks,
            Self::TooWide => INFINITE,
            Self::Begin { .. } | Self::End => 0,
        }
    }
}

/// The pieces of one item.
#[derive(Debug, Default)]
pub(super) struct Layout<'t> {
    pieces: Vec<Piece<'t>>,
    /// The boxes that were begun and not ended, the innermost last.
    boxes: Vec<Begun>,
    /// Width of everything so far.
    width: isize,
}

/// A box that was begun.
#[derive(Debug, Clone, Copy)]
pub(super) struct Begun {
    at: usize,
    /// Width of everything before it.
    start: isize,
}

impl<'t> Layout<'t> {
    /// Begins a box that breaks at all of its breaks.
    pub(super) fn consistent(&mut self, offset: isize) -> Begun {
        self.begin(offset, Breaks::Consistent)
    }

    /// Begins a box that breaks where it must.
    pub(super) fn inconsistent(&mut self, offset: isize) -> Begun {
        self.begin(offset, Breaks::Inconsistent)
    }

    fn begin(&mut self, offset: isize, breaks: Breaks) -> Begun {
        let begun = Begun {
            at: self.pieces.len(),
            start: self.width,
        };
        self.pieces.push(Piece::Begin { offset, breaks });
        self.boxes.push(begun);
        begun
    }

    /// Gives a box another offset.
    pub(super) fn set_offset(&mut self, begun: Begun, to: isize) {
        if let Some(Piece::Begin { offset, .. }) = self.pieces.get_mut(begun.at) {
            *offset = to;
        }
    }

    /// Ends the innermost box.
    pub(super) fn end(&mut self) {
        let begun = self.boxes.pop();
        if let Some(&Piece::Break(last)) = self.pieces.last() {
            // A box with nothing in it but a break is nothing.
            let is_all = begun.is_some_and(|begun| begun.at + 2 == self.pieces.len());
            if is_all || last.if_nonempty {
                self.width -= last.blanks;
                self.pieces.pop();
            }
            if is_all {
                self.pieces.pop();
                return;
            }
        }
        self.pieces.push(Piece::End);
    }

    /// Ends the innermost box, which breaks where it is wider than this.
    pub(super) fn end_with_limit(&mut self, limit: isize) {
        if self
            .boxes
            .last()
            .is_some_and(|begun| self.width - begun.start > limit)
        {
            self.add(Piece::TooWide);
        }
        self.end();
    }

    /// Adds a word.
    pub(super) fn word(&mut self, word: impl Into<Cow<'t, str>>) {
        self.add(Piece::Word(word.into()));
    }

    /// Adds a place where the line may break.
    pub(super) fn add_break(&mut self, token: Break) {
        self.add(Piece::Break(token));
    }

    fn add(&mut self, piece: Piece<'t>) {
        self.width += piece.width();
        self.pieces.push(piece);
    }

    /// A blank, or a new line.
    pub(super) fn space(&mut self) {
        self.add_break(Break {
            blanks: 1,
            ..Break::default()
        });
    }

    /// Nothing, or a new line.
    pub(super) fn zero(&mut self) {
        self.add_break(Break::default());
    }

    /// A new line.
    pub(super) fn line(&mut self) {
        self.add_break(Break {
            blanks: INFINITE,
            ..Break::default()
        });
    }

    /// A new line, unless nothing follows in the box.
    pub(super) fn line_if_nonempty(&mut self) {
        self.add_break(Break {
            blanks: INFINITE,
            if_nonempty: true,
            ..Break::default()
        });
    }

    /// The end of what must fit on the line.
    pub(super) fn never(&mut self) {
        self.add_break(Break {
            never: true,
            ..Break::default()
        });
    }

    /// What stands behind an element of a list: a comma and a blank or new line; behind the last
    /// one a comma where the list is broken.
    pub(super) fn comma(&mut self, is_last: bool) {
        self.comma_or_blanks(is_last, 0);
    }

    /// The same inside of braces, which keep a blank from what is in them.
    pub(super) fn comma_in_braces(&mut self, is_last: bool) {
        self.comma_or_blanks(is_last, 1);
    }

    fn comma_or_blanks(&mut self, is_last: bool, blanks: isize) {
        if is_last {
            self.add_break(Break {
                blanks,
                before: Some(','),
                ..Break::default()
            });
        } else {
            self.word(",");
            self.space();
        }
    }

    /// Moves the line after the last break.
    pub(super) fn offset(&mut self, by: isize) {
        if let Some(Piece::Break(last)) = self.pieces.last_mut() {
            last.offset += by;
        }
    }

    /// For each break and each box, the width from there to the next break that stands in the same
    /// box or outside of it: what has to fit on the line if nothing breaks before.
    ///
    /// Found from the end to the beginning, with the place of that next break for the box that one is
    /// in and for all around it.
    fn extents(&self) -> Vec<isize> {
        let mut extents = vec![0; self.pieces.len()];
        let mut place = self.width;
        let mut next = place;
        let mut around = Vec::new();
        for (piece, extent) in self.pieces.iter().zip(&mut extents).rev() {
            place -= piece.width();
            match piece {
                Piece::Word(_) | Piece::TooWide => {}
                Piece::End => around.push(next),
                Piece::Begin { .. } => {
                    next = around.pop().unwrap_or(next);
                    *extent = next - place;
                }
                Piece::Break(_) => {
                    *extent = next - place;
                    next = place;
                }
            }
        }
        extents
    }

    /// Prints everything, as in a box that is broken already.
    pub(super) fn print(self, out: &mut String) {
        let mut printer = Printer {
            out,
            room: MARGIN,
            boxes: Vec::new(),
            indent: 0,
            pending: 0,
        };
        for (piece, extent) in self.pieces.iter().zip(self.extents()) {
            match piece {
                Piece::Word(word) => printer.word(word),
                Piece::Break(token) => printer.print_break(*token, extent),
                Piece::Begin { offset, breaks } => printer.begin(*offset, *breaks, extent),
                Piece::End => printer.end(),
                Piece::TooWide => {}
            }
        }
    }
}

/// The width of a word; prettyplease counts bytes.
fn width(word: &str) -> isize {
    isize::try_from(word.len()).unwrap_or(isize::MAX)
}

struct Printer<'o> {
    out: &'o mut String,
    /// What is left of the line.
    room: isize,
    boxes: Vec<Frame>,
    indent: isize,
    /// Blanks that stand before the next word, so that no line ends in blanks.
    pending: isize,
}

#[derive(Clone, Copy)]
enum Frame {
    Fits,
    /// With the indentation outside of the box.
    Broken(isize, Breaks),
}

impl Printer<'_> {
    fn begin(&mut self, offset: isize, breaks: Breaks, extent: isize) {
        if extent > self.room {
            self.boxes.push(Frame::Broken(self.indent, breaks));
            self.indent += offset;
        } else {
            self.boxes.push(Frame::Fits);
        }
    }

    fn end(&mut self) {
        if let Some(Frame::Broken(indent, _)) = self.boxes.pop() {
            self.indent = indent;
        }
    }

    fn print_break(&mut self, token: Break, extent: isize) {
        const OUTER: Frame = Frame::Broken(0, Breaks::Consistent);
        let fits = token.never
            || match self.boxes.last().copied().unwrap_or(OUTER) {
                Frame::Fits => true,
                Frame::Broken(_, Breaks::Consistent) => false,
                Frame::Broken(_, Breaks::Inconsistent) => extent <= self.room,
            };
        if fits {
            self.pending += token.blanks;
            self.room -= token.blanks;
            if let Some(instead) = token.instead {
                self.out.push(instead);
                self.room -= 1;
            }
            return;
        }
        if let Some(before) = token.before {
            self.indentation();
            self.out.push(before);
        }
        self.out.push('\n');
        self.pending = self.indent + token.offset;
        self.room = LEAST_ROOM.max(MARGIN - self.pending);
        if !token.after.is_empty() {
            self.word(token.after);
        }
    }

    fn word(&mut self, word: &str) {
        self.indentation();
        self.out.push_str(word);
        self.room -= width(word);
    }

    fn indentation(&mut self) {
        let blanks = usize::try_from(self.pending).unwrap_or_default();
        self.out.extend(std::iter::repeat_n(' ', blanks));
        self.pending = 0;
    }
}
