//! What the commands say. All of it goes to stderr, so that the order holds
//! when the output of cargo and trunk comes in between.

use std::io::IsTerminal;
use std::time::Duration;

/// A step begins.
pub fn heading(text: &str) {
    if std::io::stderr().is_terminal() {
        eprintln!("\n\x1b[1m==> {text}\x1b[0m");
    } else {
        eprintln!("\n==> {text}");
    }
}

/// Something about the step under way.
pub fn note(text: &str) {
    eprintln!("    {text}");
}

/// Something changes outside the repository and the cache folder.
pub fn global_change(text: &str) {
    eprintln!("    (outside the repository and the cache folder) {text}");
}

/// `75.3` → `1 min 15 s`.
pub fn minutes(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 10.0 {
        format!("{seconds:.1} s")
    } else if seconds < 60.0 {
        format!("{seconds:.0} s")
    } else {
        let whole = seconds.round() as u64;
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_well() {
        assert_eq!(minutes(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(minutes(Duration::from_secs(42)), "42 s");
        assert_eq!(minutes(Duration::from_millis(119_800)), "2 min 00 s");
    }
}
