//! One folder per question that Schakel answers
